"""Predictions on the noise ball: which η halves it, and which of some settings has the smaller one."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.noise_ball import radius
from optviz.lecture.stochastic.common import NOISY_POINTS, sample_regression
from optviz.questions import Ask, Question, Range, Ranking

THEORY = ("theory (independent batches)", "radius by theory")


def radius_of(lr: float, batch: int) -> float:
    """Return the radius of the ball by the section's theory."""
    return radius(sample_regression("line", NOISY_POINTS), lr, batch)


def draw_half(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and B of a ball well below the largest η."""
    return {"lr": float(rng.choice([0.05, 0.08, 0.1, 0.15, 0.2])), "batch": int(rng.choice([2, 4, 8]))}


def ask_half(values: dict[str, Any]) -> Ask:
    """Ask which η gives half the radius, or a third."""
    lr, batch = float(values["lr"]), int(values["batch"])
    times = 2 + batch % 3 % 2
    now = radius_of(lr, batch)
    low, high = lr / 100, lr
    for _ in range(12):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if radius_of(middle, batch) < now / times else (low, middle)
    truth = float(np.sqrt(low * high))
    share = {2: "half as large", 3: "a third as large"}[times]
    form = Range(
        "η",
        0.002,
        1.0,
        (truth, truth),
        0.12,
        f"Too small: r grows as √η, so η/{times**2} is enough.",
        f"About η/{times**2}: the radius grows as √η.",
        f"The radius grows only as √η: {times} times smaller needs an η about {times**2} times smaller.",
        "log",
        panel="rate",
    )
    text = f"B = {batch}, η = {label(lr)}: the noise ball has the radius {label(now, 2)}. At which η is it {share}?"
    return Ask(text, form, hides=("readings",), without=THEORY)


def draw_order(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and B from which the other settings are made."""
    return {"lr": float(rng.choice([0.01, 0.02, 0.03])), "batch": int(rng.choice([2, 3, 4]))}


def ask_order(values: dict[str, Any]) -> Ask:
    """Ask for the order of four balls."""
    lr, batch = float(values["lr"]), int(values["batch"])
    more = 10 if round(100 * lr) % 2 else 3
    settings = ((lr, batch), (lr, 4 * batch), (more * lr, batch), (more * lr, 4 * batch))
    form = Ranking(
        tuple(f"η = {label(rate)}, B = {size}" for rate, size in settings),
        tuple(radius_of(*setting) for setting in settings),
        "smallest ball",
        "largest ball",
        "The radius goes about as √(η/B): compare η/B.",
        swapped={
            (0, 2): f"The same batches: {more} times the η makes a larger ball, about √{more} times.",
            (1, 0): "The same η: a batch four times as large has about half the noise.",
            (3, 2): "The same η: a batch four times as large has about half the noise, or less.",
            (0, 3): f"η is {more} times as large, B only 4 times: η/B is larger.",
            (3, 0): f"B is 4 times as large, η only {more} times: η/B is smaller.",
        },
        margin=0.12,
    )
    return Ask(
        "What is the order of these settings by the radius of SGD's noise ball?",
        form,
        hides=("readings",),
        without=THEORY,
    )


QUESTIONS = (
    Question("half", "Which η makes the ball smaller?", draw_half, ask_half),
    Question("order", "Which noise ball is smaller?", draw_order, ask_order),
)
