"""Predictions on the hidden layer: where it puts a point, and whether the count of mistakes tells the way."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.weights.common import split
from optviz.lecture.weights.hidden import answers, unit
from optviz.lecture.weights.perceptron import SETS
from optviz.questions import Ask, Choice, Option, Question

POINTS, LABELS = split(SETS["xor"][1])
NAMES = ("lower left", "upper left", "lower right", "upper right")
CLEAR = 0.3
"""How far a point must be from a line to be seen on its side."""
TURN = 20.0


def draw_place(rng: np.random.Generator) -> dict[str, Any]:
    """Draw both hidden units."""
    angles = 5 * rng.integers(-36, 37, 2)
    b1, b2 = np.round(rng.uniform(-1.5, 1.5, 2), 1).tolist()
    return {"angle1": float(angles[0]), "b1": b1, "angle2": float(angles[1]), "b2": b2}


def scores(values: dict[str, Any]) -> np.ndarray:
    """Return w·x + b of both units at each point, (2, 4): its sign is the side, its size the distance from the line."""
    units = np.stack([unit(values, 1), unit(values, 2)])
    return units[:, :2] @ POINTS.T + units[:, 2:]


def ask_place(values: dict[str, Any]) -> Ask:
    """Ask for the hidden layer's answers at one of the points, the one that is nearest to the first line."""
    score = scores(values)
    clear = bool(np.abs(score).min() > CLEAR)
    i = int(np.argmin(np.abs(score[0])))
    h = tuple(answers(values, POINTS)[0][i].astype(int).tolist())
    sides = " and ".join(f"h{sub} = {each}" for sub, each in zip("₁₂", h, strict=True))
    first, second = ("on" if each else "not on" for each in h)
    reason = f"The point is {first} the side that unit 1's arrow points to, and {second} that of unit 2: {sides}."
    wrong = {
        (1 - h[0], h[1]): f"Unit 1: w·x + b = {label(float(score[0, i]), 2)}. Its arrow points to the side h₁ = 1.",
        (h[0], 1 - h[1]): f"Unit 2: w·x + b = {label(float(score[1, i]), 2)}. Its arrow points to the side h₂ = 1.",
        (1 - h[0], 1 - h[1]): f"Both sides are mixed up: an arrow points to where its unit answers 1. Here {sides}.",
    }
    options = tuple(
        Option(f"({a}, {b})", clear and (a, b) == h, wrong.get((a, b), reason)) for a in (0, 1) for b in (0, 1)
    )
    text = f"The output sees nothing but (h₁, h₂). Where does the hidden layer put the point at the {NAMES[i]}?"
    return Ask(text, Choice(options, ordered=True), hides=("hidden", "table"))


def mistakes(values: dict[str, Any]) -> int:
    """Return how many of the four points the net misclassifies."""
    return int((answers(values, POINTS)[1] != LABELS).sum())


def turned(values: dict[str, Any]) -> dict[str, Any]:
    """Return the same with unit 1 turned a little."""
    return {**values, "angle1": (values["angle1"] + TURN + 180) % 360 - 180}


def draw_turn(rng: np.random.Generator) -> dict[str, Any]:
    """Draw hidden units for which the turn of one lowers, keeps or raises the number of mistakes."""
    wanted = int(rng.integers(-1, 2))
    values: dict[str, Any] = {}
    for _ in range(20):
        values = draw_place(rng)
        if np.sign(mistakes(turned(values)) - mistakes(values)) == wanted:
            break
    return values


def ask_turn(values: dict[str, Any]) -> Ask:
    """Ask what becomes of the count of mistakes if one line is turned a little."""
    before, after = mistakes(values), mistakes(turned(values))
    clear = min(np.abs(scores(values)).min(), np.abs(scores(turned(values))).min()) > CLEAR / 2
    said = f"It stays {before}" if after == before else f"From {before} to {after}"
    flat = "no point crosses the line, so no answer changes. A little turn tells nothing about the way"
    options = (
        Option(
            "It falls.",
            bool(clear and after < before),
            f"{said}: a point crosses the line, and the count jumps down."
            if after < before
            else f"{said}. Look which points the line passes while it turns, and what the output makes of them.",
        ),
        Option(
            "It stays the same.",
            bool(clear and after == before),
            f"{said}: {flat}." if after == before else f"{said}. Here the turning line passes a point, so it jumps.",
        ),
        Option(
            "It rises.",
            bool(clear and after > before),
            f"{said}: a point that was correct crosses the line."
            if after > before
            else f"{said}. To rise, a point that is correct now would have to change its h₁ to the wrong side.",
        ),
    )
    count = "1 of the four points is" if before == 1 else f"{before} of the four points are"
    text = (
        f"Hidden unit 1 is turned by {TURN:g}° anticlockwise, about the centre. {count} misclassified "
        "now. What does the turn do to this number?"
    )
    return Ask(text, Choice(options, ordered=True), then=turned(values))


QUESTIONS = (
    Question("place", "Where does a point go?", draw_place, ask_place),
    Question("turn", "Does the count show the way?", draw_turn, ask_turn),
)
