"""A prediction on clipping: how far a step at the wall can go."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.clip import clip_runs, lengths
from optviz.questions import Ask, Mistake, Number, Question


def draw_longest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and C, for GD on the cliff."""
    return {"lr": float(rng.choice([0.3, 0.34, 0.4])), "most": float(rng.choice([0.5, 0.8, 1.0, 1.5])), "rule": "gd"}


def ask_longest(values: dict[str, Any]) -> Ask:
    """Ask for the longest step of clipped GD."""
    runs = clip_runs({"how": "clip_norm", "x0": 2.2, "y0": 1.5, **values})
    truth = float(lengths(runs["clipped"].step).max())
    steepest = float(lengths(runs["clipped"].grad).max())
    form = Number(
        "longest step",
        truth,
        0.06 * truth,
        "The gradient is cut to C, and GD's step is η times that.",
        "No gradient that GD is given is longer than C; its step is η times that.",
        (
            Mistake(values["most"], "C bounds the gradient; the step is η times that."),
            Mistake(values["lr"] * steepest, "That would be the step without clipping."),
        ),
    )
    text = (
        f"GD meets the wall, where the gradient is {label(steepest, 2)} long. η = {label(values['lr'])}, clipped by "
        f"norm at C = {label(values['most'])}. How long is its longest step?"
    )
    return Ask(text, form, hides=("numbers",))


QUESTIONS = (Question("longest", "How far can a clipped step go?", draw_longest, ask_longest),)
"""The clipped run passes the wall, so its longest step is one that was cut."""
