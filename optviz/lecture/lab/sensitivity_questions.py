"""Predictions on sensitivity to η: whose good range is widest."""

from itertools import permutations
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.lab.racing import RACERS
from optviz.lecture.lab.sensitivity import curves_of, good_range
from optviz.questions import Ask, Question, Ranking
from optviz.scenes.scene import default_look

SURFACES = ("himmelblau", "quadratic", "booth", "matyas", "cliff")
WHY = {
    "gd": "GD's range ends at a cliff, 2/λmax, and at half of that η it needs twice the steps",
    "momentum": "Where Momentum swings, the swings die out at a pace that β sets, whatever η is",
    "adagrad": "AdaGrad divides η by what it has met: too large an η is soon tamed",
    "rmsprop": "RMSprop's steps are about η long, however steep it is",
    "adam": "Adam has momentum too, whose pace β sets, and its steps are about η long, however steep it is",
}


def draw_widths(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface, a goal, and three racers; the mean over 64 starts counts, so that no lucky flight does."""
    racers = set(rng.choice(RACERS, 3, replace=False).tolist())
    counted = {"surface": str(rng.choice(SURFACES)), "starts": "many", "steps": 500}
    return counted | {"tol": float(rng.choice([1e-3, 1e-1]))} | {key: key in racers for key in RACERS}


def ask_widths(values: dict[str, Any]) -> Ask:
    """Ask for the order of the widths of three racers' good ranges."""
    curves = curves_of(values)
    widths = [curve.result.width for curve in curves]
    said = [f"{curve.name} has {label(width, 2)} decades" for curve, width in zip(curves, widths, strict=True)]
    swapped = {
        (narrow, wide): f"{said[narrow]}, {said[wide]}. {WHY[curves[wide].key]}."
        for narrow, wide in permutations(range(3), 2)
    }
    form = Ranking(
        tuple(curve.name for curve in curves),
        tuple(width if width > 0 else np.nan for width in widths),
        "narrowest",
        "widest",
        "; ".join(f"{curve.name}: {good_range(curve)[0]}" for curve in curves) + ".",
        swapped,
        looks=tuple(default_look(curve.key) for curve in curves),
        margin=0.15,
    )
    text = (
        "An η is good if the racer arrives from all 64 starts, within twice the steps of its own best η. "
        "How wide, in decades, are the good ranges of these three?"
    )
    return Ask(text, form, hides=("curves", "out"))


QUESTIONS = (Question("widths", "Whose good range is widest?", draw_widths, ask_widths),)
