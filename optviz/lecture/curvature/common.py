"""What the sections on curvature share: surface, start, runs of methods, their paths and what is said of them."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from optviz.core.curvature import METHODS, Method, MethodRun, minimize
from optviz.core.number_text import label, point
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Point, Surface, grid
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Chart,
    Contour,
    DragTarget,
    Field,
    Layer,
    Path,
    Points,
    Series,
    Text,
    from_step,
)
from optviz.figures.clipped_chart import clipped
from optviz.lecture.controls import Choice
from optviz.lecture.own import problem_of, surface_key, surface_of
from optviz.lecture.section import Values

GRID_SIZE = 161
DRAG = DragTarget("x0", "y0")

LOOKS = {
    "gd": 0,
    "exact": 9,
    "backtracking": 1,
    "polyak": 2,
    "newton": 3,
    "damped": 4,
    "saddle_free": 5,
    "trust": 6,
    "cg": 7,
    "bfgs": 8,
    "lbfgs": 2,
    "gauss_newton": 1,
    "levenberg_marquardt": 6,
    "nelder_mead": 4,
    "cma_es": 5,
}
"""The look of each method, the same in all sections."""


class Cost(NamedTuple):
    """What is counted: its name in a menu and on an axis, and the names of its :class:`.Counts`."""

    name: str
    label: str
    counts: tuple[str, ...]

    def of(self, run: MethodRun) -> np.ndarray:
        """Return how often a run has asked for it in all when each x_t was reached, (T+1,)."""
        return run.asked(*self.counts).astype(float)


COSTS = {
    "cost": Cost("evaluations", "evaluations of f, ∇f and Hv", ("value", "slope", "product")),
    "all": Cost("evaluations and solves", "evaluations and linear solves", ("value", "slope", "product", "solve")),
}
"""What a curve can be drawn against in place of steps."""

AGAINST = Choice("against", "curves against", (("steps", "steps"), ("cost", COSTS["cost"].name)), "steps")
"""Whether curves are drawn against steps or against what they cost."""

COST_HELP = "Each f, each gradient and each product of the Hessian with a vector counts as one evaluation."

FLOOR = 1e-16
"""Below this f − f* is rounding, and its curve ends."""


def start_of(values: Values) -> Point:
    """Return the start that the controls name."""
    return float(values["x0"]), float(values["y0"])


@functools.lru_cache(maxsize=48)
def method_run(surface: Surface, method: Method, start: Point, steps: int) -> MethodRun:
    """Return a run of a method, of the last 48 kept ones; some ten kB each."""
    return minimize(surface, method, start, steps)


def run_of(values: Values, key: str, steps: int, **knobs: float) -> MethodRun:
    """Return the run of a method on the chosen surface from the chosen start."""
    return method_run(surface_of(values), METHODS[key](**knobs), start_of(values), steps)


@functools.lru_cache(maxsize=32)
def heights_of(key: str, surface: Surface) -> Background:
    """Return the heights of a surface in its window, under the name ``f``; ``key`` differs for every other surface."""
    return Background(f"curvature-{key}", {"f": Field(*grid(surface, GRID_SIZE), surface.floor)})


def background(values: Values) -> Background:
    """Return the heights of the chosen surface in its window, under the name ``f``."""
    return heights_of(surface_key(values), surface_of(values))


def surface_axes(surface: Surface, layers: Iterable[Layer], drag: DragTarget | None = DRAG) -> Axes:
    """Return the picture of a surface and its known minima, with layers over its level lines."""
    (x_low, x_high), (y_low, y_high) = surface.domain
    x, y = Axis("x₁", x_low, x_high), Axis("x₂", y_low, y_high)
    minima = np.asarray(surface.minima, float).reshape(-1, 2)
    stars = (Points(minima[:, 0], minima[:, 1], "ink", "star", "known minimum"),) if len(minima) else ()
    return Axes("plane", (Contour("f"), *stars, *layers), x, y, equal=True, drag=drag, zoom=True)


def path(run: MethodRun | Run, look: int, name: str, chosen: bool = False) -> Path:
    """Return a run's path."""
    status = (run.status.kind, run.status.step)
    return Path(run.x[:, 0], run.x[:, 1], look, name, status, run.value, chosen)


