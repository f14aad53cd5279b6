"""Predictions on sharpness: where the curvature goes, which the learning rate decides."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Question, Range


def draw_edge(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate whose edge the section's net reaches within its steps."""
    return {"lr": float(rng.choice([0.3, 0.4, 0.5, 0.6, 0.7, 0.8])), "steps": 3000.0}


def ask_edge(values: dict[str, Any]) -> Ask:
    """Ask where the largest curvature settles."""
    lr = values["lr"]
    edge, shown = 2 / lr, label(lr)
    form = Range(
        "λₘₐₓ",
        0.2,
        50.0,
        (edge, edge),
        0.12,
        f"As long as λₘₐₓ < 2/η = 2/{shown} every step is downhill, and the curvature goes on rising: up to "
        f"{label(edge, 3)}.",
        f"The edge of stability, 2/η = 2/{shown} = {label(edge, 3)}: below it λₘₐₓ rises, above it the "
        "steps overshoot.",
        f"Above 2/η = 2/{shown} = {label(edge, 3)} the steps overshoot along the sharpest direction, and "
        "that throws the "
        "weights to a flatter place.",
        scale="log",
    )
    text = (
        f"Gradient descent on all points, η = {shown}. At first the largest curvature λₘₐₓ rises. Near "
        "which value does "
        "it end?"
    )
    return Ask(text, form, hides=("sharp", "numbers"))


QUESTIONS = (Question("edge", "Where does the curvature settle?", draw_edge, ask_edge),)
