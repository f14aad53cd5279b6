"""The quiz page opens by every link, says in words what it could not read, and leaves all else to the browser."""

import pytest

from optviz.pictures import TITLES
from optviz.pictures.question_refs import questions

FIRST = next(iter(questions()))


@pytest.mark.parametrize(
    "link",
    [{}, {"set": "mixed", "seed": "17"}, {"set": FIRST, "seed": "1", "at": "2", "answers": "-"}, {"set": "lessons"}],
)
def test_the_quiz_opens_cold_by_its_link(open_app, told, link: dict[str, str]) -> None:
    app = open_app("quiz", **link)
    said = told(app)
    assert (said["page"], said["shows"], said["number"], said["open"]) == ("quiz", {}, 0, "")
    assert {"set", "seed", "at", "answers", "exam", "t"} <= set(said["keys"])
    assert app.title[0].value == TITLES["quiz"]


def test_a_link_that_is_all_right_is_told_nothing(open_app) -> None:
    assert not open_app("quiz", set=FIRST, seed="3", answers="-").warning


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"set": "nope"}, "there is no such quiz"),
        ({"set": FIRST, "at": "4"}, "outside 1 … 2"),
        ({"set": FIRST, "answers": "<b>"}, "no answer to question 1"),
        ({"set": f"{FIRST},x.y.z"}, "there is no such question"),
    ],
)
def test_what_a_link_gets_wrong_is_named(open_app, link: dict[str, str], said: str) -> None:
    app = open_app("quiz", **link)
    assert app.warning and said in app.text[0].value


def test_what_is_not_the_page_s_in_a_link_is_no_mistake(open_app) -> None:
    assert not open_app("quiz", embed="true", utm_source="mail").warning