def paths(runs: dict[str, MethodRun], chosen: str = "") -> tuple[Path, ...]:
    """Return the paths of several methods, each in its look, by their names."""
    return tuple(path(run, LOOKS[key], METHODS[key].name, key == chosen) for key, run in runs.items())


def above(run: MethodRun | Run) -> np.ndarray:
    """Return f(x_t) over the least f that is known, (T+1,); f itself where none is; NaN below rounding."""
    floor = run.surface.floor
    if floor is None:
        return run.value
    gap = run.value - floor
    return np.where(gap > FLOOR * max(1.0, abs(floor)), gap, np.nan)


def loss_chart(values: Values, runs: dict[str, MethodRun], legend: bool = True) -> Chart:
    """Return f − f* of several methods against the step, or against what they have asked for in all."""
    surface = next((run.surface for run in runs.values()), surface_of(values))
    title = "f(xₜ)" if surface.floor is None else "f(xₜ) minus the least f"
    cost = COSTS.get(values["against"])
    series = tuple(
        Series(METHODS[key].name, above(run), LOOKS[key], cost.of(run) if cost else None) for key, run in runs.items()
    )
    x_label = cost.label if cost else "step t"
    log = surface.floor is not None
    return clipped(Chart("loss", title, series, log=log, x_label=x_label, legend=legend, help=COST_HELP))


def cost_of(run: MethodRun) -> np.ndarray:
    """Return how often a run has asked for f, ∇f and a product of the Hessian with a vector, in all, (T+1,)."""
    return COSTS["cost"].of(run)


def longest(runs: Iterable[MethodRun]) -> int:
    """Return T of a board: the steps of its longest run, at least 1."""
    return max((run.steps for run in runs), default=1) or 1


def outside(surface: Surface, place: Point) -> bool:
    """Return whether a point lies outside the surface's window."""
    return any(not low <= c <= high for c, (low, high) in zip(place, surface.domain, strict=True))


def notices_of(values: Values, runs: dict[str, MethodRun], ends: bool = True) -> tuple[Text, ...]:
    """Return what would puzzle: a function that cannot be read, a start outside or at rest, a method that gave up."""
    said: list[Text] = [problem] if (problem := problem_of(values)) else []
    surface, start = surface_of(values), start_of(values)
    if outside(surface, start):
        said.append(f"The start {point(start)} lies outside this picture. Click where the run shall start.")
    if any(run.status.kind == "diverged" and run.status.step == 0 for run in runs.values()):
        return (*said, f"At the start {point(start)} f is not a number, so nothing moves. Choose another.")
    if any(run.status.kind in ("stuck", "converged") and run.status.step == 0 for run in runs.values()):
        said.append("At this start the gradient is zero, so nothing moves.")
    for key, run in runs.items() if ends else ():
        if run.stopped and run.status.kind == "moving":
            said.append(from_step(run.steps, f"{METHODS[key].name}: {run.stopped}"))
        elif run.status.kind == "diverged":
            said.append(from_step(run.steps, f"{METHODS[key].name} has diverged."))
    return tuple(said)


def ended(run: MethodRun | Run, name: str) -> str:
    """Return how a run ended, where, and at which f."""
    sentence = run.stopped if isinstance(run, MethodRun) and run.status.kind == "moving" else ""
    stopped = f" {sentence}" if sentence else ""
    place, height = point(run.x[-1].tolist()), label(float(run.value[-1]), zero=1e-9)
    return f"{name}: {run.status.label}, at {place}, f = {height}.{stopped}"


def summary(runs: dict[str, MethodRun]) -> str:
    """Return how several methods ended."""
    return " ".join(ended(run, METHODS[key].name) for key, run in runs.items())


def counted(numbers: np.ndarray) -> tuple[str, ...]:
    """Return counts as words for each step."""
    return tuple(f"{int(number):,}" for number in numbers)
