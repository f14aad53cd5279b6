"""The notebook's door: simulate one run, race several, look at the result."""

import dataclasses
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from optviz.core.optimizers import OPTIMIZERS as optimizers
from optviz.core.optimizers import Optimizer, from_optax
from optviz.core.simulation.arguments import checked_surface, racers_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES as surfaces
from optviz.core.surfaces import Point, Surface, grid
from optviz.figures.notebook import looks_of, race_figure
from optviz.scenes.scene import Scene

if TYPE_CHECKING:
    import plotly.graph_objects as go

GRID_SIZE = 121


@dataclasses.dataclass(frozen=True, eq=False)
class Race:
    """Runs on one surface from one start; ``figure()`` draws them, ``to_html(path)`` saves the drawing.

    ``looks`` number each run's colour, dash and marker; without them each rule has its own, as in the app.
    """

    surface: Surface
    runs: tuple[Run, ...]
    looks: tuple[int, ...] = ()

    @property
    def grid(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x (n,), y (n,) and f (n, n) on the surface's window."""
        return grid(self.surface, GRID_SIZE)

    def figure(self) -> "go.Figure":
        """Return a Plotly figure: the contour with the paths, and f against the step."""
        return race_figure(self.surface, self.runs, self.grid, self.looks or looks_of(self.runs))

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Write the figure as one HTML file that works without the internet."""
        self.figure().write_html(os.fspath(path), include_plotlyjs=True)


def race(
    where: Surface | Scene, racers: Iterable[Optimizer] | Optimizer = (), /, start: Point | None = None, **how: Any
) -> Race:
    """Race ``racers`` on a surface from one start, or run a whole scene, and return the :class:`Race`.

    ``how`` takes what :func:`simulate` takes: ``steps``, ``noise``, ``seed``. Raises ``ValueError`` for
    settings together with a scene, which has its own, and what :func:`simulate` raises.
    """
    if isinstance(where, Scene):
        if racers_of(racers) or start is not None or how:
            raise ValueError("a scene has its own racers, start, steps, noise and seed")
        on = [racer for racer in where.racers if racer.on]
        surface, racing = where.surface_now(), [racer.optimizer() for racer in on]
        runs = simulate_all(surface, racing, where.start, where.steps, where.noise, where.seed)
        return Race(surface, runs, tuple(racer.look for racer in on))
    checked_surface(where)
    if unknown := set(how) - {"steps", "noise", "seed"}:
        raise TypeError(f"a race takes start, steps, noise and seed, not {', '.join(sorted(unknown))}")
    return Race(where, simulate_all(where, racers, start, **how))


__all__ = ["Race", "from_optax", "optimizers", "race", "simulate", "surfaces"]
