"""Predictions on the gradient: the arrow of the next step, the path, and the regime of a learning rate."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.run import Run
from optviz.lecture.traps.common import gd_run
from optviz.lecture.traps.gradient import STEPS
from optviz.questions import Ask, Choice, NextSteps, Option, Question, Route, Trap

ARROW = 0.7
"""The arrows show directions; they are all equally long."""
ARRIVED = 0.03
TOLERANCE = 0.2
APART = np.cos(np.radians(30))
FIELD = "−∇f, longer where it is steeper"
STEP = "the step −η∇f(xₜ)"


def draw_start(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start beside the axes of the bowl, and a learning rate with which the path is smooth."""
    x = float(rng.choice([-1, 1]) * rng.uniform(1.6, 2.8))
    y = float(rng.choice([-1, 1]) * rng.uniform(0.8, 1.7))
    lr = float(rng.choice([0.03, 0.04, 0.05, 0.06]))
    return {"surface": "quadratic", "x0": round(x, 1), "y0": round(y, 1), "lr": lr}


def draw_near(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start from which all arrows stay in the picture, and which of two arrows is asked for."""
    x, y = (round(float(rng.choice([-1, 1]) * rng.uniform(low, high)), 1) for low, high in ((1.3, 2.0), (0.7, 1.1)))
    return draw_start(rng) | {"x0": x, "y0": y, "uphill": bool(rng.integers(2))}


def directions(run: Run) -> np.ndarray:
    """Return four directions from the start, (4, 2): of the step, towards the minimum, along the level line, uphill."""
    step, start = run.step[0], run.x[0]
    ways = np.array([step, run.surface.minima[0] - start, [-step[1], step[0]], -step])
    return ways / np.hypot(*ways.T)[:, None]


def ask_arrow(values: dict[str, Any]) -> Ask:
    """Ask for the direction of the first step, or of the gradient: the step's reversed."""
    ways = directions(gd_run(values, 1))
    clear = bool(ways[0] @ ways[1] < APART)
    x, y, uphill = values["x0"], values["y0"], values["uphill"]
    gradient = f"∇f = (x₁, 10 x₂) = ({label(x)}, {label(10 * y)})"
    options = (
        Option(
            "across the level line, down",
            clear and not uphill,
            f"That is −∇f, along which GD steps. {gradient} points up, where f grows fastest."
            if uphill
            else f"{gradient}: the step goes along −∇f, steepest down.",
        ),
        Option(
            "straight to the minimum",
            False,
            f"The gradient does not know where the minimum is. {gradient}: ten times as steep along x₂.",
        ),
        Option("along the level line", False, "There f stays as it is. ∇f stands at right angles to the level line."),
        Option(
            "across the level line, up",
            clear and uphill,
            f"{gradient} points to where f grows fastest. GD steps along −∇f."
            if uphill
            else f"That is ∇f itself, the way up. {gradient}; GD subtracts it.",
        ),
    )
    steps = tuple((float(a), float(b)) for a, b in ARROW * ways)
    asked = "does the gradient ∇f point" if uphill else "does gradient descent take its first step"
    text = f"f = ½(x₁² + 10 x₂²). In which direction {asked}, at the dot?"
    choice = Choice(options, arrows=NextSteps("plane", (x, y), steps))
    return Ask(text, choice, hides=("worked",), without=(FIELD, STEP))


def ask_path(values: dict[str, Any]) -> Ask:
    """Ask for the path from a start to the minimum."""
    run = gd_run(values, STEPS)
    near = np.flatnonzero(np.hypot(*run.x.T) < ARRIVED)
    path = run.x[: near[0] + 1 if len(near) else None]
    start, corner = path[0], np.array([0.0, path[0, 1]])
    straight = Trap(
        np.array([start, [0.0, 0.0]]),
        "−∇f does not point at the minimum: across the valley it is ten times as steep as along it, so the path bends.",
    )
    wrong_way = Trap(
        np.array([start, corner, [0.0, 0.0]]),
        "It is the other way round: the slope 10 x₂ is the larger one, so it goes down along x₂ first.",
    )
    shrink = [label(1 - each * values["lr"]) for each in (10, 1)]
    said = f"Each step multiplies x₂ by {shrink[0]}, but x₁ by {shrink[1]} only"
    form = Route(
        "plane",
        path,
        TOLERANCE,
        f"{said}: first down into the valley, then along it.",
        f"{said}. It goes down into the valley first, then slowly along it to the minimum.",
        (straight, wrong_way),
    )
    text = f"f = ½(x₁² + 10 x₂²), η = {label(values['lr'])}. Draw the path of gradient descent from the dot."
    return Ask(text, form, hides=("worked",), without=(FIELD, STEP))


def draw_regime(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate from one of three regimes, and a start."""
    low, high = ((0.02, 0.08), (0.13, 0.19), (0.21, 0.25))[rng.integers(3)]
    return draw_start(rng) | {"lr": round(float(rng.uniform(low, high)), 2)}


def ask_regime(values: dict[str, Any]) -> Ask:
    """Ask what a learning rate does in a bowl with the curvatures 1 and 10."""
    run = gd_run(values, STEPS)
    ratio = float(run.x[1, 1] / run.x[0, 1])
    smooth, swings, away = 0 < ratio < 1, -1 < ratio < 0, ratio < -1
    said = f"x₂ is multiplied by 1 − 10η = {label(ratio)} in each step"
    options = (
        Option(
            "It goes down into the valley, then along it.",
            smooth,
            f"{said}: it keeps its sign and shrinks quickly; x₁ follows slowly."
            if smooth
            else f"{said}. It stays on its side only for η < 1/10, the steeper direction's limit.",
        ),
        Option(
            "It jumps across the valley, less each time.",
            swings,
            f"{said}: the sign changes, the size shrinks."
            if swings
            else f"{said}. It jumps across and comes nearer for η from 1/10 to 2/10.",
        ),
        Option(
            "It jumps across the valley, more each time.",
            away,
            f"{said}: the size grows. The steeper direction decides, though along x₁ the same η would do."
            if away
            else f"{said}. It grows only for η > 2/10.",
        ),
    )
    text = f"f = ½(x₁² + 10 x₂²), η = {label(values['lr'])}. What will gradient descent do?"
    return Ask(text, Choice(options, ordered=True), hides=("worked",), without=(STEP,))


QUESTIONS = (
    Question("arrow", "Which arrow is the next step?", draw_near, ask_arrow),
    Question("path", "Draw the path", draw_start, ask_path),
    Question("regime", "What does this learning rate do?", draw_regime, ask_regime),
)
