"""Predictions on the fair race: who wins when everybody is tuned, and what that costs."""

from functools import lru_cache
from itertools import permutations
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS
from optviz.lecture.lab.race import SETTINGS, tune_all, untuned_score
from optviz.lecture.lab.racing import RACERS, chosen_racers, starts_of
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Mistake, Number, Question, Ranking
from optviz.scenes.scene import default_look

SURFACES = ("himmelblau", "quadratic", "six_hump_camel", "three_hump_camel", "rosenbrock", "beale")


def some_racers(rng: np.random.Generator, count: int) -> dict[str, bool]:
    """Draw who races: the values of the racers' switches."""
    racers = set(rng.choice(RACERS, count, replace=False).tolist())
    return {key: key in racers for key in RACERS}


# ---- who wins ------------------------------------------------------------------------------------------


def draw_winner(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface with one of its starts, and three racers, tuned."""
    surface = str(rng.choice(SURFACES))
    starts = surface_called(surface).starts
    x0, y0 = starts[rng.integers(len(starts))]
    return {"surface": surface, "x0": x0, "y0": y0, "tuned": True} | some_racers(rng, 3)


@lru_cache(maxsize=128)
def _scores(key: str, settings: tuple[tuple[str, Any], ...]) -> tuple[float, float]:
    """Return a racer's steps to the goal, tuned and untuned; few settings are drawn, so they are kept."""
    alone = dict(settings) | {each: each == key for each in RACERS}
    *_, last = tune_all(alone)
    return last.tuned[key].score, untuned_score(alone, key)[0]


def ask_winner(values: dict[str, Any]) -> Ask:
    """Ask for the order of three racers at their best, by their steps to the goal."""
    keys = chosen_racers(values)
    plain = tuple((key, value) for key, value in values.items() if key not in RACERS)
    tuned, untuned = zip(*(_scores(key, plain) for key in keys), strict=True)
    names = [OPTIMIZERS[key].name for key in keys]
    swapped = {}
    for first, later in permutations(range(3), 2):
        told = f"{names[first]} needs {label(tuned[first], 3)} steps, {names[later]} {label(tuned[later], 3)}"
        if untuned[later] < untuned[first]:
            swapped[first, later] = f"So it is untuned. With an η that suits each, {told}."
        else:
            swapped[first, later] = f"Tuned, {told}."
    limit = 2 * values["steps"]
    form = Ranking(
        tuple(names),
        tuple(score if score < limit else np.nan for score in tuned),
        "fewest steps",
        "most steps",
        f"Tuned they need {', '.join(label(score, 3) for score in tuned)} steps; "
        f"as they open, {', '.join(label(score, 3) if score < limit else 'too many' for score in untuned)}.",
        swapped,
        looks=tuple(map(default_look, keys)),
    )
    text = (
        f"Each of the three tries {values['settings']} learning rates, and races with its best. "
        "In which order do they reach the goal?"
    )
    return Ask(text, form, hides=("loss", "out"))


# ---- what it costs -------------------------------------------------------------------------------------


def draw_budget(rng: np.random.Generator) -> dict[str, Any]:
    """Draw how many settings, starts and steps, and who races."""
    return {
        "settings": str(rng.choice(SETTINGS)),
        "starts": str(rng.choice(["one", "many"])),
        "steps": float(rng.choice([50, 100, 200, 500])),
    } | some_racers(rng, int(rng.integers(2, 6)))


def ask_budget(values: dict[str, Any]) -> Ask:
    """Ask how many steps the tuning takes in all."""
    racers, settings = len(chosen_racers(values)), int(values["settings"])
    starts, steps = len(starts_of(values)), int(values["steps"])
    whole = racers * settings * starts * steps
    runs = f"{settings} settings" + f" from {starts} starts" * (starts > 1)
    wrong = {
        settings * starts * steps: f"That is one racer. There are {racers}.",
        racers * settings * steps: f"Each setting runs from all {starts} starts.",
        racers * settings * starts: f"Those are the runs. Each takes {steps} steps.",
        racers * starts * steps: f"Each racer tries {settings} settings.",
    }
    form = Number(
        "steps",
        whole,
        0.5,
        f"{racers} racers × {settings} settings × {starts} start{'s' * (starts > 1)} × {steps} steps.",
        f"Multiply: {racers} racers, {runs}, {steps} steps each.",
        tuple(Mistake(value, said) for value, said in wrong.items() if value != whole),
    )
    counted = "the mean over 64 starts counts" if starts > 1 else "this start counts"
    text = f"{racers} racers try {settings} settings each, {steps} steps a run, and {counted}. How many steps is that?"
    return Ask(text, form, until=0)


QUESTIONS = (
    Question("winner", "Who wins when everybody is tuned?", draw_winner, ask_winner),
    Question("budget", "What does a tuning cost?", draw_budget, ask_budget),
)
