"""Predictions on the batch size: who leads after one epoch, and who after ten."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.batch_size import batch_size_race
from optviz.questions import Ask, Question, Ranking


def draw_order(rng: np.random.Generator) -> dict[str, Any]:
    """Draw batch sizes, and a first epoch or more."""
    return {
        "large": int(rng.choice([100, 200])),
        "small": int(rng.choice([2, 4, 8])),
        "lr": float(rng.choice([0.2, 0.3])),
        "epochs": int(rng.choice([1, 2, 8])),
        "seed": int(rng.integers(100)),
    }


def ask_order(values: dict[str, Any]) -> Ask:
    """Ask for the order of the three at the end, by the mean loss of the last epoch."""
    race = batch_size_race(values)
    above = tuple(float(racer.mean_above[-1]) for racer in race.racers)
    steps = [racer.run.steps for racer in race.racers]
    sizes = [racer.run.batches.batch for racer in race.racers]
    names = (f"GD, B = {sizes[0]:,}", *(f"SGD, B = {size}" for size in sizes[1:]))
    numbers = "; ".join(f"B = {size:,}: {label(a, 2)}" for size, a in zip(sizes, above, strict=True))
    epochs = int(values["epochs"])
    early = f"For equal cost B = {sizes[2]} makes {steps[2]} steps, B = {sizes[1]} only {steps[1]}, GD {steps[0]}."
    late = "The small batch arrives first, then its noise keeps it up: r grows as √(η/B)."
    form = Ranking(
        names,
        above,
        "lowest loss",
        "highest loss",
        f"{numbers}.",
        swapped={
            (2, 0): f"{early} Many cheap steps beat few exact ones.",
            (1, 0): f"{early} GD has hardly begun.",
            (2, 1): f"{early} So far the number of steps decides, not their noise.",
            (1, 2): f"{late} Batches of {sizes[1]} settle lower.",
            (0, 2): f"{late} GD has no noise.",
            (0, 1): "GD has no noise: once it has had time to arrive, it is lower.",
        },
        looks=tuple(racer.look for racer in race.racers),
        margin=0.3,
    )
    when = "in the first epoch" if epochs == 1 else f"in the last of {epochs} epochs"
    text = (
        f"n = {race.problem.n:,}, η = {label(values['lr'])}, equally many gradients for all three. "
        f"What is their order by the mean loss {when}?"
    )
    return Ask(text, form)


QUESTIONS = (Question("order", "Large or small batches: who leads?", draw_order, ask_order),)
