"""Predictions on the recipe: ηₜ at one step, and what clipping changes."""

import math
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.recipe import RECIPE, RULES, rates, setting_of, steps_of, variants_of
from optviz.lecture.practice.trainings import trained
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

MUCH = 0.1
"""A change of the accuracy that nobody overlooks; on these digits a variant moves by a hundredth by chance."""


def draw_rate(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and the steps of the warm-up."""
    return {"lr": float(rng.choice([0.01, 0.02, 0.04])), "W": float(rng.choice([50, 90, 150]))}


def ask_rate(values: dict[str, Any]) -> Ask:
    """Ask for ηₜ in the middle of what follows the warm-up."""
    values = {**RECIPE.defaults(), **values}
    lr, warm, total = float(values["lr"]), int(values["W"]), steps_of(values)
    t = (warm + total) // 2
    truth = float(rates(setting_of(values, ("warm", "cosine")), np.array([t]), total)[0])
    unshifted = lr * 0.5 * (1 + math.cos(math.pi * t / total))
    form = Number(
        "ηₜ",
        truth,
        0.02 * lr,
        "Half of the cosine's way is done, and half of η is left.",
        "The cosine begins where the warm-up ends; in the middle of its way cos(π/2) = 0.",
        (
            Mistake(unshifted, "The cosine is counted from the end of the warm-up, not from step 0."),
            Mistake(lr, "That is η itself, where the warm-up ends."),
            Mistake(0.0, "0 is where the cosine ends, at T."),
        ),
    )
    text = (
        f"η = {label(lr)}; η rises in the first {warm} steps and then falls to 0 along half a cosine, "
        f"T = {total}. What is ηₜ at t = {t}?"
    )
    return Ask(text, form, hides=("rate",), until=0)


def draw_clip(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the rule, with a learning rate and a decay of its own, and the initial weights."""
    seed = {"seed": float(rng.integers(2))}
    return {"rule": "adam", **seed} if rng.random() < 0.5 else {"rule": "momentum", "lr": 0.1, "lambda": 0.001, **seed}


def ask_clip(values: dict[str, Any]) -> Ask:
    """Ask what the last line, clipping, does to the accuracy."""
    values = {**RECIPE.defaults(), **values}
    *_, before, after = (variant.setting for variant in variants_of(values))
    gain = float(trained(after).accuracy[-1] - trained(before).accuracy[-1])
    options = (
        Option(
            "It gets much better.",
            gain > MUCH,
            "That is so for SGD, whose step grows with the gradient. Adam divides by its size.",
        ),
        Option(
            "It stays within a few percent.",
            abs(gain) <= MUCH,
            "That is so for Adam, which divides by the gradient's size. SGD's step grows with the gradient.",
        ),
        Option(
            "It gets much worse.",
            gain < -MUCH,
            "Clipping keeps the direction: a shorter step does no such harm.",
        ),
    )
    text = (
        f"{RULES[values['rule']]}, η = {label(float(values['lr']))}, with decay, warm-up and cosine. "
        f"What becomes of the validation accuracy when gradients are clipped at {label(float(values['C']))}?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("loss", "error", "grad", "out"))


QUESTIONS = (
    Question("rate", "How large is η at this step?", draw_rate, ask_rate),
    Question("clip", "What does clipping change?", draw_clip, ask_clip),
)
"""The second is computed from the trainings that the section makes."""
