"""Predictions on mini-batches: updates in an epoch, the next step, and the batch for a smaller error."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.stochastic.common import WINDOW, chosen_regression, sample_regression
from optviz.lecture.stochastic.minibatch import minibatch_run
from optviz.questions import Ask, Mistake, Number, Question, Range
from optviz.questions.arrows import which_arrow

AWAY = 1.8


def draw_updates(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a batch size that leaves a smaller last batch."""
    return {"n": str(rng.choice([100, 1000])), "batch": int(rng.choice([6, 12, 15, 16, 24, 30, 32, 48, 64]))}


def ask_updates(values: dict[str, Any]) -> Ask:
    """Ask how many steps an epoch has."""
    run = minibatch_run(values)
    n, size, steps = run.problem.n, run.batches.batch, run.batches.per_epoch
    form = Number(
        "steps in one epoch",
        steps,
        0.3,
        f"{n // size} batches of {size}, and a last one of {n % size}.",
        f"Each batch makes one step, and one epoch uses each of the {n} points once.",
        (
            Mistake(
                n // size,
                f"{n // size} · {size} = {n // size * size} points: the last batch, of {n % size}, is missing.",
            ),
            Mistake(n, "That would be batches of one point. A step is made for each batch."),
            Mistake(1, "One step an epoch is what GD makes. SGD steps after each batch."),
        ),
    )
    text = f"n = {n} points, batches of B = {size}. How many steps does SGD make in one epoch?"
    return Ask(text, form, hides=("table", "readings"))


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a batch of two of the eight points, and θ at some distance from the minimum."""
    angle, minimum = rng.uniform(0, 2 * np.pi), sample_regression("line", 8).minimum
    assert minimum is not None
    a, b = minimum + AWAY * np.array([np.cos(angle), np.sin(angle)])
    return {"a": round(float(a), 1), "b": round(float(b), 1), "seed": int(rng.integers(1000)), "lr": 0.3}


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is the first step of SGD."""
    run, lr = minibatch_run(values), float(values["lr"])
    first, full = run.grad[0], run.problem.gradient(run.theta[0])
    form = which_arrow(
        "theta",
        WINDOW["line"],
        run.theta[0],
        run.theta[1] - run.theta[0],
        f"−η times the mean of the two thin arrows' gradients; η = {label(lr)}.",
        (
            (-lr * full, "That is −η∇L, the mean over all eight points: a step of GD."),
            (-lr * first * run.batches.batch, "That is the sum over the batch. SGD takes the mean, half of it."),
            (lr * first, "That is uphill for this batch: the step goes against its mean gradient, with the arrows."),
        ),
        least=0.8,
    )
    text = (
        "Two points of eight are in the first batch: the ringed ones, with their thin arrows −∇Lᵢ. "
        "Which arrow is SGD's first step?"
    )
    return Ask(text, form, hides=("full", "batch", "next"), without=("mean of the batch", "full mean, −∇L"), until=1)


def draw_error(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a batch that is small against 1000 points."""
    return {"n": "1000", "batch": int(rng.choice([4, 6, 8, 10, 12, 16, 20]))}


def ask_error(values: dict[str, Any]) -> Ask:
    """Ask which batch size has a half, a third or a quarter of the error."""
    n, size = chosen_regression(values).n, int(values["batch"])
    times = 2 + size % 3
    # Drawn without replacement, the mean of B out of n has a variance in proportion to 1/B − 1/n.
    wanted = 1 / ((1 / size - 1 / n) / times**2 + 1 / n)
    share = ("half", "a third of", "a quarter of")[times - 2]
    form = Range(
        "batch size",
        1,
        n,
        (wanted, wanted),
        0.08,
        f"Too small: the error shrinks only with 1/√B. {times} times the precision takes about {times**2} times B.",
        f"About {times**2} times as large: the error shrinks with 1/√B.",
        f"More than needed: {times}² = {times**2} times the batch is enough.",
        "log",
        True,
    )
    text = (
        f"The mean over a batch of B = {size} out of {n} points is off by some typical error. "
        f"Which B has {share} this error?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("updates", "How many steps has an epoch?", draw_updates, ask_updates),
    Question("step", "Which arrow is SGD's first step?", draw_step, ask_step),
    Question("error", "Which batch for a smaller error?", draw_error, ask_error),
)
