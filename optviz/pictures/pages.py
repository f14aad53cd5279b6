"""What is at an address: which page, which state of it, what it shows; and the header of the message that shows it."""

from functools import cache
from importlib import import_module
from typing import Any, Protocol

from optviz.figures.board import Background, Board
from optviz.lecture import TITLES
from optviz.lecture.section import Page
from optviz.lecture.work import Work
from optviz.pictures import PLAYGROUND
from optviz.pictures.lecture_picture import LecturePicture
from optviz.pictures.playground_picture import PlaygroundPicture


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


@cache
def page_of(stem: str) -> Page:
    """Return a page of the lecture; its topic is loaded when it is first asked for. ``KeyError`` if there is none."""
    if stem not in TITLES:
        raise KeyError(f"there is no lecture page {stem!r}")
    return import_module(f"optviz.lecture.{stem}").PAGE


def picture_at(page: str, query: str = "", before: str | None = None) -> Picture:
    """Return what ``page`` shows at a query, or where that leads as a step from the query ``before``.

    ``KeyError`` for an unknown page; nothing in a query raises.
    """
    if page == PLAYGROUND:
        return PlaygroundPicture.at(query, before)
    return LecturePicture.at(page_of(page), query, before)
