"""A curve with gradient descent on it: the point, its tangent, the step, and where every start leads."""

import numpy as np

from optviz.core.one_d.functions import Function
from optviz.core.one_d.verdict import Verdict, name_of, text
from optviz.core.one_d.walk import Walk, outcomes
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Category,
    Chart,
    DragTarget,
    Formula,
    Labels,
    Layer,
    Line,
    Path,
    Points,
    Series,
    Strip,
)
from optviz.figures.board.layers import Look

RUN = 74
"""The look of the walk: blue, solid, a round head."""
_GLOBAL: Look = 3
_HOLLOWS: tuple[Look, ...] = (7, 5, 4, 6, 0, 8, 1, 2)
_POINTS = 401
_HALF_TANGENT = 0.13
_ASPECT = 1.5


def window_of(function: Function) -> tuple[Axis, Axis]:
    """Return the axes on which a function's curve fills its picture, with room below for marks and a strip."""
    low, high = function.window
    f = function.value(np.linspace(low, high, _POINTS))
    tall = f.max() - f.min()
    return Axis("x", low, high), Axis("f(x)", float(f.min() - 0.2 * tall), float(f.max() + 0.05 * tall))


def looks_of(function: Function) -> tuple[Look, ...]:
    """Return a look for every outcome of ``function``: a colour for each minimum, quiet ones for the rest."""
    others = dict(zip(function.minima, (_GLOBAL, *_HOLLOWS), strict=False))
    places = [others.get(x, "bad" if kind == "inflection" else "ink") for x, kind in function.criticals]
    return (*places, "faint", "faint", "ink")


def curve(function: Function, coloured: bool = False) -> tuple[Layer, ...]:
    """Return the curve and its critical points in the window; a minimum in the colour of its strip if asked."""
    low, high = function.window
    x = np.linspace(low, high, _POINTS)
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
    return Line(x, function.value(x), name="f(x)", width=1.1), marks, labels(function, places)


def labels(function: Function, places: np.ndarray) -> Labels:
    """Return the names of minima and flat inflections, below the curve; where there are many, of the lowest alone."""
    named = [x for x in places.tolist() if dict(function.criticals)[x] != "maximum"]
    if len(named) > 3:
        named = [x for x in named if x == function.minima[0]]
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
        Arrows(x[:-1], f[:-1], dx, level, look="bad", name="step −η f′(x)", width=1.3),
        Arrows(x[1:], f[:-1], level, dy, look="faint", head=False, dashed=True, width=0.8),
    )


def path(run: Walk) -> Path:
    """Return the walk on its curve."""
    return Path(run.x, run.value, look=RUN, status=status_of(run.verdict), chosen=True)


def status_of(verdict: Verdict) -> tuple[str, int]:
    """Return a verdict as a path shows it: a walk that cycles or stands still is one that moves."""
    kind = verdict.fate if verdict.fate in ("converged", "stuck", "diverged") else "moving"
    return kind, verdict.step


def strip(function: Function, kinds: np.ndarray) -> Strip:
    """Return where each start leads as a strip under the axis; its key names only what is there."""
    found = sorted(set(kinds.tolist()))
    looks, names = looks_of(function), outcomes(function)
    number = np.searchsorted(found, kinds)
    return Strip(number, tuple(Category(names[k], looks[k]) for k in found))


def picture(run: Walk, *layers: Layer, coloured: bool = False, title: str = "") -> Axes:
    """Return the curve with layers on it; a click or a drag moves the start x₀."""
    x, y = window_of(run.function)
    return Axes("curve", (*curve(run.function, coloured), *layers), x, y, title, drag=DragTarget("x0"))


def update_rule(run: Walk) -> Formula:
    """Return the lecture's formula with the numbers of the step at the playhead; at the end, of the last step."""
    last = run.steps
    numbers = r"x_{<<next>>} = <<x>> - <<eta>> \cdot <<slope>> = <<x_next>>" if last else ""
    columns = {
        "next": np.arange(1.0, last + 1),
        "x": run.x[:-1],
        "eta": run.eta,
        "slope": run.slope[:-1],
        "x_next": run.x[1:],
    }
    return Formula("rule", ((r"x_{t+1} = x_t - \eta\, \frac{df}{dx}(x_t)", numbers),), columns if last else {})


def step_words(run: Walk) -> tuple[str, ...]:
    """Return the step −η f′(x_t) as a word for each t; there is none at the last."""
    with np.errstate(all="ignore"):
        return (*(text(step) for step in (-run.eta * run.slope[:-1]).tolist()), "none")


def gap_chart(run: Walk) -> Chart:
    """Return f(x_t) − f* against t, with f* the lowest value that f has."""
    above = run.value - run.function.value(run.function.minima[0])
    series = (Series("GD", above, RUN),)
    return Chart("gap", "f(xₜ) above the lowest value f*", series, log=True, legend=False)
