"""A map: two axes, of knobs or of the start, and what becomes of the run in each cell."""

import dataclasses
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from optviz.core.maps.outcomes import Goal, Outcomes, check_single, default_goal, outcomes
from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of, short_repr, with_settings
from optviz.core.simulation import basins
from optviz.core.simulation.arguments import checked_start, checked_steps, checked_surface, racers_of
from optviz.core.simulation.critical import CriticalPoints, critical_points
from optviz.core.surfaces import Point, Surface, Window

SIZE = 200
FINE = 800
MAX_SIZE = 20_000
TILE = 40_000
"""Cells of a tile: some tens of milliseconds, so that a caller may stop, or send what there is, between two tiles."""

_START = ("x", "y")


@dataclasses.dataclass(frozen=True)
class Axis:
    """One axis of a map: a knob's key, or x or y for a coordinate of the start, from ``low`` to ``high``.

    ``log``: equal steps are equal ratios. Raises ``ValueError`` for limits that are not finite and rising, and for a
    logarithm of what is not positive.
    """

    key: str
    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"the axis {self.key} goes from a number to a larger one, not {self.low} to {self.high}")
        if self.log and self.low <= 0:
            raise ValueError(f"a logarithmic axis starts above 0: {self.key} cannot start at {self.low:g}")

    def values(self, size: int) -> np.ndarray:
        """Return the middles of ``size`` cells that fill the axis, (size,)."""
        share = (np.arange(size) + 0.5) / size
        if self.log:
            return self.low * (self.high / self.low) ** share
        return self.low + share * (self.high - self.low)


def window_axes(window: Window) -> tuple[Axis, Axis]:
    """Return the axes of the start, x and y, over a window."""
    (x_low, x_high), (y_low, y_high) = window
    return Axis("x", x_low, x_high), Axis("y", y_low, y_high)


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a map shows: a rule on a surface, two axes, and for how many steps.

    Attributes:
        surface, optimizer: the run; what an axis varies is taken from the axis.
        columns, rows: the axes, left to right and bottom to top; by default the start over the surface's window.
        size: how many columns and rows.
        steps: of each run, 1 … 5000.
        goal: when a run has arrived; by default f − f* ≤ 10⁻³, or ‖∇f‖ ≤ 10⁻³ where no minimum is known.
        start: (x, y) where no axis says otherwise; by default the surface's first.
        single: compute in float32, for pictures (see :func:`.outcomes`).
        seed: of the annealed noise of a rule's modifiers, the same in every cell.

    Raises ``ValueError`` or ``TypeError``, in a sentence, for axes that are the same, that the rule does not have, or
    that leave the knob's domain, for a size outside 1 … 20,000, and for what no run can be made of.
    """

    surface: Surface
    optimizer: Optimizer
    columns: Axis
    rows: Axis
    size: tuple[int, int] = (SIZE, SIZE)
    steps: int = 500
    goal: Goal | None = None
    start: Point | None = None
    single: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if self.columns.key == self.rows.key:
            raise ValueError(f"a map has two different axes, not {self.rows.key} twice")
        for n in self.size:
            if not 1 <= n <= MAX_SIZE:
                raise ValueError(f"a map has 1 to {MAX_SIZE} cells a side, not {n}")
        checked_surface(self.surface)
        racers_of(self.optimizer)
        if self.single:
            check_single(self.optimizer)
        checked_steps(self.steps)
        checked_start(self.start, self.surface)
        self.arrival.limits(self.surface)
        for axis in (self.columns, self.rows):
            _check(self.optimizer, axis)

    @property
    def arrival(self) -> Goal:
        """The goal, the default one where none is given."""
        return default_goal(self.surface) if self.goal is None else self.goal

    def at_size(self, columns: int, rows: int | None = None) -> "Plan":
        """Return the same map in another number of cells, as when a coarse one is refined."""
        return dataclasses.replace(self, size=(columns, columns if rows is None else rows))

    def cells(self, first: int = 0, last: int | None = None) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Return the starts, (k, m, 2), and the knobs, (k, m) each, of the rows from ``first`` up to ``last``."""
        columns = self.columns.values(self.size[0])
        rows = self.rows.values(self.size[1])[first:last]
        grid = dict(zip((self.columns.key, self.rows.key), np.meshgrid(columns, rows), strict=True))
        start = self.surface.starts[0] if self.start is None else self.start
        level = np.zeros((len(rows), len(columns)))
        starts = np.stack([grid.pop(key, level + c) for key, c in zip(_START, start, strict=True)], axis=-1)
        return starts, grid


def _check(optimizer: Optimizer, axis: Axis) -> None:
    if axis.key in _START:
        return
    known = [k.key for k in knobs_of(optimizer)]
    if axis.key not in known:
        raise ValueError(
            f"a map's axis is x or y of the start or a knob of {optimizer.name} ({', '.join(known) or 'it has none'}), "
            f"not {short_repr(axis.key)}"
        )
    for value in axis.values(2 * MAX_SIZE)[[0, -1]]:
        with_settings(optimizer, {axis.key: float(value)})


@dataclasses.dataclass(frozen=True, eq=False)
class Tile:
    """Some whole rows of a map, from row ``first`` on, and what became of their runs, (k, m)."""

    first: int
    outcomes: Outcomes


def tile_of(plan: Plan, first: int, last: int, device: Any = None) -> Tile:
    """Compute the rows from ``first`` up to ``last``; see :func:`.outcomes`."""
    starts, knobs = plan.cells(first, last)
    goal = plan.arrival
    done = outcomes(plan.surface, plan.optimizer, starts, knobs, plan.steps, goal, plan.single, device, plan.seed)
    return Tile(first, done)


def tiles(plan: Plan, cells: int = TILE) -> Iterator[Tile]:
    """Yield the map from its first row to its last, in tiles of about ``cells`` cells; it may be left at any time."""
    high = max(1, cells // plan.size[0])
    for first in range(0, plan.size[1], high):
        yield tile_of(plan, first, min(first + high, plan.size[1]))


def map_of(plan: Plan) -> Outcomes:
    """Return the whole map, (rows, columns): row j, column i is the run at rows.values[j], columns.values[i]."""
    return tile_of(plan, 0, plan.size[1]).outcomes


def basins_of(plan: Plan, done: Outcomes, critical: CriticalPoints | None = None) -> np.ndarray:
    """Return where each run ends, (rows, columns), int: its place in ``critical.points``, MOVING or LEFT.

    See :func:`optviz.core.simulation.basins.destinations`; ``critical``: by default those in the surface's window.
    """
    critical = critical_points(plan.surface) if critical is None else critical
    return basins.destinations(critical, done.x, done.move)
