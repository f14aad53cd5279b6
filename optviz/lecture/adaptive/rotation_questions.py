"""Predictions on rotation: who follows the turned path, and AdaGrad's first step on the turned bowl."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.adaptive.rotation import SQUARE, rotation_matrix, rotation_runs
from optviz.questions import Ask, Choice, Option, Question
from optviz.questions.arrows import which_arrow

SAME = 1e-6
OTHER = 0.1


def draw_follows(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an angle: none, a quarter turn, or one between."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.5, 0.5), (1.9, 0.9))
    return {
        "angle": float(rng.choice([20, 30, 45, 60, 70, 90, 90, 90])),
        "kappa": float(rng.choice([50, 100, 200])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_follows(values: dict[str, Any]) -> Ask:
    """Ask who walks along its turned path."""
    both, angle = rotation_runs(values), label(values["angle"])
    a, b = (float(np.nanmax(distance)) for distance in both.deviations)
    a_same, b_same, b_strays = a < SAME, b < SAME, b > OTHER
    told = f"Largest distance from the turned path: {label(a, 2, 1e-9)} for A, {label(b, 2, 1e-9)} for B."
    options = (
        Option(
            "A only",
            a_same and b_strays,
            f"‖∇f‖ does not change when it is turned, the squares of x₁ and x₂ do. {told}"
            if b_strays
            else f"At {angle}° the valley lies along a coordinate again, so B follows too. {told}",
        ),
        Option(
            "B only",
            False,
            f"B's rates belong to x₁ and x₂, the directions that a turn changes. A's rate knows none. {told}",
        ),
        Option(
            "Both",
            a_same and b_same,
            f"A always does. At {angle}° x₁ and x₂ only change places, and B's rates with them. {told}"
            if b_same
            else f"At {angle}° both coordinates have a part of the steep direction, so both rates become small. {told}",
        ),
        Option("Neither", False, f"A's rate depends on ‖∇f‖ alone, which a turn leaves as it is. {told}"),
    )
    text = (
        f"The bowl and the start are turned by {angle}°. The turned paths are those of the bowl, turned with it. "
        "Who walks along its turned path: AdaGrad-Norm (A), AdaGrad (B)?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("apart",))


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an angle between, and a start."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.2, 0.4), (1.8, 0.9))
    return {
        "angle": float(rng.choice([15, 20, 30, 60, 70, 75])),
        "kappa": float(rng.choice([5, 10, 20])),
        "lr": float(rng.choice([0.8, 0.9, 1.0])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is AdaGrad's first step on the turned bowl."""
    both, lr = rotation_runs(values), values["lr"]
    run, turn = both.turned.b.run, rotation_matrix(values["angle"])
    form = which_arrow(
        "turned",
        SQUARE,
        run.x[0],
        run.step[0],
        f"η = {label(lr)} along x₁ and x₂, with the signs of −∇f: AdaGrad's coordinates did not turn.",
        (
            (
                turn @ both.straight.b.run.step[0],
                "That is the step on the bowl before, turned. AdaGrad's rates are not turned with the bowl.",
            ),
            (both.turned.a.run.step[0], "That is −η∇f/‖∇f‖, AdaGrad-Norm's step."),
            (run.step[0] * (-1, 1), "The sign along x₁ is lost. Each coordinate goes against its own part of ∇f."),
        ),
    )
    text = (
        f"Turned by {label(values['angle'])}°, η = {label(lr)}. "
        f"In the turned bowl ∇f = {point(run.slope[0].tolist())} at the start. "
        "Which arrow is AdaGrad's first step there?"
    )
    return Ask(text, form, hides=("apart",), until=1)


QUESTIONS = (
    Question("follows", "Who follows the turned path?", draw_follows, ask_follows),
    Question("step", "AdaGrad's first step on the turned bowl", draw_step, ask_step),
)
