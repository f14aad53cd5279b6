"""BFGS: a matrix built from gradients, against the true inverse Hessian."""

import numpy as np

from optviz.core.curvature import MethodRun
from optviz.core.number_text import label
from optviz.figures.board import Board, Chart, Metric, Metrics, Series
from optviz.figures.local_model import arrow, conics, held
from optviz.lecture.controls import Choice
from optviz.lecture.curvature.common import (
    AGAINST,
    background,
    loss_chart,
    notices_of,
    paths,
    run_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls
from optviz.lecture.section import Preset, Section, Values

STEPS = 50
_SIZE = 0.16


def bfgs_runs(values: Values) -> dict[str, MethodRun]:
    """Return BFGS and what it is to be compared with."""
    keys = {"newton": ("newton",), "lbfgs": ("lbfgs",), "both": ("newton", "lbfgs")}[values["beside"]]
    return {key: run_of(values, key, STEPS) for key in (*keys, "bfgs")}


def inverses(run: MethodRun) -> np.ndarray:
    """Return the true inverse Hessian at each point, (T+1, 2, 2); NaN where it is singular or not finite."""
    a, b, d = run.hessian[:, 0, 0], run.hessian[:, 0, 1], run.hessian[:, 1, 1]
    with np.errstate(all="ignore"):
        bottom = a * d - b * b
        inverse = np.array([[d, -b], [-b, a]]).transpose(2, 0, 1) / bottom[:, None, None]
    return np.where(np.isfinite(inverse), inverse, np.nan)


def error_of(run: MethodRun) -> np.ndarray:
    """Return ‖B_t − H⁻¹‖ over ‖H⁻¹‖, Frobenius, at each point, (T+1,)."""
    true = inverses(run)
    off = np.linalg.norm((run.extras["matrix"] - true).reshape(-1, 4), axis=1)
    with np.errstate(all="ignore"):
        return off / np.linalg.norm(true.reshape(-1, 4), axis=1)


def bfgs_board(values: Values) -> Board:
    """BFGS's path with the ellipses of its matrix and of the true inverse, both matrices, and their distance."""
    runs = bfgs_runs(values)
    run = runs["bfgs"]
    error = error_of(run)
    series = (Series("‖B − H⁻¹‖/‖H⁻¹‖", held(error, STEPS), 8),)
    return Board(
        (
            surface_axes(run.surface, (*paths(runs, "bfgs"), *ellipses(run), *steps_of(run))),
            loss_chart(values, runs),
            Chart("error", "how wrong B is", series, log=True, legend=False),
            matrices(run),
        ),
        (("plane", "loss"), ("plane", "error"), ("now", "now")),
        steps=STEPS,
        widths=(1.4, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=tuple(each.status.kind for each in runs.values()),
        notices=notices_of(values, runs),
        summary=summary(runs),
    )


def ellipses(run: MethodRun) -> tuple:
    """Return dᵀB⁻¹d = const and dᵀHd = const round the head, as large as each other where B is H⁻¹."""
    window = run.surface.domain
    size = _SIZE * min(high - low for low, high in window)
    matrix, flat = run.extras["matrix"], np.zeros_like(run.x)
    bent = np.linalg.inv(matrix)
    # Both are drawn at one height, at which the learnt one is as long as the size.
    height = (size**2 / np.linalg.eigvalsh(matrix)[:, 1] / 2)[:, None]
    learnt = conics(run.x, flat, bent, height, STEPS, look="accent", name="by B")
    true = conics(run.x, flat, run.hessian, height, STEPS, look="good", name="by H⁻¹", dashed=True)
    return true, learnt


def steps_of(run: MethodRun) -> tuple:
    """Return the step −B∇f that comes next, and Newton's."""
    guess = -np.einsum("tij,tj->ti", run.extras["matrix"], run.slope)
    newton = -np.einsum("tij,tj->ti", inverses(run), run.slope)
    return (
        arrow(run.x, newton, "good", "Newton's step", dashed=True, width=1.4),
        arrow(run.x, guess, "accent", "−B∇f", width=1.6),
    )


def matrices(run: MethodRun) -> Metrics:
    """Return both matrices at the playhead."""

    def words(matrix: np.ndarray) -> tuple[str, ...]:
        rows = held(matrix, STEPS)[:, [0, 0, 1], [0, 1, 1]]
        return tuple(", ".join(label(n, 3) if n == n else "none" for n in row) for row in rows.tolist())

    return Metrics(
        "now",
        (
            Metric("$B_{11}, B_{12}, B_{22}$", words(run.extras["matrix"]), "accent"),
            Metric("those of $H^{-1}$, not used", words(inverses(run)), "good"),
        ),
    )


BFGS = Section(
    "bfgs",
    "BFGS",
    controls=(
        *surface_controls("rosenbrock"),
        Choice("beside", "beside it", (("newton", "Newton"), ("lbfgs", "L-BFGS"), ("both", "both")), "newton"),
        *start_sliders(-1.2, 1.0),
        AGAINST,
    ),
    presets=(
        Preset("bfgs_valley", "Along the valley"),
        Preset("bfgs_bowl", "A bowl: learnt in a few steps", {"surface": "quadratic", "x0": -2.5, "y0": 1.5}),
        Preset("bfgs_hill", "From a hill", {"surface": "himmelblau", "x0": -0.5, "y0": -0.5}),
        Preset("bfgs_limited", "L-BFGS beside it", {"beside": "lbfgs"}),
        Preset("bfgs_cost", "Against evaluations", {"against": "cost"}),
    ),
    draw=bfgs_board,
    background=background,
)
