"""Predictions on the chain rule: the slope of a function of a function, and when it is 0."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.backprop.chain_rule import chain_of, functions_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

PAIRS = (("square", "cubic"), ("square", "square"), ("square", "double"), ("double", "cubic"), ("cubic", "double"))
"""Outer and inner functions whose slopes are worked out in the head."""

FLAT = {
    "inner": (("sin", "exp", "tanh", "double"), ("square", "cubic")),
    "outer": (("square", "cubic"), ("sin", "tanh", "double")),
    "both": (("square", "cubic", "sin"), ("square",)),
    "neither": (("sin", "exp", "tanh", "square"), ("exp", "double")),
}
"""Outer and inner functions of which, at x = 0, mostly this one is flat."""


# ---- the slope -----------------------------------------------------------------------------------------


def draw_slope(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two functions and a place."""
    f, g = PAIRS[rng.integers(len(PAIRS))]
    return {
        "f": f,
        "g": g,
        "x": float(rng.choice([-1.0, -0.5, 0.5, 1.0] if f == "cubic" else [-1.5, -1.0, 0.5, 1.0, 1.5])),
    }


def ask_slope(values: dict[str, Any]) -> Ask:
    """Ask for dy/dx of a composition."""
    f, g = functions_of(values)
    composed = chain_of(values)
    u, x = (float(value) for value in composed.values[1:])
    outer, inner = (float(factor) for factor in composed.factors)
    slope = float(composed.products[-1])
    tolerance = max(0.02, 0.005 * abs(slope))
    at_x = float(f.slope(x)) * inner
    known = (
        Mistake(
            outer, f"That is the outer slope dy/du = {label(outer)} alone. u moves {label(inner)} times as fast as x."
        ),
        Mistake(inner, f"That is the inner slope du/dx alone. y moves {label(outer)} times as fast as u."),
        Mistake(outer + inner, "The slopes are multiplied, not added: a change is scaled once, then once more."),
        Mistake(
            at_x, f"You took f′ at x = {label(x)}. But f is given u: its slope at u = {label(u)} is {label(outer)}."
        ),
        Mistake(-slope, "The size is right, the sign is not: look at the signs of both factors."),
    )
    form = Number(
        "dy/dx",
        slope,
        tolerance,
        f"dy/du = {label(outer)} at u = {label(u)}, times du/dx = {label(inner)}.",
        f"First u = g({label(x)}) = {label(u)}; then dy/du at this u, times du/dx at x.",
        tuple(mistake for mistake in known if abs(mistake.value - slope) > 2 * tolerance),
    )
    text = f"y = f(g(x)) with f(z) = {f.name} and g(z) = {g.name}. What is dy/dx at x = {label(x)}?"
    return Ask(text, form, hides=("whole",))


# ---- a factor of 0 -------------------------------------------------------------------------------------


def draw_zero(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two functions; x = 0 is where one of them may be flat."""
    outer, inner = FLAT[str(rng.choice(list(FLAT)))]
    return {"f": str(rng.choice(outer)), "g": str(rng.choice(inner)), "x": 0.0}


def ask_zero(values: dict[str, Any]) -> Ask:
    """Ask which factor is 0 at x = 0."""
    f, g = functions_of(values)
    composed = chain_of(values)
    u = label(composed.values[1])
    outer, inner = (float(factor) for factor in composed.factors)
    here = f"At x = 0: u = {u}, dy/du = {label(outer)} and du/dx = {label(inner)}"
    flat = (outer == 0, inner == 0)
    answers = (
        (
            "dy/du alone.",
            (True, False),
            f"f is flat at u = {u}, so it passes on nothing.",
            f"f has its slope at u = {u}.",
        ),
        ("du/dx alone.", (False, True), "g is flat, so u does not move at all.", "g has its slope at x = 0, f at u."),
        ("Both.", (True, True), "both are flat.", "One factor of 0 is enough, and here not both are 0."),
        ("Neither.", (False, False), f"their product is {label(outer * inner)}.", "A product with a factor of 0 is 0."),
    )
    options = tuple(
        Option(name, flat == case, f"{here}: {why}" if flat == case else f"{here}. {otherwise}")
        for name, case, why, otherwise in answers
    )
    text = f"y = f(u), u = g(x) with f(z) = {f.name} and g(z) = {g.name}. Which factor of dy/dx is 0 at x = 0?"
    return Ask(text, Choice(options, ordered=True), hides=("inner", "outer", "whole"))


QUESTIONS = (
    Question("slope", "Slope of a function of a function", draw_slope, ask_slope),
    Question("zero", "Which factor is 0?", draw_zero, ask_zero),
)
