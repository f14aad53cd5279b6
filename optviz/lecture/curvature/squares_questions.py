"""Predictions on least squares: the first step of Gauss–Newton, and what becomes of the damping."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.curvature.common import run_of, start_of
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on Rosenbrock's surface."""
    return {
        "surface": "rosenbrock",
        "x0": round(float(rng.uniform(-1.8, 1.8)), 1),
        "y0": round(float(rng.uniform(-0.8, 2.8)), 1),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for x₂ after Gauss–Newton's first step, where the first residual vanishes."""
    x, y = start_of(values)
    run = run_of(values, "gauss_newton", 1)
    truth = float(run.x[1][1]) if run.steps else float("nan")
    mistakes = (
        Mistake(1.0, "That is the minimum. The second residual is a parabola, and only its tangent is made 0."),
        Mistake(x * x, "That is the valley above the start. But x₁ moves to 1 at the same time."),
        Mistake(y, "x₂ moves too, so that the second residual's tangent is 0."),
    )
    form = Number(
        "x₂",
        truth,
        0.02,
        "Both tangents are 0 there: x₁ = 1, and x₂ = x₀² + 2x₀(1 − x₀), with x₀ the start's x₁.",
        "Follow the tangent of x₁² at the start to x₁ = 1: there both residuals' tangents are 0.",
        tuple(m for m in mistakes if abs(m.value - truth) > 0.06),
    )
    text = (
        f"Rosenbrock's residuals are 1 − x₁ and 10(x₂ − x₁²). Gauss–Newton starts at {point((x, y))} and goes to "
        "x₁ = 1 in one step. To which x₂?"
    )
    return Ask(text, form, hides=("now", "loss"), until=1)


def draw_damping(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start and a first damping."""
    key = str(rng.choice(["rosenbrock", "himmelblau"]))
    (left, right), (low, high) = surface_called(key).domain
    return {
        "surface": key,
        "mu": float(rng.choice([0.001, 0.01, 0.1, 1.0])),
        "x0": round(float(rng.uniform(left, right)) * 0.8, 1),
        "y0": round(float(rng.uniform(low, high)) * 0.8, 1),
    }


def ask_damping(values: dict[str, Any]) -> Ask:
    """Ask what μ is after the first trial, given f at its end."""
    run = run_of(values, "levenberg_marquardt", 1, first=float(values["mu"]))
    tried = run.tried[0][-1] if run.steps else np.array(start_of(values))
    before, there = float(run.value[0]), run.surface.value_at(tried)
    taken = bool(run.steps) and float(run.length[0]) == 1.0
    clear = run.steps == 1 and abs(there - before) > 0.05 * before and before > 0.1
    told = f"f goes from {label(before, 3)} to {label(there, 3)}"
    mu = values["mu"]
    options = (
        Option(
            f"it becomes {label(mu / 10)}",
            clear and taken,
            f"{told}: the step is taken, and the next may be bolder." if taken else f"{told}: that does not pay.",
        ),
        Option(
            f"it becomes {label(mu * 10)}, and x stays",
            clear and not taken,
            f"{told}: not taken, and a shorter step is tried." if not taken else f"{told}: that pays.",
        ),
        Option(f"it stays {label(mu)}", False, f"μ changes after every trial. {told}."),
    )
    text = (
        f"Levenberg–Marquardt starts with μ = {label(mu)} where f = {label(before, 3)}. At the end of its first step f "
        f"would be {label(there, 3)}. What becomes of μ?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("now", "loss"), until=1)


QUESTIONS = (
    Question("first", "Where does the first step end?", draw_first, ask_first),
    Question("damping", "What becomes of μ?", draw_damping, ask_damping),
)
