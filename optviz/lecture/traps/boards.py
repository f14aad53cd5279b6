"""The boards of the page on traps."""

import numpy as np

from optviz.core.simulation.critical import CriticalPoints
from optviz.core.simulation.multistart import Swarm as Balls
from optviz.figures.board import Arrows, Board, Chart, Formula, Metric, Metrics, Series, Swarm, Table
from optviz.lecture.section import Values
from optviz.lecture.traps import common as runs
from optviz.lecture.traps.basins import basins_board
from optviz.lecture.traps.common import Fates
from optviz.lecture.traps.escape import escape_board, saddle_board
from optviz.lecture.traps.messages import (
    counted,
    ended,
    fate_notices,
    fate_word,
    fates_summary,
    place,
    short,
    start_notices,
)
from optviz.lecture.traps.parts import (
    MINIMUM_LOOKS,
    background_of_surface,
    colours,
    fate_table,
    ground,
    loss_chart,
    marks,
    path,
    plane,
)

SHORTER = 0.4
ROWS = 40

STEP_LINES = (
    (
        r"\nabla_x f(x_t) = \begin{pmatrix} df/dx_1 \\ df/dx_2 \end{pmatrix}",
        r"\nabla_x f(x_t) = <<grad>>",
    ),
    (r"x_{t+1} = x_t - \eta\, \nabla_x f(x_t)", r"<<x_next>> = <<x>> - <<lr>> \cdot <<grad>>"),
)


def gradient_board(values: Values) -> Board:
    """Arrows of −∇f over the level lines, one path, and the step at the playhead in numbers."""
    run = runs.gradient(values)
    field = field_arrows(values["surface"], values["equal"])
    moves = run.step[:, None, :]
    before = run.x[:-1, None, :]
    step = Arrows(
        before[..., 0], before[..., 1], moves[..., 0], moves[..., 1], "accent", "the step −η∇f(xₜ)", width=1.4
    )
    known = run.quantities
    worked = Formula(
        "worked", STEP_LINES, {key: known[key] for key in ("x", "x_next", "grad")} | {"lr": float(values["lr"])}
    )
    return Board(
        (plane(values, (field, path(run, "xₜ"), step)), worked, loss_chart(run)),
        (("plane", "worked"), ("plane", "loss")),
        steps=runs.STEPS["gradient"],
        widths=(1.7, 1.0),
        heights=(0.0, 1.0),
        status=(run.status.kind,),
        notices=start_notices(values, run),
        summary=ended(run),
    )


def field_arrows(surface: str, equal: bool) -> Arrows:
    """Return −∇f on a coarse grid; the lengths are drawn closer together than they are, or all alike."""
    x, y, down = runs.arrows(surface)
    size = np.hypot(*down.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(size > 0, size ** (-1.0 if equal else SHORTER - 1.0), 0.0)
    dx, dy = (down * factor[:, None]).T
    name = "direction of −∇f" if equal else "−∇f, longer where it is steeper"
    return Arrows(x, y, dx, dy, "faint", name, "fit", reach=1.6 if equal else 2.6, width=0.6)


def balls_board(values: Values) -> Board:
    """Balls from a grid of starts, each in the colour of where it ends."""
    swarm, fates = runs.balls(values)
    categories, number = colours(fates)
    x, y = swarm.x[..., 0].T, swarm.x[..., 1].T
    rolling = Swarm(np.ascontiguousarray(x), np.ascontiguousarray(y), number, categories)
    minima = fates.landscape.of("minimum")
    return Board(
        (
            plane(values, (rolling, *marks(minima, labels=False)), drag=None),
            fate_table(fates, "where the balls end", True),
            arrivals_chart(swarm, fates),
        ),
        (("plane", "fates"), ("plane", "arrivals")),
        steps=runs.STEPS["balls"],
        widths=(1.7, 1.0),
        heights=(1.3, 1.0),
        status=(fate_word(fates),),
        notices=fate_notices(values, fates),
        summary=fates_summary(fates),
    )


def arrivals_chart(swarm: Balls, fates: Fates) -> Chart:
    """Return how many balls are at each of up to six minima, or at any of more; with none, how many are in sight."""
    minima = fates.landscape.of("minimum")
    if not minima:
        inside = Series("", runs.in_sight(swarm, fates), "faint")
        return Chart("arrivals", "balls in the picture", (inside,), legend=False, low=0.0)
    counts = runs.arrivals(swarm, fates)
    if len(minima) > len(MINIMUM_LOOKS):
        series = (Series("", counts.sum(axis=1), MINIMUM_LOOKS[0]),)
    else:
        series = tuple(Series(place(p.point), counts[:, i], MINIMUM_LOOKS[i]) for i, p in enumerate(minima))
    return Chart("arrivals", "balls at a minimum", series, legend=False, low=0.0)


def suboptimal_board(values: Values) -> Board:
    """Critical points, classified and labelled, and the run of GD from one start."""
    run, landscape = runs.suboptimal(values)
    end = Metric("GD", f"{run.status.label}, at {place(tuple(run.x[-1]))}")
    readings = [end, Metric("$f(x_t)$", run.value)]
    if landscape.flat > 0.01:
        readings.append(Metric("flat to 10⁻⁶, a plateau", f"{landscape.flat:.0%} of the window"))
    return Board(
        (
            plane(values, (*marks(landscape.points), path(run, "GD"))),
            points_table(landscape),
            Metrics("result", tuple(readings)),
        ),
        (("plane", "points"), ("plane", "result")),
        steps=runs.STEPS["suboptimal"],
        widths=(1.0, 1.0),
        heights=(1.0, 0.0),
        status=(run.status.kind,),
        notices=start_notices(values, run),
        summary=f"{counted(landscape)}. {ended(run)}",
    )


def points_table(landscape: CriticalPoints) -> Table:
    """Return the critical points by their numbers in the picture; of very many, the first forty."""
    rows = [
        (str(i + 1), p.where, place(p.point), short(p.value, 3), ", ".join(short(e, 3) for e in p.eigenvalues))
        for i, p in enumerate(landscape.points[:ROWS])
    ]
    more = len(landscape.points) - len(rows)
    if more:
        rows.append(("…", f"{more} more", "", "", ""))
    return Table("points", ("", "∇f = 0", "at", "f", "λ₁, λ₂"), tuple(rows), counted(landscape), False, mono=False)


DRAW = {
    "gradient": gradient_board,
    "balls": balls_board,
    "suboptimal": suboptimal_board,
    "basins": basins_board,
    "saddle": saddle_board,
    "escape": escape_board,
}
GROUND = {
    "gradient": ground,
    "balls": ground,
    "suboptimal": ground,
    "basins": ground,
    "saddle": lambda values: background_of_surface("saddle"),
    "escape": lambda values: background_of_surface("saddle"),
}
