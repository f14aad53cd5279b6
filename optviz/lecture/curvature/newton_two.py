"""Newton's method on a surface, beside gradient descent: few steps, each of them dear."""

import numpy as np

from optviz.core.number_text import label
from optviz.figures.board import Board, Metric, Metrics
from optviz.figures.local_model import held, local_model, model_lines, newton_arrow
from optviz.lecture.controls import Slider
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

STEPS = 30


def two_board(values: Values) -> Board:
    """Newton beside gradient descent on a surface, with the model at Newton's head."""
    runs = {"gd": run_of(values, "gd", STEPS, lr=float(values["lr"])), "newton": run_of(values, "newton", STEPS)}
    run = runs["newton"]
    model = local_model(run.surface, run.x, run.value, run.slope)
    lines, arrow = model_lines(model, run.surface.domain, STEPS), newton_arrow(model)
    with np.errstate(divide="ignore"):
        digits = -np.log10(run.slope_norm)
    readings = Metrics(
        "now",
        (
            Metric("Newton: f", held(run.value, STEPS), 3),
            Metric("‖∇f‖", held(run.slope_norm, STEPS), 3),
            Metric("−log₁₀ ‖∇f‖", tuple(label(d, 3) for d in held(digits, STEPS).tolist()), 3),
            Metric("GD: f", held(runs["gd"].value, STEPS), 0),
        ),
    )
    return Board(
        (surface_axes(run.surface, (*paths(runs, "newton"), lines, arrow)), loss_chart(values, runs), readings),
        (("plane", "loss"), ("now", "now")),
        steps=STEPS,
        widths=(1.4, 1.0),
        heights=(1.0, 0.0),
        status=tuple(each.status.kind for each in runs.values()),
        notices=notices_of(values, runs),
        summary=summary(runs),
    )


NEWTON_TWO = Section(
    "newton_two",
    "Newton in 2-D",
    controls=(
        *surface_controls("rosenbrock"),
        Slider("lr", r"\eta", "learning rate of GD", 0.001, 0.0, 0.2, "square"),
        *start_sliders(-1.2, 1.0),
        AGAINST,
    ),
    presets=(
        Preset("two_valley", "Rosenbrock in six steps"),
        Preset("two_bowl", "A bowl in one step", {"surface": "booth", "x0": -4.0, "y0": 5.0, "lr": 0.05}),
        Preset("two_digits", "The digits double", {"surface": "himmelblau", "x0": 4.5, "y0": 3.5, "lr": 0.01}),
        Preset("two_cost", "Against evaluations", {"against": "cost"}),
    ),
    draw=two_board,
    background=background,
)
