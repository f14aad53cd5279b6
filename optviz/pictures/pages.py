"""What is at an address: which page, which state of it, what it shows; and the header of the message that shows it."""

import dataclasses
from typing import Any, Protocol

from optviz.figures.board import Background, Board
from optviz.lecture.page_state import from_query
from optviz.lecture.work import Work
from optviz.pictures import PAGES, PLAYGROUND, QUIZ, ROOM_PAGES, TITLES
from optviz.pictures.asked import Plain, asked_at, unasked, words_of
from optviz.pictures.lecture_picture import LecturePicture, page_of
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.pictures.quiz_picture import QuizPicture
from optviz.pictures.quiz_state import read_quiz
from optviz.pictures.room_picture import RoomPicture

TURNS = {"turn=1": 1, "turn=-1": -1}


class Picture(Protocol):
    """What a page shows at one address: its board, the fields under it, and the work behind it."""

    @property
    def page(self) -> str:
        """The page's public name."""
        ...

    @property
    def link(self) -> str:
        """The link to what is computed: without the playhead, the presenter mode and the like."""
        ...

    @property
    def header(self) -> dict[str, Any]:
        """What the browser must know beside the board and the controls: canonical link, playhead, what was ignored."""
        ...

    @property
    def background_key(self) -> str:
        """The key of the fields under the board, where it can be told without computing them; else nothing."""
        ...

    @property
    def work(self) -> Work | None:
        """The computation too long for one answer, if there is one behind the picture."""
        ...

    def board(self, *result: Any) -> Board:
        """Draw the board; ``result`` is the newest one of the work, where there is work."""
        ...

    def controls(self) -> list[dict[str, Any]]:
        """Return the controls that are there now, with their values."""
        ...

    def background(self, *result: Any) -> Background:
        """Compute the fields under the board."""
        ...


def picture_at(page: str, query: str = "", before: str | None = None) -> Picture:
    """Return what ``page`` shows at a query, or where that leads as a step from the query ``before``.

    ``KeyError`` for an unknown page; nothing in a query raises.
    """
    if page in ROOM_PAGES:
        return RoomPicture.at(page, query)
    by = TURNS.get(query, 0) if before is not None else 0
    if page == QUIZ:
        return QuizPicture.at(query, before, beyond(page, by, before or "") if by else None)
    if by:
        return dataclasses.replace(turned(page, query, before or ""), leads=beyond(page, by, before or ""))
    words = words_of(query)
    if before is None or "ask" not in words:
        return asked_at(plain_picture(page, query, before), words)
    base = plain_picture(page, before)
    return asked_at(base, words) if words["ask"] else unasked(base, words_of(before))


def plain_picture(page: str, query: str, before: str | None = None) -> Plain:
    """Return what a page shows at a query, or a step from one, without the question that it may name."""
    if page == PLAYGROUND:
        return PlaygroundPicture.at(query, before)
    return LecturePicture.at(page_of(page), query, before)


def turned(page: str, query: str, before: str) -> Plain:
    """Return the next or the last section; the playground has none and stays as it is."""
    return plain_picture(page, before) if page == PLAYGROUND else plain_picture(page, query, before)


def beyond(page: str, by: int, before: str) -> dict[str, str] | None:
    """Return the page, its title and the query that a turn leads to from ``before``, if it leaves the page.

    The pages follow one another as in the menu: forward to the next one's first section, back to the last of the one
    before. None within a page and at the ends.
    """
    place = PAGES.index(page) + by
    if not 0 <= place < len(PAGES) or not at_edge(page, by, before):
        return None
    there = PAGES[place]
    sections = page_of(there).sections if there not in (PLAYGROUND, QUIZ) else ()
    query = f"section={sections[0 if by > 0 else -1].key}" if sections else ""
    return {"page": there, "title": TITLES[there], "query": query}


def at_edge(page: str, by: int, before: str) -> bool:
    """Tell whether a page has nothing further in the direction ``by``.

    The playground never has, the quiz only before one is chosen; a page of the lecture beyond its last section.
    """
    if page == PLAYGROUND:
        return True
    if page == QUIZ:
        return not read_quiz(before)[0].chosen
    sections = page_of(page).sections
    return from_query(page_of(page), before)[0].section is sections[-1 if by > 0 else 0]
