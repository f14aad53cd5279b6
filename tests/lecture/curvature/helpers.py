"""What the tests of the page on curvature share: values as a section or preset opens, layers of a board."""

import functools
from typing import TypeVar

from optviz.figures.board import Axes, Board, Layer
from optviz.lecture.curvature import PAGE
from tests.lecture.helpers import values_of

L = TypeVar("L", bound=Layer)
values = functools.partial(values_of, PAGE)


def layers(board: Board, panel: str, kind: type[L]) -> list[L]:
    """The layers of one kind on one of a board's axes."""
    return [layer for layer in board.panel(panel, Axes).layers if isinstance(layer, kind)]
