"""Predictions on Adam's start: how long its first step is, and how many gradients it needs to know their size."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.adam_start import effective_count, start
from optviz.questions import Ask, Mistake, Number, Question


def draw_first(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η, and how many steps of warm-up there are."""
    return {"lr": float(rng.choice([0.05, 0.1, 0.2, 0.5])), "warm": int(rng.choice([10, 20, 40, 50]))}


def ask_first(values: dict[str, Any]) -> Ask:
    """Ask for the length of the first step without a warm-up, of a gradient that is large."""
    lr, warm, grad = values["lr"], int(values["warm"]), 8.0
    truth = abs(float(start(np.array([[grad]]), lr).x[1, 0]))
    form = Number(
        "length",
        truth,
        0.05 * truth,
        "m̂/√v̂ is 1 or −1 after one gradient, whatever its size.",
        "After one gradient m̂ is that gradient, and v̂ its square.",
        (
            Mistake(lr * grad, "Adam divides the gradient by its own size."),
            Mistake(lr / warm, "There is no warm-up in this run."),
            Mistake(0.1 * lr, "m is 0.1 g, but m̂ is corrected for its start at 0."),
        ),
    )
    text = f"Adam without a warm-up, η = {label(lr)}. The first gradient is {label(grad)}. How long is the first step?"
    return Ask(text, form, hides=("length", "numbers"))


def draw_known(rng: np.random.Generator) -> dict[str, Any]:
    """Draw how well v̂ is to be known."""
    return {"seed": int(rng.choice([20, 25, 30, 40]))}


def ask_known(values: dict[str, Any]) -> Ask:
    """Ask after how many gradients v̂ spreads by no more than a share of its mean."""
    share = int(values["seed"]) / 100
    t = np.arange(1, 400)
    count = float(t[(np.sqrt(2 / effective_count(0.999, t)) <= share).argmax()])
    form = Number(
        "gradients",
        count,
        0.12 * count,
        "The spread is √(2/t) at first: solve it for t.",
        "Solve √(2/t) for t.",
        (
            Mistake(
                1 / share**2, "That would be a mean of Gaussian draws; of their squares the variance is twice that."
            ),
            Mistake(2 / share, "The spread falls with the root of t."),
            Mistake(1000.0, "In the end v̂ averages over that many; it need not wait for them."),
        ),
    )
    text = (
        "The spread of v̂ is √2 of its mean after one gradient of Gaussian noise, and as good as √(2/t) after t. "
        f"How many gradients does it need to come down to {round(100 * share)} %?"
    )
    return Ask(text, form, hides=("spread", "squares", "numbers"))


QUESTIONS = (
    Question("first", "How long is Adam's first step?", draw_first, ask_first),
    Question("known", "When does Adam know its gradients' size?", draw_known, ask_known),
)
