"""Predictions on the gradient check: the best step of the differences, and how the error changes with it."""

from functools import lru_cache
from typing import Any

import numpy as np

from optviz.core.backprop.gradient_check import by_differences, max_difference, sweep
from optviz.core.backprop.layer_chain import Network, forward, gradients
from optviz.core.number_text import label
from optviz.lecture.backprop.common import network_of
from optviz.questions import Ask, Choice, Option, Question, Range

STEPS = 10.0 ** np.arange(-10.0, -1.0, 0.5)
ENOUGH = 10.0
"""An h whose error is up to this many times the smallest one counts as good."""


# ---- the best h ----------------------------------------------------------------------------------------


def draw_best(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a smooth activation, the true class and the input, of few that are kept."""
    x = ((1.0,), (float(rng.choice([2.0, -2.0])),))
    return {"activation": str(rng.choice(["tanh", "sigmoid"])), "label": str(rng.integers(1, 4)), "input": x, "h": 0.1}


@lru_cache(maxsize=64)
def good_steps(*settings: tuple[str, Any]) -> tuple[float, float]:
    """Return the ends of the steps h, around the best one, whose error is at most ENOUGH times the smallest."""
    net = network_of(dict(settings))
    errors = sweep(net, gradients(net, forward(net)), STEPS)
    good = errors.error <= ENOUGH * errors.error.min()
    first = last = int(errors.error.argmin())
    while first > 0 and good[first - 1]:
        first -= 1
    while last + 1 < len(good) and good[last + 1]:
        last += 1
    return float(STEPS[first]), float(STEPS[last])


def ask_best(values: dict[str, Any]) -> Ask:
    """Ask for the step with the smallest error."""
    truth = good_steps(*((key, value) for key, value in values.items() if key != "h"))
    form = Range(
        "h",
        1e-12,
        0.1,
        truth,
        0.25,
        "Too small: w + h and w − h give losses that agree in nearly all their digits, and subtracting loses these. "
        "Round-off wins.",
        "Between both: the truncation error shrinks with h², the round-off grows with 1/h.",
        "Too large: the curve bends between w − h and w + h. This truncation error still shrinks with h².",
        scale="log",
        panel="error",
    )
    text = (
        "Numbers have about 16 digits here. With which h do the central differences (u₀(w + h) − u₀(w − "
        "h))/2h come nearest "
        "to the true slopes?"
    )
    return Ask(text, form, hides=("error", "table", "quotient"))


# ---- another h -----------------------------------------------------------------------------------------


def draw_finer(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a smooth network and a step, on either side of the best one."""
    h = float(rng.choice([0.1, 0.05, 0.02, 1e-7, 1e-8, 1e-9]))
    return {"activation": str(rng.choice(["tanh", "sigmoid"])), "label": str(rng.integers(1, 4)), "h": h}


def errors_at(net: Network, *steps: float) -> list[float]:
    """Return the largest error of the central differences for each h."""
    grads = gradients(net, forward(net))
    return [max_difference(grads, by_differences(net, h)) for h in steps]


def ask_finer(values: dict[str, Any]) -> Ask:
    """Ask what a tenth of h makes of the error."""
    h = values["h"]
    error, finer = errors_at(network_of(values), h, h / 10)
    ratio = error / finer
    said = f"from {label(error, 1)} to {label(finer, 1)}"
    truncation, worse = 80 < ratio < 125, ratio < 0.6
    too_fine = f"At h = {label(h)} the round-off rules: fewer digits are left in the difference, and it grows, {said}."
    options = (
        Option(
            "About 10 times smaller.",
            False,
            f"Both sides are taken, so the error falls with h², not h: {said}."
            if truncation
            else f"Neither h nor h²: smaller is no longer better here. {too_fine}",
        ),
        Option(
            "About 100 times smaller.",
            truncation,
            f"Truncation error, ∝ h²: {said}." if truncation else f"That is so for large h. {too_fine}",
        ),
        Option(
            "It grows.",
            worse,
            too_fine if worse else f"Not yet: at h = {label(h)} the truncation error rules, and it shrinks, {said}.",
        ),
        Option(
            "It stays the same.",
            False,
            f"The curve bends between w − h and w + h, the less the nearer they are: {said}."
            if truncation
            else f"The losses have 16 digits, so their difference has an error; it is divided by 2h: {said}.",
        ),
    )
    text = f"The differences use h = {label(h)}. Take a tenth of that: what happens to the largest error of the slopes?"
    return Ask(text, Choice(options, ordered=True), hides=("error", "table"))


QUESTIONS = (
    Question("best", "Which h is best?", draw_best, ask_best),
    Question("finer", "A tenth of h", draw_finer, ask_finer),
)
