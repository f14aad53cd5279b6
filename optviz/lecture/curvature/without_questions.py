"""Predictions without a gradient: where the worst corner goes, and what a generation costs."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.curvature.common import run_of
from optviz.questions import Ask, Mistake, Number, Question
from optviz.questions.arrows import which_arrow


def draw_mirror(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the bowl, on a side where the first triangle has to be mirrored."""
    return {
        "surface": "quadratic",
        "who": "nelder_mead",
        "x0": round(float(rng.uniform(-2.5, 1.5)), 1),
        "y0": round(float(rng.uniform(-1.5, 1.0)), 1),
        "size": float(rng.choice([0.4, 0.5, 0.6])),
    }


def ask_mirror(values: dict[str, Any]) -> Ask:
    """Ask where the worst corner is mirrored to."""
    run = run_of(values, "nelder_mead", 1, size=values["size"])
    best, middle, worst = run.extras["simplex"][0]
    centre = (best + middle) / 2
    form = which_arrow(
        "plane",
        run.surface.domain,
        worst,
        2 * (centre - worst),
        "Through the middle of the two better corners, and as far beyond.",
        (
            (best - worst, "That leads to the best corner. The worst is mirrored in the middle of the others."),
            (middle - worst, "That leads to the second corner."),
            (centre - worst, "That leads to the middle only; the mirrored corner lies as far beyond it."),
        ),
        least=0.3,
    )
    text = (
        f"The triangle's worst corner is {point(worst.tolist())}, where the arrows start. "
        "Nelder–Mead mirrors it in the others. Which arrow leads to the first trial?"
    )
    return Ask(text, form, hides=("loss", "now"), until=1)


def draw_asked(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the size of a cloud and a number of generations."""
    return {"who": "cma_es", "cloud": int(rng.choice([6, 8, 10, 20])), "generations": int(rng.choice([5, 10, 25, 50]))}


def ask_asked(values: dict[str, Any]) -> Ask:
    """Ask how often f has been asked for after some generations."""
    size, generations = int(values["cloud"]), int(values["generations"])
    run = run_of(values, "cma_es", generations, sigma=0.5, size=float(size), seed=0.0)
    truth = float(run.asked("value")[generations]) if run.steps >= generations else float("nan")
    form = Number(
        "evaluations of f",
        truth,
        0.4,
        f"{size} points in each of {generations} generations, and nothing else.",
        "Each generation asks for f at every point of the cloud; neither the mean nor C asks for any.",
        (
            Mistake(generations, f"That counts generations; each asks for f at {size} points."),
            Mistake(truth / 2, "The worse half is asked for too: one has to know that it is worse."),
            Mistake(truth + generations, "The mean itself is never asked for."),
        ),
    )
    text = (
        f"CMA-ES with λ = {label(size)} points a generation. "
        f"How often has it asked for f after {generations} generations?"
    )
    return Ask(text, form, hides=("loss", "now"))


QUESTIONS = (
    Question("mirror", "Where is it mirrored to?", draw_mirror, ask_mirror),
    Question("asked", "How often was f asked for?", draw_asked, ask_asked),
)
