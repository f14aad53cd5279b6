"""Predictions on averages: what a longer memory does, and what is left of the learning rate."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.average import theory
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_longer(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and a memory that is long already."""
    return {"lr": float(rng.choice([0.1, 0.2, 0.3])), "memory": float(rng.choice([60, 80, 100]))}


def ask_longer(values: dict[str, Any]) -> Ask:
    """Ask for the radius of an average over four times as many steps."""
    values = {"batch": 4.0, "kind": "ema", **values}
    now, then = (theory(values, times * values["memory"]) for times in (1, 4))
    form = Number(
        "radius",
        then,
        0.12 * then,
        "Four times as many steps halve the radius of a mean, as with any mean.",
        "A mean of four times as many numbers spreads half as wide.",
        (
            Mistake(now / 4, "The variance is a quarter, the radius its root: a half."),
            Mistake(now, "It does change: more steps cancel more noise."),
        ),
    )
    text = (
        f"η = {label(values['lr'])}: the average over K = {label(values['memory'])} steps has the radius "
        f"{label(now, 3)}. Which radius has the average over {label(4 * values['memory'])} steps?"
    )
    return Ask(text, form, hides=("radius", "numbers"), without=("radius by theory",))


def draw_rate(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate to be divided by ten, and a memory that is long or hardly one."""
    return {"lr": float(rng.choice([0.2, 0.3, 0.4])), "memory": float(rng.choice([2, 300]))}


def ask_rate(values: dict[str, Any]) -> Ask:
    """Ask what a tenth of η does to an average."""
    values = {"batch": 4.0, "kind": "ema", **values}
    tenth = {**values, "lr": values["lr"] / 10}
    share = theory(tenth, values["memory"]) / theory(values, values["memory"])
    ball = theory(tenth, 1.0) / theory(values, 1.0)
    options = (
        Option(
            "It stays about as it is.",
            share > 0.75,
            "Over many steps the spread does not depend on η: smaller steps keep near, but are more alike.",
        ),
        Option(
            "It shrinks to about a third, as the ball does.",
            share <= 0.75 and share / ball < 1.3,
            "The ball does, as √η; a long average does not, since its iterates are then more alike.",
        ),
        Option("It shrinks to about a tenth.", share < 0.15, "Not even the ball does: its radius goes as √η."),
    )
    memory = label(values["memory"])
    text = (
        f"SGD with η = {label(values['lr'])}, averaged over {memory} steps. With a tenth of η, what happens to the "
        "average's radius in the long run?"
    )
    return Ask(text, Choice(options), hides=("radius", "numbers"), without=("radius by theory",))


QUESTIONS = (
    Question("longer", "What does a longer memory do?", draw_longer, ask_longer),
    Question("rate", "What does a smaller η do to an average?", draw_rate, ask_rate),
)
