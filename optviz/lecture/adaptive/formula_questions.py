"""Predictions on the lecture's formula: the length of its first step, and who of the two gets down."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.adaptive.formula import STEPS, formula_runs
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

CLEAR = 3.0


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η, κ and a start whose gradient is steep."""
    return {
        "lr": float(rng.choice([0.2, 0.3, 0.5, 0.8])),
        "kappa": float(rng.choice([5, 10, 20])),
        "x0": float(rng.choice([-2.5, -2.0, 1.5, 2.5])),
        "y0": float(rng.choice([-1.5, -1.0, 1.0, 1.5])),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for the length of the first step."""
    run, lr = formula_runs(values).b.run, values["lr"]
    slope = float(run.slope_norm[0])
    form = Number(
        "length of the step",
        float(np.hypot(*run.step[0])),
        0.01,
        "The root is the length of the only gradient so far, and cancels it: η is left, however steep it is.",
        f"The sum holds one gradient so far: η/{label(slope, 3)} times a gradient of length {label(slope, 3)}.",
        (
            Mistake(lr * slope, "That is GD's step, η‖∇f‖. Here η is divided by the root of the sum."),
            Mistake(lr / slope, "That is the learning rate η₀. It still multiplies a gradient of that length."),
            Mistake(lr / slope**2, "The root is missing: √‖∇f‖² = ‖∇f‖."),
        ),
    )
    text = (
        f"η = {label(lr)}. At the start ∇f = {point(run.slope[0].tolist())}, of length {label(slope, 3)}. "
        "How long is the first step of B, AdaGrad-Norm?"
    )
    return Ask(text, form, hides=("rate0", "rule_a", "rule_b"), until=1)


def draw_down(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an η that suits GD, or is beyond its limit."""
    kappa = float(rng.choice([5, 10, 20]))
    share = float(rng.choice([0.4, 0.6, 0.8, 1.3, 3.0, 10.0]))
    start = {"x0": float(rng.choice([-2.5, 2.0])), "y0": float(rng.choice([-1.5, 1.0, 1.5]))}
    return {"kappa": kappa, "lr": float(f"{2 * share / kappa:.2g}"), **start}


def ask_down(values: dict[str, Any]) -> Ask:
    """Ask who is lower at the end."""
    comparison = formula_runs(values)
    kappa, lr = values["kappa"], values["lr"]
    a, b = (float(run.value[-1]) if run.status.kind != "diverged" else np.inf for run in comparison.runs)
    top = float(comparison.a.run.value[0])
    limit, first = label(2 / kappa, 2), label(float(comparison.b.run.slope_norm[0]), 3)
    how = f"f at the end: {label(a, 2)} for A, {label(b, 2)} for B."
    options = (
        Option(
            "A, gradient descent",
            CLEAR * a < b,
            f"η is below 2/κ = {limit}, so GD comes down, while B divides it by {first} and more. {how}"
            if CLEAR * a < b
            else f"η = {label(lr)} is above 2/κ = {limit}: GD is thrown out, each step further. {how}",
            comparison.a.look,
        ),
        Option(
            "B, AdaGrad-Norm",
            CLEAR * b < a and b < top,
            f"η = {label(lr)} is above 2/κ = {limit}, too much for GD. B divides it by the slopes met. {how}"
            if CLEAR * b < a
            else f"Adapting is not always quicker: B divides η by {first} at once, and never forgets. {how}",
            comparison.b.look,
        ),
        Option(
            "Neither comes down",
            min(a, b) >= top,
            f"One of them does. GD bears η up to 2/κ = {limit}; B's first step is only η long. {how}",
        ),
    )
    text = f"κ = {label(kappa)}, η = {label(lr)} for both. Who is lower after {STEPS} steps?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("first", "How long is the first step?", draw_first, ask_first),
    Question("down", "Which of the two gets lower?", draw_down, ask_down),
)
