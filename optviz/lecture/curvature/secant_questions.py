"""Predictions on the secant method: the guessed curvature, and the next point."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.one_d import function_of
from optviz.questions import Ask, Mistake, Number, Question


def draw_pair(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two points on the curve of the two valleys."""
    before, x = (round(float(value), 1) for value in rng.uniform(-2.9, 2.9, 2))
    return {"fx": "two_valleys", "back": before, "x": x}


def ask_next(values: dict[str, Any]) -> Ask:
    """Ask for the next point, given both slopes."""
    function, before, x = function_of(values), float(values["back"]), float(values["x"])
    old, slope = float(function.slope(before)), float(function.slope(x))
    rise = (slope - old) / (x - before) if x != before else 0.0
    clear = abs(x - before) > 0.4 and abs(rise) > 0.5 and 0.2 < abs(slope / rise) < 3
    after = x - slope / rise if clear else float("nan")
    mistakes = (
        Mistake(x + slope / (rise or 1), "The sign: the line is followed to where it is 0, x₀ minus f′/b."),
        Mistake(x - slope, "Divide by the curvature, which the two slopes tell."),
        Mistake(x - slope * rise, "Divide by b, do not multiply."),
        Mistake((x + before) / 2, "That is the middle. The line through both slopes has its zero elsewhere."),
    )
    form = Number(
        "x₁",
        after,
        0.03,
        f"The slopes rise by b = {label(rise, 3)} a unit; x₀ − f′(x₀)/b.",
        "First the curvature: the change of f′ over the change of x. Then a step of Newton's with it.",
        tuple(m for m in mistakes if abs(m.value - after) > 0.08),
    )
    text = (
        f"f′({label(before)}) = {label(old, 3)} and f′({label(x)}) = {label(slope, 3)}. "
        f"Where does the secant method go from x₀ = {label(x)}?"
    )
    return Ask(text, form, hides=("slope", "now", "error"), without=("model",), until=1)


QUESTIONS = (Question("next", "Where does the secant lead?", draw_pair, ask_next),)
