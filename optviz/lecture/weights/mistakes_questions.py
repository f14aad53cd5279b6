"""Predictions on slopes: where gradient descent ends on the count of mistakes, and what it does to them on the loss."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.weights.mistakes import DATA, SLOPE, STEPS, WINDOW, descent, loss, mistakes
from optviz.questions import Ask, Choice, Option, Place, Question, Target

JUMPS = -SLOPE * DATA.data.x
"""Where the count jumps: there the decision passes a point."""
CLEAR = 0.15
_GRID = np.linspace(*WINDOW, 701)


def draw_start(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start of the bias away from every jump, and a learning rate that arrives."""
    while True:
        b = round(float(rng.uniform(-7.5, 5.5)), 1)
        if np.abs(JUMPS - b).min() > CLEAR:
            return {"b": b, "lr": float(rng.choice([1.0, 2.0, 3.0]))}


def ask_count(values: dict[str, Any]) -> Ask:
    """Ask where gradient descent on the count ends: where it starts."""
    b, count, lowest = values["b"], mistakes(_GRID), float(_GRID[np.argmin(loss(_GRID))])
    slope = float(np.diff(mistakes(np.array([b - 1e-6, b + 1e-6])))[0])
    end = b - STEPS * values["lr"] * slope
    fewest = _GRID[count == count.min()]
    stairs = np.split(fewest, np.flatnonzero(np.diff(fewest) > 1.5 * (_GRID[1] - _GRID[0])) + 1)
    near = min((float(stair.mean()) for stair in stairs), key=lambda middle: abs(middle - b))
    places = (
        Place(near, 0.0, "The fewest mistakes are there, but GD cannot see that: the slope at b₀ is 0."),
        Place(lowest, 0.0, "The loss is lowest there. The count knows nothing of the loss, and its slope is 0."),
        Place(b + float(np.sign(near - b)), 0.0, "Not even a little way: the step is −η · 0."),
    )
    form = Target(
        "count",
        end,
        float(mistakes(np.array([b]))[0]),
        0.3,
        f"It stays at b₀ = {label(b)}: the count is flat there, so each of the {STEPS} steps is −η · 0 = 0.",
        f"It stays at b₀ = {label(b)}: GD feels only the slope under its feet, and on a flat stair that is 0.",
        tuple(place for place in places if abs(place.x - end) > 0.6),
        only_x=True,
    )
    text = (
        f"Gradient descent on the count of mistakes starts at b₀ = {label(b)} with η = {label(values['lr'])}. "
        f"Click where it is after {STEPS} steps."
    )
    return Ask(text, form, hides=("now",), without=("GD: slope 0, it stays",))


def ask_loss(values: dict[str, Any]) -> Ask:
    """Ask what gradient descent on the loss does to the number of mistakes."""
    run = descent(values)
    before, after = (int(n) for n in mistakes(run[[0, -1]]))
    clear = bool(np.abs(JUMPS - run[-1]).min() > CLEAR)
    first, last = (label(float(each), 2) for each in loss(run[[0, -1]]))
    counts = f"Still {after}" if after == before else f"From {before} to {after}"
    said = f"{counts}, though the loss falls from {first} to {last}"
    fewest = int(mistakes(_GRID).min())
    options = (
        Option(
            "Fewer.",
            clear and after < before,
            f"From {before} to {after}: on the way to the lowest loss the decision passes {before - after} of them."
            if after < before
            else f"{said}. A lower loss need not mean fewer mistakes: it counts how wrong each answer is.",
        ),
        Option(
            "As many.",
            clear and after == before,
            f"{said}. The loss also gains where an answer is right and becomes surer."
            if after == before
            else f"From {before} to {after}. GD goes down the loss to b = {label(run[-1], 2)}: read it there.",
        ),
        Option(
            "More.",
            clear and after > before,
            f"{said}. {fewest} would be possible: the lowest loss need not make the fewest mistakes."
            if after > before
            else f"From {before} to {after}. It can happen, but not from a start with {before} mistakes.",
        ),
    )
    text = (
        f"GD on the loss starts at b₀ = {label(values['b'])} and goes to where the loss is lowest. "
        "How many points are misclassified there, compared with the start?"
    )
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("count", "Downhill on the count of mistakes", draw_start, ask_count),
    Question("loss", "Does a lower loss mean fewer mistakes?", draw_start, ask_loss),
)
