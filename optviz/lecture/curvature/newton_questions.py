"""Predictions on Newton's method in one dimension: its next step, and where it ends."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.newton import walk_of
from optviz.lecture.curvature.one_d import function_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start in the two valleys or on the terrace, away from where f″ is 0."""
    return {"fx": str(rng.choice(["two_valleys", "terrace"])), "x": round(float(rng.uniform(-2.8, 2.9)), 1)}


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask for the point after one step, given f′ and f″."""
    function, x = function_of(values), float(values["x"])
    slope, bend = float(function.slope(x)), float(function.curvature(x)) or 1e-9
    clear = abs(bend) > 0.5 and 0.2 < abs(slope / bend) < 3
    mistakes = (
        Mistake(x + slope / bend, "The sign: Newton goes to x₀ minus f′/f″."),
        Mistake(x - slope * bend, "Divide by f″: the sharper the bend, the shorter the step."),
        Mistake(x - slope, "That is a step of gradient descent with η = 1."),
    )
    form = Number(
        "x₁",
        x - slope / bend if clear else float("nan"),
        0.02,
        "x₀ − f′/f″: where the parabola is level.",
        "Divide the slope by the curvature, and go against the sign of that.",
        tuple(m for m in mistakes if abs(m.value - (x - slope / bend)) > 0.05),
    )
    text = (
        f"At x₀ = {label(x)} the slope is f′ = {label(slope, 3)}, the curvature f″ = {label(bend, 3)}. "
        "Where is x₁ after a step of Newton's method?"
    )
    return Ask(text, form, hides=("slope",), without=("model",), until=1)


def draw_end(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start anywhere in the two valleys."""
    return {"fx": "two_valleys", "x": round(float(rng.uniform(-2.9, 2.9)), 1)}


def ask_end(values: dict[str, Any]) -> Ask:
    """Ask which of the three level points Newton comes to."""
    function = function_of(values)
    x, _ = walk_of(values)
    end, settled = float(x[-1]), abs(float(function.slope(x[-1:])[0])) < 1e-6
    bend = float(function.curvature(float(values["x"])))
    clear = settled and abs(bend) > 0.4 and abs(float(x[1]) if len(x) > 1 else 9.0) < 3.5
    hint = f"Here f″ = {label(bend, 3)}: the parabola opens {'upwards' if bend > 0 else 'downwards'}."

    def option(place: float, name: str, other: str) -> Option:
        right = abs(end - place) < 1e-3
        return Option(name, clear and right, f"{hint} The walk ends at {label(place)}." if right else f"{other} {hint}")

    options = (
        option(-2.0, "The left minimum, −2", "Not every walk goes downhill to the left."),
        option(0.5, "The maximum, 0.5", "A top is level too, but only parabolas that open downwards lead there."),
        option(2.0, "The right minimum, 2", "Follow the parabolas, not the slope."),
    )
    text = f"Newton's method in the two valleys starts at x₀ = {label(float(values['x']))}. Where does it end?"
    return Ask(text, Choice(options, ordered=True), hides=("slope", "now"), without=("model",))


QUESTIONS = (
    Question("step", "Where is x₁?", draw_step, ask_step),
    Question("end", "Where does Newton end?", draw_end, ask_end),
)
