"""Predictions on decay of a network: which net still reads at one λ, and how quickly a weight shrinks."""

import math
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.decay_network import DECAY_NETWORK, nets_of
from optviz.lecture.practice.trainings import trained
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

READS = 0.9


def draw_same(rng: np.random.Generator) -> dict[str, Any]:
    """Draw λ, the same for both, and the initial weights."""
    strength = float(rng.choice([0.003, 0.3, 1.0]))
    return {"l2": strength, "decoupled": strength, "seed": float(rng.integers(2))}


def ask_same(values: dict[str, Any]) -> Ask:
    """Ask which of the nets reads nine digits of ten."""
    _, l2, decoupled = (
        trained(net.setting).accuracy[-1] > READS for net in nets_of({**DECAY_NETWORK.defaults(), **values})
    )
    why = "λ₂θ is beside a gradient that vanishes as the net learns, and Adam makes a full step of what is left."
    options = (
        Option("Both.", l2 and decoupled, f"Not with so large a λ: {why}"),
        Option(
            "Only the one with decoupled decay.", decoupled and not l2, f"With so small a λ L2 reads as well. {why}"
        ),
        Option(
            "Only the one with L2.", l2 and not decoupled, "Decoupled decay pulls by the share ηλ in a step: gently."
        ),
        Option(
            "Neither.", not (l2 or decoupled), "The decoupled pull, a share ηλ of each weight, leaves room to learn."
        ),
    )
    text = (
        f"Adam on the digits with λ = {label(values['l2'])}, once as L2 and once decoupled. "
        "Which net reads at least nine validation images of ten in the end?"
    )
    return Ask(text, Choice(options), hides=("weight_norm", "error", "loss", "out"))


def draw_half(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and λ of the decoupled decay."""
    return {"lr": float(rng.choice([0.005, 0.01, 0.02])), "decoupled": float(rng.choice([0.1, 0.2, 0.5, 1.0]))}


def ask_half(values: dict[str, Any]) -> Ask:
    """Ask after how many steps a weight without a gradient is halved."""
    lr, strength = values["lr"], values["decoupled"]
    truth = math.log(0.5) / math.log1p(-lr * strength)
    form = Number(
        "steps",
        truth,
        0.08 * truth,
        "A step keeps 1 − ηλ of it, and log 2/(ηλ) steps make that a half.",
        "A step keeps 1 − ηλ of the weight.",
        (
            Mistake(0.5 / (lr * strength), "The pull shrinks with the weight: it takes log 2 in the place of 1/2."),
            Mistake(math.log(2) / strength, "The decoupled pull is multiplied by η too."),
        ),
    )
    text = (
        f"Decoupled decay, λ = {label(strength)}, η = {label(lr)}. "
        "After how many steps is a weight halved that never has a gradient?"
    )
    return Ask(text, form, hides=("weight_norm", "out"))


QUESTIONS = (
    Question("same", "Which net still reads?", draw_same, ask_same),
    Question("half", "When is a weight halved?", draw_half, ask_half),
)
"""The first is computed from the trainings that the section makes."""
