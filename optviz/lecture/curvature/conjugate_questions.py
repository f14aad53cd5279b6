"""Predictions on conjugate directions: how many steps, and which direction is conjugate."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.curvature.conjugate import conjugate_runs, ground_of
from optviz.questions import Ask, Choice, Option, Question
from optviz.questions.arrows import which_arrow

STEEPEST = "GD, exact line search"
"""The name of the other path."""


def draw_second(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a turned bowl and a start."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.2, 0.8), (2.6, 1.7))
    return {
        "kappa": float(rng.choice([3, 4, 5, 6])),
        "turn_by": float(rng.choice([-40, -20, 20, 40])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
    }


def ask_second(values: dict[str, Any]) -> Ask:
    """Ask which arrow is the second step of conjugate gradients."""
    run = conjugate_runs(values)["cg"]
    here = run.x[1]
    step = -here
    slope = -run.slope[1] * float(np.linalg.norm(here) / max(np.linalg.norm(run.slope[1]), 1e-12))
    last = (run.x[1] - run.x[0]) * float(np.linalg.norm(here) / max(np.linalg.norm(run.x[1] - run.x[0]), 1e-12))
    form = which_arrow(
        "plane",
        ground_of(values).domain,
        here,
        step,
        "It is conjugate to the first, so with it the whole quadratic is done: it ends at the minimum.",
        (
            (slope, "That is along −g, where steepest descent would go on with its zigzag."),
            (last, "Along the last direction the slope is 0 already: nothing is left to win there."),
            (-step, "That leads away from the minimum."),
        ),
        least=0.4,
    )
    text = (
        f"A bowl of condition number κ = {label(values['kappa'])}. Conjugate gradients have made their first step. "
        "Which arrow is the second?"
    )
    return Ask(text, form, hides=("now", "loss"), without=("next step", STEEPEST), start=1, until=2)


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a bowl and how many variables there shall be."""
    return {"kappa": float(rng.choice([10, 50, 100])), "size": int(rng.choice([2, 3, 5, 8]))}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask after how many steps conjugate gradients arrive on a quadratic of D variables."""
    size, kappa = values["size"], values["kappa"]
    options = tuple(
        Option(
            f"after {count}",
            count == size,
            f"{size} conjugate directions span everything; in exact arithmetic nothing is left."
            if count == size
            else f"Not {count}: each step finishes one direction for good, and there are {size} of them.",
        )
        for count in sorted({1, size, round(kappa), 4 * size})
    )
    text = (
        f"f is a quadratic of D = {size} variables with {size} different curvatures and κ = {label(kappa)}. "
        "After how many steps do conjugate gradients arrive, at the latest?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("now",))


QUESTIONS = (
    Question("second", "Which arrow is the second step?", draw_second, ask_second),
    Question("steps", "After how many steps?", draw_steps, ask_steps),
)
