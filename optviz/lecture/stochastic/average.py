"""An average: the data beside their loss, and an arrow for each point that pulls at θ."""

import numpy as np

from optviz.core import number_text
from optviz.core.stochastic.datasets import Data, eight
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import (
    NO_BACKGROUND,
    Arrows,
    Axes,
    Background,
    Board,
    DragTarget,
    Formula,
    Layer,
    Line,
    Metric,
    Metrics,
    Points,
)
from optviz.lecture import controls
from optviz.lecture.controls import VisibleIf
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    DATA_WINDOW,
    DRAG_THETA,
    EACH_WIDTH,
    MEAN_WIDTH,
    MODEL,
    data_axes,
    gradient_arrows,
    loss_background,
    model_x,
    theta_axes,
    theta_of,
    theta_sliders,
)
from optviz.lecture.stochastic.messages import about_shape, about_theta

LIMIT = 20.0


def edited_regression(values: Values) -> Regression:
    """Return the regression on the points that a person may move."""
    return Regression.of(values["model"], Data.of(values[f"{values['model']}_points"]))


def average_board(values: Values) -> Board:
    """Return the board on the average: the data with the model, θ on the loss, an arrow −∇L_i for each point."""
    problem, theta = edited_regression(values), np.array(theta_of(values))
    gradients, losses = problem.gradients(theta), problem.losses(theta)
    mean = gradients.mean(axis=0)
    norm = float(np.hypot(*mean))
    arrows = (
        gradient_arrows(theta[None], gradients[None], "faint", "−∇Lᵢ(θ) of each point", EACH_WIDTH),
        gradient_arrows(theta[None], mean[None, None], "accent", "their mean, −∇L(θ)", MEAN_WIDTH),
    )
    readings = (
        Metric("points $n$", float(problem.n)),
        Metric(r"least $L_i(\theta)$", float(losses.min())),
        Metric(r"largest $L_i(\theta)$", float(losses.max())),
        Metric(r"$L(\theta)$", float(losses.mean())),
        Metric(r"$\|\nabla L(\theta)\|$", norm, "accent"),
    )
    plane = theta_axes(problem, arrows, drag=DRAG_THETA, own_levels=problem.model == "line")
    loss, length = number_text.label(float(losses.mean())), number_text.label(norm)
    return Board(
        (_data(values, problem, theta), plane, *_formulas(losses, gradients), Metrics("readings", readings)),
        (("data", "data", "theta", "theta"), ("mean", "slope", "theta", "theta"), ("readings",) * 4),
        heights=(1.0, 0.0, 0.0),
        notices=(*about_shape(problem), *about_theta(problem, values)),
        summary=f"{problem.n} points, L = {loss}, gradient of length {length}.",
    )


def average_background(values: Values) -> Background:
    """Return the loss over θ; the line's level lines are part of the board, which follows a dragged point."""
    return NO_BACKGROUND if values["model"] == "line" else loss_background(edited_regression(values))


def _data(values: Values, problem: Regression, theta: np.ndarray) -> Axes:
    x = model_x(problem)
    model = "line a x + b" if problem.model == "line" else "σ(a x + b)"
    layers = (
        *_threshold(problem, theta),
        *_residuals(problem, theta),
        Line(x, problem.predict(theta, x), look="accent", name=model, width=1.3),
        _edited_points(values, problem.losses(theta)),
    )
    title = "data: drag, click to add, double-click to remove"
    return data_axes(problem, layers, title, DragTarget(points=f"{values['model']}_points"))


def _edited_points(values: Values, losses: np.ndarray) -> Points:
    """Return the points where the person put them; in a classification a square is of class 1."""
    x, y = np.array(values[f"{values['model']}_points"], dtype=float).T
    upper_class = (y >= 0.5) & (values["model"] == "logistic")
    marks = tuple("square" if upper else "dot" for upper in upper_class)
    hover = tuple(f"point {i + 1}\nL = {number_text.label(loss)}" for i, loss in enumerate(losses))
    return Points(x, y, mark=marks, hover=hover, size=1.1)


def _residuals(problem: Regression, theta: np.ndarray) -> tuple[Layer, ...]:
    x, y = problem.data.x, problem.data.y
    return (Arrows(x, y, np.zeros(problem.n), problem.predict(theta, x) - y, "faint", "error", head=False, width=0.6),)


def _threshold(problem: Regression, theta: np.ndarray) -> tuple[Layer, ...]:
    """Return the line at which the logistic curve says one half."""
    if problem.model == "line":
        return ()
    low, high = DATA_WINDOW["logistic"][1]
    with np.errstate(all="ignore"):  # a flat curve says one half nowhere, or so far off that float64 ends first
        middle = np.divide(-theta[1], theta[0])
    if not np.isfinite(middle):
        return ()
    return (Line([middle, middle], [low, high], look="ink", name="decision: σ = ½", dashed=True),)


def _formulas(losses: np.ndarray, gradients: np.ndarray) -> tuple[Formula, Formula]:
    n = float(len(losses))
    value = (r"L(\theta) = \frac1n \sum_{i=1}^n L_i(\theta)", r"<<loss>> = \tfrac{1}{<<n>>} \cdot <<sum>>")
    slope = (
        r"\nabla L(\theta) = \frac1n \sum_{i=1}^n \nabla L_i(\theta)",
        r"<<slope>> = \tfrac{1}{<<n>>} \cdot <<sum>>",
    )
    return (
        Formula("mean", (value,), {"n": n, "loss": float(losses.mean()), "sum": float(losses.sum())}),
        Formula("slope", (slope,), {"n": n, "slope": gradients.mean(axis=0)[None], "sum": gradients.sum(axis=0)[None]}),
    )


def points_control(model: str) -> controls.Points:
    """Return the control of the points that a person may move, for ``line`` or ``logistic``."""
    default = tuple((float(x), float(y)) for x, y in eight(model).points)
    return controls.Points(f"{model}_points", "data points", default, 2, 1, 60, -LIMIT, LIMIT)


OUTLIER = (*points_control("line").default[:7], (2.6, -2.5))
ONE_X = tuple((1.0, y) for y in (-0.5, 0.5, 1.0, 1.5, 2.5))
SEPARATED = ((-1.2, 0.0), (-0.6, 0.0), (-0.1, 0.0), (0.5, 0.0), (0.9, 1.0), (1.5, 1.0), (2.0, 1.0), (2.6, 1.0))
CLASSES = {"model": "logistic", "a": -0.5, "b": 1.0}

AVERAGE = Section(
    "average",
    "Loss as an average",
    controls=(
        MODEL,
        VisibleIf("model", ("line",), points_control("line")),
        VisibleIf("model", ("logistic",), points_control("logistic")),
        *theta_sliders(what="parameter"),
    ),
    presets=(
        Preset("average_minimum", "At the minimum the arrows cancel", {"a": 1.08, "b": 0.44}),
        Preset("average_outlier", "One point pulls", {"line_points": OUTLIER, "a": 1.08, "b": 0.44}),
        Preset("average_one", "n = 1: a valley", {"line_points": ((1.0, 1.0),)}),
        Preset("average_same", "All points over one x", {"line_points": ONE_X}),
        Preset("average_classes", "Two classes: a logistic curve", CLASSES),
        Preset("average_parted", "Classes that do not overlap", {**CLASSES, "logistic_points": SEPARATED}),
    ),
    draw=average_board,
    background=average_background,
)
