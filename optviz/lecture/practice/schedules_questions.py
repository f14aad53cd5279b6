"""Predictions on schedules: which ends lowest, and how far rates that are halved can carry."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.practice.schedules import KEYS, theory
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

_HIDDEN = ("plane", "value", "table")


def draw_lowest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a τ that is far too short for halving, or one that is long enough."""
    return {"tau": float(rng.choice([3, 4, 5, 50, 60, 80])), "lr": float(rng.choice([0.2, 0.25])), "rule": "gd"}


def ask_lowest(values: dict[str, Any]) -> Ask:
    """Ask which of three schedules ends lowest."""
    ends = dict(zip(KEYS, theory(values)[-1], strict=True))
    lowest = min(("constant", "root", "steps"), key=lambda key: ends[key])
    tau, f = label(values["tau"]), {key: label(float(end), 2) for key, end in ends.items()}
    options = (
        Option(
            "The constant rate",
            lowest == "constant",
            f"It is quick, but stays in its noise ball: f = {f['constant']} on average.",
        ),
        Option(
            "1/√t",
            lowest == "root",
            f"It falls slowly, so its noise dies slowly: f = {f['root']}, halved {f['steps']}.",
        ),
        Option(
            f"Halved every {tau} steps",
            lowest == "steps",
            f"Its rates sum up to {label(2 * values['lr'] * values['tau'], 3)}: it stops short at f = {f['steps']}.",
        ),
    )
    text = (
        f"GD, noise σ = {label(values['sigma'])}, {label(values['steps'])} steps from the same start, "
        f"η = {label(values['lr'])}, τ = {tau}. Which ends lowest on average?"
    )
    return Ask(text, Choice(options), hides=_HIDDEN)


def draw_reach(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and τ."""
    return {"lr": float(rng.choice([0.1, 0.2, 0.3])), "tau": float(rng.choice([5, 10, 20])), "schedule": "steps"}


def ask_reach(values: dict[str, Any]) -> Ask:
    """Ask for the sum of all rates that are halved every τ steps."""
    lr, tau = values["lr"], values["tau"]
    form = Number(
        "sum",
        2 * lr * tau,
        0.02 * lr * tau,
        "ητ (1 + ½ + ¼ + …) = 2ητ: rates that are halved can cover a bounded way only.",
        "The first τ steps sum up to ητ, the next τ to half of that, and so on.",
        (
            Mistake(lr * tau, "That are the first τ steps; the next ones add half of that, and so on."),
            Mistake(2 * lr, "Each rate is taken τ times before it is halved."),
        ),
    )
    text = f"η = {label(lr)} is halved every τ = {label(tau)} steps, for ever. What do all rates ηₜ sum up to?"
    return Ask(text, form, hides=_HIDDEN)


QUESTIONS = (
    Question("lowest", "Which schedule ends lowest?", draw_lowest, ask_lowest),
    Question("reach", "How far do halved rates carry?", draw_reach, ask_reach),
)
