"""Predictions on walking downhill: the first step in numbers, and how the steps change."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.one_dimension.common import STEP
from optviz.lecture.one_dimension.descent import descent_walk
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

FORMULAS = {"parabola": "f(x) = x²", "kink": "f(x) = |x|", "plain": "f(x) = x²/(1 + x²)"}
_SAME = 1e-9


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start on the parabola, and a learning rate with which one can reckon by head."""
    start = float(rng.choice([-1, 1]) * rng.choice([1.0, 1.5, 2.5, 3.0]))
    return {"f": "parabola", "x0": start, "eta": float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.8]))}


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for x₁."""
    run = descent_walk(values)
    x, value, slope, eta = float(run.x[0]), float(run.value[0]), float(run.slope[0]), run.eta
    slope_text = label(slope) if slope > 0 else f"({label(slope)})"
    said = f"f′({label(x)}) = {label(slope)}, so x₁ = {label(x)} − {label(eta)} · {slope_text} = {label(run.x[1])}"
    mistakes = (
        Mistake(x + eta * slope, f"That is a step uphill: it goes against the slope, with a minus. {said}."),
        Mistake(x - eta * value, f"That takes f(x₀) = {label(value)}; the step follows the slope f′(x₀). {said}."),
        Mistake(-eta * slope, f"That is the step alone, −η f′(x₀). It starts at x₀: {said}."),
        Mistake(x - slope, f"That is the whole slope; the learning rate takes a part of it. {said}."),
        Mistake(x - eta, f"That goes η far whatever the slope; the steeper, the longer the step. {said}."),
    )
    form = Number("x₁", float(run.x[1]), 0.01, f"{said}.", f"The step is −η f′(x₀), with f′(x) = 2x. {said}.", mistakes)
    text = f"f(x) = x², x₀ = {label(x)}, η = {label(eta)}. What is x₁ after one step of gradient descent?"
    return Ask(text, form, hides=("rule", "now"), without=(STEP,), until=1)


def draw_lengths(rng: np.random.Generator) -> dict[str, Any]:
    """Draw one of three curves with a start on its right or left."""
    f = str(rng.choice(list(FORMULAS)))
    eta, low, high = {"parabola": (0.1, 1.5, 2.8), "kink": (0.2, 1.5, 2.8), "plain": (0.4, 2.2, 2.9)}[f]
    return {"f": f, "x0": round(float(rng.choice([-1, 1]) * rng.uniform(low, high)), 1), "eta": eta}


def ask_lengths(values: dict[str, Any]) -> Ask:
    """Ask whether the steps become shorter on the way to the minimum."""
    run = descent_walk(values)
    # On the way: until it is within a tenth of the minimum, or across it.
    side = np.sign(run.x[0])
    arrived = int((side * run.x > 0.1).argmin())
    way = np.abs(np.diff(run.x[: arrived + 1 if arrived else None]))
    change = np.diff(way)
    shorter, same = bool((change < -_SAME).all()), bool((np.abs(change) <= _SAME).all())
    longer = bool(change[0] > _SAME and change[-1] < -_SAME)
    slope = f"|f′| goes from {label(abs(run.slope[0]), 2)} to {label(abs(run.slope[len(way) - 1]), 2)}"
    options = (
        Option(
            "Shorter from step to step.",
            shorter,
            f"The slope shrinks all the way, and with it the step η |f′|: {slope}."
            if shorter
            else "GD does not slow down because a minimum is near. Only the slope counts, and here it does not shrink "
            "all the way.",
        ),
        Option(
            "All equally long.",
            same,
            "The slope is 1 everywhere on this side, so every step is η · 1 long, however near the minimum."
            if same
            else f"η stays the same, but the step is η |f′|, and the slope changes: {slope}.",
        ),
        Option(
            "Longer at first, then shorter.",
            longer,
            f"Out there is little slope, so little step. It is steepest on the way: up to {label(run.slope.max(), 2)}."
            if longer and run.x[0] > 0
            else "Out there is little slope, so little step. On the way it becomes steeper, then level again."
            if longer
            else "It would be so if the slope grew on the way down. Look how steep this curve is where.",
        ),
    )
    text = f"{FORMULAS[run.function.key]}, x₀ = {label(values['x0'])}. How long are the steps on its way down?"
    return Ask(text, Choice(options, ordered=True), hides=("gap",), without=(STEP,))


QUESTIONS = (
    Question("first", "The first step in numbers", draw_first, ask_first),
    Question("lengths", "How long are the steps?", draw_lengths, ask_lengths),
)
