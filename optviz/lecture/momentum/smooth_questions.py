"""Predictions on momentum in noise: how wide the noise ball becomes, how fast and how smooth the path."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.momentum.smooth import mean_turn, momentum_lr, smooth_runs
from optviz.questions import Ask, Choice, Option, Question, Range

NEAR = 1.0


def draw_ball(rng: np.random.Generator) -> dict[str, Any]:
    """Draw β, and the same η or η(1 − β)."""
    return {
        "pace": str(rng.choice(["same", "same", "matched"])),
        "beta": float(rng.choice([0.8, 0.9, 0.95])),
        "lr": float(rng.choice([0.01, 0.02])),
        "sigma": float(rng.choice([2.0, 3.0])),
        "seed": int(rng.integers(1000)),
    }


def ask_ball(values: dict[str, Any]) -> Ask:
    """Ask how many times as wide momentum's noise ball is."""
    (sgd, _), (momentum, _) = smooth_runs(values).balls
    truth, beta = momentum / sgd, values["beta"]
    same = values["pace"] == "same"
    sums = f"1/√(1 − β) = {label(1 / np.sqrt(1 - beta), 2)}"
    form = Range(
        "times as wide",
        0.1,
        30.0,
        (truth, truth),
        0.1,
        f"With the same η momentum sums up the noise of many steps: {sums} times as wide."
        if same
        else "The path turns less, but that does not make the ball smaller.",
        f"{sums}: the noises of many steps are summed, and partly cancel."
        if same
        else "With η(1 − β) the sum of many noises is scaled down again: smoother on the way, as wide at the end.",
        f"1/(1 − β) = {label(1 / (1 - beta), 2)} would be without any cancelling; the noises have random signs: {sums}."
        if same
        else f"Its η is only {label(momentum_lr(values), 2)}: that makes up for the sum over many noises.",
        "log",
    )
    pace = "the same η" if same else "η(1 − β) in place of η"
    text = (
        f"Momentum takes {pace}, β = {label(beta)}. "
        "How many times as wide along the valley is its noise ball in the end as that of GD + noise?"
    )
    return Ask(text, form)


def draw_pace(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the same η, η(1 − β), or that of a large β."""
    pace = str(rng.choice(["same", "matched"]))
    return {
        "pace": pace,
        "beta": float(rng.choice([0.8, 0.85, 0.9])),
        "lr": float(rng.choice([0.015, 0.02])),
        "sigma": float(rng.choice([1.0, 1.5])),
        "seed": int(rng.integers(1000)),
    }


def ask_pace(values: dict[str, Any]) -> Ask:
    """Ask how momentum compares in speed and in turning."""
    result = smooth_runs(values)
    steps = [int(np.argmax(run.distance < NEAR)) for run in (result.sgd, result.momentum)]
    turns = [float(mean_turn(run)[-1]) for run in (result.sgd, result.momentum)]
    smoother, ratio = turns[1] < 0.6 * turns[0], steps[1] / max(steps[0], 1)
    faster, alike = ratio < 0.6, 0.75 < ratio < 1.33
    told = (
        f"Within {label(NEAR)} of the minimum: step {steps[1]} against {steps[0]}. "
        f"Mean turn: {turns[1]:.0f}° against {turns[0]:.0f}°."
    )
    same = values["pace"] == "same"
    options = (
        Option(
            "Faster, and smoother",
            faster and smoother,
            f"With the same η its steps grow, and the noise in them partly cancels. {told}"
            if same
            else f"With η(1 − β) the sum of gradients is scaled down again: no faster. {told}",
        ),
        Option(
            "As fast, and smoother",
            alike and smoother,
            f"η(1 − β) makes up for the longer sum; what remains is the averaging. {told}"
            if not same
            else f"With the same η its steps grow up to 1/(1 − β) = {label(1 / (1 - values['beta']), 2)} times. {told}",
        ),
        Option(
            "Slower, and smoother", False, f"A sum over past gradients is no brake: they point the same way. {told}"
        ),
        Option(
            "Faster, but it turns more", False, f"Noise changes sign from step to step, so in a sum it cancels. {told}"
        ),
    )
    pace = "the same η" if same else "η(1 − β) in place of η"
    text = f"Momentum takes {pace}, β = {label(values['beta'])}. How is its path, compared with that of GD + noise?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("ball", "How wide becomes the noise ball?", draw_ball, ask_ball),
    Question("pace", "Faster? Smoother?", draw_pace, ask_pace),
)
