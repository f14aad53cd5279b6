"""Predictions on weight decay: what a larger loss does to either kind, and for which rule they differ."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.decay import decay_runs
from optviz.questions import Ask, Choice, Option, Question

FAR = 0.1


def draw_scaled(rng: np.random.Generator) -> dict[str, Any]:
    """Draw λ and by how much f is multiplied."""
    return {
        "rule": "adam",
        "strength": float(rng.choice([0.5, 0.7, 1.0])),
        "scale": float(rng.choice([0.1, 0.3, 50, 100])),
    }


def ask_scaled(values: dict[str, Any]) -> Ask:
    """Ask which kind of decay is nearly gone once f is multiplied by a number."""
    values = {"lr": 0.05, "x0": 4.0, "y0": -2.0, **values}
    runs = decay_runs(values)
    away = {name: float(np.linalg.norm(run.x[-1] - runs["no decay"].x[-1])) for name, run in runs.items()}
    options = (
        Option(
            "Only L2: it ends as if there were no decay.",
            away["L2"] < FAR < away["decoupled"],
            "λx stands beside a gradient that is many times as large. The decoupled pull stands beside a step of Adam, "
            "which does not feel the scale.",
        ),
        Option(
            "Only the decoupled decay.",
            away["decoupled"] < FAR < away["L2"],
            "It pulls by ηλx beside a step of about η: nothing in that depends on the scale of f.",
        ),
        Option(
            "Both.",
            max(away["L2"], away["decoupled"]) < FAR,
            "Adam's step does not feel the scale; the decoupled pull is compared with that step.",
        ),
        Option(
            "Neither.",
            min(away["L2"], away["decoupled"]) > FAR,
            "L2's pull is compared with the gradient of f: it is lost only where that is large.",
        ),
    )
    text = (
        f"Adam on Booth's bowl with λ = {label(values['strength'])}; f is multiplied by {label(values['scale'])}. "
        "Which decay hardly has any effect then?"
    )
    return Ask(text, Choice(options), hides=("numbers", "size", "value"), without=("minimum of f + ½ λ ‖x‖²", *runs))


def draw_rule(rng: np.random.Generator) -> dict[str, Any]:
    """Draw λ and the rule."""
    return {"rule": str(rng.choice(["gd", "adam"])), "strength": float(rng.choice([0.3, 0.5, 0.8, 1.0]))}


def ask_rule(values: dict[str, Any]) -> Ask:
    """Ask whether both kinds of decay end in the same point."""
    runs = decay_runs({"lr": 0.05, "scale": 1.0, "x0": 4.0, "y0": -2.0, **values})
    apart = float(np.linalg.norm(runs["L2"].x[-1] - runs["decoupled"].x[-1]))
    name = "GD" if values["rule"] == "gd" else "Adam"
    options = (
        Option(
            "At the same point.",
            apart < 1e-6,
            "GD's step is −η(∇f + λx), whichever way it is written. Adam divides the L2 part by √v̂, the decoupled not.",
        ),
        Option(
            "At two points.",
            apart > FAR,
            "Adam divides λx by √v̂ where it is part of the gradient. GD divides nothing, so there it is all one.",
        ),
    )
    text = f"{name}, η = 0.05, λ = {label(values['strength'])}. Where do L2 and decoupled decay end?"
    return Ask(text, Choice(options, ordered=True), hides=("numbers", "size", "value"), without=tuple(runs))


QUESTIONS = (
    Question("scaled", "What does a larger loss do to weight decay?", draw_scaled, ask_scaled),
    Question("rule", "Do both kinds of decay end alike?", draw_rule, ask_rule),
)
"""Both are computed from the ends of the section's own runs."""
