"""What each section of the lecture shows: one module a page, one drawing function a section.

``DRAW`` maps a section's key to a function from its controls' values to a :class:`~optviz.figures.board.Board`;
``GROUND``, where a page has contours, maps it to one from the values to a :class:`~optviz.figures.board.Background`.
Where a section has a long computation (:mod:`optviz.lecture.jobs`) both take its newest result as well.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from optviz.figures.board import NO_BACKGROUND, Background, Board
from optviz.lecture import TITLES
from optviz.lecture.jobs import work_of
from optviz.lecture.page_state import Show, opened
from optviz.lecture.section import page_of


def board_of(show: Show, *found: Any) -> Board:
    """Return the board of what is shown; ``found`` is the newest result where a long computation is behind it."""
    return import_module(f"optviz.lecture.{show.page}.boards").DRAW[show.section](show.values, *found)


def background_of(show: Show, *found: Any) -> Background:
    """Return the fields under that board's planes, if it has any."""
    made = getattr(import_module(f"optviz.lecture.{show.page}.boards"), "GROUND", {}).get(show.section)
    return made(show.values, *found) if made else NO_BACKGROUND


def warm_up() -> Iterator[str]:
    """Draw every section once as it opens, so that all its programs are compiled; yield a section's name after each.

    Sections with a long computation are left out: it starts when somebody looks.
    """
    for stem in TITLES:
        for section in page_of(stem).sections:
            show = opened(page_of(stem), section.key)
            if not work_of(show):
                background_of(show)
                board_of(show)
                yield f"{stem}/{section.key}"
