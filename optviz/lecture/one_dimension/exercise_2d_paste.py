"""The exercise in pairs, checked: the numbers that the student's own program prints for a function of x and y."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.one_dimension.exercise_2d import FORMULAS
from optviz.lecture.one_dimension.pasted import LINES, Task, causes
from optviz.questions import Ask, Paste, Question

LAYOUTS = (
    ("f(x, y)",),
    ("x", "y"),
    ("t", "f(x, y)"),
    ("t", "x", "y"),
    ("x", "y", "f(x, y)"),
    ("t", "x", "y", "f(x, y)"),
    ("x", "y", "f(x, y)", "slope along x", "slope along y"),
    ("t", "x", "y", "f(x, y)", "slope along x", "slope along y"),
)
PLACES = (-1.8, -1.4, -1.2, -0.9, -0.6, 0.7, 0.8, 1.1, 1.3, 1.6)


def task_of(function: str, eta: str, x: float, y: float) -> Task:
    """Return the task: one of the section's functions, a learning rate and a start."""
    names = ("x", "y", "f(x, y)", "slope along x", "slope along y")
    if function == "coupled":
        slip = "Your slopes are those of x² + y²: the term xy adds y to the slope along x, and x to that along y."
        return Task(
            lambda p: p[0] * p[0] + p[0] * p[1] + p[1] * p[1],
            lambda p: (2 * p[0] + p[1], p[0] + 2 * p[1]),
            float(eta),
            (x, y),
            names,
            ((lambda p: (2 * p[0], 2 * p[1]), slip),),
        )
    slips = ((lambda p: p, "Your slopes lack the factor 2: the derivative of x² is 2x."),)
    return Task(lambda p: p[0] * p[0] + p[1] * p[1], lambda p: (2 * p[0], 2 * p[1]), float(eta), (x, y), names, slips)


def draw_program(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a function, a learning rate, and a start with two different coordinates."""
    x, y = (float(c) for c in rng.choice(PLACES, 2, replace=False))
    return {"f": str(rng.choice(list(FORMULAS))), "rate": str(rng.choice(("0.1", "0.01"))), "x0": x, "y0": y}


def ask_program(values: dict[str, Any]) -> Ask:
    """Ask for what the program prints."""
    task = task_of(values["f"], values["rate"], values["x0"], values["y0"])
    form = Paste(
        "What your program prints",
        task.columns(task.points(task.step)),
        LAYOUTS,
        causes(task),
        right="Your program does GD: both slopes at the old point, then both updates.",
        otherwise="None of the usual faults prints these numbers. Check f, df, η and the start, one after the other.",
        lines=LINES,
    )
    x, y = label(values["x0"]), label(values["y0"])
    text = (
        f"In pairs: run your program for f(x, y) = {FORMULAS[values['f']]}, η = {values['rate']}, from ({x}, {y}), "
        f"print t, x, y and f(x, y) in each line, and paste the first {LINES} lines. Are they right, digit for digit?"
    )
    return Ask(text, form)


PROGRAM = Question("program", "Check what your program prints", draw_program, ask_program, alone=True)
