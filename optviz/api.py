"""The notebook's door: simulate one run, race several, look at the result."""

import dataclasses
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from optviz.core.optimizers import OPTIMIZERS as optimizers
from optviz.core.optimizers import Optimizer, from_optax
from optviz.core.simulation.arguments import checked_surface, racers_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES as surfaces
from optviz.core.surfaces import Point, Surface, Window, grid
from optviz.core.typed.notebook import function_surface, text_surface
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


def surface(f: str | Callable[..., Any], /, *, window: Window | None = None, **parameters: float) -> Surface:
    """Make a surface of your own from a formula or from a Python function of x and y.

    ``optviz.surface("sin(3x) y^2 + a x^2", a=0.1)`` reads a formula: + − * / ^, brackets, products without a sign,
    abs, sqrt, exp, log, sin, cos, tan and their relatives, min, max, hypot, if(x < 0, a, b), pi, e; ``q = x + y; q*z``
    names a part. Other letters are parameters, at most four, whose values are given by name. The gradient is exact.
    ``optviz.surface(lambda x, y: x**2 + jnp.sin(y))`` takes a function, written with arithmetic and ``jax.numpy``;
    what else it takes is given by name too.

    The part of the plane that is shown is chosen by looking at values of f, or given as ``window``,
    ((x_low, x_high), (y_low, y_high)); so are the starts. ``.minima`` are those that a search has found: there may be
    others. ``.note`` says so, and on which share of the window f is no finite number.

    Raises ``ValueError`` for a formula that cannot be read, with the place and what may be meant, for a parameter
    without a value, and for a function that is finite nowhere; ``TypeError`` for what is neither text nor function.
    """
    if isinstance(f, str):
        return text_surface(f, window, parameters)
    return function_surface(f, window, parameters)


__all__ = ["Race", "from_optax", "optimizers", "race", "simulate", "surface", "surfaces"]
