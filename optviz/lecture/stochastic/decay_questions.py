"""Predictions on step-size decay: the learning rate at a step, and who ends lowest."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.decay import LOOKS, SLOWER, STEPS, decay_runs
from optviz.lecture.stochastic.race import epoch_mean
from optviz.questions import Ask, Mistake, Number, Question, Ranking


def draw_rate(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and τ of the schedule 1/t."""
    return {"lr": float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8])), "pace": float(rng.choice([20, 40, 50, 100]))}


def ask_rate(values: dict[str, Any]) -> Ask:
    """Ask for η_t at a step."""
    lr, pace = float(values["lr"]), float(values["pace"])
    t = int(pace) * (2 + round(10 * lr) % 3)
    form = Number(
        f"η at step {t}",
        lr * float(decay_runs(values)["decay"].rate[t]),
        0.0005,
        f"η/(1 + t/τ) = {label(lr)}/(1 + {t}/{label(pace)}).",
        f"η/(1 + t/τ), with t/τ = {t}/{label(pace)} = {label(t / pace)}.",
        (
            Mistake(lr * pace / t, f"The 1 is missing: {label(lr)}/(1 + {label(t / pace)})."),
            Mistake(lr / (1 + t), f"τ is missing: t counts in units of τ = {label(pace)} steps."),
            Mistake(lr / (1 + pace / t), "The fraction is upside down: t/τ, so that η falls with t."),
        ),
    )
    text = f"η = {label(lr)}, τ = {label(pace)}, and ηₜ = η/(1 + t/τ). How large is the learning rate at step {t}?"
    return Ask(text, form, until=t)


def draw_end(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a τ that is long enough, or much too short."""
    a, b = (round(float(c), 1) for c in rng.uniform((-1.5, 1.5), (-0.5, 3.0)))
    pace = float(rng.choice([1, 1.5, 40, 50, 80]))
    return {"pace": pace, "lr": float(rng.choice([0.2, 0.3])), "a": a, "b": b, "seed": int(rng.integers(1000))}


def ask_end(values: dict[str, Any]) -> Ask:
    """Ask for the order of the three runs at the end."""
    runs = decay_runs(values)
    above = {
        name: float(epoch_mean(np.arange(run.steps + 1), run.loss - run.problem.floor, run.batches.per_epoch)[-1])
        for name, run in runs.items()
    }
    covered = float(runs["decay"].rate.sum())
    numbers = ", ".join(f"{name} {label(value, 2)}" for name, value in above.items())
    short = f"All steps of the decay add up to {label(covered, 2)} η, too little for the flat direction."
    form = Ranking(
        tuple(runs),
        tuple(above.values()),
        "lowest loss",
        "highest loss",
        f"Mean loss of the last epoch above the least: {numbers}.",
        swapped={
            (2, 0): "A falling η lets the noise die out, a constant one keeps its noise ball.",
            (1, 0): f"After {STEPS} steps η/{label(SLOWER)} has arrived too, and its noise ball is smaller.",
            (2, 1): f"The decay began ten times as fast, and its η is now below η/{label(SLOWER)}: a smaller ball.",
            (0, 2): f"Too fast a decay. {short}",
            (1, 2): f"Too fast a decay. {short}",
        },
        looks=tuple(LOOKS[name] for name in runs),
        margin=0.25,
    )
    text = (
        f"η = {label(values['lr'])}; the decay is η/(1 + t/τ) with τ = {label(values['pace'])}. "
        f"What is the order of the three by their loss at the end, after {STEPS} steps?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("rate", "The learning rate after some steps", draw_rate, ask_rate),
    Question("end", "Constant, small or falling η?", draw_end, ask_end),
)
