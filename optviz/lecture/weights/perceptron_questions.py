"""Predictions on the perceptron algorithm: which way w changes, and whether it ever stops."""

from typing import Any

import numpy as np

from optviz.core.perceptron import learn
from optviz.lecture.weights.common import split
from optviz.lecture.weights.perceptron import SETS, learning_of
from optviz.questions import Ask, Choice, NextSteps, Option, Question

ARROW = 1.3
"""The arrows show directions; they are all equally long."""
APART = np.cos(np.radians(30))
"""Arrows must be at least this far apart to be told from each other."""


def draw_change(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start of the weights."""
    w1, w2, b = np.round(rng.uniform(-2.5, 2.5, 3), 1).tolist()
    return {"data": str(rng.choice(["separable", "overlap"])), "w1": w1, "w2": w2, "b": b}


def ask_change(values: dict[str, Any]) -> Ask:
    """Ask in which direction the first correction changes w."""
    run = learning_of(values)
    if not len(run.corrected):
        return Ask("No point is misclassified.", Choice(()))
    i = run.corrected[0]
    w, change = run.weights[0, :2], run.weights[1, :2] - run.weights[0, :2]
    x, y = run.points[i], int(run.labels[i])
    length = float(np.hypot(*w))
    along = w / length if length else x * 0
    towards = x / np.hypot(*x)
    clear = length > 0 and abs(float(along @ towards)) < APART
    toward_right, away_right = (clear and bool(np.allclose(change, sign * x)) for sign in (1, -1))
    rule = f"y = {y}, ŷ = {1 - y}, so (y − ŷ) x = {'+' if y else '−'}x"
    sentences = {
        "towards the ringed point": f"{rule}: w turns towards the point, so that w·x grows."
        if toward_right
        else f"{rule}: the point is of class 0, and w, which points to class 1, must turn away from it.",
        "away from the ringed point": f"{rule}: w turns away from the point, so that w·x falls."
        if away_right
        else f"{rule}: the point is of class 1, and w, which points to class 1, must turn towards it.",
        "along w": f"{rule}. A longer w leaves the direction of the line as it is; the point turns it.",
        "against w": f"{rule}. A shorter w leaves the direction of the line as it is; the point turns it.",
    }
    rights = (toward_right, away_right, False, False)
    options = tuple(Option(text, right, said) for (text, said), right in zip(sentences.items(), rights, strict=True))
    steps = tuple((float(a * ARROW), float(b * ARROW)) for a, b in (towards, -towards, along, -along))
    text = "The point in the ring is misclassified and is corrected next. In which direction does w change?"
    return Ask(text, Choice(options, arrows=NextSteps("plane", (0.0, 0.0), steps)), hides=("rule",), until=1)


def draw_stops(rng: np.random.Generator) -> dict[str, Any]:
    """Draw XOR with one of its points moved, a multiple of ½, which floats add up exactly."""
    rows = [list(row) for row in SETS["xor"][1]]
    rows[rng.integers(len(rows))][:2] = (rng.integers(-5, 6, 2) / 2).tolist()
    return {"data": "xor", "xor_points": tuple(map(tuple, rows)), "w1": 0.0, "w2": 1.0, "b": 1.0}


def ask_stops(values: dict[str, Any]) -> Ask:
    """Ask whether the algorithm ends on four points."""
    run = learning_of(values)
    count = len(run.corrected)
    first = int(run.wrong[0].sum())
    ends, never = run.ending == "separated" and count not in (0, first), run.ending == "cycling"
    options = (
        Option(
            "Yes: after some corrections all points are correct.",
            ends,
            f"A line between the classes exists, so it is found: after {count} corrections."
            if ends
            else "No line leaves both dots on one side and both squares on the other, so every pass brings a mistake.",
        ),
        Option(
            "No: it goes on for ever.",
            never,
            "No line separates the classes: the same weights come back again and again."
            if never
            else f"A line between the classes exists, and then it ends after finitely many: here {count} corrections.",
        ),
        Option(
            f"Yes: after {first} corrections, one for each mistake." if first != 1 else "Yes: after one correction.",
            False,
            f"A correction can break what was right before. Counting the {first} mistakes of now tells nothing.",
        ),
    )
    text = "XOR, but one of its four points has been moved. Will the perceptron algorithm stop?"
    return Ask(text, Choice(options, ordered=True), hides=("mistakes",))


def draw_mistakes(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start whose first correction lowers, keeps or raises the number of mistakes, each about as often."""
    wanted = int(rng.integers(-1, 2))
    values: dict[str, Any] = {}
    for _ in range(60):
        values = draw_change(rng)
        points, labels = split(SETS[values["data"]][1])
        wrong = learn(points, labels, (values["w1"], values["w2"], values["b"]), 1).wrong.sum(axis=1)
        if len(wrong) > 1 and np.sign(wrong[1] - wrong[0]) == wanted:
            break
    return values


def ask_mistakes(values: dict[str, Any]) -> Ask:
    """Ask what a correction does to the number of misclassified points."""
    wrong = learning_of(values).wrong.sum(axis=1)
    before, after = int(wrong[0]), int(wrong[min(1, len(wrong) - 1)])
    said = f"It stays {before}" if after == before else f"From {before} to {after}"
    options = (
        Option(
            "It falls.",
            after < before,
            f"{said}: this time the turned line gets more points right."
            if after < before
            else f"{said}. The rule looks at one point alone; it does not ask what becomes of the others.",
        ),
        Option(
            "It stays the same.",
            after == before,
            f"{said}: as many points were lost as won, or the line has not passed any."
            if after == before
            else f"{said}. The correction is as long as (x, 1), which mostly moves the line across some point.",
        ),
        Option(
            "It rises.",
            after > before,
            f"{said}: the correction has broken what was right before."
            if after > before
            else f"{said}. A correction can break others, but here the line turns the right way for most.",
        ),
    )
    count = "1 point is" if before == 1 else f"{before} points are"
    text = f"{count} misclassified. What does the one correction by the ringed point do to this number?"
    return Ask(text, Choice(options if len(wrong) > 1 else (), ordered=True), until=1)


QUESTIONS = (
    Question("change", "Which way does w change?", draw_change, ask_change),
    Question("stops", "Will it ever stop?", draw_stops, ask_stops),
    Question("mistakes", "Fewer mistakes after a correction?", draw_mistakes, ask_mistakes),
)
