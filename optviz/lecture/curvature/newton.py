"""Newton's method in one dimension: from the curve to its parabola, and to where that is level."""

import numpy as np

from optviz.core.curvature.scalar import newton_walk
from optviz.core.number_text import label
from optviz.core.one_d.functions import Function
from optviz.figures.board import Board, Metric, Metrics, from_step
from optviz.lecture.curvature.one_d import curve_axes, function_menu, function_of, slope_axes, start_slider
from optviz.lecture.section import Preset, Section, Values

STEPS = 10


def walk_of(values: Values) -> tuple[np.ndarray, str]:
    """Return Newton's walk on the curve, and why it stopped."""
    function = function_of(values)
    return newton_walk(function.slope, function.curvature, float(values["x"]), STEPS)


def newton_board(values: Values) -> Board:
    """The curve with the parabola at x_t, and below it f′ with its tangent, whose zero is the next x."""
    function = function_of(values)
    x, stopped = walk_of(values)
    value, slope, bend = function.value(x), function.slope(x), function.curvature(x)
    model = np.stack([value, slope, bend], axis=1)
    readings = Metrics(
        "now",
        (
            Metric("$x_t$", _words(x, 6)),
            Metric("$f'(x_t)$", _words(slope)),
            Metric("$f''(x_t)$", _words(bend)),
            Metric("step $-f'/f''$", _words(np.append(np.diff(x), np.nan))),
        ),
    )
    end = stopped or how_it_ended(function, x)
    return Board(
        (
            curve_axes(function, x, STEPS, model, "Newton", "f, and the parabola at the head"),
            slope_axes(function, x, STEPS, model[:, 1:], "tangent of f′", "f′, and its tangent: the same step"),
            readings,
        ),
        (("curve", "slope"), ("now", "now")),
        steps=STEPS,
        heights=(1.0, 0.0),
        status=("moving",),
        notices=(from_step(len(x) - 1, stopped),) if stopped else (),
        summary=f"{function.name}, Newton from {label(float(x[0]))}: {end}",
    )


def how_it_ended(function: Function, x: np.ndarray) -> str:
    """Return where the walk has come to, in a sentence."""
    bend, last = float(function.curvature(x[-1:])[0]), float(x[-1])
    if not abs(float(function.slope(x[-1:])[0])) < 1e-6:
        return f"at {label(last)} after {steps_text(len(x) - 1)}."
    kind = "minimum" if bend > 0 else "maximum" if bend < 0 else "flat point"
    return f"at a {kind}, {label(last)}, after {steps_text(len(x) - 1)}."


def steps_text(steps: int) -> str:
    """Return a number of steps in words."""
    return "1 step" if steps == 1 else f"{steps} steps"


def _words(numbers: np.ndarray, digits: int = 4) -> tuple[str, ...]:
    words = [label(n, digits, 1e-12) if n == n else "none" for n in numbers.tolist()]
    return tuple(words[min(t, len(words) - 1)] for t in range(STEPS + 1))


NEWTON = Section(
    "newton",
    "Newton",
    controls=(*function_menu("x"), start_slider()),
    presets=(
        Preset("newton_curve", "Parabola after parabola"),
        Preset("newton_parabola", "A parabola: one step", {"fx": "parabola"}),
        Preset("newton_maximum", "To a maximum", {"x": 1.0}),
        Preset("newton_plain", "Off into the plain", {"fx": "plain", "x": 1.0}),
        Preset("newton_terrace", "A flat point: slow", {"fx": "terrace", "x": -1.5}),
    ),
    draw=newton_board,
)
