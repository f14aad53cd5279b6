"""The step size: the walk, x_t against t, and the factor 1 − η f″(x_t) that names the regime."""

import math

import numpy as np

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import Walk, regime
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Labels,
    Line,
    Metric,
    Metrics,
    MovingLine,
    Points,
    Series,
)
from optviz.lecture.one_dimension.common import (
    LOOK,
    curve_plane,
    eta,
    path,
    steps,
    walk_board,
    walk_of,
)
from optviz.lecture.one_dimension.own import function_menu, start
from optviz.lecture.section import Preset, Section, Values

LONGEST = 80
REGIMES = {
    "contracting": "contracting",
    "oscillating": "oscillating",
    "cycling": "cycling",
    "diverging": "diverging",
    "steady": "same slope again",
    "speeding": "off a maximum",
}
_EXACT = 1e-12
_FACTORS = (-2.4, 2.0)


def step_size_walk(values: Values) -> Walk:
    """Return the walk that the section shows; it ends soon after it has left the window."""
    return walk_of(values, LONGEST, leaving=True)


def step_size_board(values: Values) -> Board:
    """Show the walk, x_t against t, and the factor 1 − η f″(x_t) that names the regime."""
    run = step_size_walk(values)
    low, high = run.function.window
    margin = 0.1 * (high - low)
    chart = Chart("x", "xₜ", (Series("GD", run.x, LOOK),), legend=False, low=low - margin, high=high + margin)
    now = Metrics(
        "now",
        (
            Metric("$f''(x_t)$", run.curvature),
            Metric(r"factor $1 - \eta f''(x_t)$", run.factor),
            Metric("regime", tuple(map(regime_name, run.factor.tolist()))),
        ),
    )
    rows = (("curve", "x"), ("curve", "factor"), ("now", "now"))
    panels = curve_plane(run, path(run), *steps(run)), chart, factor_plane(run), now
    return walk_board(run, panels, rows, widths=(1.3, 1.0), heights=(1.0, 1.2, 0.0, 0.0))


def regime_name(factor: float) -> str:
    """Return in words what a step does to the slope, by its factor 1 − η f″; a dash where there is none."""
    if math.isnan(factor):
        return "—"
    return "slope 0 in one step" if abs(factor) <= _EXACT else REGIMES[regime(factor)]


def factor_plane(run: Walk) -> Axes:
    """Return the factor 1 − η f″ against η, for the curvature at the playhead; a click or a drag sets η."""
    curvatures = [run.function.curvature(x) for x in run.function.minima]
    steepest = max(2.0, *filter(math.isfinite, curvatures), 0.0)
    high = max(3 / steepest, run.eta)
    ends, x = np.array([0.0, high]), np.array([0.8, 0.8, 0.2, 0.7]) * high
    heights = np.array([0.5, -0.5, -1.7, 1.5])
    with np.errstate(all="ignore"):
        lines = 1 - run.curvature[:, None] * ends
    borders = [Line(ends, np.full(2, y), look="faint", dashed=True, width=0.7) for y in (1.0, 0.0, -1.0)]
    layers = (
        *borders,
        Labels(x, heights, tuple(map(regime_name, heights.tolist())), "faint"),
        MovingLine(ends, lines, look="ink"),
        Points(np.full((len(lines), 1), run.eta), run.factor[:, None], look="accent"),
    )
    title = "Factor 1 − η f″(xₜ) against η"
    return Axes("factor", layers, Axis("η", 0.0, high), Axis("factor", *_FACTORS), title, drag=DragTarget("eta"))


STEP_SIZE = Section(
    "step_size",
    "The step size",
    controls=(*function_menu(*FUNCTIONS), eta(0.2, 4.0), start(2.0)),
    presets=(
        Preset("contracting", "Contracting", {"eta": 0.2}),
        Preset("oscillating", "Oscillating", {"eta": 0.9}),
        Preset("cycling", "Cycling", {"eta": 1.0}),
        Preset("diverging", "Diverging", {"eta": 1.1}),
        Preset("factor_zero", "Factor 0", {"eta": 0.5}),
        Preset("above_one", "Factor above 1", {"f": "two_valleys", "eta": 0.1, "x0": 0.6}),
        Preset("narrow_valley", "η = 0.45: cycles", {"f": "two_valleys", "eta": 0.45, "x0": -1.5}),
        Preset("wide_valley", "η = 0.45: settles", {"f": "two_valleys", "eta": 0.45, "x0": 1.0}),
    ),
    draw=step_size_board,
    walk=step_size_walk,
)
