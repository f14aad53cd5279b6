"""Predictions on the loss as an average: the direction of GD's step, and the valley of a single point."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.average import edited_regression
from optviz.lecture.stochastic.common import WINDOW, theta_of
from optviz.questions import Ask, Mistake, Number, Question
from optviz.questions.arrows import which_arrow

LENGTH = 1.1


def draw_direction(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three points that a line cannot all meet, and θ."""
    xs = rng.permutation([-1.2, -0.4, 0.5, 1.3, 2.1])[:3]
    points = tuple((float(x), round(float(rng.uniform(-2, 4)), 1)) for x in xs)
    a, b = (round(float(c), 1) for c in rng.uniform((-0.8, -0.8), (2.8, 2.8)))
    return {"line_points": points, "a": a, "b": b}


def ask_direction(values: dict[str, Any]) -> Ask:
    """Ask along which arrow GD steps."""
    problem, theta = edited_regression(values), np.array(theta_of(values))
    gradients = problem.gradients(theta)
    second = gradients[np.argsort(np.hypot(*gradients.T))[1]]
    assert problem.minimum is not None
    form = which_arrow(
        "theta",
        WINDOW["line"],
        theta,
        _along(-gradients.mean(axis=0)),
        "It is the mean of the three thin arrows: the loss is an average, and so is its gradient.",
        (
            (_along(gradients.mean(axis=0)), "That is +∇L, uphill. GD goes against the gradient."),
            (_along(-second), "That is the arrow of a single point. All three have a say."),
            (_along(problem.minimum - theta), "That leads straight to θ*, which GD does not know: it follows −∇L."),
        ),
    )
    text = (
        "Three points pull at θ, each along its thin arrow −∇Lᵢ. Four arrows of one length are drawn at θ. "
        "Along which one does GD go?"
    )
    return Ask(text, form, hides=("slope",), without=("their mean, −∇L(θ)",))


def _along(vector: np.ndarray) -> np.ndarray:
    return LENGTH * vector / max(np.hypot(*vector), 1e-9)


def draw_valley(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a single point, and a slope."""
    x, y = float(rng.choice([-1.5, -1.0, -0.5, 0.5, 1.5, 2.0])), float(rng.choice([-1.5, -0.5, 1.0, 2.0, 3.0]))
    return {"line_points": ((x, y),), "a": float(rng.choice([-1.0, 0.5, 1.5, 2.0])), "b": 0.0}


def ask_valley(values: dict[str, Any]) -> Ask:
    """Ask which intercept gives the loss 0 where one point is left."""
    problem, (a, _) = edited_regression(values), theta_of(values)
    (x, y), slope = problem.data.points[0], label(a)
    residual = float(problem.predict(np.array([a, 0.0]), problem.data.x)[0] - y)
    form = Number(
        "intercept b",
        -residual,
        0.03,
        f"The line meets the point: {slope} · {label(x)} + b = {label(y)}. Each slope has such a b: a valley.",
        f"The loss is 0 where the line meets the only point: {slope} · {label(x)} + b = {label(y)}.",
        (
            Mistake(y + a * x, "The sign: b = y − a x, not y + a x."),
            Mistake(y, f"That would do at x = 0. The point is at x = {label(x)}."),
        ),
    )
    text = f"One point is left, ({label(x)}, {label(y)}). With slope a = {slope}, which intercept b gives the loss 0?"
    return Ask(text, form, hides=("theta",))


QUESTIONS = (
    Question("direction", "Along which arrow does GD go?", draw_direction, ask_direction),
    Question("valley", "One point: where is the loss 0?", draw_valley, ask_valley),
)
