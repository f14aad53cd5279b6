"""Any picture as a page that plays: each of the lecture's pages, and what has no picture says so."""

import html
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from optviz.lecture import TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.numbers_route import routes
from optviz.pictures.web_page import NOTHING, TELLS, web_page_of

MOST = 1_000_000


@pytest.mark.parametrize("stem", [stem for stem in TITLES if page_of(stem).sections[0].work is None])
def test_the_first_section_of_a_page_is_a_file_of_at_most_a_megabyte(stem: str) -> None:
    text = web_page_of(stem, "")
    assert len(text.encode()) <= MOST
    assert f"<h1>{html.escape(page_of(stem).sections[0].title)}</h1>" in text


def test_the_file_says_what_was_set() -> None:
    text = web_page_of("momentum", "section=map&kappa=20")
    assert re.search(r"<footer><p>[^<]*20[^<]*</p>", text)


def test_what_is_no_picture_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match=re.escape(NOTHING)):
        web_page_of("quiz", "")


def test_an_open_question_is_not_given_away() -> None:
    (question, *_) = [each for each in page_of("momentum").sections if each.key == "two_parts"]
    with pytest.raises(ValueError, match=re.escape(TELLS)):
        web_page_of("momentum", f"section={question.key}&ask={asked('momentum', question.key)}")


def asked(stem: str, section: str) -> str:
    """The link's word for a question of a section."""
    from optviz.pictures.pages import picture_at

    return picture_at(stem, f"section={section}").header["questions"][0][0]


def test_the_route_answers_with_the_page() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        answer = client.get("/optviz/web/playground.html?surface=quadratic&run=gd&steps=10")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
        assert answer.text.startswith("<!doctype html>")
        assert client.get("/optviz/web/playground.csv").status_code == 404
        assert client.get("/optviz/web/quiz.html").text == NOTHING
