"""Predictions on the escape by noise: what less noise and what a larger learning rate do to the time that it takes."""

import math
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.escape import escape_quantile, growth
from optviz.questions import Ask, Question, Range

LESS = 1000
"""How many times less noise there is."""


def steps_range(truth: float, below: str, right: str, above: str) -> Range:
    """Return the form of an answer in steps."""
    return Range("steps", 5, 100_000, (truth, truth), 0.08, below, right, above, scale="log", whole=True)


def draw_noise(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate, and a noise that is small already."""
    return drawn(rng, (0.02, 0.03, 0.05, 0.1), (1e-6, 1e-5, 1e-4))


def drawn(rng: np.random.Generator, rates: tuple[float, ...], sigmas: tuple[float, ...]) -> dict[str, Any]:
    """Draw one of the learning rates, one of the noises, and the random seed of the one run."""
    return {"lr": float(rng.choice(rates)), "sigma": float(rng.choice(sigmas)), "seed": int(rng.integers(256))}


def ask_noise(values: dict[str, Any]) -> Ask:
    """Ask how long the escape takes with much less noise."""
    lr, sigma = values["lr"], values["sigma"]
    before, after = (round(escape_quantile(lr, s)) for s in (LESS * sigma, sigma))
    said = f"y grows by {label(growth(lr))} a step, so a factor of {LESS} costs {after - before} steps more"
    form = steps_range(
        after,
        f"More: {said}.",
        f"{before} + {after - before}: {said}.",
        f"Fewer. Not {LESS} times as many: {said}.",
    )
    text = (
        f"With noise σ = {label(LESS * sigma)} half of all runs have escaped after {before} steps (η = {label(lr)}). "
        f"After how many steps with σ = {label(sigma)}?"
    )
    return Ask(text, form, hides=("times", "away", "numbers"))


def draw_rate(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate and a noise."""
    return drawn(rng, (0.04, 0.06, 0.08, 0.1), (1e-5, 1e-4, 1e-3))


def ask_rate(values: dict[str, Any]) -> Ask:
    """Ask how long the escape takes with twice the learning rate."""
    lr, sigma = values["lr"], values["sigma"]
    before, after = (round(escape_quantile(each, sigma)) for each in (lr / 2, lr))
    said = f"the growth per step goes from {label(growth(lr / 2))} to {label(growth(lr))}, whose logarithm is "
    said += f"{label(math.log(growth(lr)) / math.log(growth(lr / 2)), 2)} times as large"
    form = steps_range(
        after,
        f"More: {said}. The noise that is added is larger too, but only once.",
        f"About half as many: {said}.",
        f"Fewer: {said}, and what grows by a factor in each step is out so much sooner.",
    )
    text = (
        f"σ = {label(sigma)}. With η = {label(lr / 2)} half of all runs have escaped after {before} steps. "
        f"After how many steps with η = {label(lr)}?"
    )
    return Ask(text, form, hides=("times", "away", "numbers"))


QUESTIONS = (
    Question("noise", "What does less noise cost?", draw_noise, ask_noise),
    Question("rate", "What does twice the η bring?", draw_rate, ask_rate),
)
