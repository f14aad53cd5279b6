"""Without a gradient: Nelder and Mead's triangle and the cloud of CMA-ES."""

import numpy as np

from optviz.core.curvature import MethodRun
from optviz.core.number_text import label
from optviz.figures.board import Board, Layer, Metric, Metrics, Outline, Points
from optviz.figures.local_model import conics, held
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.curvature.common import (
    AGAINST,
    LOOKS,
    background,
    counted,
    loss_chart,
    notices_of,
    paths,
    run_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

STEPS = 60
TRAIL = 6
VALLEY = {"surface": "rosenbrock", "x0": -1.2, "y0": 1.0}
SPREADS = np.array([[0.5, 2.0]])
"""The ellipses of a cloud, at one and at two standard deviations: ½ dᵀC⁻¹d."""


def without_runs(values: Values) -> dict[str, MethodRun]:
    """Return the chosen methods' runs."""
    knobs = {
        "nelder_mead": {"size": float(values["size"])},
        "cma_es": {"sigma": float(values["size"]), "size": float(values["cloud"]), "seed": float(values["seed"])},
    }
    keys = ("nelder_mead", "cma_es") if values["who"] == "both" else (values["who"],)
    return {key: run_of(values, key, STEPS, **knobs[key]) for key in keys}


def shapes(runs: dict[str, MethodRun]) -> list[Layer]:
    """Return the triangle with those before it, and the cloud with its ellipses."""
    layers: list[Layer] = []
    if (run := runs.get("nelder_mead")) is not None:
        x, y = (np.ascontiguousarray(run.extras["simplex"][..., i]) for i in (0, 1))
        layers.append(Outline(x, y, LOOKS["nelder_mead"], "triangle", trail=TRAIL))
    if (run := runs.get("cma_es")) is not None:
        shape = run.extras["ellipse"]
        bent = np.linalg.pinv(shape, rcond=1e-12, hermitian=True)
        levels = np.repeat(SPREADS, len(shape), axis=0)
        layers.append(conics(run.x, np.zeros_like(run.x), bent, levels, STEPS, look=LOOKS["cma_es"], name="σ and 2σ"))
        clouds = np.array([run.x[:1].repeat(len(run.tried[0]), 0), *run.tried]) if run.steps else run.x[:, None]
        x, y = (np.ascontiguousarray(clouds[..., i]) for i in (0, 1))
        layers.append(Points(x, y, LOOKS["cma_es"], "ring", "points drawn", size=0.7))
    return layers


def without_board(values: Values) -> Board:
    """The triangle, or the cloud, on a surface; f of the best corner, at the cloud's mean; how often f was asked."""
    runs = without_runs(values)
    named = {"nelder_mead": "Nelder–Mead", "cma_es": "CMA-ES"}
    readings = []
    for key, run in runs.items():
        readings.append(Metric(f"{named[key]}: f asked for", counted(held(run.asked("value"), STEPS)), LOOKS[key]))
        sizes = tuple(label(size, 3) for size in held(size_of(run), STEPS).tolist())
        readings.append(Metric("its size", sizes, LOOKS[key]))
    plane = surface_axes(surface_of(values), (*paths(runs), *shapes(runs)))
    return Board(
        (plane, loss_chart(values, runs), Metrics("now", tuple(readings))),
        (("plane", "loss"), ("now", "now")),
        steps=STEPS,
        widths=(1.4, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=notices_of(values, runs, ends=False),
        summary=summary(runs),
    )


def size_of(run: MethodRun) -> np.ndarray:
    """Return the longest side of the triangle, or the longest standard deviation of the cloud, (T+1,)."""
    if "ellipse" in run.extras:
        return np.sqrt(np.linalg.eigvalsh(run.extras["ellipse"])[:, -1])
    corners = run.extras["simplex"]
    sides = corners - np.roll(corners, 1, axis=1)
    return np.linalg.norm(sides, axis=2).max(axis=1)


WITHOUT = Section(
    "without",
    "No gradient",
    controls=(
        *surface_controls("himmelblau"),
        Choice(
            "who", "method", (("nelder_mead", "Nelder–Mead"), ("cma_es", "CMA-ES"), ("both", "both")), "nelder_mead"
        ),
        Slider("size", r"\sigma_0", "size at the start", 0.5, 0.01, 3.0, "square"),
        VisibleIf("who", ("cma_es", "both"), Slider("cloud", r"\lambda", "points a generation", 6, 4, 20, whole=True)),
        VisibleIf("who", ("cma_es", "both"), Slider("seed", "", "seed", 0, 0, 99, whole=True)),
        *start_sliders(-0.5, 0.5),
        AGAINST,
    ),
    presets=(
        Preset("without_triangle", "A triangle walks"),
        Preset("without_cloud", "A cloud learns the valley", {**VALLEY, "who": "cma_es"}),
        Preset("without_kink", "No slope to follow", {"surface": "absolute", "who": "both", "x0": -1.5, "y0": 1.2}),
        Preset(
            "without_ripples",
            "A large cloud over ripples",
            {"surface": "rastrigin", "who": "cma_es", "size": 2.0, "cloud": 14, "seed": 4, "x0": 3.3, "y0": -2.4},
        ),
        Preset("without_cost", "Against evaluations", {**VALLEY, "who": "both", "against": "cost"}),
    ),
    draw=without_board,
    background=background,
)
