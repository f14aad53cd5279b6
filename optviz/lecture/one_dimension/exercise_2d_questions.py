"""Predictions on the exercise with two variables: the printed f after two steps, and where a step leads."""

from collections.abc import Callable
from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.one_dimension.exercise_2d import exercise_2d_walk
from optviz.lecture.one_dimension.exercise_2d_paste import PROGRAM
from optviz.questions import Ask, Mistake, Number, Place, Question, Target

ROW = 2
_NEAR = 0.25
Step = Callable[[float, float, float], tuple[float, float]]


def only_x(x: float, y: float, eta: float) -> tuple[float, float]:
    """Step as a program that has forgotten y."""
    return x - eta * 2 * x, y


def uphill(x: float, y: float, eta: float) -> tuple[float, float]:
    """Step as a program that adds the gradient."""
    return x + eta * 2 * x, y + eta * 2 * y


def with_f(x: float, y: float, eta: float) -> tuple[float, float]:
    """Step as a program that takes f where its derivatives belong."""
    f = x * x + y * y
    return x - eta * f, y - eta * f


def y_from_new_x(x: float, y: float, eta: float) -> tuple[float, float]:
    """Step as a program whose second line uses x where y belongs, and that is new already."""
    x = x - eta * 2 * x
    return x, y - eta * 2 * x


def printed(step: Step, values: dict[str, Any]) -> float:
    """Return the f that a wrong program prints in the row that is asked for."""
    x, y = values["x0"], values["y0"]
    for _ in range(ROW):
        x, y = step(x, y, float(values["rate"]))
    return float(x * x + y * y)


def draw_printed(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start with whole halves, and a learning rate that can be reckoned with."""
    x = float(rng.choice([-1, 1]) * rng.choice([1.0, 1.5, 2.0, 2.5]))
    y = float(rng.choice([-1, 1]) * rng.choice([0.5, 1.0, 2.0]))
    return {"rate": str(rng.choice(["0.1", "0.01"])), "show": "prints", "x0": x, "y0": y}


def ask_printed(values: dict[str, Any]) -> Ask:
    """Ask for f after two steps."""
    run = exercise_2d_walk(values)
    truth = float(run.value[ROW])
    factor = 1 - 2 * run.eta
    said = f"Each step multiplies x and y by {label(factor)}, so f by {label(factor)}² = {label(factor**2)}, twice"
    mistakes = (
        Mistake(printed(only_x, values), f"That changes x alone; y must have its own update. {said}."),
        Mistake(printed(uphill, values), f"Uphill: that adds the gradient. It must be minus in both lines. {said}."),
        Mistake(printed(with_f, values), f"That takes f where its derivatives 2x and 2y belong. {said}."),
        Mistake(printed(y_from_new_x, values), f"There the second line uses the new x instead of y. {said}."),
        Mistake(float(run.value[1]), f"That is row 1: f is made of squares and shrinks so in each step. {said}."),
    )
    known = tuple(mistake for mistake in mistakes if abs(mistake.value - truth) > 1e-9)
    tolerance = min(5e-3 * truth, 0.4 * min(abs(mistake.value - truth) for mistake in known))
    form = Number(f"f(x, y) at t = {ROW}", truth, tolerance, f"{said}: {label(truth)}.", f"{said}.", known)
    start = f"x = {label(values['x0'])}, y = {label(values['y0'])}"
    text = f"f(x, y) = x² + y², η = {values['rate']}, start {start}. Which f does the program print in row t = {ROW}?"
    return Ask(text, form, until=ROW)


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start off both axes, and a learning rate with which the step can be seen."""
    x = round(float(rng.choice([-1, 1]) * rng.uniform(1.5, 2.8)), 1)
    y = round(float(rng.choice([-1, 1]) * rng.uniform(0.8, 1.8)), 1)
    return {"rate": str(rng.choice(["1", "1", "0.1"])), "show": "program", "x0": x, "y0": y}


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask where the walk is after a step of η = 1, or after three of 0.1."""
    run = exercise_2d_walk(values)
    steps = 1 if run.eta == 1 else 3
    x, y = (float(c) for c in run.points[steps])
    x0, y0 = values["x0"], values["y0"]
    factor = f"Each step multiplies x and y by 1 − 2η = {label(1 - 2 * run.eta)}"
    wrong = (
        Place(0.0, 0.0, f"{factor}. It would be in the minimum after one step for η = 0.5."),
        Place(x, y0, "That has changed x alone. Each variable has its own update: y too."),
        Place(x0, y, "That has changed y alone. Each variable has its own update: x too."),
        Place(x0, y0, "It does move: the gradient (2x, 2y) is 0 only in the minimum."),
    )
    places = tuple(place for place in wrong if np.hypot(place.x - x, place.y - y) > 2 * _NEAR)
    form = Target(
        "plane",
        x,
        y,
        _NEAR,
        f"{factor}, so it is at {point((x, y))}, on the line through start and minimum.",
        f"{factor}, both alike: it stays on the line through start and minimum, and is at {point((x, y))}.",
        places,
    )
    when = "one step" if steps == 1 else f"{steps} steps"
    text = f"GD on x² + y², η = {values['rate']}, starts at {point((x0, y0))}. Click where it is after {when}."
    return Ask(text, form, until=steps)


QUESTIONS = (
    Question("printed", "What does the program print?", draw_printed, ask_printed),
    Question("step", "Where does the step lead?", draw_step, ask_step),
    PROGRAM,
)
