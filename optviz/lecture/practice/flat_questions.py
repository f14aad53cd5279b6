"""Predictions on sharp minima: which learning rate they stand, and how deep SAM can be caught."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.two_minima import RULES, SHARP
from optviz.lecture.practice.flat import crowd_of, surface_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_stable(rng: np.random.Generator) -> dict[str, Any]:
    """Draw how sharp the pit is."""
    return {"sharp": float(rng.choice([16, 20, 25, 40, 50])), "rule": "gd"}


def ask_stable(values: dict[str, Any]) -> Ask:
    """Ask up to which η GD can come to rest at the sharp minimum."""
    flat, sharp = surface_of(values).sharpness
    form = Number(
        "η",
        2 / sharp,
        0.05 * 2 / sharp,
        "From η = 2/λ on, every step overshoots by more than it was off.",
        "Near the minimum GD multiplies its error by 1 − ηλ. When does that shrink it?",
        (
            Mistake(1 / sharp, "At η = 1/λ it is there in one step; beyond it still converges, from side to side."),
            Mistake(2 / flat, "That is the limit of the flat minimum."),
            Mistake(1 / flat, "That is the best η of the flat minimum."),
        ),
    )
    text = (
        f"The largest eigenvalue of the Hessian is {label(flat)} at the flat minimum, {label(sharp)} at the sharp one. "
        "Above which η can GD no longer come to rest at the sharp one?"
    )
    return Ask(text, form, hides=("share", "ends", "numbers"))


def draw_caught(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a radius of SAM that looks over the rim of the pit, or one that does not."""
    return {"rho": float(rng.choice([0.05, 0.1, 0.35, 0.5])), "rule": "sam", "seed": float(rng.integers(1, 100))}


def ask_caught(values: dict[str, Any]) -> Ask:
    """Ask how many of the runs that GD leaves in the pit SAM leaves there."""
    surface = surface_of(values)
    counts = crowd_of(values).counts(SHARP)[-1]
    gd, sam = (int(counts[RULES.index(rule)]) for rule in ("gd", "sam"))
    way = label(surface.minima[1, 0] - surface.saddle[0], 2)
    options = (
        Option(
            "None.",
            sam == 0,
            f"SAM's gradient is taken ρ = {label(values['rho'])} uphill: still within the pit, {way} from the pass.",
        ),
        Option("About half of them.", 0 < sam <= 0.7 * gd, "It is all or nearly nothing: they all see the same rim."),
        Option(
            "Most or all of them.",
            sam > 0.7 * gd,
            f"Uphill by ρ = {label(values['rho'])} is out of the pit, {way} from the pass: the slope leads away.",
        ),
    )
    text = (
        f"GD leaves {gd} of 200 runs in the pit, whose minimum is {way} from the pass. SAM looks "
        f"ρ = {label(values['rho'])} uphill. How many of these does it leave there?"
    )
    return Ask(text, Choice(options), hides=("share", "ends"))


QUESTIONS = (
    Question("stable", "Which η does a sharp minimum stand?", draw_stable, ask_stable),
    Question("caught", "Can SAM be caught in a pit?", draw_caught, ask_caught),
)
