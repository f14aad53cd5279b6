"""What the tests of the momentum page share: values as a section or preset opens, layers, when a run arrives."""

import functools
from typing import TypeVar

import numpy as np

from optviz.core.simulation.run import Run
from optviz.figures.board import Axes, Board, Layer
from optviz.lecture.momentum import PAGE
from tests.lecture.helpers import values_of

L = TypeVar("L", bound=Layer)
values = functools.partial(values_of, PAGE)


def layers(board: Board, panel: str, kind: type[L]) -> list[L]:
    """The layers of one kind on one of a board's axes."""
    return [layer for layer in board.panel(panel, Axes).layers if isinstance(layer, kind)]


def first_within(run: Run, distance: float = 0.1) -> int:
    """The first step at which a run is within ``distance`` of the minimum; one more than its steps if it never is."""
    inside = np.flatnonzero(run.distance < distance)
    return int(inside[0]) if len(inside) else len(run.x)


def arrival(run: Run, distance: float = 0.1) -> int:
    """The step from which a run stays within ``distance`` of the minimum; one more than its steps if it does not."""
    outside = np.flatnonzero(~(run.distance < distance))
    return int(outside[-1]) + 1 if len(outside) else 0
