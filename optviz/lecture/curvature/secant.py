"""The secant method: two gradients instead of a second derivative."""

import numpy as np

from optviz.core.curvature.scalar import newton_walk, secant_walk
from optviz.core.number_text import label
from optviz.figures.board import Board, Chart, Metric, Metrics, Series, from_step
from optviz.figures.local_model import held
from optviz.lecture.curvature.one_d import (
    back_slider,
    curve_axes,
    function_menu,
    function_of,
    slope_axes,
    start_slider,
)
from optviz.lecture.section import Preset, Section, Values

STEPS = 12
_ROUNDING = 1e-15


def walks_of(values: Values) -> tuple[tuple[np.ndarray, str], tuple[np.ndarray, str]]:
    """Return the secant walk, from the two points, and Newton's from the second of them."""
    function = function_of(values)
    second = float(values["x"])
    newton = newton_walk(function.slope, function.curvature, second, STEPS)
    return secant_walk(function.slope, float(values["back"]), second, STEPS), newton


def secant_bends(x: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return the curvature guessed at each point but the first: the rise of f′ from the point before, (T,)."""
    with np.errstate(all="ignore"):
        return np.diff(slope) / np.diff(x)


def secant_board(values: Values) -> Board:
    """The curve with the parabola of the guessed curvature, f′ with the secant, and the error beside Newton's."""
    function = function_of(values)
    (x, stopped), (newton, _) = walks_of(values)
    slope, bend = function.slope(x), secant_bends(x, function.slope(x))
    now = x[1:]
    model = np.stack([function.value(now), slope[1:], bend], axis=1)
    steps = STEPS - 1
    readings = Metrics(
        "now",
        (
            Metric("$x_t$", _words(now, 6)),
            Metric(r"$b_t = \Delta f' / \Delta x$", _words(bend)),
            Metric("$f''(x_t)$, not used", _words(function.curvature(now))),
        ),
    )
    return Board(
        (
            curve_axes(function, now, steps, model, "secant", "f, and the parabola with the guessed curvature"),
            slope_axes(
                function, now, steps, model[:, 1:], "secant of f′", "f′, and the line through two of its points"
            ),
            error_chart(values, now, newton),
            readings,
        ),
        (("curve", "slope"), ("curve", "error"), ("now", "now")),
        steps=steps,
        heights=(1.0, 1.0, 0.0),
        status=("moving",),
        notices=(from_step(len(now) - 1, stopped),) if stopped else (),
        summary=f"{function.name}, secant from {label(x[0])} and {label(x[1])}: at {label(x[-1])}.",
    )


def error_chart(values: Values, secant: np.ndarray, newton: np.ndarray) -> Chart:
    """Return |f′| at both methods' points against the step."""
    function = function_of(values)
    sizes = [np.abs(function.slope(x)) for x in (secant, newton)]
    looks = (("secant", 3), ("Newton", 0))
    series = tuple(
        Series(name, np.where(size > _ROUNDING, size, np.nan), look)
        for size, (name, look) in zip(sizes, looks, strict=True)
    )
    return Chart("error", "|f′(xₜ)|", series, log=True)


def _words(numbers: np.ndarray, digits: int = 4) -> tuple[str, ...]:
    return tuple(label(n, digits, 1e-12) if np.isfinite(n) else "none" for n in held(numbers, STEPS - 1).tolist())


SECANT = Section(
    "secant",
    "Secant",
    controls=(*function_menu("x", "back"), back_slider(2.9), start_slider(2.5)),
    presets=(
        Preset("secant_curve", "Two points for a curvature"),
        Preset("secant_parabola", "A parabola: exact", {"fx": "parabola"}),
        Preset("secant_far", "Two points far apart", {"back": -1.0, "x": 2.8}),
        Preset("secant_level", "Two equal slopes", {"fx": "plain", "back": 2.0, "x": 2.0}),
    ),
    draw=secant_board,
)
