"""The board of the average: the data beside their loss, and an arrow for each point that pulls at θ."""

import numpy as np

from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Arrows, Axes, Board, DragTarget, Formula, Layer, Line, Metric, Metrics, Points
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import own_fit
from optviz.lecture.stochastic.messages import about_shape, about_theta
from optviz.lecture.stochastic.parts import DATA_WINDOW, data_plane, flights, over_x, theta_plane
from optviz.lecture.stochastic.sections import start_of


def average(values: Values) -> Board:
    """Return the board on the average: the data with the model, θ on the loss, an arrow −∇L_i for each point."""
    problem, theta = own_fit(values), np.array(start_of(values))
    slopes, losses = problem.gradients(theta), problem.losses(theta)
    mean, norm = slopes.mean(axis=0), float(np.hypot(*slopes.mean(axis=0)))
    arrows = (
        flights(theta[None], slopes[None], "faint", "−∇Lᵢ(θ) of each point", 0.7),
        flights(theta[None], mean[None, None], "accent", "their mean, −∇L(θ)", 1.6),
    )
    readings = (
        Metric("points $n$", float(problem.n)),
        Metric(r"least $L_i(\theta)$", float(losses.min())),
        Metric(r"largest $L_i(\theta)$", float(losses.max())),
        Metric(r"$L(\theta)$", float(losses.mean()), "accent"),
        Metric(r"$\|\nabla L(\theta)\|$", norm, "accent"),
    )
    plane = theta_plane(problem, arrows, drag=DragTarget("a", "b"), own_levels=problem.model == "line")
    return Board(
        (_data(values, problem, theta), plane, *_formulas(losses, slopes), Metrics("readings", readings)),
        (("data", "data", "theta", "theta"), ("mean", "slope", "theta", "theta"), ("readings",) * 4),
        heights=(1.0, 0.0, 0.0),
        notices=(*about_shape(problem), *about_theta(problem, values)),
        summary=f"{problem.n} points, L = {losses.mean():.4g}, gradient of length {norm:.4g}.",
    )


def _data(values: Values, problem: Regression, theta: np.ndarray) -> Axes:
    x = over_x(problem)
    fitted = "line a x + b" if problem.model == "line" else "σ(a x + b)"
    layers = (
        *_threshold(problem, theta),
        *_residuals(problem, theta),
        Line(x, problem.predict(theta, x), look="accent", name=fitted, width=1.3),
        _own_points(values, problem.losses(theta)),
    )
    title = "data: drag, click to add, double-click to take away"
    return data_plane(problem, layers, title, DragTarget(points=f"{values['model']}_points"))


def _own_points(values: Values, losses: np.ndarray) -> Points:
    """Return the points where the person put them; in a classification a square is of class 1."""
    x, y = np.array(values[f"{values['model']}_points"], dtype=float).T
    upper = (y >= 0.5) & (values["model"] == "logistic")
    marks = tuple("square" if one else "dot" for one in upper)
    told = tuple(f"point {i + 1}\nL = {one:.4g}" for i, one in enumerate(losses))
    return Points(x, y, mark=marks, hover=told, size=1.1)


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


def _formulas(losses: np.ndarray, slopes: np.ndarray) -> tuple[Formula, Formula]:
    n = float(len(losses))
    value = (r"L(\theta) = \frac1n \sum_{i=1}^n L_i(\theta)", r"<<loss>> = \tfrac{1}{<<n>>} \cdot <<sum>>")
    slope = (
        r"\nabla L(\theta) = \frac1n \sum_{i=1}^n \nabla L_i(\theta)",
        r"<<slope>> = \tfrac{1}{<<n>>} \cdot <<sum>>",
    )
    return (
        Formula("mean", (value,), {"n": n, "loss": float(losses.mean()), "sum": float(losses.sum())}),
        Formula("slope", (slope,), {"n": n, "slope": slopes.mean(axis=0)[None], "sum": slopes.sum(axis=0)[None]}),
    )
