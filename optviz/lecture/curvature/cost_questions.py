"""Predictions on cost: memory of a matrix, and how time grows."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.cost import BYTES, memory_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_matrix(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a number of variables."""
    return {"size": float(rng.choice([1e4, 2e4, 5e4, 1e5, 2e5, 5e5])), "what": "memory"}


def ask_matrix(values: dict[str, Any]) -> Ask:
    """Ask for the gigabytes of Newton's matrix."""
    size = float(values["size"])
    truth = memory_of("newton", size) / 1e9
    form = Number(
        "memory",
        truth,
        0.03 * truth,
        f"D² = {label(size**2)} numbers of {BYTES} bytes.",
        "The Hessian has a number for each pair of variables.",
        (
            Mistake(truth / BYTES, "That counts numbers; each takes 4 bytes."),
            Mistake(BYTES * size / 1e9, "That is a vector of D numbers. The Hessian has D of them."),
        ),
        "GB",
    )
    text = f"D = {size:,.0f} variables, {BYTES} bytes a number. How many GB (10⁹ bytes) does Newton's Hessian take?"
    return Ask(text, form, hides=("now", "scaling"))


def draw_growth(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a factor, and whose step is asked for."""
    return {
        "factor": int(rng.choice([2, 10, 100])),
        "of": str(rng.choice(["gd", "bfgs", "newton"])),
        "size": 1e6,
        "what": "time",
    }


def ask_growth(values: dict[str, Any]) -> Ask:
    """Ask by how much a step grows with D, where D is large."""
    factor, power = values["factor"], {"gd": 1, "bfgs": 2, "newton": 3}[values["of"]]
    name = {"gd": "gradient descent", "bfgs": "BFGS", "newton": "Newton's method"}[values["of"]]
    why = {
        1: "one gradient, a few operations a variable",
        2: "a product with a D × D matrix",
        3: "D³/3 to solve with H",
    }
    options = tuple(
        Option(
            f"{factor**k:,} times as long",
            k == power,
            f"{why[power]}: the step grows like D^{power}." if k == power else f"That is D^{k}. It needs {why[power]}.",
        )
        for k in (1, 2, 3)
    )
    text = f"D is large, and becomes {factor} times as large. How much longer does a step of {name} take?"
    return Ask(text, Choice(options, ordered=True), hides=("now", "scaling"))


QUESTIONS = (
    Question("matrix", "How large is the Hessian?", draw_matrix, ask_matrix),
    Question("growth", "How does a step grow?", draw_growth, ask_growth),
)
