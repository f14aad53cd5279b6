"""Step-size schedules: the factor by which each step's learning rate is multiplied."""

import dataclasses
from collections.abc import Callable

import numpy as np


@dataclasses.dataclass(frozen=True)
class Schedule:
    """How the learning rate falls: ``factors(t, whole, pace)`` multiplies η at steps t, (T,) → (T,).

    ``whole`` is the length of the run in steps, ``pace`` the number τ of steps the schedule counts in.
    """

    key: str
    name: str
    latex: str
    factors: Callable[[np.ndarray, int, float], np.ndarray]
    paced: bool = False


SCHEDULES: dict[str, Schedule] = {
    s.key: s
    for s in (
        Schedule("constant", "constant", r"\eta_t = \eta", lambda t, whole, pace: np.ones(len(t))),
        Schedule(
            "inverse", "1/t", r"\eta_t = \frac{\eta}{1 + t/\tau}", lambda t, whole, pace: 1 / (1 + t / pace), True
        ),
        Schedule(
            "root",
            "1/√t",
            r"\eta_t = \frac{\eta}{\sqrt{1 + t/\tau}}",
            lambda t, whole, pace: 1 / np.sqrt(1 + t / pace),
            True,
        ),
        Schedule(
            "steps",
            "halve",
            r"\eta_t = \eta \cdot 2^{-\lfloor t/\tau \rfloor}",
            lambda t, whole, pace: 0.5 ** np.floor(t / pace),
            True,
        ),
        Schedule(
            "cosine",
            "cosine",
            r"\eta_t = \tfrac{\eta}{2}\left(1 + \cos \tfrac{\pi t}{T}\right)",
            lambda t, whole, pace: 0.5 * (1 + np.cos(np.pi * t / whole)),
        ),
    )
}
"""Robbins and Monro (1951): 1/t; halving and 1/√t: common practice; cosine: Loshchilov and Hutter (2017), SGDR."""


def factors(key: str, steps: int, pace: float = 100.0) -> np.ndarray:
    """Return η_t/η for t = 0 … steps−1, (steps,). Raises ``ValueError`` for another schedule or a pace not above 0."""
    if key not in SCHEDULES:
        raise ValueError(f"a schedule is one of {', '.join(SCHEDULES)}, not {key!r}")
    if not pace > 0:
        raise ValueError(f"a schedule's pace is a number of steps above 0, not {pace}")
    return SCHEDULES[key].factors(np.arange(steps, dtype=float), steps, pace)
