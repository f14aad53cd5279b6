"""A question in a link: what it asks, what it hides, and what the run says about the answer."""

from typing import Any

import pytest

from optviz.pictures.asked import AskedPicture, asked_at
from optviz.pictures.pages import picture_at
from optviz.pictures.picture import answer
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.questions import Ask, Form, Number, Question, Target
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import questions_of
from tests.decoder import frames_of, opened_board

LESSON = "cliff"
SAID: dict[str, Any] = {"right": "So it is.", "otherwise": "Look again."}
OPEN = "section=step_size&ask=regime&q=3"


def header(query: str, before: str | None = None) -> dict[str, Any]:
    """The header of a picture of the page of one dimension."""
    return picture_at("one_dimension", query, before).header


def test_an_open_question_says_what_it_asks_and_nothing_of_the_answer() -> None:
    question = header(OPEN)["question"]
    assert question["text"].endswith("?") and question["answer"] is None and question["verdict"] is None
    assert set(question["form"]) == {"kind", "options"}
    assert all(look is None for _, look in question["form"]["options"])


def test_an_open_question_stands_at_its_start_and_shows_nothing_of_what_comes() -> None:
    shown = header(OPEN + "&t=9&all=1")
    assert (shown["step"], shown["all"]) == (0, False)
    assert header(OPEN + "&answer=2&t=9")["step"] == 9


def test_while_a_question_is_open_nothing_on_the_picture_can_be_dragged() -> None:
    for query, held in ((OPEN, True), (OPEN + "&answer=2", False)):
        board = opened_board(frames_of(answer("one_dimension", query))[-1])
        (curve,) = [panel for panel in board["panels"] if panel["key"] == "curve"]
        assert (curve["drag"] is None) is held
        names = [layer.get("name") for layer in curve["layers"]]
        assert ("step −η f′(x)" in names) is not held


def test_the_run_says_what_it_thinks_of_each_answer() -> None:
    verdicts = [header(f"{OPEN}&answer={i}")["question"]["verdict"] for i in range(3)]
    assert [v["right"] for v in verdicts].count(True) == 1 and all(v["answered"] for v in verdicts)
    assert len({v["sentence"] for v in verdicts}) == 3


def test_who_wants_to_see_it_without_an_answer_is_told_the_right_one() -> None:
    verdict = header(OPEN + "&answer=-")["question"]["verdict"]
    assert not verdict["answered"] and verdict["truth"]


def test_a_question_s_link_opens_it_again_as_it_was() -> None:
    link = header(OPEN + "&answer=1")["query"]
    assert header(link) == header(OPEN + "&answer=1")


def test_a_question_opens_as_a_step_and_leaves_its_setting_behind() -> None:
    opened = header("ask=regime&q=3", "section=step_size&eta=0.3&present=1")
    assert opened["question"]["seed"] == 3 and opened["present"] and "eta" not in opened["query"]
    left = header("ask=", opened["query"])
    assert left["question"] is None and "eta=1.17" in left["query"]


def test_a_turn_of_the_page_leaves_the_question() -> None:
    after = header("turn=1", OPEN)
    assert after["question"] is None and after["shows"] == {"section": "suboptimal"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("section=step_size&ask=weather", "ask = weather: there is no such question here."),
        (OPEN + "&answer=7", "answer = 7: no answer to this question."),
        ("section=step_size&ask=regime&q=-1", "q = -1: outside 0 … 999999."),
    ],
)
def test_what_is_wrong_with_a_link_to_a_question_is_said(query: str, said: str) -> None:
    assert header(query)["ignored"] == [said]


def test_the_trial_s_picture_shows_the_setting_that_was_tried() -> None:
    picture = picture_at("momentum", "section=map&ask=fastest&q=1&answer=0.02,0.5")
    values = {control["key"]: control.get("value") for control in picture.controls()}
    assert (values["lr"], values["beta"]) == (0.02, 0.5)


def test_a_lesson_s_question_opens_on_its_own_scene_and_is_answered_on_it() -> None:
    link = "lesson=momentum_rolls_over&ask=ends&q=3"
    opened = picture_at("playground", f"{link}&t=9").header
    assert opened["question"]["verdict"] is None and opened["step"] == 0
    answered = picture_at("playground", f"{link}&t=9&answer=0,0").header
    assert answered["question"]["verdict"]["answered"] and answered["step"] == 9
    assert opened["shows"] == answered["shows"] == {"lesson": "momentum_rolls_over", "surface": "three_hump_camel"}


@pytest.mark.parametrize(
    ("form", "view"), [(Target("picture", 0, 0, 0.1, **SAID), "2d"), (Number("f", 1, 0.1, **SAID), "3d")]
)
@pytest.mark.parametrize("words", [{}, {"answer": "1"}, {"answer": "1,1"}])
def test_a_question_on_the_plane_of_a_lesson_is_seen_from_above_whatever_its_scene_shows(
    monkeypatch: pytest.MonkeyPatch, form: Form, view: str, words: dict[str, str]
) -> None:
    scene = LESSONS[LESSON].scene.replace(view="3d")
    question = Question("where", "Where?", lambda rng: scene, lambda scene: Ask("Where?", form))
    monkeypatch.setitem(questions_of(LESSON), "where", question)
    asked = asked_at(PlaygroundPicture.at(f"lesson={LESSON}"), {"ask": "where", **words})
    assert isinstance(asked, AskedPicture) and isinstance(asked.inner, PlaygroundPicture)
    assert asked.inner.scene.view == view
