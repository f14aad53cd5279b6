"""Predictions on Adadelta: its first step, and who is nearer to the minimum."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.adaptive.units import STEPS, units_runs
from optviz.questions import Ask, Choice, Option, Question, Range

FAR = 1.0


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw ε, ρ and an η that does not matter to Adadelta."""
    return {
        "eps": float(rng.choice([1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3])),
        "rho": float(rng.choice([0.9, 0.95, 0.99])),
        "lr": float(rng.choice([0.05, 0.1, 0.2])),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for the length of Adadelta's first step along x₁."""
    comparison, eps, rho = units_runs(values), values["eps"], values["rho"]
    truth = abs(float(comparison.b.run.step[0, 0]))
    root = f"√(ε/(1 − ρ)) = {label(truth, 2)}"
    form = Range(
        "length",
        1e-8,
        1.0,
        (truth, truth),
        0.2,
        f"{root}: √ε above the fraction line, √(1 − ρ) of the gradient below it.",
        f"{root}: u is still 0, so only √ε stands above the fraction line.",
        f"RMSprop's step is {label(values['lr'])}/√(1 − ρ). Adadelta has no η: u is still 0, and {root}.",
        "log",
    )
    text = (
        f"Adadelta with ε = {label(eps)}, ρ = {label(rho)}; RMSprop beside it has η = {label(values['lr'])}. "
        "How long is Adadelta's first step along x₁?"
    )
    return Ask(text, form, hides=("rule_b", "steps", "rate0"), until=1)


def draw_nearer(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an ε that is small or large, and an η that is small or large."""
    return {
        "eps": float(rng.choice([1e-8, 1e-7, 1e-4, 1e-3])),
        "lr": float(rng.choice([0.001, 0.002, 0.05, 0.1, 0.5, 0.8])),
        "x0": float(rng.choice([-2.5, -2.2, 2.0, 2.5])),
        "y0": float(rng.choice([-1.5, 1.2, 1.5])),
    }


def ask_nearer(values: dict[str, Any]) -> Ask:
    """Ask who is nearer to the minimum at the end."""
    comparison = units_runs(values)
    a, b = (float(run.distance[-20:].mean()) for run in comparison.runs)
    lr, eps = label(values["lr"]), label(values["eps"])
    told = f"Distance at the end: {label(a, 2)} for A, {label(b, 2)} for B."
    a_near, b_near, neither = (a < FAR and 2 * a < b), (b < FAR and 2 * b < a), min(a, b) > 1.2 * FAR
    options = (
        Option(
            "A, RMSprop, is nearer.",
            a_near,
            f"With η = {lr} A has arrived. B's pace comes from √ε, and ε = {eps} makes it slower. {told}"
            if a_near
            else f"A's η = {lr} is {'too small to arrive' if a > FAR else 'what it hops by at the end'}. {told}",
            comparison.a.look,
        ),
        Option(
            "B, Adadelta, is nearer.",
            b_near,
            f"ε = {eps} is large enough for a good pace, whatever η is. {told}"
            if b_near
            else f"With ε = {eps} its first steps are about {label(float(np.sqrt(values['eps'] / 0.1)), 2)} long, "
            f"and they hardly grow. {told}",
            comparison.b.look,
        ),
        Option(
            "Both are still far away.",
            neither,
            f"η = {lr} is too short a step for A, ε = {eps} for B. {told}"
            if neither
            else f"One of them has arrived: η sets A's pace, ε sets B's. {told}",
        ),
    )
    text = f"A, RMSprop, has η = {lr}; B, Adadelta, has ε = {eps}. Who is nearer to the minimum after {STEPS} steps?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("first", "How long is Adadelta's first step?", draw_first, ask_first),
    Question("nearer", "Which of the two arrives?", draw_nearer, ask_nearer),
)
