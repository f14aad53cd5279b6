"""What the boards of the page on adaptive learning rates share: a pair of paths, their curves, what to be told."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.simulation.run import Run, effective_rates
from optviz.core.surfaces import Surface, grid
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    DragTarget,
    Field,
    Formula,
    Layer,
    Panel,
    Path,
    Points,
    Series,
)
from optviz.lecture.adaptive.common import Pair, Side

Values = Mapping[str, Any]
Formulas = tuple[Formula, Formula]
LONG = 50.0
Window = tuple[tuple[float, float], tuple[float, float]]


def ground(key: str, surface: Surface, window: Window | None = None) -> Background:
    """Return the heights of ``surface`` under the planes; ``key`` names them."""
    return Background(f"adaptive/{key}", {"f": Field(*grid(surface, 121, window), surface.floor)})


def letters(found: Pair) -> tuple[str, str]:
    """Return the names of A and B on the screen."""
    return f"A: {found.a.name}", f"B: {found.b.name}"


def path(name: str, side: Side) -> Path:
    """Return a run's path."""
    run = side.run
    return Path(run.x[:, 0], run.x[:, 1], side.look, name, (run.status.kind, run.status.step), run.value)


def minimum(surface: Surface) -> tuple[Layer, ...]:
    """Return a star at each known minimum."""
    known = surface.minima
    return (Points(known[:, 0], known[:, 1], mark="star"),) if len(known) else ()


def plane(found: Pair, window: Window | None = None, key: str = "path", title: str = "", **more: Any) -> Axes:
    """Return the picture of both paths over the level lines; a click sets the start."""
    (left, right), (low, high) = window or found.surface.domain
    paths = (path(name, side) for name, side in zip(letters(found), found.sides, strict=True))
    layers = (Contour("f"), *more.pop("under", ()), *minimum(found.surface), *paths)
    drag = more.pop("drag", DragTarget("x0", "y0"))
    return Axes(key, layers, Axis("x", left, right), Axis("y", low, high), title, True, drag)


def heights(found: Pair) -> Chart:
    """Return f of both runs above its lowest known value."""
    floor = found.surface.floor
    floor = 0.0 if floor is None else floor
    curves = zip(letters(found), found.sides, strict=True)
    with np.errstate(invalid="ignore"):
        series = tuple(Series(name, side.run.value - floor, side.look) for name, side in curves)
    return Chart("loss", "f(xₜ) above the minimum" if floor else "f(xₜ)", series, log=True, legend=False)


def rates(run: Run, axis: int) -> np.ndarray:
    """Return the learning rate of a coordinate, (T,): |step|/|slope|, NaN where there is no slope.

    With momentum a step is not one gradient's doing; there it is the rate by which the rule multiplies its mean.
    """
    rule: Any = run.optimizer
    return run.quantities["rate"][:, axis] if rule.momentum else effective_rates(run)[:, axis]


def rate_chart(found: Pair, axis: int, title: str, log: bool = True) -> Chart:
    """Return both rules' learning rates of one coordinate."""
    curves = zip(letters(found), found.sides, strict=True)
    series = tuple(Series(name, rates(side.run, axis), side.look) for name, side in curves)
    return Chart(f"rate{axis}", title, series, log=log, legend=False, low=None if log else 0.0)


def step_chart(found: Pair, title: str, scale: float = 1.0, axis: int | None = None) -> Chart:
    """Return the length of both runs' steps, or of their part along ``axis``, in units of ``scale``."""
    series = []
    for name, side in zip(letters(found), found.sides, strict=True):
        step = side.run.step
        length = np.hypot(*step.T) if axis is None else np.abs(step[:, axis])
        series.append(Series(name, length / scale if scale else np.full(len(step), np.nan), side.look))
    return Chart("steps", title, tuple(series), log=True, legend=False)


def board(found: Pair, values: Values, what: str, panels: tuple[Panel, ...], rules: Formulas) -> Board:
    """Return the usual board: the paths (the first of ``panels``), the others beside them, both rules below."""
    picture, *beside = panels
    charts = [one.key for one in beside if isinstance(one, Chart)]
    # The step is named once, below the lowest chart.
    beside = [dataclasses.replace(p, x_label="") if p.key in charts[:-1] else p for p in beside]
    rows = (*((picture.key, picture.key, one.key) for one in beside), (rules[0].key, rules[1].key, rules[1].key))
    return Board(
        (picture, *beside, *rules),
        rows,
        steps=max(run.steps for run in found.runs),
        widths=(1.0, 0.25, 0.85),
        heights=(1.0,) * len(beside) + (0.0,),
        status=status(found),
        notices=notices(found, values),
        summary=summary(found, what),
    )


def summary(found: Pair, what: str) -> str:
    """Return a pair in plain sentences, for a screen reader."""
    x, y = found.start
    lines = [f"{what}, start ({x:.4g}, {y:.4g})."]
    for name, side in zip(letters(found), found.sides, strict=True):
        lines.append(f"{name}: {side.run.status.label}, f = {side.run.value[-1]:.4g} after {side.run.steps} steps.")
    return " ".join(lines)


def status(found: Pair) -> tuple[str, ...]:
    """Return what became of A and of B, a word each."""
    return tuple(run.status.label for run in found.runs)


def notices(found: Pair, values: Values) -> tuple[str, ...]:
    """Return what a person should be told before looking at a pair."""
    told = []
    still = [name for name, run in zip(letters(found), found.runs, strict=True) if not run.step.any()]
    if values.get("lr") == 0:
        told.append(f"η = 0, so no step for {' and '.join(still)}. Raise the learning rate.")
    elif not any(run.slope[0].any() for run in found.runs):
        told.append("The gradient at the start is zero: 0 divided by ε is 0, so nothing moves. Move the start.")
    for name, side in zip(letters(found), found.sides, strict=True):
        if side.run.status.kind == "diverged":
            told.append(f"{name} diverged. {side.run.status.reason}")
        told += decay_notices(name, side)
    if values.get("change") is False:
        told.append("The change is switched off: B follows A's rule.")
    if values.get("eps", 0.0) >= 0.1:
        told.append(f"ε = {values['eps']:.4g} is no longer small: it counts for as much as the gradients.")
    return tuple(told)


def decay_notices(name: str, side: Side) -> list[str]:
    """Return what follows where a mean of squares forgets at once, or hardly ever."""
    rule: Any = side.run.optimizer
    if not rule.forget or rule.units:
        return []
    if rule.rho == 0:
        return [f"{name}: nothing is remembered, so without momentum every step is η long in each coordinate."]
    jump = (1 - rule.beta * rule.momentum) / (1 - rule.rho) ** 0.5
    if rule.correct or jump < LONG:
        return []
    return [
        f"{name}: the mean of squares starts at 0 and grows slowly: the first step is {jump:.4g} times as long as η."
    ]
