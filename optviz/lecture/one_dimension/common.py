"""What the sections on one dimension share: controls, walks, and a curve with gradient descent on it."""

from typing import Any

import numpy as np

from optviz.core import number_text
from optviz.core.one_d.functions import Function
from optviz.core.one_d.status import Status, name_of
from optviz.core.one_d.walk import EPSILON as DEFAULT_EPSILON
from optviz.core.one_d.walk import Walk, outcomes, walk
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Board,
    Code,
    DragTarget,
    Labels,
    Layer,
    Line,
    Metric,
    Metrics,
    Panel,
    Path,
    Points,
    Timer,
    from_step,
)
from optviz.figures.board.layers import Look
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.one_dimension.messages import notices
from optviz.lecture.one_dimension.own import function_of
from optviz.lecture.own_one_d import ends
from optviz.lecture.section import Values

ETAS = ("0.1", "0.01", "1", "100", "1000")
"""The learning rates of the exercise, as the slide writes them."""

STEP = "step −η f′(x)"
"""The name of the arrows of a step."""

LOOK = 74
"""The look of the walk: blue, solid, a round head."""
_GLOBAL: Look = 3
_LOCAL: tuple[Look, ...] = (7, 5, 4, 6, 0, 8, 1, 2)
_POINTS = 401
_HALF_TANGENT = 0.13
_ASPECT = 1.5
_AFTERWARDS = {"cycling": 20, "still": 1}
_OUTSIDE = 8


def eta(default: float, high: float = 10.0) -> Slider:
    """Return the control η; it starts at 0, where nothing moves."""
    return Slider("eta", r"\eta", "learning rate", default, 0.0, high, "square")


def epsilon(default: float = DEFAULT_EPSILON) -> Slider:
    """Return the control ε of the stop rule."""
    help = "GD stops once |f′(x)| is smaller than ε."
    return Slider("eps", r"\epsilon", "stop below", default, 1e-10, 0.1, "log", help)


RANDOM_START = Randomize("dice", "Random start", ("x0",))
RATE = Choice("rate", "learning rate η", tuple((eta, eta) for eta in ETAS), ETAS[0])
STAGE = Choice("show", "show", (("task", "the task"), ("program", "a solution"), ("prints", "what it prints")), "task")
PAIRS = Timer("timer", 5.0, "In pairs")


def walk_of(values: Values, longest: int, leaving: bool = False) -> Walk:
    """Return the walk that the controls name, at most ``longest`` steps, and no more of it than is needed.

    ``leaving``: it also ends a few steps after it has left the window for good.
    """
    epsilon = values.get("eps", DEFAULT_EPSILON)
    run = walk(function_of(values), values["eta"], values["x0"], epsilon, longest)
    steps = _steps_worth_seeing(run, leaving)
    return walk(run.function, run.eta, values["x0"], epsilon, steps) if steps < run.steps else run


def _steps_worth_seeing(run: Walk, leaving: bool) -> int:
    """Return after how many steps nothing new is seen: in a cycle, at a standstill, or far outside the window."""
    status = run.status
    if status.kind in _AFTERWARDS:
        return status.step + status.period + _AFTERWARDS[status.kind]
    low, high = run.function.window
    outside = (run.x < low) | (run.x > high)
    if leaving and status.kind in ("moving", "leaving") and outside[-1]:
        inside = np.flatnonzero(~outside)
        return int(inside[-1] if len(inside) else 0) + _OUTSIDE
    return run.steps


def walk_board(run: Walk, panels: tuple[Panel, ...], rows: tuple[tuple[str, ...], ...], **more: Any) -> Board:
    """Return a board of a walk with what became of it: a line below the panels, a sentence above where needed."""
    end = Metrics("end", (Metric("Outcome", from_step(more.get("steps", run.steps), run.status.reason)),))
    eta, start = number_text.label(run.eta), number_text.label(float(run.x[0]))
    more = {
        "steps": run.steps,
        "open_ended": True,
        "status": (run.status.kind,),
        "notices": notices(run),
        "summary": f"{run.function.name}, η = {eta}, start {start}. {run.status.reason}",
        **more,
    }
    return Board((*panels, end), (*rows, ("end",) * len(rows[0])), **more)


def window_of(function: Function) -> tuple[Axis, Axis]:
    """Return the axes on which a function's curve fills its picture, with room below for marks and a strip."""
    least, most = ends(heights(function, _POINTS)[1])
    tall = most - least or 1.0
    return Axis("x", *function.window), Axis("f(x)", least - 0.2 * tall, most + 0.05 * tall)


def heights(function: Function, points: int) -> tuple[np.ndarray, np.ndarray]:
    """Return evenly spaced x over the window and f there, (points,) each; NaN where f is not a finite number."""
    x = np.linspace(*function.window, points)
    f = function.value(x)
    return x, np.where(np.isfinite(f), f, np.nan)


