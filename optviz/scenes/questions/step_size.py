"""A prediction on three step sizes: in which order they end."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Question, Ranking
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import final_value, rates_of, scene_of, with_rates
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

KAPPA = 4.0
"""The largest curvature of the lesson's bowl."""
BANDS = ((0.005, 0.02), (0.2, 0.35), (0.46, 0.49), (0.51, 0.54))
"""Learning rates that creep, arrive, jump across and come nearer, jump across and get away."""


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw three learning rates of different bands, in any order."""
    bands = rng.choice(len(BANDS), 3, replace=False)
    rates = [round(float(rng.uniform(*BANDS[band])), 3 if band == 0 else 2) for band in bands]
    return with_rates(scene_of("step_size"), *rates)


def factors(rate: float) -> str:
    """Return what a step with this rate does along and across the valley, in words."""
    return f"η = {label(rate)} multiplies x by {label(1 - rate)} and y by {label(1 - KAPPA * rate)} a step"


def ask_order(scene: Scene) -> Ask:
    """Ask who ends lowest, and who highest."""
    race, rates = run_scene(scene), rates_of(scene)
    items = tuple(f"η = {label(rate)}" for rate in rates)
    swapped = {
        (a, b): f"{factors(rates[a])}. {factors(rates[b])}. The nearer the larger of the two is to ±1, the slower; "
        "beyond that it gets away."
        for a in range(3)
        for b in range(3)
        if a != b
    }
    form = Ranking(
        items,
        tuple(final_value(run) for run in race.runs),
        "lowest f",
        "highest f",
        "Larger is quicker only as long as |1 − 4η| stays well below 1; above η = 2/4 = 0.5 it diverges.",
        swapped,
        tuple(racer.look for racer in scene.racers),
    )
    text = f"Three runs of GD on a bowl with the curvatures 1 and 4. Order them by f after {scene.steps} steps."
    return Ask(text, form, hides=TELLING)


QUESTIONS = (Question("order", "Which step size ends lowest?", draw_order, ask_order),)
