"""What a film shows: the runs, the axes they are drawn on, and what stands still under them."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from optviz.core.curvature import MethodRun
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.core.typed.vector_surface import VectorSurface
from optviz.figures.board import Axis
from optviz.figures.film.layout import Layout, padded, value_axis
from optviz.figures.film.plot import Plot
from optviz.figures.ground import shaded
from optviz.figures.palette import LIGHT, Look

_POINTS = 321
_EDGE = 0.03
"""Share of the chart's width that is left for the marks at its end."""


@dataclasses.dataclass(frozen=True, eq=False)
class Racer:
    """A run as it is filmed: its points on the plane and on the chart, (n, 2), as far as they are finite."""

    name: str
    look: Look
    run: Run | MethodRun
    points: np.ndarray
    curve: np.ndarray

    @property
    def colour(self) -> str:
        """The colour of path and mark."""
        return LIGHT.runs[self.look.colour]


@dataclasses.dataclass(frozen=True, eq=False)
class Scenery:
    """A surface with the axes of the plane and of the chart; ``ground``: f is seen on the whole plane."""

    surface: Surface
    plane: tuple[Axis, Axis]
    chart: tuple[Axis, Axis]
    steps: int
    ground: bool

    @property
    def aspect(self) -> float:
        """The plane's height by its width, where both scales agree."""
        x, y = self.plane
        return (y.high - y.low) / (x.high - x.low)

    def plots(self, layout: Layout) -> tuple[Plot, Plot]:
        """Return plane and chart with all that stands still."""
        plane = Plot.empty(*self.plane, layout.plane, layout.letters)
        if self.ground:
            plane.cover(shaded(self.surface, plane.size))
            if len(self.surface.minima):
                for x, y in plane.pixels(self.surface.minima):
                    plane.pen.mark("star", (x, y), 0.62 * layout.letters, LIGHT.ink, LIGHT.casing)
        elif isinstance(self.surface, VectorSurface) and self.surface.dim == 1:
            _draw_curve(plane, self.surface)
        return plane, Plot.empty(*self.chart, layout.chart, layout.letters)


def scenery_of(surface: Surface, runs: Sequence[Run | MethodRun], pair: tuple[int, int]) -> Scenery:
    """Return what is under the runs, which are seen in a ``pair`` of coordinates, counted from 1."""
    curves = [gap_of(run, surface.floor) for run in runs]
    log = surface.floor is not None or all((curve > 0).all() for curve in curves)
    value = value_axis(curves, "f" if surface.floor is None else "f − f*", log)
    steps = max([1, *(run.steps for run in runs)])
    along = Axis("step", 0, (1 + _EDGE) * steps, whole=True)
    ground = surface.dim == 2 and pair == (1, 2)
    if ground:
        (x_low, x_high), (y_low, y_high) = surface.domain
        plane = Axis("x", x_low, x_high), Axis("y", y_low, y_high)
    else:
        names = ("x", "f") if surface.dim == 1 else (f"x{pair[0]}", f"x{pair[1]}")
        points = np.concatenate([finite(flat(run, pair)) for run in runs] or [np.zeros((1, 2))])
        ends = zip(names, points.min(axis=0), points.max(axis=0), strict=True)
        across, up = (padded(name, float(low), float(high)) for name, low, high in ends)
        plane = across, up
    return Scenery(surface, plane, (along, value), steps, ground)


def flat(run: Run | MethodRun, pair: tuple[int, int]) -> np.ndarray:
    """Return the points of a run as they are drawn, (T+1, 2): two coordinates, or of one variable x and f."""
    if run.x.shape[1] == 1:
        return np.stack([run.x[:, 0], run.value], axis=1)
    return run.x[:, [pair[0] - 1, pair[1] - 1]]


def gap_of(run: Run | MethodRun, floor: float | None) -> np.ndarray:
    """Return f − f* at each step, f where no minimum is known."""
    return run.value - (floor or 0.0)


def finite(points: np.ndarray) -> np.ndarray:
    """Return the points before the first that is not finite."""
    broken = np.flatnonzero(~np.isfinite(points).all(axis=1))
    return points[: broken[0]] if len(broken) else points


def _draw_curve(plane: Plot, surface: VectorSurface) -> None:
    """Draw f over the plane's axis of x."""
    x = np.linspace(plane.x.low, plane.x.high, _POINTS)
    points = plane.pixels(np.stack([x, surface.heights(x[:, None])], axis=1))
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > 1:
        plane.pen.line(points, LIGHT.faint, 1.5)
