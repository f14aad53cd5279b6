"""Predictions on BFGS: what one pair tells, and who needs less memory."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.bfgs import STEPS
from optviz.lecture.curvature.common import run_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_pair(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the bowl's axis along or across the valley."""
    along = rng.random() < 0.5
    size = round(float(rng.uniform(0.5, 2.8 if along else 1.8)), 1)
    return {"surface": "quadratic", "x0": size if along else 0.0, "y0": 0.0 if along else size}


def ask_pair(values: dict[str, Any]) -> Ask:
    """Ask what B is, along the direction walked, after the first step."""
    run = run_of(values, "bfgs", STEPS)
    along = bool(values["x0"])
    curvature = 1.0 if along else 10.0
    truth = float(run.extras["matrix"][1][(0, 0) if along else (1, 1)])
    axis = "x₁" if along else "x₂"
    form = Number(
        "B",
        truth,
        0.01,
        f"B y = s: y is {label(curvature)} times s, so B is 1/{label(curvature)} along {axis}.",
        "B stands for the inverse of the Hessian: it brings the change of the gradient y back to the step s.",
        (
            Mistake(curvature, "That is the curvature itself. B stands for H⁻¹.")
            if not along
            else Mistake(0.5, "B y = s."),
            Mistake(2.0, "The curvature is what y is over s; B is s over y."),
        ),
    )
    text = (
        f"The first step of BFGS goes along {axis}, where f has the curvature {label(curvature)}. "
        f"What does its matrix B have for {axis} after that step, in the corner B{'₁₁' if along else '₂₂'}?"
    )
    return Ask(text, form, hides=("now", "error"), without=("by B", "by H⁻¹"), until=1)


def draw_memory(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a number of variables and of pairs kept."""
    return {
        "surface": "rosenbrock",
        "size": int(rng.choice([10, 15, 100, 1000, 10**6])),
        "pairs": int(rng.choice([5, 10, 20])),
    }


def ask_memory(values: dict[str, Any]) -> Ask:
    """Ask which of the two keeps fewer numbers."""
    size, pairs = values["size"], values["pairs"]
    full, limited = size**2, 2 * pairs * size
    counts = f"BFGS keeps D² = {full:,} numbers, L-BFGS 2mD = {limited:,}."
    options = (
        Option("BFGS", full < limited, counts if full < limited else f"A matrix grows with D². {counts}"),
        Option(
            "L-BFGS", limited < full, counts if limited < full else f"For so few variables the pairs are more. {counts}"
        ),
        Option(
            "Both the same", limited == full, counts if limited == full else f"Not here: that is so at D = 2m. {counts}"
        ),
    )
    text = (
        f"D = {size:,} variables. BFGS keeps its matrix, L-BFGS the last m = {pairs} pairs s, y. "
        "Who keeps fewer numbers?"
    )
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("pair", "What does one pair tell?", draw_pair, ask_pair),
    Question("memory", "Who keeps fewer numbers?", draw_memory, ask_memory),
)