def looks_of(function: Function) -> tuple[Look, ...]:
    """Return a look for every outcome of ``function``: a colour for each minimum, quiet ones for the rest."""
    others = dict(zip(function.minima, (_GLOBAL, *_LOCAL), strict=False))
    places = [others.get(x, "bad" if kind == "inflection" else "ink") for x, kind in function.criticals]
    return (*places, "faint", "faint", "ink")


def curve(function: Function, coloured: bool = False) -> tuple[Layer, ...]:
    """Return the curve and its critical points in the window; a minimum in the colour of its strip if asked."""
    low, high = function.window
    x, f = heights(function, _POINTS)
    inside = [k for k, (place, _) in enumerate(function.criticals) if low <= place <= high]
    places = np.array([function.criticals[k][0] for k in inside])
    kinds = [function.criticals[k][1] for k in inside]
    names, looks = outcomes(function), looks_of(function)
    marks = Points(
        places,
        function.value(places),
        mark=tuple("star" if kind == "minimum" else "cross" for kind in kinds),
        looks=tuple(looks[k] if coloured else "ink" for k in inside),
        hover=tuple(names[k] for k in inside),
    )
    return Line(x, f, name="f(x)", width=1.1), marks, labels(function, places)


def labels(function: Function, places: np.ndarray) -> Labels:
    """Return the names of minima and flat inflections, below the curve; where there are many, of the lowest alone."""
    named = [x for x in places.tolist() if dict(function.criticals)[x] != "maximum"]
    if len(named) > 3:
        named = [x for x in named if x in function.minima[:1]]
    x, y = np.array(named), window_of(function)[1]
    below = function.value(x) - 0.06 * (y.high - y.low)
    return Labels(x, below, tuple(name_of(function, place) for place in named))


def tangents(run: Walk, x: np.ndarray, slope: np.ndarray, value: np.ndarray, height: float) -> Arrows:
    """Return a piece of the tangent at each of the points given, (n,), equally long on the screen."""
    low, high = run.function.window
    wide = high - low
    with np.errstate(all="ignore"):
        steep = slope / height * wide / _ASPECT
        half = _HALF_TANGENT * wide / np.sqrt(1 + steep * steep)
        dy = slope * half
    column = (x - half)[:, None], (value - dy)[:, None], 2 * half[:, None], 2 * dy[:, None]
    return Arrows(*column, look="good", name="tangent, slope f′(x)", head=False, width=1.3)


def steps(run: Walk) -> tuple[Arrows, Arrows]:
    """Return the step −η f′(x_t) as an arrow at the height of x_t, (T, 1), and the way down to the curve at its end."""
    x, f = run.x[:, None], run.value[:, None]
    with np.errstate(all="ignore"):
        dx, dy = np.diff(x, axis=0), np.diff(f, axis=0)
    level = np.zeros_like(dx)
    return (
        Arrows(x[:-1], f[:-1], dx, level, look="bad", name=STEP, width=1.3),
        Arrows(x[1:], f[:-1], level, dy, look="faint", head=False, dashed=True, width=0.8, group=STEP),
    )


def path(run: Walk) -> Path:
    """Return the walk on its curve."""
    return Path(run.x, run.value, look=LOOK, status=status_of(run.status), chosen=True)


def status_of(status: Status) -> tuple[str, int]:
    """Return a status as a path shows it: a walk that cycles or stands still is one that moves."""
    kind = status.kind if status.kind in ("converged", "stuck", "diverged") else "moving"
    return kind, status.step


def curve_plane(run: Walk, *layers: Layer, coloured: bool = False, title: str = "") -> Axes:
    """Return the curve with layers on it; a click or a drag moves the start x₀."""
    x, y = window_of(run.function)
    return Axes("curve", (*curve(run.function, coloured), *layers), x, y, title, drag=DragTarget("x0"))


_TO_FILL_IN = """\
def f(x): return ...   # f(x)
def df(x): return ...  # df/dx
eta, eps, x = {eta}, 1e-6, 2.0
for t in range(1001):
    grad = ...         # slope at x
    print(t, x, f(x))
    if ...: break      # stop rule
    x = ...            # step of GD
"""
_ONE_VARIABLE = """\
import math
def f(x): return x * x
def df(x): return 2 * x
eta, eps, x = {eta}, 1e-6, 2.0
for t in range(1001):
    grad = df(x)
    print(t, x, f(x), grad)
    if abs(grad) < eps: break
    if math.isinf(x): break
    x = x - eta * grad
"""


def to_fill_in(eta: str) -> str:
    """Return the exercise's program with what the student has to write left open."""
    return _TO_FILL_IN.format(eta=eta)


def one_variable(eta: str) -> str:
    """Return the exercise's program for f(x) = x² from x₀ = 2, with ``eta`` as it is written."""
    return _ONE_VARIABLE.format(eta=eta)


def program(key: str, text: str, title: str) -> Code:
    """Return a program on the board, to be copied."""
    return Code(key, tuple(text.splitlines()), (), title, copies=True)
