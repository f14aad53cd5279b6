"""Predictions on Adam: its first step, and that of the rule without momentum, without correction, or without both."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.adaptive.adam import adam_runs
from optviz.questions import Ask, Mistake, Number, Question
from optviz.questions.arrows import which_arrow

HIDDEN = ("steps", "rate0", "rule_a", "rule_b")
WITHOUT = {"both": "momentum and bias correction", "momentum": "momentum", "correct": "bias correction"}


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the bowl, η and the decays; β₂ is small enough for the uncorrected step to be seen."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((2.0, 0.3), (2.8, 0.6))
    return {
        "ground": "bowl",
        "without": str(rng.choice(["both", "correct"])),
        "lr": float(rng.choice([0.3, 0.4])),
        "beta1": float(rng.choice([0.5, 0.8])),
        "beta2": float(rng.choice([0.84, 0.9])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 2),
    }


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is Adam's first step."""
    comparison = adam_runs({**values, "without": "both"})
    run, lr = comparison.b.run, values["lr"]
    gradient, times = run.slope[0], label(1 / np.sqrt(1 - values["beta2"]), 2)
    form = which_arrow(
        "path",
        comparison.surface.domain,
        run.x[0],
        run.step[0],
        f"m̂ = ∇f and v̂ = ∇f², so m̂/√v̂ is ±1: η = {label(lr)} along each coordinate, whatever the gradient.",
        (
            (-lr * gradient, "That is −η∇f, a step of GD. Adam divides each coordinate by √v̂."),
            (run.step[0] * (1, -1), "The sign along x₂ is lost: √v̂ has none, but m̂ above the fraction line has."),
            (
                comparison.a.run.step[0],
                f"That is RMSprop: without the correction v is too small at first, and the step {times} η.",
            ),
        ),
    )
    text = (
        f"η = {label(lr)}, β₁ = {label(values['beta1'])}, β₂ = {label(values['beta2'])}; at the start "
        f"∇f = {point(gradient.tolist())}. Which arrow is Adam's first step?"
    )
    return Ask(text, form, hides=HIDDEN, until=1)


def draw_without(rng: np.random.Generator) -> dict[str, Any]:
    """Draw what A goes without, and decays of round roots."""
    return {
        "ground": "bowl",
        "without": str(rng.choice(["both", "momentum", "correct"])),
        "lr": float(rng.choice([0.01, 0.02])),
        "beta1": float(rng.choice([0.5, 0.8, 0.9])),
        "beta2": float(rng.choice([0.96, 0.99, 0.9999])),
        "x0": float(rng.choice([-2.5, -2.0, 1.5])),
        "y0": float(rng.choice([-1.5, 1.0, 1.5])),
    }


def ask_without(values: dict[str, Any]) -> Ask:
    """Ask for A's first step along x₁ in units of η."""
    run, beta1, beta2 = adam_runs(values).a.run, values["beta1"], values["beta2"]
    ratio = abs(float(run.step[0, 0])) / values["lr"]
    root = float(np.sqrt(1 - beta2))
    correct, momentum = values["without"] == "momentum", values["without"] == "correct"
    above = f"m = (1 − β₁)∇f = {label(1 - beta1)} ∇f" if momentum else "∇f itself"
    why = (
        "With the correction v̂ = ∇f²: the step is η, whatever the gradient."
        if correct
        else f"Above the fraction line stands {above}, below it √v = √(1 − β₂) |∇f| = {label(root)} |∇f|."
    )
    known = (
        (1.0, "That is Adam, with both. Without the correction the means are too small at first, and do not cancel."),
        (1 / root, f"1/√(1 − β₂) is the step without {'momentum and ' if momentum else ''}correction. {why}"),
        ((1 - beta1) / root, f"(1 − β₁)/√(1 − β₂) is the step with momentum and without correction. {why}"),
        (1 / root**2, f"The root is missing: √(1 − β₂) = {label(root)}."),
        (1 - beta1, f"Momentum alone would give 1 − β₁, but √v is too small at first as well. {why}"),
    )
    mistakes = (Mistake(value, said) for value, said in known if abs(value - ratio) > 0.15)
    form = Number("times η", ratio, 0.06, why, f"Look at m and v after one gradient. {why}", tuple(mistakes))
    text = (
        f"A is Adam without {WITHOUT[values['without']]}; β₁ = {label(beta1)}, β₂ = {label(beta2)}. "
        "How many η long is A's first step along x₁?"
    )
    return Ask(text, form, hides=HIDDEN, until=1)


QUESTIONS = (
    Question("step", "Which arrow is Adam's first step?", draw_step, ask_step),
    Question("without", "The first step without one of Adam's parts", draw_without, ask_without),
)
