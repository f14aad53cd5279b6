"""Predictions on the quadratic model: which arrow is Newton's step, and what the curvatures say about η."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.curvature.common import start_of
from optviz.lecture.curvature.model import chosen_run, model_of
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question
from optviz.questions.arrows import which_arrow


def draw_arrow(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on one of two quadratics, off their axes; the model is left out of the picture."""
    key, (x, y) = [("booth", (1.0, 3.0)), ("saddle", (0.0, 0.0))][rng.integers(2)]
    reach = {"booth": 3.0, "saddle": 1.2}[key]
    dx, dy = rng.choice([-1, 1], 2) * rng.uniform(0.4, 1.0, 2) * reach
    return {
        "surface": key,
        "x0": round(x + float(dx), 1),
        "y0": round(y + float(dy), 1),
        "lr": {"booth": 0.08, "saddle": 0.4}[key],
        "overlay": False,
    }


def ask_arrow(values: dict[str, Any]) -> Ask:
    """Ask which arrow is Newton's step."""
    run = chosen_run(values)
    step, slope = model_of(run).newton[0], -values["lr"] * run.slope[0]
    saddle = values["surface"] == "saddle"
    where = "the saddle" if saddle else "the minimum"
    form = which_arrow(
        "plane",
        run.surface.domain,
        np.array(start_of(values)),
        step,
        f"f is its own model here, and Newton's step ends where the model is level: at {where}.",
        (
            (slope, "That is −η∇f, across the level lines. Newton's step divides by the curvatures."),
            (-slope, "That climbs: it is +η∇f."),
            (step / 2, "Half of the way. On a quadratic Newton's step is as long as the whole."),
        ),
    )
    text = (
        f"f is {surface_called(values['surface']).name}, a quadratic. At {point(start_of(values))}, "
        "which arrow is Newton's step?"
    )
    return Ask(text, form, until=0)


def draw_limit(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an η below or above the border on a saddle or a bowl."""
    key = str(rng.choice(["quadratic", "booth", "matyas"]))
    top = {"quadratic": 10.0, "booth": 18.0, "matyas": 1.0}[key]
    return {"surface": key, "x0": 2.0, "y0": 1.0, "lr": float(f"{rng.choice([0.5, 1.5]) * 2 / top:.2g}")}


def ask_limit(values: dict[str, Any]) -> Ask:
    """Ask for the largest η with which GD settles, from the curvatures."""
    low, high = (float(value) for value in model_of(chosen_run(values)).curvatures[0])
    form = Number(
        "η below",
        2 / high,
        0.02 * 2 / high,
        "2/λmax: along the steepest eigenvector each step multiplies the distance by 1 − ηλmax.",
        "Only the largest curvature counts.",
        (
            Mistake(2 / low, "That is 2/λmin: along the other axis GD would fly off long before."),
            Mistake(
                1 / high, "That is 1/λmax, where the steepest direction arrives in one step; twice as much will do."
            ),
            Mistake(2 / (low + high), "That is the η of the best rate; GD still settles somewhat above it."),
        ),
    )
    text = f"A quadratic with curvatures λ₁ = {label(low)} and λ₂ = {label(high)}. Below which η does GD settle?"
    return Ask(text, form, hides=("now", "curvature"))


def draw_kind(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a place on Himmelblau's surface."""
    return {
        "surface": "himmelblau",
        "x0": round(float(rng.uniform(-4, 4)), 1),
        "y0": round(float(rng.uniform(-4, 4)), 1),
    }


def ask_kind(values: dict[str, Any]) -> Ask:
    """Ask for the shape of the model's level lines, given the Hessian's eigenvalues."""
    low, high = (float(value) for value in model_of(chosen_run(values)).curvatures[0])
    clear = min(abs(low), abs(high)) > 2
    options = (
        Option(
            "Ellipses round a lowest point",
            clear and low > 0,
            "Both curvatures are positive: the model is a bowl." if low > 0 else "A curvature is negative: no bowl.",
        ),
        Option(
            "Hyperbolas",
            clear and low < 0 < high,
            "The signs differ: the model rises one way and falls the other."
            if low < 0 < high
            else "For hyperbolas the signs must differ.",
        ),
        Option(
            "Ellipses round a highest point",
            clear and high < 0,
            "Both curvatures are negative: the model is a hill."
            if high < 0
            else "A hill needs two negative curvatures.",
        ),
    )
    text = f"At the head the curvatures are {label(low, 3)} and {label(high, 3)}. What are the model's level lines?"
    return Ask(text, Choice(options, ordered=True), hides=("now", "curvature"), until=0)


QUESTIONS = (
    Question("arrow", "Which arrow is Newton's step?", draw_arrow, ask_arrow),
    Question("limit", "The largest η", draw_limit, ask_limit),
    Question("kind", "Ellipses or hyperbolas?", draw_kind, ask_kind),
)
