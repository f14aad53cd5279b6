"""The boards of the saddle x² − y²: the race off its ridge, and how long noise needs to leave it."""

import math

import numpy as np

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.escape import EDGE, growth, spread
from optviz.core.simulation.run import Run
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    Contour,
    DragTarget,
    Line,
    Metric,
    Metrics,
    Path,
    Points,
    Series,
    Table,
)
from optviz.lecture.section import Values
from optviz.lecture.traps import common as runs
from optviz.lecture.traps.messages import ended, short
from optviz.scenes.scene import default_look

WINDOW = (-2.0, 2.0)
SGD = default_look("sgd")


def saddle_plane(layers: tuple[Path, ...], drag: DragTarget | None = None) -> Axes:
    """Return the saddle's picture with its centre marked and the lines |y| = 1."""
    x, y = Axis("x", *WINDOW), Axis("y", *WINDOW)
    centre = Points(np.zeros(1), np.zeros(1), "ink", "cross", labels=("saddle",))
    edges = tuple(Line(WINDOW, (s * EDGE, s * EDGE), "faint", "|y| = 1" * (s > 0), dashed=True) for s in (1, -1))
    return Axes("plane", (Contour("f"), *edges, centre, *layers), x, y, equal=True, drag=drag)


def until_it_leaves(run: Run) -> np.ndarray:
    """Return |y| up to the first step outside the picture, (T+1,); NaN after it."""
    far = np.abs(run.x[:, 1])
    beyond = np.cumsum(far > WINDOW[1]) > 1
    return np.where(beyond, np.nan, far)


def saddle_board(values: Values) -> Board:
    """GD alone or all eight rules from a start on the ridge or a hair off it."""
    found = runs.saddle(values)
    paths = tuple(
        Path(r.x[:, 0], r.x[:, 1], default_look(key), OPTIMIZERS[key].name, (r.status.kind, r.status.step), r.value)
        for key, r in found.items()
    )
    curves = tuple(Series(OPTIMIZERS[key].name, until_it_leaves(r), default_look(key)) for key, r in found.items())
    empty = "|y| is exactly 0 all the way: on the ridge the gradient has no y-part"
    away = Chart("away", "|y|, until it leaves the picture", curves, log=True, legend=False, empty=empty)
    return Board(
        (saddle_plane(paths, DragTarget("x0", "y0")), away, race_table(found)),
        (("plane", "away"), ("plane", "race")),
        steps=runs.STEPS["saddle"],
        widths=(1.2, 1.0),
        heights=(1.0, 1.0),
        status=tuple(r.status.kind for r in found.values()),
        notices=saddle_notices(values, found),
        summary=" ".join(ended(r, OPTIMIZERS[key].name) for key, r in found.items()),
    )


def race_table(found: dict[str, Run]) -> Table:
    """Return who leaves the ridge when, the first on top."""
    left = {key: runs.left_at(r, EDGE) for key, r in found.items()}
    order = sorted(found, key=lambda key: (left[key] is None, left[key] or 0))
    rows = tuple((OPTIMIZERS[key].name, "never" if left[key] is None else str(left[key])) for key in order)
    return Table("race", ("optimizer", "|y| > 1 at step"), rows, follow=False, mono=False)


def saddle_notices(values: Values, found: dict[str, Run]) -> tuple[str, ...]:
    """Return what to tell: the start is the saddle, nothing moves, or a rule overflows."""
    if runs.start_of(values) == (0.0, 0.0):
        noise = " Only noise moves it." if values["who"] == "all" else ""
        return (f"The start is the saddle itself: the gradient is zero, so nothing moves.{noise}",)
    if values["lr"] == 0:
        return ("η = 0: " + ("GD, SGD, Momentum and NAG do" if values["who"] == "all" else "GD does") + " not move.",)
    lost = [OPTIMIZERS[key].name for key, r in found.items() if r.status.kind == "diverged"]
    if lost:
        return (f"{', '.join(lost)}: the numbers overflow. η is too large.",)
    if values["lr"] >= 1:
        return ("η ≥ 1: along x too, every step of GD overshoots by as much or more.",)
    return ()


