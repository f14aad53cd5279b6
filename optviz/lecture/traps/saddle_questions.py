"""Predictions on the saddle: what becomes of gradient descent, its path, and the steps that it takes to get away."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.traps.common import SADDLE_WINDOW, step_of_leaving
from optviz.lecture.traps.saddle import STEPS, saddle_runs
from optviz.questions import Ask, Choice, Option, Question, Range, Route, Trap

TIMES = 100
"""How many times nearer to the axis the second start is."""
NEAR, FAR = 0.35, 0.7
"""A path that leaves with |x| below the first has come near the saddle; above the second it has not."""
TOLERANCE = 0.15


def draw_fate(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the axis, slightly off it, or well off it."""
    y = (0.0, round(float(rng.uniform(0.002, 0.05)), 3), round(float(rng.uniform(0.5, 0.8)), 2))[rng.integers(3)]
    x = round(float(rng.choice([-1, 1]) * rng.uniform(1.3, 1.8)), 1)
    return {"who": "gd", "x0": x, "y0": y, "lr": float(rng.choice([0.03, 0.04, 0.05]))}


def ask_fate(values: dict[str, Any]) -> Ask:
    """Ask what becomes of gradient descent."""
    run = saddle_runs(values)["gd"]
    left = step_of_leaving(run)
    x = abs(float(run.x[left, 0])) if left is not None else 0.0
    stays, near, far = left is None and run.status.kind == "stuck", left is not None and x < NEAR, x > FAR
    start, growth = label(values["y0"]), label(1 + 2 * values["lr"])
    said = f"y starts at {start} and is multiplied by {growth} in each step"
    never = "y starts at exactly 0, and 0 times anything is 0"
    options = (
        Option(
            "It walks into the saddle and stays there.",
            stays,
            f"{never}: no gradient ever moves it sideways."
            if stays
            else f"It would, if y₀ were exactly 0. But {said}: |y| > 1 at step {left}.",
        ),
        Option(
            "It comes near the saddle, then turns away along y.",
            near,
            f"{said}: at step {left} it is out, when x has almost vanished."
            if near
            else f"{never}: there is nothing that could grow."
            if stays
            else f"{said}: it is out at step {left} already, while x is still {label(x, 2)} in size.",
        ),
        Option(
            "It goes down along y without coming near the saddle.",
            far,
            f"{said}: out at step {left}, long before x is small."
            if far
            else f"{never}: along y there is no slope at all."
            if stays
            else f"{said}. That takes {left} steps, and by then x is small. The slope along y is tiny near the axis.",
        ),
    )
    text = f"f = x² − y², η = {label(values['lr'])}. GD starts at ({label(values['x0'])}, {start}). What will it do?"
    return Ask(text, Choice(options, ordered=True))


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate and a start very near the axis."""
    lr, y = float(rng.choice([0.02, 0.03, 0.04, 0.05])), float(rng.choice([1e-4, 2e-4, 5e-4]))
    return {"who": "gd", "lr": lr, "y0": y}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask how many steps it takes to get away from a start a hundred times nearer to the axis."""
    y = values["y0"]
    before, after = (step_of_leaving(saddle_runs({**values, "y0": start})["gd"]) for start in (TIMES * y, y))
    if before is None or after is None:
        return Ask("It does not get away.", Choice(()))
    growth = 1 + 2 * values["lr"]
    said = f"a factor of {TIMES} costs ln {TIMES}/ln {label(growth)} = {label(np.log(TIMES) / np.log(growth), 3)} steps"
    form = Range(
        "steps to |y| > 1",
        10,
        20_000,
        (after, after),
        0.08,
        f"More: y is {TIMES} times smaller, and {said}.",
        f"{before} + {after - before}: y grows by {label(growth)} a step, and {said}.",
        f"Fewer. It does not take {TIMES} times as many: y grows by a factor in each step, so {said}.",
        scale="log",
        whole=True,
    )
    text = (
        f"η = {label(values['lr'])}. From y₀ = {label(TIMES * y)} GD gets to |y| > 1 at step {before}. "
        f"How many steps does it take from y₀ = {label(y)}, {TIMES} times nearer to the axis?"
    )
    return Ask(text, form)


def draw_path(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the axis or off it."""
    y = 0.0 if rng.integers(3) == 0 else round(float(rng.uniform(0.01, 0.12)), 2)
    x = round(float(rng.choice([-1, 1]) * rng.uniform(1.4, 1.8)), 1)
    return {"who": "gd", "x0": x, "y0": y, "lr": 0.05}


def ask_path(values: dict[str, Any]) -> Ask:
    """Ask for the path, until it leaves the picture or stops."""
    run = saddle_runs(values)["gd"]
    inside = np.abs(run.x[:, 1]) <= SADDLE_WINDOW[1]
    end = int(np.argmin(inside)) if not inside.all() else STEPS
    moving = np.flatnonzero(np.hypot(*run.slope[: end + 1].T) > 0.01)
    path = run.x[: int(moving[-1]) + 1]
    start, middle, top = path[0], np.zeros(2), np.array([0.0, SADDLE_WINDOW[1]])
    into = Trap(
        np.array([start, middle]),
        f"It does not stop at the saddle: y₀ = {label(values['y0'])} is not 0, and y grows by 1 + 2η = 1.1 a step.",
    )
    turns = Trap(
        np.array([start, middle, top]),
        "It stays in the saddle: y is exactly 0, so the gradient has no y-part, and nothing ever moves it sideways.",
    )
    across = Trap(
        np.array([start, [start[0], top[1]]]),
        "Near the axis the slope along y is tiny, that along x large: it first goes towards the saddle.",
    )
    stays = not values["y0"]
    form = Route(
        "plane",
        path,
        TOLERANCE,
        "Along the axis into the saddle: with y = 0 the gradient has no y-part."
        if stays
        else "First towards the saddle, for x shrinks by 0.9 a step; then away along y, which grows by 1.1 a step.",
        "x is multiplied by 0.9 in each step and y by 1.1: each goes its own way, whatever the other does.",
        (turns, across) if stays else (into, across),
    )
    text = (
        f"f = x² − y², η = 0.05, start ({label(values['x0'])}, {label(values['y0'])}). Draw the path of gradient "
        "descent until it stops or leaves the picture."
    )
    return Ask(text, form)


QUESTIONS = (
    Question("fate", "What becomes of it at the saddle?", draw_fate, ask_fate),
    Question("path", "Draw the path at the saddle", draw_path, ask_path),
    Question("steps", "A hundred times nearer to the axis", draw_steps, ask_steps),
)
