"""Predictions on divergence: the limit of a bowl, and which of two learning rates settles."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, Option, Question, Range
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import knob_of, on_bowl, rates_of, scene_of, with_rates
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

SMALLER, LARGER = (0.75, 0.95), (1.04, 1.15)
"""Learning rates, as shares of the limit 2/L."""


def draw_limit(rng: np.random.Generator) -> Scene:
    """Draw a bowl, with learning rates that are far from its limit."""
    kappa = float(rng.choice([5, 8, 10, 16, 20, 25, 50, 80]))
    return with_rates(on_bowl(scene_of("divergence"), kappa), *(round(share / kappa, 4) for share in (0.4, 0.8)))


def ask_limit(scene: Scene) -> Ask:
    """Ask for the limit of the learning rate."""
    curvature = knob_of(scene, "kappa")
    limit = 2 / curvature
    said = f"each step multiplies y by 1 − {label(curvature)} η"
    form = Range(
        "largest η",
        0.005,
        2.0,
        (limit, limit),
        0.05,
        f"GD settles with larger η too: {said}, and up to η = {label(limit)} the size of that is below 1. From 1/L = "
        f"{label(1 / curvature)} on it jumps across, but nearer each time.",
        f"2/L = 2/{label(curvature)} = {label(limit)}: {said}, which is −1 there.",
        f"It diverges before: {said}. The largest curvature decides; along x, with curvature 1, η could be 2.",
        scale="log",
    )
    text = f"This bowl's curvatures are 1 along x and L = {label(curvature)} along y. Up to which η does GD settle?"
    return Ask(text, form)


def draw_settles(rng: np.random.Generator) -> Scene:
    """Draw a bowl and two learning rates, both below the limit, both above, or one of each in any order."""
    kappa = float(rng.choice([10, 20, 25, 40, 50]))
    bands = ((SMALLER, SMALLER), (SMALLER, LARGER), (LARGER, SMALLER), (LARGER, LARGER))[rng.integers(4)]
    rates = [round(float(rng.uniform(*band)) * 2 / kappa, 4) for band in bands]
    return with_rates(on_bowl(scene_of("divergence"), kappa), *rates)


def ask_settles(scene: Scene) -> Ask:
    """Ask which of the two runs settle."""
    curvature, rates = knob_of(scene, "kappa"), rates_of(scene)
    first, second = (bool(np.abs(run.x[-1, 1]) < np.abs(run.x[0, 1])) for run in run_scene(scene).runs)
    factors = " and ".join(label(1 - curvature * rate, 3) for rate in rates)
    said = f"y is multiplied by {factors} a step"
    names = [f"η = {label(rate)}" for rate in rates]
    cases = (
        ("Both settle.", (True, True), "both would have to lie between −1 and 1"),
        (f"{names[0]} settles, the other diverges.", (True, False), "only the first would have to lie above −1"),
        (f"{names[1]} settles, the other diverges.", (False, True), "only the second would have to lie above −1"),
        ("Both diverge.", (False, False), "both would have to lie below −1"),
    )
    options = tuple(
        Option(
            words,
            case == (first, second),
            f"{said}. The limit is 2/L = 2/{label(curvature)} = {label(2 / curvature)}."
            if case == (first, second)
            else f"{said}; for that {needed}. The limit is 2/L, not 1/L.",
        )
        for words, case, needed in cases
    )
    text = f"The largest curvature is L = {label(curvature)}. GD runs with {names[0]} and {names[1]}. What happens?"
    choice = Choice(options if rates[0] != rates[1] else (), ordered=True)
    return Ask(text, choice, hides=TELLING)


QUESTIONS = (
    Question("limit", "From where on does GD diverge?", draw_limit, ask_limit),
    Question("settles", "Who settles?", draw_settles, ask_settles),
)
