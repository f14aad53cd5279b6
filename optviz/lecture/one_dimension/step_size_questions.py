"""Predictions on the step size: the regime, and where the walk ends."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.one_dimension.step_size import step_size_walk
from optviz.questions import Ask, Choice, Option, Question, Range

VALLEYS = (("two_valleys", -1.5), ("two_valleys", 1.0), ("ripples", 0.2), ("terrace", 1.3), ("parabola", 1.0))
"""Functions, and a start in a valley of each."""


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
    """Draw a function and a start in one of its valleys."""
    f, x = VALLEYS[rng.integers(len(VALLEYS))]
    return {"f": f, "x0": x, "eta": 0.05}


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
        below=f"GD settles with larger η too. From 1/f″ = {label(1 / curvature, 2)} on it jumps across, but nearer "
        f"each time, up to 2/f″ = {label(2 / curvature, 2)}.",
        right=f"There the factor 1 − η f″ is −1: 2/f″ = 2/{label(curvature)} = {label(2 / curvature, 2)}.",
        above=f"Too large: the factor 1 − η f″ would be below −1, since f″ = {label(curvature)} in this valley.",
        scale="log",
    )
    text = f"At the bottom of this valley f″ = {label(curvature)}. Below which η does GD settle in it?"
    return Ask(text, form)


QUESTIONS = (
    Question("regime", "What does this step size do?", draw_regime, ask_regime),
    Question("largest", "How large may η be?", draw_largest, ask_largest),
)
