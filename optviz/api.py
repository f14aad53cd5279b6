"""The notebook's door: simulate one run, race several, look at the result."""

import dataclasses
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from optviz.core.optimizers import OPTIMIZERS as optimizers
from optviz.core.optimizers import Optimizer
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES as surfaces
from optviz.core.surfaces import Point, Surface, grid
from optviz.figures.notebook import race_figure
from optviz.scenes.scene import Scene

if TYPE_CHECKING:
    import plotly.graph_objects as go

GRID_SIZE = 121


@dataclasses.dataclass(frozen=True, eq=False)
class Race:
    """Runs on one surface from one start; ``figure()`` draws them, ``to_html(path)`` saves the drawing."""

    surface: Surface
    runs: tuple[Run, ...]

    @property
    def grid(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x (n,), y (n,) and f (n, n) on the surface's window."""
        return grid(self.surface, GRID_SIZE)

    def figure(self) -> "go.Figure":
        """Return a Plotly figure: the contour with the paths, and f against the step."""
        return race_figure(self.surface, self.runs, self.grid)

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Write the figure as one HTML file that works without the internet."""
        self.figure().write_html(os.fspath(path), include_plotlyjs=True)


def race(
    where: Surface | Scene, racers: Iterable[Optimizer] | Optimizer = (), /, start: Point | None = None, **how: Any
) -> Race:
    """Race ``racers`` on a surface from one start, or run a whole scene, and return the :class:`Race`.

    ``how`` takes what :func:`simulate` takes: ``steps``, ``noise``, ``seed``. Raises ``ValueError`` for
    settings together with a scene, which has its own.
    """
    if isinstance(where, Scene):
        if listed(racers) or start is not None or how:
            raise ValueError("a scene has its own racers, start, steps, noise and seed")
        racing = [racer.optimizer() for racer in where.racers if racer.on]
        surface = where.surface_now()
        return Race(surface, simulate_all(surface, racing, where.start, where.steps, where.noise, where.seed))
    return Race(where, simulate_all(where, listed(racers), start, **how))


def listed(racers: Iterable[Optimizer] | Optimizer) -> tuple[Optimizer, ...]:
    """Return the racers as a tuple, one alone too; raises ``TypeError`` in words for anything but optimizers."""
    rules = (racers,) if isinstance(racers, Optimizer) else tuple(racers)
    for racer in rules:
        if not isinstance(racer, Optimizer):
            raise TypeError(f"{racer!r} is not an optimizer; optviz.optimizers['adam'](lr=0.1) makes one")
    return rules


__all__ = ["Race", "optimizers", "race", "simulate", "surfaces"]
