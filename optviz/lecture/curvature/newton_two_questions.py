"""Predictions on Newton's method in two dimensions: what a step costs, and how the digits grow."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.common import cost_of, run_of
from optviz.lecture.curvature.newton_two import STEPS
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Mistake, Number, Question


def draw_cost(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start from which Newton arrives in a few steps."""
    key = str(rng.choice(["rosenbrock", "himmelblau", "booth", "three_hump_camel"]))
    (left, right), (low, high) = surface_called(key).domain
    return {
        "surface": key,
        "x0": round(float(rng.uniform(left, right)), 1),
        "y0": round(float(rng.uniform(low, high)), 1),
    }


def ask_cost(values: dict[str, Any]) -> Ask:
    """Ask how many evaluations the walk costs."""
    run = run_of(values, "newton", STEPS)
    steps = run.status.step if run.status.kind == "converged" else 0
    cost = float(cost_of(run)[steps])
    form = Number(
        "evaluations",
        cost if steps else float("nan"),
        0.4,
        f"A gradient and two products of H with a vector in each of {steps} steps.",
        "A step needs ∇f, and H, one product with a vector for each of its columns.",
        (
            Mistake(steps, "That counts steps. Each of them asks for a gradient and for H."),
            Mistake(2 * steps, "H has two columns, so it costs two products; with the gradient that is three a step."),
            Mistake(4 * steps, "Newton's method never asks for f itself."),
        ),
    )
    text = (
        f"Newton's method on {surface_called(values['surface']).name} arrives in {steps} steps. How many evaluations "
        "is that, ∇f and products Hv together?"
    )
    return Ask(text, form, hides=("loss",))


def draw_digits(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start near a minimum of Himmelblau's or the camel's surface."""
    key, (x, y) = [("himmelblau", (3.0, 2.0)), ("himmelblau", (3.584, -1.848))][rng.integers(2)]
    return {
        "surface": key,
        "x0": round(x + float(rng.uniform(-0.5, 0.5)), 1),
        "y0": round(y + float(rng.uniform(-0.5, 0.5)), 1),
    }


def ask_digits(values: dict[str, Any]) -> Ask:
    """Ask for the size of the gradient after the next step, where the digits double."""
    run = run_of(values, "newton", STEPS)
    norms = run.slope_norm
    near = [t for t in range(len(norms) - 2) if 1e-5 < norms[t + 1] < norms[t] < 9 and norms[t + 2] > 1e-12]
    t = near[-1] if near else 0
    step = float(np.log10(norms[t + 1])) if near else float("nan")
    after = float(np.log10(norms[t + 2])) if near else float("nan")
    form = Number(
        "log₁₀ ‖∇f‖",
        after,
        1.2,
        "About twice as many digits: the error of a step is like the square of the one before.",
        "Newton's method converges quadratically: the number of right digits doubles.",
        (Mistake(step - 1.0, "One more digit a step is linear convergence. Here their number doubles."),),
    )
    text = (
        f"Near the minimum a step of Newton's method has brought ‖∇f‖ from {label(float(norms[t]), 2)} down: its log₁₀ "
        f"is {label(step, 3)} now. About where is it after the next step?"
    )
    return Ask(text, form, hides=("loss", "now"), start=min(t + 1, len(norms) - 1))


QUESTIONS = (
    Question("cost", "What does Newton cost?", draw_cost, ask_cost),
    Question("digits", "How many digits?", draw_digits, ask_digits),
)
