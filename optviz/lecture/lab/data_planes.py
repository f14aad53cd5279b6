"""The two planes of the section on one's own data: the points with the model, and the loss with the walk."""

import functools

import numpy as np

from optviz.core.elementary import sigmoid
from optviz.core.stochastic.fitting import FitRun
from optviz.core.tables.shelf import Table
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Contour,
    DragTarget,
    Field,
    Layer,
    MovingLine,
    Path,
    Points,
)
from optviz.figures.own_formula import parameter_label
from optviz.lecture.lab.fitted import FLOAT32, Problem, Window, around, thinned

MOST_DRAWN = 2_000
GRID, COARSE = 81, 41
"""Places a side at which the loss is computed for its level lines: fewer where there are many rows."""

MANY = 2_000
PAINT: Window = ((-2.0, 3.5), (-3.5, 5.5))
CLASSES = (2, 8)
_MARGIN = 0.08
_CURVE = 81


def data_axes(problem: Problem, table: Table, name: str, painted: bool, theta: np.ndarray) -> Axes:
    """Return the points, at most some 2,000 of them, and the model at each step."""
    few = thinned(len(table.rows), MOST_DRAWN)
    x, y = table.rows[few, 0], (table.rows if painted else problem.points)[few, 1]
    window = PAINT if painted else data_window(problem, table)
    title = f"{name}: {len(table.rows):,} rows" + (f", {len(few):,} drawn" if len(few) < len(table.rows) else "")
    small = 1.3 if len(few) < 100 else 0.8 if len(few) < 500 else 0.5
    if problem.model == "logistic":
        members = [problem.points[few, 1] == kind for kind in (0, 1)]
        points = tuple(
            Points(x[where], y[where], look, mark, f"class {kind}", size=small)
            for kind, (where, look, mark) in enumerate(zip(members, CLASSES, ("dot", "square"), strict=True))
            if where.any()
        )
    else:
        points = (Points(x, y, "ink", size=small),)
    names = table.names
    axes = (Axis(names[0] or "x", *window[0]), Axis(names[1] or "y", *window[1]))
    drag = DragTarget(points="points") if painted else None
    return Axes("data", (*model_lines(problem, window, theta), *points), *axes, title, drag=drag)


def model_lines(problem: Problem, window: Window, theta: np.ndarray) -> tuple[Layer, ...]:
    """Return the model's curve a step; of a typed loss no curve is known."""
    if problem.model == "typed":
        return ()
    x = np.linspace(*window[0], 2 if problem.model == "line" else _CURVE)
    with np.errstate(all="ignore"):
        z = theta[:, :1] * problem.seen(x) + theta[:, 1:]
        curves = z if problem.model == "line" else sigmoid(z)
    return (MovingLine(x, curves, "accent", "model at θₜ", 1.3),)


def data_window(problem: Problem, table: Table) -> Window:
    """Return the ends of both axes, a little beyond all points."""
    sides = [table.rows[:, 0], problem.points[:, 1]]
    low, high = (np.array([end(side) for side in sides]) for end in (np.min, np.max))
    return around((low + high) / 2, (0.5 + _MARGIN) * (high - low))


def loss_axes(problem: Problem, run: FitRun, name: str, look: int) -> Axes:
    """Return the loss over the two parameters with its minimum, where it is known, and the walk."""
    least = problem.minimum
    star = () if least is None else (Points(least[:1], least[1:], mark="star", labels=("least L",)),)
    status = (run.status.kind, run.status.step)
    path = Path(run.theta[:, 0], run.theta[:, 1], look, name, status, run.loss, chosen=True)
    letters = tuple(parameter_label(name).removeprefix("parameter ") for name in problem.names)
    first, second = letters if problem.model == "typed" else ("slope w₁", "intercept w₀")
    x, y = Axis(first, *problem.window[0]), Axis(second, *problem.window[1])
    drag = DragTarget("w1", "w0")
    # Round where x is standardised: the picture must not say otherwise.
    round_bowl = problem.model == "line" and (problem.mean, problem.scale) != (0.0, 1.0)
    title = "loss L over its parameters"
    return Axes("theta", (Contour("loss"), *star, path), x, y, title, round_bowl, drag, zoom=True)


@functools.lru_cache(maxsize=16)
def loss_background(problem: Problem) -> Background:
    """Return the loss over its window; numbers beyond what a picture can hold are divided by a power of ten."""
    size = GRID if problem.loss.n <= MANY else COARSE
    a, b = (np.linspace(*side, size) for side in problem.window)
    with np.errstate(all="ignore"):
        z = problem.loss.heights(np.stack(np.meshgrid(a, b), axis=-1).reshape(-1, 2)).reshape(size, size)
        floor = problem.curve.floor if problem.curve else None
        top = float(np.max(np.abs(z[np.isfinite(z)]), initial=0.0))
        unit = 1.0 if not top or 1 / FLOAT32 < top < FLOAT32 else 10.0 ** np.floor(np.log10(top))
    return Background(
        f"lab/data/{problem.key}", {"loss": Field(a, b, z / unit, None if floor is None else floor / unit)}
    )
