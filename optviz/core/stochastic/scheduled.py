"""Learning-rate schedules side by side: many runs of one rule on a noisy bowl, one row of rates each."""

from typing import Literal, NamedTuple

import numpy as np

from optviz.core.optimizers.modifiers import modifiers_of

Rule = Literal["gd", "adam"]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
"""Adam's, as Kingma and Ba (2015) have them."""


def rates(
    key: str,
    lr: float,
    steps: int,
    warm_up: int = 0,
    period: float | None = None,
    factor: float | None = None,
) -> np.ndarray:
    """Return η_t for t = 0 … T−1, (T,): a schedule of :data:`.SCHEDULES` after a warm-up, with its own numbers.

    A warm-up of T or more steps leaves nothing of the schedule: η_t = η t / ``warm_up``.
    """
    t = np.arange(float(steps))
    if warm_up >= steps:
        return lr * t / warm_up
    # As a share, for 1 would be all the steps.
    modifiers = modifiers_of(key, period=period, factor=factor)
    return lr * modifiers.replace(steps=steps, warmup=warm_up / steps).rate_factor(t, np)


class Crowd(NamedTuple):
    """Runs under S schedules: the first run's ``path`` (T+1, S, 2), and f, a mean over all runs, (T+1, S)."""

    path: np.ndarray
    value: np.ndarray


def race(rule: Rule, eta: np.ndarray, curvatures: np.ndarray, start: np.ndarray, noise: np.ndarray) -> Crowd:
    """Run f = ½ Σ hᵢ xᵢ² from one start with rates ``eta`` (S, T) and gradient noise (T, runs, 2), the same for all."""
    schedules, steps = eta.shape
    x = np.broadcast_to(start, (schedules, noise.shape[1], 2)).copy()
    path, value = np.empty((steps + 1, schedules, 2)), np.empty((steps + 1, schedules))
    m = v = np.zeros_like(x)
    with np.errstate(all="ignore"):
        for t in range(steps + 1):
            path[t] = x[:, 0]
            value[t] = 0.5 * ((x * x) @ curvatures).mean(axis=1)
            if t == steps:
                break
            step = curvatures * x + noise[t]
            if rule == "adam":
                m = BETA1 * m + (1 - BETA1) * step
                v = BETA2 * v + (1 - BETA2) * (step * step)
                step = m / (1 - BETA1 ** (t + 1)) / (np.sqrt(v / (1 - BETA2 ** (t + 1))) + EPS)
            x -= eta[:, t, None, None] * step
    return Crowd(path, value)


def expected_value(eta: np.ndarray, curvatures: np.ndarray, start: np.ndarray, sigma: float) -> np.ndarray:
    """Return what f is on average under GD, (S, T) → (T+1, S), exactly.

    In each direction E xₜ₊₁ = (1 − ηₜ h) E xₜ, and Var xₜ₊₁ = (1 − ηₜ h)² Var xₜ + ηₜ² σ².
    """
    mean = np.broadcast_to(start, (len(eta), 2))
    variance = np.zeros_like(mean)
    value = np.empty((eta.shape[1] + 1, len(eta)))
    with np.errstate(all="ignore"):
        for t in range(len(value)):
            value[t] = 0.5 * (mean**2 + variance) @ curvatures
            if t < eta.shape[1]:
                rate = eta[:, t, None]
                keep = 1 - rate * curvatures
                mean, variance = keep * mean, keep**2 * variance + (rate * sigma) ** 2
    return value
