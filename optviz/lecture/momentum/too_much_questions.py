"""Predictions on too much momentum: the order of three β, and what a step keeps where both directions oscillate."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import Regime, rate, regime
from optviz.lecture.momentum.common import KAPPA
from optviz.lecture.momentum.too_much import BETAS, LOOKS, STEPS, too_much_runs
from optviz.questions import Ask, Mistake, Number, Question, Ranking


def draw_order(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an η, from tiny to large, and three β."""
    return {
        "lr": float(rng.choice([0.0005, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1])),
        "beta_1": float(rng.choice([0.3, 0.5])),
        "beta_2": float(rng.choice([0.8, 0.9])),
        "beta_3": float(rng.choice([0.98, 0.99])),
    }


def ask_order(values: dict[str, Any]) -> Ask:
    """Ask for the order of the three by their distance at the end."""
    runs, lr = too_much_runs(values), values["lr"]
    ends = tuple(float(run.distance[-30:].max()) for run in runs)
    low, middle, high = (label(values[key]) for key in BETAS)
    numbers = ", ".join(f"β = {label(values[key])}: {label(end, 2)}" for key, end in zip(BETAS, ends, strict=True))
    creeps = f"With η = {label(lr)} the steps are so short that β = {low} creeps; more momentum is right here."
    form = Ranking(
        tuple(f"β = {label(values[key])}" for key in BETAS),
        ends,
        "nearest to the minimum",
        "farthest from it",
        f"Distance at the end: {numbers}.",
        swapped={
            (0, 2): f"Once both directions oscillate, a step keeps √β: with {high} hardly anything is lost.",
            (1, 2): f"β = {high} keeps {label(100 * np.sqrt(values['beta_3']), 3)} % of a swing in each step.",
            (0, 1): f"At η = {label(lr)} the smaller β is not too slow, and {middle} still swings.",
            (1, 0): creeps,
            (2, 0): creeps,
            (2, 1): f"With η = {label(lr)} even β = {middle} creeps. A long way for the step wants much momentum.",
        },
        looks=LOOKS,
        margin=0.4,
    )
    text = (
        f"The same η = {label(lr)} for three β. What is their order by the distance to the minimum after {STEPS} steps?"
    )
    return Ask(text, form, hides=("rates",))


def draw_keeps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a β at which both directions oscillate."""
    beta = float(rng.choice([0.64, 0.81, 0.9, 0.95, 0.98]))
    return {"lr": float(rng.choice([0.05, 0.08, 0.1])), "beta_2": beta, "beta_1": round(beta - 0.1, 2)}


def ask_keeps(values: dict[str, Any]) -> Ask:
    """Ask which share of the distance a step keeps in the long run."""
    lr, beta = values["lr"], values["beta_2"]
    swings = all(int(regime("momentum", lr, beta, e)) == Regime.UNDER for e in (1.0, KAPPA))
    form = Number(
        "share kept by a step",
        float(rate("momentum", lr, beta, (1.0, KAPPA))) if swings else float("nan"),
        0.004,
        f"√{label(beta)}: once both directions oscillate, only β damps, whatever η is.",
        "Once both directions oscillate, a step keeps √β of the distance.",
        (
            Mistake(
                beta, f"β is the share of the last step that is kept. Of the distance √β = √{label(beta)} is left."
            ),
            Mistake(1 - beta, f"That is the friction 1 − β. The distance keeps √{label(beta)} in each step."),
            Mistake(1 - lr, "1 − ηλ is GD along the valley. With momentum both directions oscillate."),
        ),
    )
    text = (
        f"η = {label(lr)}, β = {label(beta)}: both directions oscillate. "
        "Which share of the distance to the minimum is left after one step, in the long run?"
    )
    return Ask(text, form, hides=("rates",))


QUESTIONS = (
    Question("order", "Which β is nearest after 300 steps?", draw_order, ask_order),
    Question("keeps", "What does a step keep?", draw_keeps, ask_keeps),
)
