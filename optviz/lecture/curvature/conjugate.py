"""Conjugate directions against the zigzag: steepest descent and conjugate gradients, both with exact line search."""

import numpy as np

from optviz.core.curvature import METHODS, MethodRun
from optviz.core.number_text import label
from optviz.core.surfaces import SURFACES, Surface
from optviz.figures.board import Background, Board, Metric, Metrics
from optviz.figures.local_model import arrow
from optviz.lecture.controls import Slider, VisibleIf
from optviz.lecture.curvature.common import (
    AGAINST,
    heights_of,
    loss_chart,
    method_run,
    notices_of,
    paths,
    start_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_key, surface_of
from optviz.lecture.section import Preset, Section, Values

STEPS = 40


def ground_of(values: Values) -> Surface:
    """Return the chosen surface; the bowl has the condition number and the rotation of the sliders."""
    if values["surface"] != "quadratic":
        return surface_of(values)
    return SURFACES["quadratic"](**{"kappa": float(values["kappa"]), "rotation": float(values["turn_by"])})


def conjugate_runs(values: Values) -> dict[str, MethodRun]:
    """Return steepest descent and conjugate gradients."""
    surface, start = ground_of(values), start_of(values)
    return {key: method_run(surface, METHODS[key](), start, STEPS) for key in ("exact", "cg")}


def cosines(run: MethodRun) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each step but the first, the cosine between it and the last: plain, and measured by H, (T−1,)."""
    p, hessian = run.direction, run.hessian[1:-1]

    def cosine(bent: np.ndarray) -> np.ndarray:
        def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
            return np.einsum("ti,tij,tj->t", a, bent, b)

        with np.errstate(all="ignore"):
            return product(p[1:], p[:-1]) / np.sqrt(np.abs(product(p[1:], p[1:]) * product(p[:-1], p[:-1])))

    return cosine(np.broadcast_to(np.eye(2), hessian.shape)), cosine(hessian)


def conjugate_board(values: Values) -> Board:
    """Both paths, f of both, and the angles between one direction and the next."""
    runs = conjugate_runs(values)
    surface, cg = ground_of(values), runs["cg"]
    coming = arrow(cg.x[:-1], cg.length[:, None] * cg.direction, 7, "next step", width=1.4)
    readings = []
    for key, name in (("exact", "steepest"), ("cg", "CG")):
        plain, bent = cosines(runs[key])
        readings += [
            Metric(f"{name}: cos(p, last p)", _words(plain), 0 if key == "exact" else 7),
            Metric(f"{name}: the same by H", _words(bent), 0 if key == "exact" else 7),
        ]
    return Board(
        (
            surface_axes(surface, (*paths(runs, "cg"), coming)),
            loss_chart(values, runs),
            Metrics("now", tuple(readings)),
        ),
        (("plane", "loss"), ("now", "now")),
        steps=STEPS,
        widths=(1.4, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=notices_of(values, runs),
        summary=summary(runs),
    )


def _words(cosine: np.ndarray) -> tuple[str, ...]:
    words = [label(round(c, 3), 3, 1e-3) if np.isfinite(c) else "none" for c in cosine.tolist()]
    return ("—", "—", *(words[min(t, len(words) - 1)] if words else "—" for t in range(STEPS - 1)))


def conjugate_background(values: Values) -> Background:
    """Return the heights of the chosen surface."""
    key = surface_key(values)
    key += f" {values['kappa']} {values['turn_by']}" if key == "quadratic" else ""
    return heights_of(key, ground_of(values))


CONJUGATE = Section(
    "conjugate",
    "Conjugate gradients",
    controls=(
        *surface_controls("quadratic"),
        VisibleIf("surface", ("quadratic",), Slider("kappa", r"\kappa", "condition number", 10.0, 1.0, 200.0, "log")),
        VisibleIf("surface", ("quadratic",), Slider("turn_by", r"\varphi", "rotation (degrees)", 20.0, -90.0, 90.0)),
        *start_sliders(-2.3, -0.6),
        AGAINST,
    ),
    presets=(
        Preset("conjugate_bowl", "Two steps against a zigzag"),
        Preset(
            "conjugate_narrow", "κ = 100: the worst zigzag", {"kappa": 100.0, "turn_by": 0.0, "x0": -2.5, "y0": 0.025}
        ),
        Preset("conjugate_round", "A round bowl", {"kappa": 1.0}),
        Preset("conjugate_valley", "A curved valley", {"surface": "rosenbrock", "x0": -1.2, "y0": 1.0}),
        Preset(
            "conjugate_cost",
            "Against evaluations",
            {"kappa": 100.0, "turn_by": 0.0, "x0": -2.5, "y0": 0.025, "against": "cost"},
        ),
    ),
    draw=conjugate_board,
    background=conjugate_background,
)
