"""The local quadratic model: what f, its gradient and its Hessian at one point say about the ground around it."""

import numpy as np

from optviz.core.curvature import MethodRun
from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.figures.board import Board, Chart, Metric, Metrics, Series
from optviz.figures.local_model import LocalModel, best_of, held, local_model, model_layers, seen_only
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.curvature.common import (
    LOOKS,
    background,
    ended,
    notices_of,
    path,
    run_of,
    start_of,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

STEPS = 60
NAMES = {"gd": "GD", "momentum": "Momentum", "adam": "Adam", "newton": "Newton"}
_KNOBS = {"momentum": {"beta": 0.9}}


def chosen_run(values: Values) -> MethodRun | Run:
    """Return the run whose head has the model."""
    key = values["rule"]
    if key == "newton":
        return run_of(values, "newton", STEPS)
    optimizer = OPTIMIZERS[key](lr=float(values["lr"]), **_KNOBS.get(key, {}))
    return simulate(surface_of(values), optimizer, start_of(values), STEPS)


def model_of(run: MethodRun | Run) -> LocalModel:
    """Return the quadratic model at each point of a run."""
    return local_model(run.surface, run.x, run.value, run.slope)


def model_board(values: Values) -> Board:
    """The model's level lines at the head, its axes, Newton's step and −η∇f; and how well it foretold each step."""
    run = chosen_run(values)
    model, surface, lr = model_of(run), run.surface, float(values["lr"])
    seen = tuple(run.x[t : t + 1] for t in range(len(run.x)))
    fog = seen_only(seen, best_of(run.x, run.value), surface.domain, STEPS) if values["fog"] else ()
    name = NAMES[values["rule"]]
    layers = (*fog, path(run, LOOKS["newton"] if name == "Newton" else 0, name, True))
    overlay = model_layers(model, surface.domain, STEPS, lr) if values["overlay"] else ()
    return Board(
        (surface_axes(surface, (*layers, *overlay)), curvature_chart(model, lr), readings(run, model, lr)),
        (("plane", "curvature"), ("now", "now")),
        steps=STEPS,
        widths=(1.6, 1.0),
        heights=(1.0, 0.0),
        status=(run.status.kind,),
        notices=notices_of(values, {"newton": run} if isinstance(run, MethodRun) else {}),
        summary=ended(run, name),
    )


def curvature_chart(model: LocalModel, lr: float) -> Chart:
    """Return both curvatures at the head against the step, and 2/η, which none may exceed for GD to settle."""
    low, high = held(model.curvatures, STEPS).T
    series: tuple[Series, ...] = (Series("λ₂", high, 3), Series("λ₁", low, 0))
    if lr > 0:
        series += (Series("2/η", np.full(STEPS + 1, 2 / lr), "bad", dashed=True, known=True),)
    return Chart("curvature", "curvatures at the head", series, help="The Hessian's eigenvalues at x_t.")


def readings(run: MethodRun | Run, model: LocalModel, lr: float) -> Metrics:
    """Return the curvatures, 2/λmax, and what the model at the point before said of the last step."""
    low, high = held(model.curvatures, STEPS).T
    limit = tuple(label(2 / value) if value > 0 else "none" for value in high.tolist())
    steps = np.diff(run.x, axis=0)
    said, true = model.foretold(steps), np.diff(run.value)
    return Metrics(
        "now",
        (
            Metric(r"$\lambda_1$", _words(low)),
            Metric(r"$\lambda_2$", _words(high)),
            Metric(rf"$2/\lambda_{{\max}}$, with η = {label(lr)}", limit),
            Metric("the model foretold", _after_a_step(said)),
            Metric("f changed by", _after_a_step(true)),
        ),
    )


def _after_a_step(numbers: np.ndarray) -> tuple[str, ...]:
    """Return a number of each step, told once it has been taken; a dash where there is none."""
    return ("—", *(_words(held(numbers, STEPS - 1)) if len(numbers) else ()))


def _words(numbers: np.ndarray) -> tuple[str, ...]:
    return tuple(label(number, 3, 1e-12) for number in numbers.tolist())


MODEL = Section(
    "model",
    "Quadratic model",
    controls=(
        *surface_controls("rosenbrock"),
        Choice("rule", "optimizer", tuple(NAMES.items()), "gd"),
        Slider("lr", r"\eta", "learning rate", 0.001, 0.0, 1.0, "square"),
        *start_sliders(-1.2, 1.0),
        Switch("overlay", "the model", True),
        Switch("fog", "only what it has seen", False),
    ),
    presets=(
        Preset("model_valley", "A curved valley"),
        Preset("model_bowl", "A bowl: the model is f", {"surface": "quadratic", "lr": 0.15, "x0": -2.5, "y0": 1.5}),
        Preset("model_saddle", "Hyperbolas", {"surface": "saddle", "lr": 0.05, "x0": -1.5, "y0": 0.3}),
        Preset("model_hill", "From a hill", {"surface": "himmelblau", "lr": 0.01, "x0": -0.5, "y0": -0.5}),
        Preset(
            "model_fog",
            "Only what it has seen",
            {"surface": "himmelblau", "rule": "momentum", "lr": 0.002, "x0": -1.0, "y0": 4.0, "fog": True},
        ),
    ),
    draw=model_board,
    background=background,
)
