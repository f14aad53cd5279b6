"""Predictions on the step size: the regime, and where the walk ends."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.one_dimension.step_size import step_size_walk
from optviz.questions import Ask, Choice, Option, Question, Range


def draw_regime(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate on the parabola, from one of the regimes, and a start."""
    low, high = ((0.05, 0.4), (0.6, 0.92), (1.04, 1.2))[rng.integers(3)]
    start = float(rng.choice([-1, 1]) * rng.uniform(1.0, 2.5))
    return {"eta": round(float(rng.uniform(low, high)), 2), "x0": round(start, 2)}


def ask_regime(values: dict[str, Any]) -> Ask:
    """Ask what the step size does on the parabola."""
    run = step_size_walk(values)
    factor = float(run.factor[0])
    said = f"Each step multiplies x by 1 − 2η = {label(factor)}"
    one_side, across, away = 0 < factor < 1, -1 < factor < 0, factor < -1
    options = (
        Option(
            "It comes nearer from one side.",
            one_side,
            f"{said}: the sign stays." if one_side else f"{said}. A step stays on its side only up to η = 1/f″ = 0.5.",
        ),
        Option(
            "It jumps across, and comes nearer.",
            across,
            f"{said}: the sign changes, the size shrinks."
            if across
            else f"{said}. It jumps across and comes nearer for η from 1/f″ = 0.5 to 2/f″ = 1.",
        ),
        Option(
            "It jumps across, further each time.",
            away,
            f"{said}: the size grows."
            if away
            else f"{said}. The steps shrink with the slope; they grow only above η = 2/f″ = 1.",
        ),
    )
    text = f"f(x) = x², so f″ = 2 everywhere. η = {label(run.eta)}, x₀ = {label(values['x0'])}. How does x go on?"
    return Ask(text, Choice(options, ordered=True), hides=("factor", "now"), without=("step −η f′(x)",))


def draw_largest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start in one of the two valleys."""
    return {"f": "two_valleys", "x0": float(rng.choice([-1.5, 1.0])), "eta": 0.05}


def ask_largest(values: dict[str, Any]) -> Ask:
    """Ask below which learning rate the walk can settle in its valley."""
    run = step_size_walk(values)
    minimum = min(run.function.minima, key=lambda x: abs(x - run.x[-1]))
    curvature = run.function.curvature(minimum)
    form = Range(
        "largest η",
        0.02,
        2.0,
        truth=(2 / curvature, 2 / curvature),
        tolerance=0.05,
        below="GD settles there with larger η too: up to 2/f″.",
        right=f"2/f″ = 2/{label(curvature)}.",
        above=f"Too large: the factor 1 − η f″ would be below −1, since f″ = {label(curvature)} in this valley.",
        scale="log",
    )
    text = f"At the bottom of this valley f″ = {label(curvature)}. Below which η does GD settle in it?"
    return Ask(text, form)


QUESTIONS = (
    Question("regime", "What does this step size do?", draw_regime, ask_regime),
    Question("largest", "How large may η be?", draw_largest, ask_largest),
)
