"""Predictions on Newton and its mends: where Newton ends, and whether a trust region grows."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.curvature.common import run_of, start_of
from optviz.lecture.curvature.wrong import STEPS
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Choice, Option, Question


def draw_kind(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on a surface with points of all three kinds."""
    return {
        "surface": str(rng.choice(["himmelblau", "styblinski_tang"])),
        "x0": round(float(rng.uniform(-4, 4)), 1),
        "y0": round(float(rng.uniform(-4, 4)), 1),
    }


def ask_kind(values: dict[str, Any]) -> Ask:
    """Ask what the point is at which Newton ends, given the curvatures at its start."""
    run = run_of(values, "newton", STEPS)
    low, high = np.linalg.eigvalsh(run.hessian[0]).tolist()
    near = len(run.x) > 1 and float(np.linalg.norm(run.x[1] - run.x[0])) < 2.0
    wheres = {"minimum": low > 0, "saddle": low < 0 < high, "maximum": high < 0}
    clear = near and run.status.where in wheres and wheres[run.status.where] and min(abs(low), abs(high)) > 3
    said = {
        "minimum": "a minimum: the model is a bowl, and its level point the lowest.",
        "saddle": "a saddle: one curvature is negative, so the level point is a minimum one way, a maximum the other.",
        "maximum": "a maximum: both curvatures are negative, the model is a hill, and Newton climbs to its top.",
    }
    wrong = {
        "minimum": "A minimum needs two positive curvatures; Newton does not care whether f falls.",
        "saddle": "A saddle's curvatures differ in sign.",
        "maximum": "Newton goes to a top only where both curvatures are negative.",
    }
    options = tuple(
        Option(
            f"A {where}",
            clear and run.status.where == where,
            said[where] if run.status.where == where else wrong[where],
        )
        for where in wheres
    )
    text = (
        f"Newton starts on {surface_called(values['surface']).name} at {point(start_of(values))}, near a level point. "
        f"The curvatures are {label(low, 3)} and {label(high, 3)}. Where does it end?"
    )
    return Ask(
        text, Choice(options, ordered=True), hides=("ends", "loss"), without=("saddle", "maximum", "known minimum")
    )


def draw_who(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the hill of Himmelblau's surface, or at a saddle's foot."""
    return {
        "surface": "himmelblau",
        "x0": round(float(rng.uniform(-2.5, 2.5)), 1),
        "y0": round(float(rng.uniform(-2.5, 2.5)), 1),
    }


def ask_who(values: dict[str, Any]) -> Ask:
    """Ask which first step lowers f: Newton's or the trust region's, or both."""
    newton, trust = (run_of(values, key, STEPS) for key in ("newton", "trust"))
    low = float(np.linalg.eigvalsh(newton.hessian[0])[0])
    change = float(newton.value[1] - newton.value[0]) if len(newton.x) > 1 else 0.0
    falls = float(trust.value[1] - trust.value[0]) < -1
    climbs = change > 0
    clear = falls and abs(change) > 1
    told = f"Newton's first step changes f by {label(change, 3)}"
    options = (
        Option(
            "Both lower f",
            clear and not climbs,
            f"{told}: its model is a bowl, or close to one." if not climbs else f"{told}: it climbs.",
        ),
        Option(
            "Only the trust region's",
            clear and climbs,
            f"{told}. The trust region takes the lowest point of its circle, never a higher one."
            if climbs
            else f"{told}: this once it falls too.",
        ),
        Option("Only Newton's", False, f"A trust region takes no step that does not lower f. {told}."),
    )
    text = (
        f"Both start at {point(start_of(values))}; the least curvature there is {label(low, 3)}. "
        "Whose first step lowers f: that of Newton or that of the trust region?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("ends", "loss"), until=1)


QUESTIONS = (
    Question("kind", "Where does Newton end?", draw_kind, ask_kind),
    Question("who", "Whose step goes down?", draw_who, ask_who),
)
