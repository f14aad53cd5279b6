"""Any picture as a page that plays: each of the lecture's pages, and what has no picture says so."""

import html
import re

import pytest
from starlette.applications import Starlette

from optviz.lecture import TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.numbers_route import routes
from optviz.pictures.pages import picture_at
from optviz.pictures.web_page import NOTHING, TELLS, web_page_of
from tests.pictures.server import served

MOST = 1_000_000
RACE = "surface=quadratic&run=gd&steps=10"


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
    (key, _), *_ = picture_at("momentum", "section=two_parts").header["questions"]
    with pytest.raises(ValueError, match=re.escape(TELLS)):
        web_page_of("momentum", f"section=two_parts&ask={key}")


def test_the_route_answers_with_the_page() -> None:
    web_page_of("playground", RACE)  # the libraries are packed once, which takes longer than a request is waited for
    with served(Starlette(routes=routes())) as site:
        answer = site.ask(f"/optviz/web/playground.html?{RACE}")
        assert answer.status == 200 and str(answer.headers["Content-Type"]).startswith("text/html")
        assert answer.body.startswith(b"<!doctype html>")
        assert site.ask("/optviz/web/playground.csv").status == 404
        assert site.ask("/optviz/numbers/playground.html").status == 404
        assert site.ask("/optviz/web/quiz.html").body.decode() == NOTHING
