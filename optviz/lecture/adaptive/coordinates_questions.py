"""Predictions on a rate for each coordinate: AdaGrad's first step, and how its two rates compare."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.adaptive.coordinates import coordinates_runs
from optviz.lecture.adaptive.panels import rates
from optviz.questions import Ask, Mistake, Number, Question
from optviz.questions.arrows import which_arrow

HIDDEN = ("rate0", "rate1", "rule_a", "rule_b")


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a bowl, η and a start away from the axes."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.8, 0.6), (2.8, 1.5))
    return {
        "kappa": float(rng.choice([5, 8, 10, 20])),
        "lr": float(rng.choice([0.7, 0.8, 0.9])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is AdaGrad's first step."""
    comparison = coordinates_runs(values)
    b, lr = comparison.b.run, values["lr"]
    to_minimum = -b.x[0]
    form = which_arrow(
        "path",
        comparison.surface.domain,
        b.x[0],
        b.step[0],
        f"Each coordinate is divided by its own gradient: η = {label(lr)} along both, with the signs of −∇f.",
        (
            (
                comparison.a.run.step[0],
                "That is AdaGrad-Norm: one rate for both coordinates keeps the gradient's direction.",
            ),
            (
                lr * np.sqrt(2) * to_minimum / np.hypot(*to_minimum),
                "That leads straight to the minimum, which AdaGrad does not know.",
            ),
            (
                b.step[0] * (1, -1),
                "The sign along x₂ is lost: squares have no sign, but −∇f above the fraction line has.",
            ),
        ),
    )
    text = f"η = {label(lr)}, and at the start ∇f = {point(b.slope[0].tolist())}. Which arrow is AdaGrad's first step?"
    return Ask(text, form, hides=HIDDEN, until=1)


def draw_rates(rng: np.random.Generator) -> dict[str, Any]:
    """Draw κ and a start of round numbers."""
    return {
        "kappa": float(rng.choice([20, 40, 50, 100, 200])),
        "x0": float(rng.choice([-2.0, -1.0, 1.0, 2.0, 2.5])),
        "y0": float(rng.choice([-1.0, -0.5, 0.25, 0.5])),
        "lr": float(rng.choice([0.3, 0.5])),
    }


def ask_rates(values: dict[str, Any]) -> Ask:
    """Ask how many times as large AdaGrad's rate along x₁ is as that along x₂, in the first step."""
    run, kappa = coordinates_runs(values).b.run, values["kappa"]
    ratio = float(rates(run, 0)[0] / rates(run, 1)[0])
    gradient = [abs(float(c)) for c in run.slope[0]]
    form = Number(
        "times as large",
        ratio,
        0.03 * ratio,
        f"Each rate is η over its own gradient: {label(gradient[1])}/{label(gradient[0])}.",
        f"The rates are η/{label(gradient[0])} along x₁ and η/{label(gradient[1])} along x₂.",
        tuple(
            Mistake(value, said)
            for value, said in (
                (1.0, "That is AdaGrad-Norm, with one rate for both. AdaGrad has a sum for each coordinate."),
                (
                    kappa,
                    f"κ compares curvatures. The gradients are {label(gradient[0])} and {label(gradient[1])}.",
                ),
                (1 / ratio, "Upside down: the steep coordinate has the small rate."),
                (ratio**2, "The root is missing: the sum holds squares, its root is what divides."),
            )
            if abs(value - ratio) > 0.1 * ratio
        ),
    )
    text = (
        f"κ = {label(kappa)}, and at the start ∇f = {point(run.slope[0].tolist())}. "
        "How many times as large as along x₂ is AdaGrad's learning rate along x₁ in the first step?"
    )
    return Ask(text, form, hides=HIDDEN, until=1)


QUESTIONS = (
    Question("step", "Which arrow is AdaGrad's first step?", draw_step, ask_step),
    Question("rates", "How different are the two rates?", draw_rates, ask_rates),
)
