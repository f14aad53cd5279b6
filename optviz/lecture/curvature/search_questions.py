"""Predictions on line search: how often a step is halved, and where the exact one ends."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.curvature.common import run_of, start_of
from optviz.questions import Ask, Mistake, Number, Question


def draw_halvings(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on one axis of the bowl, and Armijo's share."""
    x, y = (
        (0.0, round(float(rng.uniform(0.5, 1.9)), 1))
        if rng.random() < 0.6
        else (round(float(rng.uniform(1, 2.9)), 1), 0.0)
    )
    first = float(rng.choice([1.0, 2.0, 4.0]))
    return {"how": "backtracking", "x0": x, "y0": y, "c": float(rng.choice([0.1, 0.5, 0.7])), "first": first}


def ask_halvings(values: dict[str, Any]) -> Ask:
    """Ask how often the first trial is halved on a parabola of known curvature."""
    run = run_of(values, "backtracking", 1, first=values["first"], c=values["c"])
    curvature = 10.0 if values["y0"] else 1.0
    border = 2 * (1 - values["c"]) / curvature
    clear = run.steps == 1 and abs(run.length[0] / border - 1) > 0.02
    halvings = round(np.log2(values["first"] / run.length[0])) if run.steps else 0
    form = Number(
        "halvings",
        float(halvings) if clear else float("nan"),
        0.4,
        f"On a parabola a passes while a ≤ 2(1 − c)/λ = {label(border, 3)}.",
        f"On a parabola of curvature λ, f(x + ap) meets Armijo's line at a = 2(1 − c)/λ = {label(border, 3)}.",
        (
            Mistake(halvings + 1, "One less: the first a that passes is taken, not halved again."),
            Mistake(halvings - 1, "One more: that a is still above Armijo's line."),
        ),
    )
    text = (
        f"A line of curvature λ = {label(curvature)}: f is a parabola along it. Backtracking starts with a₀ = "
        f"{label(values['first'])}, c = {label(values['c'])}, and halves. How often in the first step?"
    )
    return Ask(text, form, hides=("slice", "now", "loss"), without=("next step",), until=1)


def draw_exact(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the bowl with round numbers."""
    return {
        "how": "exact",
        "x0": float(rng.choice([-2.5, -2.0, 2.0, 2.5])),
        "y0": float(rng.choice([0.2, 0.25, 0.5, 1.0])),
    }


def ask_exact(values: dict[str, Any]) -> Ask:
    """Ask for the length of the first exact step from the gradient and its product with H."""
    run = run_of(values, "exact", 1)
    g = run.slope[0]
    gg, ghg = float(g @ g), float(g @ run.hessian[0] @ g)
    a = float(run.length[0])
    mistakes = (
        Mistake(ghg / gg, "The other way round: the more it bends, the shorter the step."),
        Mistake(0.1, "That is 1/λmax; between 1/λmax and 1/λmin the exact length depends on the direction."),
        Mistake(2 * a, "Twice as far f is as high as at the start: the parabola's other side."),
    )
    form = Number(
        "a",
        a,
        0.01,
        "gᵀg/gᵀHg: along −g the slope is −gᵀg and the curvature gᵀHg.",
        "Along p = −g the slope of f is −gᵀg, its curvature gᵀHg. Where is that parabola lowest?",
        tuple(m for m in mistakes if abs(m.value - a) > 0.025),
    )
    text = (
        f"On the bowl at {point(start_of(values))}: gᵀg = {label(gg)} and gᵀHg = {label(ghg)}. "
        "How long is the exact step, the a in x − a g?"
    )
    return Ask(text, form, hides=("slice", "now"), without=("next step",), until=1)


QUESTIONS = (
    Question("halvings", "How often is it halved?", draw_halvings, ask_halvings),
    Question("exact", "How long is the exact step?", draw_exact, ask_exact),
)
