"""What each section of the lecture shows: one module a page, one drawing function a section.

``DRAW`` maps a section's key to a function from its controls' values to a :class:`~optviz.figures.board.Board`;
``GROUND``, where a page has contours, maps it to one from the values to a :class:`~optviz.figures.board.Ground`.
Where a section has a long computation (:mod:`optviz.scenes.lecture.work`) both take its newest result as well.
"""

from importlib import import_module
from typing import Any

from optviz.figures.board import NO_GROUND, Board, Ground
from optviz.scenes.lecture.show import Show


def board_of(show: Show, *found: Any) -> Board:
    """Return the board of what is shown; ``found`` is the newest result where a long computation is behind it."""
    return import_module(f"optviz.figures.lecture.{show.page}").DRAW[show.section](show.values, *found)


def ground_of(show: Show, *found: Any) -> Ground:
    """Return the fields under that board's planes, if it has any."""
    made = getattr(import_module(f"optviz.figures.lecture.{show.page}"), "GROUND", {}).get(show.section)
    return made(show.values, *found) if made else NO_GROUND
