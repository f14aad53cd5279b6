"""Predictions on one's own data: how far gradient descent comes on raw and on standardised x."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.tables.shelf import Table
from optviz.lecture.lab.data import DATA, problem_at, run_of, source_of
from optviz.lecture.lab.samples import NAMES
from optviz.questions import Ask, Choice, Option, Question, Unclear

NEAR = 0.01
CLEAR = 3.0
SHARES = (0.3, 0.5, 0.9, 1.1)


def draw_scale(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a table, x as it is or standardised, and η as a share of the largest that GD can bear."""
    values = {"source": str(rng.choice(["pendulum", "spring"])), "standard": bool(rng.integers(2)), "steps": 100}
    largest = eigenvalues(DATA.defaults() | values)[1]
    return values | {"eta": float(f"{float(rng.choice(SHARES)) * 2 / largest:.3g}")}


def eigenvalues(values: dict[str, Any]) -> tuple[float, float]:
    """Return the eigenvalues of the line's Hessian, the smaller first."""
    found = problem_at(values, source_of(values)).eigenvalues
    assert found is not None
    return found


def left(values: dict[str, Any]) -> float:
    """Return L − L* at the end over what it is at the start."""
    problem = problem_at(values, source_of(values))
    assert problem.curve is not None
    above = run_of(problem, values).loss - problem.curve.floor
    return float(above[-1] / above[0])


def ask_scale(values: dict[str, Any]) -> Ask:
    """Ask whether GD arrives, creeps or flies off."""
    share = left(values)
    if NEAR / CLEAR < share < NEAR * CLEAR:
        raise Unclear(f"L − L* comes down to {share:.2g} of its start")
    least, largest = eigenvalues(values)
    steepest = f"1 − η λ₂ = {label(1 - values['eta'] * largest, 2)}"
    flattest = f"1 − η λ₁ = {label(1 - values['eta'] * least, 3)}"
    both = f"Each step multiplies the distance along λ₂ by {steepest}, along λ₁ by {flattest}."
    fates = (share <= NEAR, NEAR < share <= 1, share > 1)
    options = (
        Option("It is below a hundredth", fates[0], f"{both} That would need both to be well below 1 in size."),
        Option("It has fallen, but not so far", fates[1], f"{both} That is a factor too near to 1 that lasts."),
        Option("It has grown", fates[2], f"{both} It grows where one is beyond 1 in size: η above 2/λ₂."),
    )
    table: Table = source_of(values).table
    how = "standardised" if values["standard"] else "as it stands"
    text = (
        f"The data are {NAMES[values['source']]}, x is {table.names[0]}, {how}. The Hessian has the eigenvalues "
        f"λ₁ = {label(least, 3)} and λ₂ = {label(largest, 3)}. GD takes {values['steps']} steps with "
        f"η = {label(values['eta'], 3)}. How large is L − L* then, beside what it is at the start?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("now",))


QUESTIONS = (Question("scale", "Does it arrive?", draw_scale, ask_scale),)
