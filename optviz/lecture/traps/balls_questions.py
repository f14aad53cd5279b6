"""Predictions on many starts: how many find the lowest minimum, and where they go from a saddle."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.basins import LEFT
from optviz.lecture.traps.balls import roll_balls
from optviz.questions import Ask, Choice, Option, Question, Range

SURFACES = {"three_hump_camel": (0.01, 0.02), "six_hump_camel": (0.02, 0.03), "styblinski_tang": (0.01, 0.02)}
"""Surfaces whose minima are not equally deep, with learning rates that settle in them."""


def draw_best(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface, a learning rate and the number of balls."""
    surface = str(rng.choice(list(SURFACES)))
    return {"surface": surface, "lr": float(rng.choice(SURFACES[surface])), "side": int(rng.integers(9, 21))}


def ask_best(values: dict[str, Any]) -> Ask:
    """Ask which share of the balls ends in the lowest minimum."""
    _, ends = roll_balls(values)
    minima, best = ends.critical.of("minimum"), ends.critical.lowest
    share = 100 * ends.share(*range(len(best)))
    balls = ends.label.size
    which = "the lowest minimum" if len(best) == 1 else f"one of the {len(best)} lowest minima"
    found = f"{round(share * balls / 100)} of {balls} do"
    form = Range(
        "share of the balls",
        0.0,
        100.0,
        (share, share),
        8.0,
        f"More: {found}. What counts is how much of the window lies in its basin.",
        f"{found}: those that start in its basin. The start decides.",
        f"Fewer: {found}. Gradient descent has no plan; each ball goes down where it is and stays in the first valley.",
        unit="%",
    )
    text = (
        f"{balls} balls, evenly spread, do gradient descent on a surface of {len(minima)} minima. Which share of them "
        f"ends in {which}, f = {label(best[0].value, 3, 1e-9)}?"
    )
    return Ask(text, form)


def draw_saddle(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an odd or an even number of balls a side on the saddle."""
    return {"surface": "saddle", "lr": round(float(rng.uniform(0.03, 0.12)), 2), "side": int(rng.integers(5, 17))}


def ask_saddle(values: dict[str, Any]) -> Ask:
    """Ask where balls go on the saddle."""
    _, ends = roll_balls(values)
    side, stay, left = int(values["side"]), ends.count([0]), ends.count([LEFT])
    all_leave, row_stays, all_stay = left == side**2, 0 < stay < side**2, stay == side**2
    on_axis = "even, so no ball starts on the line x₂ = 0" if side % 2 == 0 else "odd, so a row starts on x₂ = 0"
    options = (
        Option(
            "All leave the picture.",
            all_leave,
            f"{side} a side is {on_axis}: they come in along x₁ and leave along x₂."
            if all_leave
            else f"{side} a side is {on_axis}. There the slope along x₂ is exactly 0: {stay} balls go to the saddle.",
        ),
        Option(
            "One row ends at (0, 0), all others leave.",
            row_stays,
            f"{side} a side is {on_axis}: those {stay} go into the saddle, and all others leave along x₂."
            if row_stays
            else f"Only a start exactly on x₂ = 0 gets there. {side} a side is {on_axis}.",
        ),
        Option(
            "All end at (0, 0), where the gradient is zero.",
            all_stay,
            "A gradient of zero is not enough: along x₂ f falls on both sides, away from the line.",
        ),
    )
    text = f"{side} × {side} balls, evenly spread about (0, 0), do GD on f = x₁² − x₂². Where do they end?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("best", "How many find the lowest?", draw_best, ask_best),
    Question("saddle", "Where do they go from a saddle?", draw_saddle, ask_saddle),
)
