"""Step-size schedules: the factor by which each step's learning rate is multiplied."""

import dataclasses
from collections.abc import Callable

import numpy as np


@dataclasses.dataclass(frozen=True)
class Schedule:
    """How the learning rate falls: ``factors(t, steps, decay_steps)`` multiplies η at steps t, (T,) → (T,).

    ``steps`` is the length of the run; ``decay_steps`` is τ, the number of steps the schedule counts in, which matters
    only where ``has_decay_steps``.
    """

    key: str
    name: str
    latex: str
    factors: Callable[[np.ndarray, int, float], np.ndarray]
    has_decay_steps: bool = False


SCHEDULES: dict[str, Schedule] = {
    s.key: s
    for s in (
        Schedule("constant", "constant", r"\eta_t = \eta", lambda t, steps, decay_steps: np.ones(len(t))),
        Schedule(
            "inverse",
            "1/t",
            r"\eta_t = \frac{\eta}{1 + t/\tau}",
            lambda t, steps, decay_steps: 1 / (1 + t / decay_steps),
            True,
        ),
        Schedule(
            "root",
            "1/√t",
            r"\eta_t = \frac{\eta}{\sqrt{1 + t/\tau}}",
            lambda t, steps, decay_steps: 1 / np.sqrt(1 + t / decay_steps),
            True,
        ),
        Schedule(
            "steps",
            "halve",
            r"\eta_t = \eta \cdot 2^{-\lfloor t/\tau \rfloor}",
            lambda t, steps, decay_steps: 0.5 ** np.floor(t / decay_steps),
            True,
        ),
        Schedule(
            "cosine",
            "cosine",
            r"\eta_t = \tfrac{\eta}{2}\left(1 + \cos \tfrac{\pi t}{T}\right)",
            lambda t, steps, decay_steps: 0.5 * (1 + np.cos(np.pi * t / steps)),
        ),
    )
}
"""Robbins and Monro (1951): 1/t; halving and 1/√t: common practice; cosine: Loshchilov and Hutter (2017), SGDR."""


def factors(key: str, steps: int, decay_steps: float = 100.0) -> np.ndarray:
    """Return η_t/η for t = 0 … steps−1, (steps,). Raises ``ValueError`` for another schedule or a τ not above 0."""
    if key not in SCHEDULES:
        raise ValueError(f"a schedule is one of {', '.join(SCHEDULES)}, not {key!r}")
    if not decay_steps > 0:
        raise ValueError(f"a schedule's decay_steps is a number of steps above 0, not {decay_steps}")
    return SCHEDULES[key].factors(np.arange(steps, dtype=float), steps, decay_steps)
