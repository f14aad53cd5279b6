"""Predictions on the exercise: a number that the program prints, and what becomes of each learning rate."""

from collections.abc import Callable
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.one_dimension.common import ETAS
from optviz.lecture.one_dimension.exercise import START, exercise_walk
from optviz.lecture.one_dimension.exercise_paste import PROGRAM
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

ROW = {"0.1": 3, "0.01": 3, "1": 3, "100": 2, "1000": 2}
"""The row that is asked for: what one can still reckon by hand."""
SLOW = 200
"""A walk that stops after more steps than these is called slow."""


def repeated(step: Callable[[float], float], times: int) -> float:
    """Return where a wrong program is after some steps."""
    x = START
    for _ in range(times):
        x = step(x)
    return x


def draw_printed(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate of the exercise, with what the program prints beside the program."""
    return {"rate": str(rng.choice(ETAS)), "show": "prints"}


def ask_printed(values: dict[str, Any]) -> Ask:
    """Ask for x in one of the first rows."""
    run = exercise_walk(values["rate"])
    row, eta, slope = ROW[values["rate"]], run.eta, float(run.slope[0])
    truth, factor = float(run.x[row]), 1 - 2 * eta
    said = f"Each step multiplies x by 1 − 2η = {label(factor)}: x = 2 · ({label(factor)}){'²³'[row - 2]}"
    mistakes = (
        Mistake(repeated(lambda x: x + eta * 2 * x, row), f"Uphill: x = x + eta * grad. It must be minus. {said}."),
        Mistake(
            repeated(lambda x: x - eta * x * x, row),
            f"That is with f(x) = x² instead of df(x) = 2x. At x = 2 both are 4, but not any more after that. {said}.",
        ),
        Mistake(START - row * eta * slope, f"grad = df(x) stands in the loop: it is computed anew each time. {said}."),
        Mistake(float(run.x[1]), f"That is row 1. Row 0 is the start; {row} steps lead to row {row}. {said}."),
        Mistake(float(run.value[row]), f"That is f(x) = x²; x is asked for. {said}."),
    )
    known = tuple(mistake for mistake in mistakes if abs(mistake.value - truth) > 1e-9)
    tolerance = min(5e-3 * abs(truth), 0.4 * min(abs(mistake.value - truth) for mistake in known))
    otherwise = f"{said}. Go through the loop line by line."
    form = Number(f"x at t = {row}", truth, tolerance, f"{said}.", otherwise, known)
    text = f"The program runs with η = {values['rate']} from x = 2. What does it print as x in row t = {row}?"
    return Ask(text, form, until=row)


def draw_ends(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate of the exercise, those that overflow no more often than each of the others."""
    return {"rate": str(rng.choice(ETAS, p=(0.25, 0.25, 0.25, 0.125, 0.125))), "show": "prints"}


def ask_ends(values: dict[str, Any]) -> Ask:
    """Ask how the program ends."""
    run = exercise_walk(values["rate"])
    kind, steps = run.status.kind, run.steps
    factor = f"Each step multiplies x by 1 − 2η = {label(1 - 2 * run.eta)}"
    stops, slow = kind == "converged" and steps <= SLOW, kind == "converged" and steps > SLOW
    cycles, grows = kind == "cycling", kind == "diverged"
    options = (
        Option(
            f"It stops near 0, within {SLOW} steps.",
            stops,
            f"{factor}, which is well below 1: it stops at t = {steps}."
            if stops
            else f"{factor}. Only a factor well between −1 and 1 gets there so quickly.",
        ),
        Option(
            f"It stops near 0, but needs more than {SLOW} steps.",
            slow,
            f"{factor}: only {label(200 * run.eta, 3)} % off in each step, so it stops at t = {steps}."
            if slow
            else f"{factor}. Slow is only a factor close to 1, that is a small η.",
        ),
        Option(
            "It jumps between two numbers and never stops.",
            cycles,
            f"{factor}: x is 2, −2, 2, … and |grad| stays 4."
            if cycles
            else f"{factor}. It jumps for ever between the same two numbers only if this is exactly −1.",
        ),
        Option(
            "x grows until it is too large for a float.",
            grows,
            f"{factor}: each step leads further away on the other side. A larger η is not a faster one."
            if grows
            else f"{factor}. x grows only if this is below −1, that is for η > 1.",
        ),
    )
    text = f"f(x) = x² from x = 2, η = {values['rate']}. What does the program do?"
    return Ask(text, Choice(options, ordered=True), hides=("values", "printed"))


QUESTIONS = (
    Question("printed", "What does the program print?", draw_printed, ask_printed),
    Question("ends", "How does it end?", draw_ends, ask_ends),
    PROGRAM,
)
