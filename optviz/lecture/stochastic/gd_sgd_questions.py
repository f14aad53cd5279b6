"""Predictions on GD against SGD: who is lower, and the steps made at equal cost."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.common import GD, SMALL
from optviz.lecture.stochastic.gd_sgd import gd_sgd_race
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

CLEAR = 1.5
LUCK = 5
"""Up to so many epochs SGD leads, later GD. A shuffle by whose luck it is otherwise makes no question."""


def draw_lower(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a short race or a long one."""
    return {
        "epochs": int(rng.choice([1, 2, 50, 60])),
        "batch": int(rng.choice([1, 2, 4])),
        "lr": float(rng.choice([0.1, 0.15, 0.2])),
        "seed": int(rng.integers(1000)),
    }


def ask_lower(values: dict[str, Any]) -> Ask:
    """Ask who is lower at the end."""
    race = gd_sgd_race(values)
    gd, sgd = (float(racer.loss[-1]) - race.problem.floor for racer in race.racers)
    epochs, size = int(values["epochs"]), int(values["batch"])
    how = f"L − L(θ*): {label(gd, 2)} for GD, {label(sgd, 2)} for SGD."
    gd_lower, sgd_lower = CLEAR * gd < sgd and epochs > LUCK, CLEAR * sgd < gd and epochs <= LUCK
    steps = race.racers[1].run.steps
    options = (
        Option(
            "GD",
            gd_lower,
            f"Near the minimum SGD's noise is larger than the gradient, and GD goes on falling. {how}"
            if gd_lower
            else f"GD made {epochs} steps, SGD {steps} noisy ones: far from the minimum many count for more. {how}",
            GD,
        ),
        Option(
            "SGD",
            sgd_lower,
            f"Far from the minimum the batches agree: {steps} steps get further than {epochs}. {how}"
            if sgd_lower
            else f"It leads at first. But at constant η its noise keeps it up, where GD falls on. {how}",
            SMALL,
        ),
        Option(
            "Both are alike",
            False,
            "They have computed equally many gradients, but stepped along them differently. " + how,
        ),
    )
    plural = "epoch" if epochs == 1 else "epochs"
    text = (
        f"Eight points, batches of {size}, η = {label(values['lr'])}. Who has the lower loss after {epochs} {plural}?"
    )
    return Ask(text, Choice(options, ordered=True))


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a batch size and a number of epochs."""
    return {"epochs": int(rng.choice([2, 3, 5, 10])), "batch": int(rng.choice([1, 2, 3, 4, 5]))}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask how many steps SGD makes."""
    race = gd_sgd_race(values)
    epochs, run = int(values["epochs"]), race.racers[1].run
    size, each = run.batches.batch, run.batches.per_epoch
    form = Number(
        "steps of SGD",
        run.steps,
        0.3,
        f"{each} batches an epoch, {epochs} epochs. GD makes {epochs} steps for the same {8 * epochs} gradients.",
        f"An epoch has {each} batches of at most {size} points; SGD steps after each.",
        tuple(
            Mistake(value, said)
            for value, said in (
                (epochs, "That is GD: one step an epoch."),
                (8 * epochs, f"These are the gradients computed. A step uses {size} of them."),
                (each, f"That is one epoch. There are {epochs}."),
                (8 * epochs // size, "The last batch of an epoch may be smaller, and it is a step too."),
            )
            if value != run.steps
        ),
    )
    text = f"Eight points, batches of {size}. How many steps does SGD make in {epochs} epochs?"
    return Ask(text, form, hides=("readings",))


QUESTIONS = (
    Question("lower", "GD or SGD: who is lower?", draw_lower, ask_lower),
    Question("steps", "How many steps of SGD?", draw_steps, ask_steps),
)
