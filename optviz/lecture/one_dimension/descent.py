"""Walking downhill: the curve as a mountain with a climber at x_t, the tangent and the step −η f′(x_t)."""

import numpy as np

from optviz.core import number_text
from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import Walk
from optviz.figures.board import Area, Board, Chart, Climber, Formula, Metric, Metrics, Series
from optviz.lecture.one_dimension.common import (
    LOOK,
    RANDOM_START,
    curve_plane,
    epsilon,
    eta,
    heights,
    path,
    steps,
    tangents,
    walk_board,
    walk_of,
    window_of,
)
from optviz.lecture.one_dimension.own import function_menu, start
from optviz.lecture.section import Preset, Section, Values

LONGEST = 300


def descent_walk(values: Values) -> Walk:
    """Return the walk that the section shows."""
    return walk_of(values, LONGEST)


def descent_board(values: Values) -> Board:
    """Show the curve as a mountain, the climber at x_t, its tangent and the step −η f′(x_t)."""
    run = descent_walk(values)
    y = window_of(run.function)[1]
    tangent = tangents(run, run.x, run.slope, run.value, y.high - y.low)
    plane = curve_plane(run, *mountain(run), path(run), tangent, *steps(run))
    now = Metrics(
        "now",
        (
            Metric("$t$", tuple(map(str, range(run.steps + 1)))),
            Metric("$x_t$", run.x),
            Metric("$f(x_t)$", run.value),
            Metric("slope $f'(x_t)$", run.slope),
            Metric(r"step $-\eta f'(x_t)$", step_texts(run)),
        ),
    )
    rows = (("curve", "gap"), ("curve", "rule"), ("now", "now"))
    panels = plane, gap_chart(run), update_rule(run), now
    return walk_board(run, panels, rows, widths=(1.8, 1.0), heights=(1.0, 0.0, 0.0, 0.0))


def mountain(run: Walk) -> tuple[Area, Climber]:
    """Return the mountain below the curve and the climber on it, who stands at x_t."""
    x, y = heights(run.function, 201)
    return Area(x, y), Climber(run.x, x, y, LOOK)


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


def step_texts(run: Walk) -> tuple[str, ...]:
    """Return the step −η f′(x_t) as a word for each t; there is none at the last."""
    with np.errstate(all="ignore"):
        return (*(number_text.label(step) for step in (-run.eta * run.slope[:-1]).tolist()), "none")


def gap_chart(run: Walk) -> Chart:
    """Return f(x_t) − f* against t, with f* the lowest value that f has; f(x_t) where none is known."""
    floor = run.function.floor
    if floor is None or (run.value < floor).any():
        return Chart("gap", "f(xₜ)", (Series("GD", run.value, LOOK),), legend=False)
    series = (Series("GD", run.value - floor, LOOK),)
    found = "f*" if run.function.proven else "found"
    return Chart("gap", f"f(xₜ) above the lowest value {found}", series, log=True, legend=False)


DESCENT = Section(
    "descent",
    "Walking downhill",
    controls=(*function_menu(*FUNCTIONS), eta(0.1), start(2.6), epsilon(), RANDOM_START),
    presets=(
        Preset("downhill", "Down the parabola", {"x0": 2.0}),
        Preset("one_step", "The minimum in one step", {"x0": 2.0, "eta": 0.5}, 0),
        Preset("little_slope", "Little slope, little step", {"f": "plain", "eta": 0.5, "x0": 2.8}),
        Preset("kink", "A slope that never shrinks", {"f": "kink", "eta": 0.3, "x0": 2.0}),
    ),
    draw=descent_board,
    walk=descent_walk,
)
