"""Predictions on the cost of a step: steps of SGD for one of GD, and who is lower after 30 seconds."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.common import sample_regression
from optviz.lecture.stochastic.cost import GRADIENTS_PER_SECOND, SECONDS, walkers
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

CLEAR = 3.0
"""The least ratio of two losses of which one is said to be lower."""


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a number of points, and a batch size that divides it."""
    return {"n": str(rng.choice([1000, 10_000, 100_000])), "batch": int(rng.choice([20, 25, 40, 50]))}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask how many steps SGD makes while GD makes one."""
    n = sample_regression("line", int(values["n"])).n
    size = int(values["batch"])
    form = Number(
        "steps of SGD",
        n / size,
        0.4,
        f"A step of GD costs {n:,} gradients, one of SGD {size}: {n:,}/{size}.",
        f"Count gradients: {n:,} for a step of GD, {size} for a step of SGD.",
        (
            Mistake(n, f"That is a step for each point, B = 1. A batch has {size} points."),
            Mistake(1, "GD needs all gradients for a step, SGD only those of its batch."),
            Mistake(size, f"B is what a step of SGD costs. While GD computes {n:,} gradients, how often is that?"),
            Mistake(n * size, "Divide: the larger the batch, the fewer steps."),
        ),
    )
    text = f"n = {n:,} points, batches of {size}. How many steps does SGD make while GD makes one?"
    return Ask(text, form, hides=("wall", "readings"))


def draw_lower(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few points, of which GD makes many steps in the time, or very many."""
    return {
        "n": str(rng.choice([8, 100, 10_000, 100_000])),
        "batch": int(rng.choice([2, 3, 4, 5, 6])),
        "lr": float(rng.choice([0.1, 0.2])),
    }


def ask_lower(values: dict[str, Any]) -> Ask:
    """Ask who is lower after the 30 seconds."""
    problem = sample_regression("line", int(values["n"]))
    gd, sgd = walkers(values)
    gd_above, sgd_above = (float(walker.loss[-1]) - problem.floor for walker in (gd, sgd))
    steps, least = int(gd.steps_done[-1]), f"{label(max(gd_above, 0.0), 2)} against {label(sgd_above, 2)}"
    made = f"only {steps} steps" if steps else "no step at all"
    options = (
        Option(
            "GD",
            CLEAR * gd_above < sgd_above,
            f"GD made {steps:,} exact steps, enough to arrive, and SGD's noise keeps it up: {least}."
            if CLEAR * gd_above < sgd_above
            else f"A step of GD costs {gd.batch:,} gradients: it made {made}.",
        ),
        Option(
            "SGD",
            CLEAR * sgd_above < gd_above,
            f"GD made {made}. SGD is near the minimum long before."
            if CLEAR * sgd_above < gd_above
            else f"SGD makes more steps, but each with noise. GD had time for {steps:,} exact ones: {least}.",
        ),
        Option(
            "Both are alike",
            False,
            "Equally many gradients are not equally low: SGD spends them on many noisy steps, GD on few exact ones.",
        ),
    )
    text = (
        f"n = {gd.batch:,}, B = {sgd.batch}, η = {label(values['lr'])}, {GRADIENTS_PER_SECOND:,} gradients a second. "
        f"Who has the lower loss after {SECONDS} seconds?"
    )
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("steps", "Steps of SGD for one of GD", draw_steps, ask_steps),
    Question("lower", "Who is lower after 30 seconds?", draw_lower, ask_lower),
)
