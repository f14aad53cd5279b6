"""Predictions on all optimizers: the order in which they leave the saddle, and what a nearer start costs GD."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.adaptive.ideas import RACERS, STEPS, Race, race
from optviz.questions import Ask, Question, Range, Ranking

ORDERED = ("gd", "momentum", "adam", "rmsprop")


def draw_order(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η, and how near to the axis the start is."""
    return {
        "lr": float(rng.choice([0.06, 0.08, 0.1, 0.12])),
        "y0": float(rng.choice([1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5])),
        "x0": float(rng.choice([-1.5, -1.0, 1.5])),
    }


def escapes_of(result: Race) -> dict[str, float]:
    """Return the step at which each racer leaves the saddle, ∞ if it does not."""
    return {key: np.inf if step is None else float(step) for key, step in zip(RACERS, result.escapes, strict=True)}


def ask_order(values: dict[str, Any]) -> Ask:
    """Ask in which order four of them leave the saddle."""
    result = race(values)
    escapes, racers = escapes_of(result), dict(zip(RACERS, result.racers, strict=True))
    steps = tuple(escapes[key] for key in ORDERED)
    gains = f"GD gains only a factor 1 + 2η = {label(1 + 2 * values['lr'])} along x₂ in each step."
    near = f"Here the start is {label(values['y0'])} from the axis, so GD has not far to go."
    form = Ranking(
        tuple(racers[key].name for key in ORDERED),
        steps,
        "first to leave",
        "last to leave",
        ", ".join(f"{racers[key].name}: step {label(step)}" for key, step in zip(ORDERED, steps, strict=True)) + ".",
        swapped={
            (1, 0): f"{gains} Momentum gathers speed.",
            (2, 0): f"{gains} To Adam the size of the gradient does not matter.",
            (3, 0): f"{gains} To RMSprop the size of the gradient does not matter.",
            (2, 1): "Momentum's steps grow with the gradient, which is tiny near the axis. Adam's are η at once.",
            (3, 1): "Momentum's steps grow with the gradient, which is tiny near the axis. RMSprop's are not.",
            (3, 2): "RMSprop's mean starts at 0 without correction: its first steps are longer than η. Adam's is η.",
            (0, 2): f"{near} Adam's steps are only about η long.",
            (1, 2): f"{near} Adam's steps are only about η long, momentum's grow.",
        },
        looks=tuple(racers[key].look for key in ORDERED),
        margin=0.12,
    )
    text = (
        f"η = {label(values['lr'])}; the start is {label(values['y0'])} from the axis x₂ = 0. "
        "In which order do these four leave the saddle, |x₂| > 1?"
    )
    return Ask(text, form, hides=("escapes",))


def draw_nearer(rng: np.random.Generator) -> dict[str, Any]:
    """Draw η and a start near the axis."""
    return {
        "lr": float(rng.choice([0.1, 0.12, 0.15, 0.2])),
        "y0": float(rng.choice([1e-5, 1e-4, 1e-3])),
    }


def ask_nearer(values: dict[str, Any]) -> Ask:
    """Ask at which step GD leaves if it starts so much nearer to the axis than here."""
    y0, lr = values["y0"], values["lr"]
    times = 100.0
    here, there = (escapes_of(race({**values, "y0": y})) for y in (times * y0, y0))
    more = there["gd"] - here["gd"]
    factor = label(1 + 2 * lr)
    form = Range(
        "step",
        1,
        STEPS,
        (there["gd"], there["gd"]) if there["gd"] < STEPS else (np.nan, np.nan),
        3,
        f"GD has a factor {label(times)} more to grow, and each step gains only {factor}: {label(more)} steps more.",
        f"{factor} to the power {label(more)} is about {label(times)}: a constant factor a step.",
        f"Not {label(times)} times as many: GD grows by a factor {factor} a step, so it needs only {label(more)} more.",
        whole=True,
    )
    text = (
        f"η = {label(lr)}. From {label(times * y0)} off the axis gradient descent leaves the saddle at step "
        f"{label(here['gd'])}. Here it starts from {label(y0)}, {label(times)} times nearer. When does it leave?"
    )
    return Ask(text, form, hides=("escapes",))


QUESTIONS = (
    Question("order", "Who leaves the saddle first?", draw_order, ask_order),
    Question("nearer", "A hundred times nearer to the axis", draw_nearer, ask_nearer),
)
