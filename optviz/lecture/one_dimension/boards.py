"""The boards of the page on one dimension."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.one_d.walk import Walk, regime
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Code,
    DragTarget,
    Field,
    Labels,
    Line,
    Metric,
    Metrics,
    MovingLine,
    Path,
    Points,
    Series,
    Table,
)
from optviz.figures.board import Contour as Levels
from optviz.lecture.one_dimension import curve as curves
from optviz.lecture.one_dimension import sections as scene
from optviz.lecture.one_dimension.curve import RUN
from optviz.lecture.one_dimension.programs import one_variable, two_variables

Values = Mapping[str, Any]

LINES = (
    "1. Pick a random starting point $x_0$",
    r"2. Repeat for $t = 0, 1, 2, \dots$ until $|\text{grad}| < \epsilon$",
    r"    a. Compute $\text{grad} = \frac{df}{dx}(x_t)$",
    r"    b. Update $x_{t+1} = x_t - \eta \times \text{grad}$",
)
REGIMES = {
    "contracting": "contracting",
    "oscillating": "oscillating",
    "cycling": "cycling",
    "diverging": "diverging",
    "steady": "no change of slope",
    "speeding": "speeding up",
}
_FACTORS = (-2.4, 1.8)
_RATES: tuple[int, ...] = (2, 3, 4, 7, 8)
_MOST_SHOWN = 140


def framed(run: Walk, panels: tuple[Any, ...], rows: tuple[tuple[str, ...], ...], **more: Any) -> Board:
    """Return a board of a walk with what became of it: a line below the panels, a sentence above where needed."""
    end = Metrics("end", (Metric("Outcome", run.verdict.reason),))
    more = {
        "steps": run.steps,
        "status": (run.verdict.fate,),
        "notices": scene.notices(run),
        "summary": f"{run.function.name}, η = {run.eta:.4g}, start {run.x[0]:.4g}. {run.verdict.reason}",
        **more,
    }
    return Board((*panels, end), (*rows, ("end",) * len(rows[0])), **more)


def descent(values: Values) -> Board:
    """The curve, the point x_t, its tangent and the step −η f′(x_t)."""
    run = scene.walk_of("descent", values)
    y = curves.window_of(run.function)[1]
    tangent = curves.tangents(run, run.x, run.slope, run.value, y.high - y.low)
    picture = curves.picture(run, curves.path(run), tangent, *curves.steps(run))
    chart = curves.gap_chart(run)
    now = Metrics(
        "now",
        (
            Metric("$t$", tuple(map(str, range(run.steps + 1)))),
            Metric("$x_t$", run.x),
            Metric("$f(x_t)$", run.value),
            Metric("slope $f'(x_t)$", run.slope),
            Metric(r"step $-\eta f'(x_t)$", curves.step_words(run)),
        ),
    )
    rows = (("curve", "gap"), ("curve", "rule"), ("now", "now"))
    return framed(
        run, (picture, chart, curves.update_rule(run), now), rows, widths=(1.8, 1.0), heights=(1.0, 0.0, 0.0, 0.0)
    )


def algorithm(values: Values) -> Board:
    """The lecture's lines, one lit at each beat; the tangent appears at 2a, the move at 2b."""
    run = scene.walk_of("algorithm", values)
    line, t, at = beats(run)
    x, f, slope = run.x[at], run.value[at], run.slope[at]
    y = curves.window_of(run.function)[1]
    tangent = curves.tangents(run, np.where(line == 2, x, np.nan), slope, f, y.high - y.low)
    with np.errstate(all="ignore"):
        back = np.where(line == 3, run.x[t] - x, np.nan)[:, None]
    move = Arrows((x + back[:, 0])[:, None], run.value[t][:, None], -back, 0 * back, "bad", "step −η × grad", width=1.3)
    walk = Path(x, f, look=RUN, status=curves.status_of(run.verdict), chosen=True)
    picture = curves.picture(run, walk, tangent, move)
    code = Code("code", LINES, line, "Gradient descent in one dimension", latex=True)
    told = Metrics("now", readings_of(run, line, t, at))
    grads = np.where(line > 0, np.abs(run.slope)[t], np.nan)
    stop = Series("ε", np.full(len(line), run.epsilon), "faint", dashed=True)
    chart = Chart(
        "grads", "|grad|, until it is below ε", (Series("|grad|", grads, RUN), stop), log=True, x_label="beat"
    )
    rows = (("curve", "code"), ("curve", "now"), ("curve", "grads"))
    shape = {"steps": len(line) - 1, "unit": "beat", "widths": (1.5, 1.0), "heights": (0.0, 0.0, 1.0, 0.0)}
    return framed(run, (picture, code, told, chart), rows, **shape)


