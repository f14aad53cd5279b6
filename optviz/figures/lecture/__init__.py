"""What each section of the lecture shows: one module a page, one drawing function a section.

``DRAW`` maps a section's key to a function from its controls' values to a :class:`~optviz.figures.board.Board`;
``GROUND``, where a page has contours, maps it to one from the values to a :class:`~optviz.figures.board.Ground`.
"""

from importlib import import_module

from optviz.figures.board import NO_GROUND, Board, Ground
from optviz.scenes.lecture.show import Show


def board_of(show: Show) -> Board:
    """Return the board of what is shown."""
    return import_module(f"optviz.figures.lecture.{show.page}").DRAW[show.section](show.values)


def ground_of(show: Show) -> Ground:
    """Return the fields under that board's planes, if it has any."""
    made = getattr(import_module(f"optviz.figures.lecture.{show.page}"), "GROUND", {}).get(show.section)
    return made(show.values) if made else NO_GROUND
