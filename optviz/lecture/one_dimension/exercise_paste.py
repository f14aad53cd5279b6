"""The exercise in pairs, checked: the numbers that the student's own program prints for f(x) = x²."""

from typing import Any

import numpy as np

from optviz.lecture.one_dimension.common import ETAS
from optviz.lecture.one_dimension.exercise import START
from optviz.lecture.one_dimension.pasted import LINES, Task, causes
from optviz.questions import Ask, Paste, Question

LAYOUTS = (
    ("x",),
    ("f(x)",),
    ("t", "x"),
    ("t", "f(x)"),
    ("x", "f(x)"),
    ("t", "x", "f(x)"),
    ("x", "f(x)", "slope"),
    ("t", "x", "f(x)", "slope"),
)


def task_of(eta: str) -> Task:
    """Return the exercise's task: x² from 2."""
    names = ("x", "f(x)", "slope")
    slips = ((lambda p: p, "Your derivative lacks the factor 2: the derivative of x² is 2x."),)
    return Task(lambda p: p[0] * p[0], lambda p: (2 * p[0],), float(eta), (START,), names, slips)


def draw_program(rng: np.random.Generator) -> dict[str, Any]:
    """Draw one of the exercise's learning rates."""
    return {"rate": str(rng.choice(ETAS))}


def ask_program(values: dict[str, Any]) -> Ask:
    """Ask for what the program prints."""
    eta = values["rate"]
    task = task_of(eta)
    form = Paste(
        "What your program prints",
        task.columns(task.points(task.step)),
        LAYOUTS,
        causes(task),
        right=f"Your program does GD: each step multiplies x by 1 − 2η with η = {eta}.",
        otherwise="None of the usual faults prints these numbers. Check f, df, η and the start, one after the other.",
        lines=LINES,
    )
    text = (
        f"In pairs: run your own program for f(x) = x² with η = {eta} from x₀ = 2, print t, x and f(x) in each line, "
        f"and paste the first {LINES} lines. Are they right, digit for digit?"
    )
    return Ask(text, form)


PROGRAM = Question("program", "Check what your program prints", draw_program, ask_program, alone=True)
