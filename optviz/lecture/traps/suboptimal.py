"""The critical points of a surface, classified by the Hessian, and the one at which GD comes to rest."""

import numpy as np

from optviz.core.number_text import label, percent, point, tex
from optviz.core.simulation.critical import CriticalPoints, critical_points
from optviz.core.simulation.run import Run
from optviz.core.simulation.status import hessians
from optviz.core.surfaces import Surface, as_field
from optviz.figures.board import Board, Metric, Metrics, Table, from_step
from optviz.lecture.own import TYPED, start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    background,
    critical_marks,
    gd_fan,
    gd_run,
    loss_chart,
    lr_slider,
    run_path,
    start_on,
    surface_axes,
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


def points_table(critical: CriticalPoints, typed: bool = False) -> Table:
    """Return the critical points by their numbers in the picture; of very many, the first forty.

    On a ``typed`` surface a question mark stands where the Hessian does not decide: nothing is known of it otherwise.
    """
    rows = [
        (
            str(number),
            f"{p.where} ?" if typed and p.degenerate else p.where,
            point(p.point),
            label(p.value, 3, 1e-9),
            _pair(np.array(p.eigenvalues)),
        )
        for number, p in enumerate(critical.points[:MAX_ROWS], 1)
    ]
    left_out = len(critical.points) - len(rows)
    if left_out:
        rows.append(("…", f"{left_out} more", "", "", ""))
    head = ("", "∇f = 0", "at", "f", "λ₁, λ₂")
    return Table("points", head, tuple(rows), kind_counts(critical), follow=False, mono=False)


def curvature_texts(run: Run) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the Hessian at each x_t as a matrix, and its eigenvalues, both as text; a dash where there is none."""
    curvatures = hessians(as_field(run.surface), run.x)
    known = np.array([bool(np.isfinite(matrix).all()) for matrix in curvatures])
    eigenvalues = np.linalg.eigvalsh(np.where(known[:, None, None], curvatures, 0.0))
    matrices = [_matrix(matrix) if there else "—" for matrix, there in zip(curvatures, known, strict=True)]
    pairs = [_pair(values) if there else "—" for values, there in zip(eigenvalues, known, strict=True)]
    return tuple(matrices), tuple(pairs)


def _matrix(matrix: np.ndarray) -> str:
    rows = (" & ".join(tex(value if abs(value) > 1e-9 else 0.0, 3) for value in row) for row in matrix.tolist())
    return r"$\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}$"


def _pair(values: np.ndarray) -> str:
    return ", ".join(label(value, 3, 1e-9) for value in values.tolist())


def is_wide(surface: Surface) -> bool:
    """Return whether a surface's window is so much wider than high that a chart fits below its picture."""
    (x_low, x_high), (y_low, y_high) = surface.domain
    return x_high - x_low >= 1.5 * (y_high - y_low)


def suboptimal_board(values: Values) -> Board:
    """Critical points, classified and labelled, and the run of GD from one start."""
    run = gd_run(values, STEPS)
    critical, typed = critical_points(surface_of(values)), values["surface"] == TYPED
    end = f"{run.status.label}, at {point(run.x[-1])}"
    matrices, eigenvalues = curvature_texts(run)
    metrics = [
        Metric("GD", from_step(STEPS, end)),
        Metric("$H(x_t)$", matrices),
        Metric(r"$\lambda_1, \lambda_2$", eigenvalues),
    ]
    if critical.flat > 0.01:
        metrics.append(Metric("flat to 10⁻⁶, a plateau", f"{percent(critical.flat, 0)} of the window"))
    if typed and any(p.degenerate for p in critical.points):
        metrics.append(Metric("? an eigenvalue is 0", "f was compared on small circles, which may err"))
    panels = (
        surface_axes(values, (*critical_marks(critical.points), run_path(run, "GD", fan="gd"))),
        points_table(critical, typed),
        Metrics("result", tuple(metrics)),
    )
    rows, heights = (("plane", "points"), ("plane", "result")), (1.0, 0.0)
    if is_wide(surface_of(values)):
        panels = (*panels, loss_chart(run))
        rows, heights = (("plane", "points"), ("loss", "points"), ("loss", "result")), (1.0, 0.25, 0.0)
    return Board(
        panels,
        rows,
        steps=STEPS,
        widths=(1.08, 1.0),
        heights=heights,
        status=(run.status.kind,),
        notices=run_notices(values, run),
        summary=f"{kind_counts(critical)}. {run_summary(run)}",
    )


SUBOPTIMAL = Section(
    "suboptimal",
    "Critical points",
    controls=(*surface_controls("six_hump_camel"), lr_slider(0.05), *start_sliders(-1.9, -1.0)),
    presets=(
        Preset("stuck_high", "Worst minimum"),
        Preset("found_best", "Global minimum", {"x0": -1.1, "y0": 1.0}),
        Preset("on_the_saddle", "Start at a saddle", {"x0": 0.0, "y0": 0.0}),
        Preset("along_the_ridge", "Into a saddle", start_on("saddle", -1.5, 0.0)),
        Preset("nine_points", "Himmelblau: 9", start_on("himmelblau", 0.0, 0.0, lr=0.01)),
        Preset("no_verdict", "Monkey saddle: undecided", start_on("monkey_saddle", 1.5, 0.0)),
        Preset("very_many", "Rastrigin: 441", start_on("rastrigin", 3.3, -2.4, lr=0.002)),
    ),
    draw=suboptimal_board,
    fan=gd_fan(STEPS),
    background=background,
)
