"""Predictions on the short-cut: the gradient from prediction and label, and how large it gets."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.backprop.shortcut import softmax_gradient
from optviz.questions import Ask, Choice, Option, Question, Range


def vector(values: np.ndarray) -> str:
    """Return numbers as a vector with two decimals."""
    return f"({', '.join(label(round(float(value), 2)) for value in values)})"


# ---- prediction minus label ----------------------------------------------------------------------------


def draw_gradient(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits and the true class."""
    logits = tuple((float(z),) for z in rng.uniform(-1.5, 1.5, 3).round(1))
    return {"logits": logits, "label": str(rng.integers(1, 4))}


def ask_gradient(values: dict[str, Any]) -> Ask:
    """Ask for the gradient in the logits."""
    at = softmax_gradient(values)
    hat, y = at.prob, at.y
    options = (
        Option(
            vector(at.shortcut),
            True,
            "Prediction minus label, ŷ − y: it sums to 0, and −η times it lifts the true class.",
        ),
        Option(vector(y - hat), False, "That is y − ŷ, the way downhill. The gradient points uphill: ŷ − y."),
        Option(
            vector(at.products[1]),
            False,
            "That is du₀/du₃ = −(y/ŷ)ᵀ, the slope in the probabilities. The softmax’s Jacobian is still to come.",
        ),
        Option(
            vector(hat), False, "That is the prediction alone. With it all logits would fall, the true class’s too."
        ),
    )
    apart = np.abs(np.diff(np.sort(hat))).min() > 0.04
    text = f"ŷ = {vector(hat)} and the true class is {values['label']}. What is du₀/du₄, the gradient in the logits?"
    return Ask(text, Choice(options if apart else options[1:]), hides=("readings",))


# ---- confident -----------------------------------------------------------------------------------------


def draw_confident(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a large logit in one place, and the true class."""
    logits = [0.0, 0.0, 0.0]
    logits[rng.integers(3)] = float(rng.choice([6, 8, 10, 20, 50, 100, 300]))
    return {"logits": tuple((z,) for z in logits), "label": str(rng.integers(1, 4))}


def ask_confident(values: dict[str, Any]) -> Ask:
    """Ask for the gradient in the logit of the true class, where the network is sure."""
    at = softmax_gradient(values)
    true, sure = int(at.y.argmax()), int(at.prob.argmax())
    logit = label(values["logits"][sure][0])
    slope = float(at.shortcut[true])
    wrong = true != sure
    form = Range(
        f"slope in logit {true + 1}",
        -10.0,
        10.0,
        (slope, slope),
        0.3,
        f"However wrong it is, ŷ − y stays between −1 and 1. Here it is 0 − 1 = {label(slope, 2)}."
        if wrong
        else f"There is nothing to learn here: ŷ = 1 and y = 1, so ŷ − y = {label(slope, 2)}.",
        f"ŷ = 0 and y = 1: 0 − 1 = {label(slope, 2)}, and no logit can make it larger in size."
        if wrong
        else f"ŷ = 1 and y = 1: confident and correct, {label(slope, 2)}.",
        f"ŷ is nearly 0 for the true class, but y is 1 there: ŷ − y = {label(slope, 2)}, so a step lifts this logit."
        if wrong
        else f"ŷ = 1 and y = 1 cancel: ŷ − y = {label(slope, 2)}. The size of the logit is not the slope.",
    )
    text = (
        f"The network is confident: the logit of class {sure + 1} is {logit}, the others are 0. The true "
        f"class is {true + 1}. "
        f"How large is the gradient in the logit of class {true + 1}?"
    )
    return Ask(text, form, hides=("readings", "lines"))


QUESTIONS = (
    Question("gradient", "Prediction minus label", draw_gradient, ask_gradient),
    Question("confident", "Confident, and right or wrong", draw_confident, ask_confident),
)
