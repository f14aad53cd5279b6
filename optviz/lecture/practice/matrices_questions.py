"""Predictions on the memory: when a rare pair is known, and which rule does not keep it waiting."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.matrices import KNOWN, MATRICES, NAMES, run_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_rare(rng: np.random.Generator) -> dict[str, Any]:
    """Draw SGD's learning rate."""
    return {"lr_gd": float(rng.choice([0.08, 0.1, 0.15, 0.2])), "rule": "gd"}


def ask_rare(values: dict[str, Any]) -> Ask:
    """Ask after how many steps SGD knows a pair that is four times as rare."""
    steps = run_of(values, "gd").steps_to(KNOWN)
    first, fourth, last = (int(steps[k]) for k in (0, 3, 7))
    form = Number(
        "steps",
        float(fourth),
        max(1.0, 0.08 * fourth),
        "Its part of the gradient is a quarter, so it takes four times the steps.",
        "Its part of the gradient is a quarter of the first pair's.",
        (
            Mistake(float(first), "As soon as the first pair: that would be Muon."),
            Mistake(float(last), "That is the eighth pair."),
        ),
    )
    text = (
        f"SGD, η = {label(values['lr_gd'])}. The first pair's error is below {KNOWN} after {first} steps. "
        "The fourth pair comes a quarter as often. After how many steps is it known?"
    )
    return Ask(text, form, hides=("pairs", "needed"))


def draw_even(rng: np.random.Generator) -> dict[str, Any]:
    """Draw whether keys and values are rotated, the rotation, and how unequal the pairs are."""
    embedding = str(rng.choice(["random", "one_hot"]))
    drawn = {"seed": int(rng.integers(1, 900)), "exponent": float(rng.choice([0.8, 1.0, 1.2]))}
    return {**drawn, "embedding": embedding, "rule": "muon"}


def ask_even(values: dict[str, Any]) -> Ask:
    """Ask which rule keeps the rare pairs waiting least, in comparison with the frequent ones."""
    late = {key: _lateness(values, key) for key in ("gd", "adam", "muon")}
    least = min(late, key=lambda key: late[key])
    why = {
        "gd": "A rare pair is a small singular value of the gradient, and SGD's step is the gradient.",
        "adam": "Adam evens out coordinates exactly; but in a rotated basis each coordinate holds all pairs.",
        "muon": "Its step has singular values of about 1 in any rotation, but not of exactly 1.",
    }
    options = tuple(Option(NAMES[key], key == least, why[key]) for key in late)
    how = "rotated at random" if values["embedding"] == "random" else "one-hot: pair i has coordinate i"
    text = (
        f"Keys and values are {how}; the last pair is the rarest. Under which rule is the slowest pair "
        "known least late, in comparison with the quickest?"
    )
    return Ask(text, Choice(options), hides=("pairs", "needed", "step", "weights"))


def _lateness(values: dict[str, Any], key: str) -> float:
    """Return how many times as long as the quickest pair the slowest takes."""
    steps = run_of({**MATRICES.defaults(), **values}, key).steps_to(KNOWN)
    return float(np.nan_to_num(steps, nan=1000.0).max() / np.nanmin(steps))


QUESTIONS = (
    Question("rare", "When is a rare pair known?", draw_rare, ask_rare),
    Question("even", "Who does not keep a rare pair waiting?", draw_even, ask_even),
)
