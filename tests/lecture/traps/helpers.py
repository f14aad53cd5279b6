"""What the tests of several sections on traps need."""

from functools import partial
from typing import Any, TypeVar

import numpy as np

from optviz.core.simulation.critical import CriticalPoint
from optviz.figures.board import Axes, Board, last_text
from optviz.figures.board.layers import Layer
from optviz.figures.destinations import Destinations
from optviz.lecture.traps import PAGE
from tests.lecture import helpers

L = TypeVar("L", bound=Layer)

values_of = partial(helpers.values_of, PAGE)


def board_of(section: str, preset: str = "", **changes: Any) -> Board:
    """A section's board as it opens, as a preset has it, or with other values."""
    return PAGE.section(section).draw(values_of(section, preset, **changes))


def notices(section: str, preset: str = "", **changes: Any) -> str:
    """What a section says over its board."""
    return " ".join(map(last_text, board_of(section, preset, **changes).notices))


def layers(board: Board, kind: type[L], axes: str = "plane") -> list[L]:
    """The layers of one kind in a picture of the board."""
    return [layer for layer in board.panel(axes, Axes).layers if isinstance(layer, kind)]


def minima(destinations: Destinations) -> tuple[CriticalPoint, ...]:
    """The minima of the surface, the lowest first."""
    return destinations.critical.of("minimum")


def shares(destinations: Destinations) -> dict[tuple[float, ...], float]:
    """The share of starts at each minimum, by its place rounded to two digits."""
    return {tuple(np.round(p.point, 2)): destinations.share(i) for i, p in enumerate(minima(destinations))}
