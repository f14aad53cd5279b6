"""Predictions on RMSprop: its first step, and how its rate recovers from the wall."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.adaptive.forget import forget_runs
from optviz.lecture.adaptive.panels import rates
from optviz.questions import Ask, Mistake, Number, Question, Range

LATER = 100


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw ρ, η and a start on the wall."""
    return {
        "rho": float(rng.choice([0.64, 0.75, 0.84, 0.9, 0.96, 0.99])),
        "lr": float(rng.choice([0.02, 0.05])),
        "x0": float(rng.choice([0.8, 1.0, 1.5])),
        "y0": float(rng.choice([-2.0, -1.5, 1.5])),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for RMSprop's first step along x₁, in units of η."""
    run, rho = forget_runs(values).b.run, values["rho"]
    ratio = abs(float(run.step[0, 0])) / values["lr"]
    form = Number(
        "times η",
        ratio,
        0.05,
        f"s = (1 − ρ)∇f², so the step is η/√{label(1 - rho)}: the mean starts at 0 and is too small at first.",
        f"After one gradient s = (1 − ρ)∇f² = {label(1 - rho)} ∇f². Divide η∇f by its root.",
        (
            Mistake(1.0, f"That is AdaGrad, whose sum is ∇f² at first. The mean is only {label(1 - rho)} of it."),
            Mistake(1 / (1 - rho), f"The root is missing: 1/√{label(1 - rho)}."),
            Mistake(
                float(np.sqrt(1 - rho)), "Upside down: s is below the fraction line, and a small s makes a long step."
            ),
            Mistake(1 - rho, "1 − ρ is the gradient's weight in s. The step is divided by √s."),
        ),
    )
    text = f"ρ = {label(rho)}. How many η long is RMSprop's first step along x₁?"
    return Ask(text, form, hides=("rate0", "rate1", "rule_b"), until=1)


def draw_recovers(rng: np.random.Generator) -> dict[str, Any]:
    """Draw ρ, η and a start on the wall."""
    return {
        "rho": float(rng.choice([0.9, 0.95, 0.97, 0.98, 0.99])),
        "lr": float(rng.choice([0.02, 0.03, 0.05])),
        "x0": float(rng.choice([0.8, 1.0, 1.2])),
        "y0": float(rng.choice([-2.0, -1.5])),
    }


def ask_recovers(values: dict[str, Any]) -> Ask:
    """Ask by which factor RMSprop's rate in x₁ has grown after a hundred steps."""
    comparison, rho = forget_runs(values), values["rho"]
    a, b = (float(rates(named.run, 0)[LATER] / rates(named.run, 0)[0]) for named in (comparison.a, comparison.b))
    as_forgotten = 0.5 < b * np.sqrt(rho**LATER) < 2.0
    left = f"ρ¹⁰⁰ = {label(rho**LATER, 2)} of the wall's weight"
    form = Range(
        "times as large",
        0.1,
        10_000.0,
        (b, b) if as_forgotten else (np.nan, np.nan),
        0.25,
        f"RMSprop forgets: after {LATER} steps {left} is left. (AdaGrad's rate is {label(a, 2)} times what it was.)",
        f"After {LATER} steps {left} is left in s, and the rate is η/√s.",
        f"It forgets more slowly: after {LATER} steps {left} is left in s, and the rate is η/√s.",
        "log",
    )
    text = (
        f"RMSprop with ρ = {label(rho)} starts on the steep wall. "
        f"How many times as large as in the first step is its learning rate in x₁ at step {LATER}?"
    )
    return Ask(text, form, until=LATER)


QUESTIONS = (
    Question("first", "How long is RMSprop's first step?", draw_first, ask_first),
    Question("recovers", "How soon is the wall forgotten?", draw_recovers, ask_recovers),
)
