"""Suboptimal: the critical points of a surface, classified by the Hessian, and the one at which GD comes to rest."""

from optviz.core.number_text import label, percent, point
from optviz.core.simulation.critical import CriticalPoints, critical_points
from optviz.figures.board import Board, Metric, Metrics, Table, from_step
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    background,
    critical_marks,
    gd_run,
    lr_slider,
    run_path,
    start_on,
    start_sliders,
    surface_axes,
    surface_choice,
    surface_of,
)
from optviz.lecture.traps.messages import run_notices, run_summary

STEPS = 200
MAX_ROWS = 40


def kind_counts(critical: CriticalPoints) -> str:
    """Return how many critical points of each kind there are: ``6 minima, 1 saddle, 0 maxima``."""
    minima, saddles, maxima = (len(critical.of(kind)) for kind in ("minimum", "saddle", "maximum"))
    return ", ".join(
        f"{count} {singular if count == 1 else plural}"
        for count, singular, plural in (
            (minima, "minimum", "minima"),
            (saddles, "saddle", "saddles"),
            (maxima, "maximum", "maxima"),
        )
    )


def points_table(critical: CriticalPoints) -> Table:
    """Return the critical points by their numbers in the picture; of very many, the first forty."""
    rows = [
        (
            str(number),
            p.where,
            point(p.point),
            label(p.value, 3, 1e-9),
            ", ".join(label(eigenvalue, 3, 1e-9) for eigenvalue in p.eigenvalues),
        )
        for number, p in enumerate(critical.points[:MAX_ROWS], 1)
    ]
    left_out = len(critical.points) - len(rows)
    if left_out:
        rows.append(("…", f"{left_out} more", "", "", ""))
    head = ("", "∇f = 0", "at", "f", "λ₁, λ₂")
    return Table("points", head, tuple(rows), kind_counts(critical), follow=False, mono=False)


def suboptimal_board(values: Values) -> Board:
    """Critical points, classified and labelled, and the run of GD from one start."""
    run = gd_run(values, STEPS)
    critical = critical_points(surface_of(values))
    end = f"{run.status.label}, at {point(run.x[-1])}"
    metrics = [Metric("GD", from_step(STEPS, end)), Metric("$f(x_t)$", run.value)]
    if critical.flat > 0.01:
        metrics.append(Metric("flat to 10⁻⁶, a plateau", f"{percent(critical.flat, 0)} of the window"))
    return Board(
        (
            surface_axes(values, (*critical_marks(critical.points), run_path(run, "GD"))),
            points_table(critical),
            Metrics("result", tuple(metrics)),
        ),
        (("plane", "points"), ("plane", "result")),
        steps=STEPS,
        widths=(1.0, 1.0),
        heights=(1.0, 0.0),
        status=(run.status.kind,),
        notices=run_notices(values, run),
        summary=f"{kind_counts(critical)}. {run_summary(run)}",
    )


SUBOPTIMAL = Section(
    "suboptimal",
    "Suboptimal",
    controls=(surface_choice("six_hump_camel"), lr_slider(0.05), *start_sliders(-1.9, -1.0)),
    presets=(
        Preset("stuck_high", "Stuck in the worst of six minima"),
        Preset("found_best", "From here: the global minimum", {"x0": -1.1, "y0": 1.0}),
        Preset("on_the_saddle", "A start at a saddle never moves", {"x0": 0.0, "y0": 0.0}),
        Preset("along_the_ridge", "Along a ridge into the saddle", start_on("saddle", -1.5, 0.0)),
        Preset("nine_points", "4 minima, 4 saddles, 1 maximum", start_on("himmelblau", 0.0, 0.0, lr=0.01)),
        Preset("no_verdict", "Where the Hessian is silent", start_on("monkey_saddle", 1.5, 0.0)),
        Preset("very_many", "Rastrigin: 441 critical points", start_on("rastrigin", 3.3, -2.4, lr=0.002)),
    ),
    draw=suboptimal_board,
    background=background,
)