def escape_board(values: Values) -> Board:
    """Escape times of 256 seeds against σ with the predicted curves, and one run beside them."""
    found = runs.escapes(values)
    run = found.run
    t = np.arange(len(run.x))
    drift = typical(values, t)
    y = Chart(
        "away",
        "|y| of the run with this σ",
        (Series("|y|", until_it_leaves(run), SGD), Series("typical |y|, from theory", drift, "faint", dashed=True)),
        log=True,
    )
    path = Path(run.x[:, 0], run.x[:, 1], SGD, "SGD", (run.status.kind, run.status.step), run.value)
    left = runs.left_at(run)
    return Board(
        (times_plane(values, found), saddle_plane((path,)), y, _escape_readings(values, found)),
        (("times", "plane"), ("times", "away"), ("numbers", "numbers")),
        steps=len(run.x) - 1,
        widths=(1.3, 1.0),
        heights=(1.0, 0.8, 0.0),
        status=(run.status.kind,),
        notices=escape_notices(values, found),
        summary=f"At σ = {short(values['sigma'])} half of all runs should escape within {short(found.here)} steps; "
        + (f"this one did at step {left}." if left is not None else "this one did not."),
    )


def typical(values: Values, t: np.ndarray) -> np.ndarray:
    """Return the median of |y_t|, 0.6745 √V_t, for each step t, until it leaves the picture."""
    median = 0.6745 * spread(values["lr"], values["sigma"], t)
    return np.where(median <= WINDOW[1], median, np.nan)


def times_plane(values: Values, found: runs.Escapes) -> Axes:
    """Return escape times against σ: a dot a seed, their medians, and the predicted quantiles."""
    sigma = np.repeat(found.sigmas, found.times.shape[1])
    dots = Points(sigma, found.times.ravel(), "faint", "dot", "256 runs each", size=0.7)
    some = np.isfinite(found.times).sum(axis=1) > found.times.shape[1] / 2
    middle = np.median(np.where(np.isnan(found.times), np.inf, found.times), axis=1)
    medians = Points(found.sigmas[some], middle[some], SGD, "square", "their median", size=0.9)
    low, half, high = found.predicted
    bounds = tuple(
        Line(found.sigmas, one, "accent", name, dashed=True)
        for one, name in ((low, "predicted 5 % and 95 %"), (high, ""))
    )
    lines = (*bounds, Line(found.sigmas, half, "accent", "predicted median", width=1.6))
    here = Points(np.array([values["sigma"]]), np.array([len(found.run.x) - 21.0]), "ink", "ring", "this run", size=1.3)
    if runs.left_at(found.run) is None:
        here = Points(np.zeros(0), np.zeros(0))
    finite = high[np.isfinite(high)]
    top = 1.1 * float(min(finite.max(), runs.ESCAPE_STEPS)) if len(finite) else float(runs.ESCAPE_STEPS)
    x = Axis("gradient noise σ", float(found.sigmas[0]) / 1.6, float(found.sigmas[-1]) * 1.6, log=True)
    return Axes(
        "times",
        (dots, *lines, medians, here),
        x,
        Axis("steps to |y| > 1", 0.0, top),
        drag=DragTarget("sigma", ring=False),
    )


def _escape_readings(values: Values, found: runs.Escapes) -> Metrics:
    left = runs.left_at(found.run)
    a = growth(values["lr"])
    decade = short(math.log(10) / math.log(a), 3) if a > 1 else "—"
    return Metrics(
        "numbers",
        (
            Metric("this run", "not yet" if left is None else f"{left} steps"),
            Metric("predicted median", f"{short(found.here)} steps" if math.isfinite(found.here) else "never"),
            Metric(r"growth $1 + 2\eta$", short(a)),
            Metric("steps for a tenfold smaller σ", decade),
        ),
    )


def escape_notices(values: Values, found: runs.Escapes) -> tuple[str, ...]:
    """Return what to tell where nobody escapes, or nobody could stay."""
    if values["lr"] == 0:
        return ("η = 0: nothing moves, so nobody escapes.",)
    missing = float(np.isnan(found.times).mean())
    if missing > 0.01:
        return (f"{missing:.0%} of all runs have not escaped within {runs.ESCAPE_STEPS} steps; they are not drawn.",)
    return ()
