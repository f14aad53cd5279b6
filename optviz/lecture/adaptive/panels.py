"""What the boards on adaptive learning rates share: both paths, their curves, and both rules with their numbers."""

import dataclasses
from collections.abc import Iterable
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
from optviz.lecture.adaptive.common import Comparison, NamedRun, Window, bowl
from optviz.lecture.adaptive.messages import comparison_notices, comparison_summary
from optviz.lecture.section import Values

GRID_SIZE = 121
COORDINATES = ("x₁", "x₂")
START = DragTarget("x0", "y0")
EASOM_START = DragTarget("ex", "ey")
QUANTITIES = ("x", "x_next", "grad", "rate", "m", "m_next", "m_hat", "s", "s_next", "s_hat", "u", "u_next", "t_next")

FormulaLine = tuple[str, str]


def surface_field(surface: Surface, window: Window | None = None) -> Field:
    """Return the heights of a surface in a window, by default its own."""
    return Field(*grid(surface, GRID_SIZE, window), surface.floor)


def surface_background(key: str, surface: Surface, window: Window | None = None) -> Background:
    """Return the heights of ``surface`` under the axes; ``key`` names them."""
    return Background(f"adaptive/{key}", {"f": surface_field(surface, window)})


def bowl_background(values: Values) -> Background:
    """Return the bowl of the controls."""
    return surface_background(f"bowl/{values['kappa']!r}", bowl(values))


def run_path(name: str, named: NamedRun) -> Path:
    """Return a run's path."""
    run = named.run
    return Path(run.x[:, 0], run.x[:, 1], named.look, name, (run.status.kind, run.status.step), run.value)


def minimum_marks(surface: Surface) -> tuple[Layer, ...]:
    """Return a star at each known minimum."""
    minima = surface.minima
    return (Points(minima[:, 0], minima[:, 1], mark="star"),) if len(minima) else ()


def path_axes(
    comparison: Comparison,
    window: Window | None = None,
    key: str = "path",
    title: str = "",
    field: str = "f",
    under: Iterable[Layer] = (),
    drag: DragTarget | None = START,
) -> Axes:
    """Return the picture of both paths over the level lines, ``under`` between them; a click sets the start."""
    (left, right), (low, high) = window or comparison.surface.domain
    paths = (run_path(name, named) for name, named in comparison.labelled)
    layers = (Contour(field), *under, *minimum_marks(comparison.surface), *paths)
    return Axes(key, layers, Axis("x₁", left, right), Axis("x₂", low, high), title, True, drag, zoom=True)


def loss_chart(comparison: Comparison) -> Chart:
    """Return f of both runs above its lowest known value."""
    floor = comparison.surface.floor or 0.0
    with np.errstate(invalid="ignore"):
        series = tuple(Series(name, named.run.value - floor, named.look) for name, named in comparison.labelled)
    return Chart("loss", "f(xₜ) above the minimum" if floor else "f(xₜ)", series, log=True, legend=False)


def rates(run: Run, axis: int) -> np.ndarray:
    """Return the learning rate of a coordinate, (T,): |step|/|slope|, NaN where there is no slope.

    With momentum a step is not one gradient's doing; there it is the rate by which the rule multiplies its mean.
    """
    rule: Any = run.optimizer
    return run.quantities["rate"][:, axis] if rule.momentum else effective_rates(run)[:, axis]


def rate_chart(comparison: Comparison, axis: int, title: str = "", log: bool = True) -> Chart:
    """Return both rules' effective learning rates in one coordinate."""
    title = title or f"effective learning rate in {COORDINATES[axis]}"
    series = tuple(Series(name, rates(named.run, axis), named.look) for name, named in comparison.labelled)
    return Chart(f"rate{axis}", title, series, log=log, legend=False, low=None if log else 0.0)


def step_chart(comparison: Comparison, title: str, unit: float = 1.0, axis: int | None = None) -> Chart:
    """Return the length of both runs' steps, or of their part along ``axis``, in multiples of ``unit``."""
    series = []
    for name, named in comparison.labelled:
        step = named.run.step
        length = np.hypot(*step.T) if axis is None else np.abs(step[:, axis])
        series.append(Series(name, length / unit if unit else np.full(len(step), np.nan), named.look))
    return Chart("steps", title, tuple(series), log=True, legend=False)


def columns(run: Run, letter: str) -> dict[str, Any]:
    """Return the quantities of a run, (T, …) each, their names behind ``letter`` and an underscore."""
    quantities = run.quantities
    return {f"{letter}_{name}": quantities[name] for name in QUANTITIES} | {
        f"{letter}_sum": quantities["s_next"][:, 0],
        f"{letter}_one": quantities["rate"][:, 0],
        **{name: np.float64(quantities[name]) for name in ("lr", "eps", "rho", "beta")},
    }


def rule_panel(letter: str, named: NamedRun, line: FormulaLine) -> Formula:
    """Return a rule with the numbers of the step at the playhead; ``@`` in the line stands for ``letter``."""
    symbols, numbers = line
    lines = ((symbols, numbers.replace("@", letter)),)
    return Formula(f"rule_{letter}", lines, columns(named.run, letter), f"{letter.upper()}: {named.name}")


def comparison_board(
    comparison: Comparison,
    values: Values,
    what: str,
    picture: Axes,
    beside: Iterable[Panel],
    rules: tuple[FormulaLine, FormulaLine],
) -> Board:
    """Return the board of a comparison: ``picture``, the panels ``beside`` it, and A's and B's rule below."""
    beside = tuple(beside)
    *upper, _ = [panel.key for panel in beside if isinstance(panel, Chart)]
    # The step is named once, below the lowest chart.
    beside = tuple(dataclasses.replace(panel, x_label="") if panel.key in upper else panel for panel in beside)
    formulas = rule_panel("a", comparison.a, rules[0]), rule_panel("b", comparison.b, rules[1])
    return Board(
        (picture, *beside, *formulas),
        (*((picture.key, picture.key, panel.key) for panel in beside), ("rule_a", "rule_b", "rule_b")),
        steps=max(run.steps for run in comparison.runs),
        widths=(1.0, 0.25, 0.85),
        heights=(1.0,) * len(beside) + (0.0,),
        status=tuple(run.status.kind for run in comparison.runs),
        notices=comparison_notices(comparison, values),
        summary=comparison_summary(comparison, what),
    )