def beats(run: Walk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each beat the line that runs, the t of the loop, and the index of the x that is known by then."""
    rows = [(0, 0, 0)]
    for t in range(run.steps + 1):
        rows.append((2, t, t))
        if t < run.steps:
            rows.append((3, t, t + 1))
    if run.verdict.fate in ("converged", "stuck"):
        rows.append((1, run.steps, run.steps))
    line, t, at = np.array(rows).T
    return line, t, at


def readings_of(run: Walk, line: np.ndarray, t: np.ndarray, at: np.ndarray) -> tuple[Metric, ...]:
    """Return what the program's variables hold at each beat; grad is unknown before the first 2a."""
    grads = [curves.text(float(run.slope[k])) for k in t]
    small = np.abs(run.slope) < run.epsilon
    known = line > 0
    unknown = "not yet computed"
    return (
        Metric("$t$", tuple(str(k) for k in t)),
        Metric("$x$", run.x[at]),
        Metric(r"$\text{grad}$", tuple(g if ok else unknown for g, ok in zip(grads, known, strict=True))),
        Metric(
            r"$|\text{grad}| < \epsilon$?",
            tuple(("yes: stop" if small[k] else "no") if ok else unknown for k, ok in zip(t, known, strict=True)),
        ),
    )


def step_size(values: Values) -> Board:
    """The walk, x_t against t, and the factor 1 − η f″(x_t) that names the regime."""
    run = scene.walk_of("step_size", values)
    picture = curves.picture(run, curves.path(run), *curves.steps(run))
    low, high = run.function.window
    room = 0.1 * (high - low)
    chart = Chart("x", "xₜ", (Series("GD", run.x, RUN),), legend=False, low=low - room, high=high + room)
    now = Metrics(
        "now",
        (
            Metric("$f''(x_t)$", run.curvature),
            Metric(r"factor $1 - \eta f''(x_t)$", run.factor),
            Metric("regime", tuple(REGIMES[regime(float(factor))] for factor in run.factor)),
        ),
    )
    rows = (("curve", "x"), ("curve", "factor"), ("now", "now"))
    return framed(run, (picture, chart, factor_plane(run), now), rows, widths=(1.3, 1.0), heights=(1.0, 1.2, 0.0, 0.0))


def factor_plane(run: Walk) -> Axes:
    """Return the factor 1 − η f″ against η, for the curvature at the playhead; a click or a drag sets η."""
    steepest = max(max(run.function.curvature(x) for x in run.function.minima), 2.0)
    high = max(3 / steepest, run.eta)
    ends, x = np.array([0.0, high]), np.array([0.8, 0.8, 0.2]) * high
    with np.errstate(all="ignore"):
        lines = 1 - run.curvature[:, None] * ends
    borders = [Line(ends, np.full(2, y), look="faint", dashed=True, width=0.7) for y in (1.0, 0.0, -1.0)]
    layers = (
        *borders,
        Labels(x, np.array([0.5, -0.5, -1.7]), ("contracting", "oscillating", "diverging"), "faint"),
        MovingLine(ends, lines, look="ink"),
        Points(np.full((len(lines), 1), run.eta), run.factor[:, None], look="accent"),
    )
    title = "Factor 1 − η f″(xₜ) against η"
    return Axes("factor", layers, Axis("η", 0.0, high), Axis("factor", *_FACTORS), title, drag=DragTarget("eta"))


def suboptimal(values: Values) -> Board:
    """A walk that stops where f is not lowest; the strip tells where every other start leads."""
    run = scene.walk_of("suboptimal", values)
    picture = curves.picture(
        run,
        curves.strip(run.function, scene.strip_of(values)),
        curves.path(run),
        coloured=True,
        title="Strip: where GD ends from each start",
    )
    lowest = np.full(run.steps + 1, run.function.value(run.function.minima[0]))
    series = (Series("f(xₜ)", run.value, RUN), Series("lowest value f*", lowest, "faint", dashed=True))
    chart = Chart("values", "f(xₜ) and the lowest value f*", series)
    now = Metrics("now", (Metric("$x_t$", run.x), Metric("$f(x_t)$", run.value), Metric("$f'(x_t)$", run.slope)))
    rows = (("curve", "values"), ("curve", "now"))
    return framed(run, (picture, chart, now), rows, widths=(2.2, 1.0), heights=(1.0, 0.0, 0.0))


def exercise(values: Values) -> Board:
    """What the student's program prints for the chosen η, all five η in one chart, and the program."""
    runs = scene.exercise_walks()
    run = runs[values["rate"]]
    shown = max(run.steps, _MOST_SHOWN) + 1
    series = tuple(
        Series(f"η = {eta}", one.value[:shown], look) for (eta, one), look in zip(runs.items(), _RATES, strict=True)
    )
    rows = zip(run.x.tolist(), run.value.tolist(), run.slope.tolist(), strict=True)
    table = Table(
        "printed",
        ("t", "x", "f(x)", "grad"),
        tuple((str(t), *map(repr, row)) for t, row in enumerate(rows)),
        f"What it prints for η = {values['rate']}",
    )
    chart = Chart("values", "f(xₜ) for all five η", series, log=True, low=1e-14, high=1e16)
    code = Code("code", tuple(one_variable(values["rate"]).splitlines()), (), "The program")
    places = (("values", "code"), ("printed", "printed"))
    return framed(run, (chart, table, code), places, widths=(1.5, 1.0), heights=(0.0, 1.0, 0.0))


def exercise_2d(values: Values) -> Board:
    """The same with two variables: the path on the level lines, the table, and both programs side by side."""
    run = scene.bowl_of(values)
    x, y = run.points.T
    path = Path(x, y, look=RUN, status=curves.status_of(run.verdict), value=run.value, chosen=True)
    plane = Axes(
        "plane",
        (Levels("bowl"), Points(np.zeros(1), np.zeros(1), mark="star", name="minimum"), path),
        Axis("x", -3, 3),
        Axis("y", -2, 2),
        "f(x, y) = x² + y²",
        equal=True,
        drag=DragTarget("x0", "y0"),
    )
    rows = zip(x.tolist(), y.tolist(), strict=True)
    lines = tuple((str(t), *map(repr, row)) for t, row in enumerate(rows))
    table = Table("printed", ("t", "x", "y"), lines, "What the second program prints: t, x, y")
    one = Code("one", tuple(one_variable(values["rate"]).splitlines()), (), "One variable")
    two = Code("two", tuple(two_variables(values["rate"], *run.points[0].tolist()).splitlines()), (), "Two variables")
    return Board(
        (plane, table, one, two, Metrics("end", (Metric("Outcome", run.verdict.reason),))),
        (("plane", "printed"), ("one", "two"), ("end", "end")),
        steps=run.steps,
        widths=(1.0, 1.25),
        heights=(1.0, 0.0, 0.0),
        status=(run.verdict.fate,),
        notices=scene.bowl_notices(run),
        summary=f"x² + y², η = {values['rate']}, start ({x[0]:.4g}, {y[0]:.4g}). {run.verdict.reason}",
    )


def bowl_background(_: Values) -> Background:
    """Return the heights of x² + y²."""
    x, y = np.linspace(-3, 3, 121), np.linspace(-2, 2, 121)
    return Background("x²+y²", {"bowl": Field(x, y, x[None, :] ** 2 + y[:, None] ** 2, 0.0)})


DRAW = {
    "descent": descent,
    "algorithm": algorithm,
    "step_size": step_size,
    "suboptimal": suboptimal,
    "exercise": exercise,
    "exercise_2d": exercise_2d,
}
GROUND = {"exercise_2d": bowl_background}
