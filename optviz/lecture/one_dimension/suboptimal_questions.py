"""Predictions on where GD ends: in which minimum, and from which η on it gets over a flat inflection."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.one_d.functions import Function
from optviz.lecture.one_dimension.own import function_of
from optviz.lecture.one_dimension.suboptimal import suboptimal_walk
from optviz.questions import Ask, Place, Question, Range, Target

NEAR = 0.25


def draw_end(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a function and a start, with small steps, or on the terrace with larger ones."""
    f = str(rng.choice(["two_valleys", "two_valleys", "terrace", "ripples"]))
    if f == "two_valleys":
        return {"f": f, "x0": round(float(rng.choice([rng.uniform(-1.0, 0.2), rng.uniform(0.8, 1.5), 2.9])), 1)}
    if f == "terrace":
        return {"f": f, "x0": round(float(rng.uniform(-1.7, -1.0)), 1), "eta": float(rng.choice([0.1, 0.5]))}
    return {"f": f, "x0": round(float(rng.choice([-1, 1]) * rng.uniform(1.4, 2.8)), 1), "eta": 0.05}


def nearest(function: Function, x: float) -> float:
    """Return the minimum that is nearest to x."""
    return min(function.minima, key=lambda minimum: abs(minimum - x))


def ask_end(values: dict[str, Any]) -> Ask:
    """Ask where the walk ends."""
    run = suboptimal_walk(values)
    function, start, end = run.function, float(run.x[0]), float(run.x[-1])
    best = function.minima[0]
    flat = [x for x, kind in function.criticals if kind == "inflection"]
    places = (
        *(Place(x, 0.0, f"There the slope is 0, but a step of η = {label(run.eta)} jumps over it.") for x in flat),
        Place(best, 0.0, "f is lowest there, but GD does not look for that. It stops where the slope is 0 first."),
        Place(nearest(function, start), 0.0, "That minimum is nearest, but GD goes where it is downhill at x₀."),
    )
    known = min((x for x, _ in function.criticals), key=lambda x: abs(x - end))
    what = "a flat inflection" if known in flat else "the global minimum" if known == best else "a local minimum"
    reason = f"Downhill from x₀ = {label(start)} GD comes to {what} at x = {label(known, 3)}, and the slope is 0 there."
    form = Target(
        "curve",
        end,
        float(run.value[-1]),
        NEAR,
        reason,
        "GD knows nothing but the slope where it is. It goes downhill from x₀ and stops where the slope is 0.",
        tuple(place for place in places if abs(place.x - end) >= 2 * NEAR),
        only_x=True,
    )
    text = f"GD starts at x₀ = {label(start)} with η = {label(run.eta)}. Click where it ends."
    return Ask(text, form)


def draw_over(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the left of the terrace."""
    return {"f": "terrace", "x0": round(float(rng.uniform(-1.9, -1.0)), 1), "eta": 0.1}


def ask_over(values: dict[str, Any]) -> Ask:
    """Ask from which η on GD gets past the flat inflection; found by halving between walks."""
    function = function_of(values)
    start = values["x0"]
    slope = float(function.slope(start))
    low, high = 0.02, 1.0
    while high / low > 1.001:
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if suboptimal_walk({**values, "eta": middle}).x[-1] > 1 else (middle, high)
    said = f"the first step is η · {label(-slope, 3)} long, and the flat place is {label(-start)} away"
    form = Range(
        "smallest η",
        0.02,
        1.0,
        (low, low),
        0.06,
        f"Too short: {said}. Left of it the slope shrinks so fast that GD creeps and stops.",
        f"It must jump over in the first step: {said}. {label(-start)}/{label(-slope, 3)} = {label(low, 2)}.",
        f"That does jump over, but less is enough: {said}.",
        scale="log",
    )
    text = (
        f"At x₀ = {label(start)} the slope is f′(x₀) = {label(slope, 3)}. With small η GD stops at the flat inflection "
        "at x = 0. From which η on does it get past?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("end", "Where does it end?", draw_end, ask_end),
    Question("over", "Which step gets over the flat place?", draw_over, ask_over),
)
