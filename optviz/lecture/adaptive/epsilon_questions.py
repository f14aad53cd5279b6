"""Predictions on ε: how much longer the first step is with ε outside, and the largest rate with ε inside."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.adaptive.epsilon import epsilon_runs
from optviz.questions import Ask, Question, Range

HIDDEN = ("gap", "rate1", "rule_a", "rule_b")


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a valley that is flat, very flat, or not flat."""
    return {
        "rule": str(rng.choice(["adagrad", "rmsprop", "adam"])),
        "flat": float(rng.choice([1e-2, 1e-4, 1e-5, 1e-6, 1e-7])),
        "eps": float(rng.choice([1e-8, 1e-6])),
        "y0": float(rng.choice([-1.5, 1.0, 1.5])),
    }


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask how many times as long the first step along x₂ is with ε outside as with ε inside."""
    comparison, eps = epsilon_runs(values), values["eps"]
    a, b = (abs(float(run.step[0, 1])) for run in comparison.runs)
    root = float(np.sqrt(comparison.a.run.quantities["s_hat"][0, 1]))
    small, clear = root < np.sqrt(eps), not 0.2 < root / np.sqrt(eps) < 5.0
    why = f"√s = {label(root, 2)}, and inside ε counts as √ε = {label(float(np.sqrt(eps)), 2)}"
    form = Range(
        "times as long",
        0.1,
        1e6,
        (a / b, a / b) if clear else (np.nan, np.nan),
        0.2,
        f"{why}: that, not √s, is what B divides by." if small else f"{why}, too small to count. Both are alike.",
        f"{why}: {'B divides by √(s + ε), A by √s + ε.' if small else 'too small to count.'}",
        f"{why}. A divides by √s + ε, B by √(s + ε): the ratio is no larger than that of √ε to √s."
        if small
        else f"{why}, too small to count. Where gradients are not tiny, both are alike.",
        "log",
    )
    text = (
        f"ε = {label(eps)}; along x₂ √s = {label(root, 2)} in the first step. "
        "How many times as long along x₂ is the step with ε outside the root (A) as with ε inside (B)?"
    )
    return Ask(text, form, hides=HIDDEN, until=1)


def draw_largest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and ε, on a valley so flat that the largest rate is met."""
    return {
        "rule": str(rng.choice(["adagrad", "rmsprop"])),
        "flat": 1e-12,
        "eps": float(rng.choice([1e-8, 1e-6, 1e-4])),
        "lr": float(rng.choice([0.01, 0.1, 0.5, 1.0])),
    }


def ask_largest(values: dict[str, Any]) -> Ask:
    """Ask for the learning rate along x₂ with ε inside the root, where the surface is all but flat."""
    comparison, eps, lr = epsilon_runs(values), values["eps"], values["lr"]
    truth = float(comparison.b.run.quantities["rate"][0, 1])
    outside, root = label(lr / eps, 2), label(float(np.sqrt(eps)), 2)
    form = Range(
        "learning rate",
        float(f"{lr / 100:.2g}"),
        float(f"{lr * 1e9:.2g}"),
        (truth, truth),
        0.2,
        f"s is next to nothing here. What is left below the fraction line is √ε = {root}.",
        f"η/√ε = {label(lr)}/{root}; outside the root it could reach η/ε = {outside}.",
        f"η/ε = {outside} is what ε outside the root allows. Inside the root is taken of ε as well: η/√ε.",
        "log",
    )
    text = (
        f"The valley is all but flat along x₂: s ≈ 0. η = {label(lr)}, ε = {label(eps)}. "
        "How large is the learning rate along x₂ with ε inside the root (B)?"
    )
    return Ask(text, form, hides=HIDDEN, until=1)


QUESTIONS = (
    Question("first", "ε outside: how much longer is the step?", draw_first, ask_first),
    Question("largest", "The largest rate with ε inside", draw_largest, ask_largest),
)
