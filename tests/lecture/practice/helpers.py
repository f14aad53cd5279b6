"""The page's values and boards."""

from functools import partial
from typing import Any

from optviz.figures.board import Board
from optviz.lecture.practice import PAGE
from tests.lecture import helpers

values_of = partial(helpers.values_of, PAGE)


def board_of(section: str, preset: str = "", **changes: Any) -> Board:
    """The board of a section or one of its presets, with some values changed."""
    return PAGE.section(section).draw(values_of(section, preset, **changes))
