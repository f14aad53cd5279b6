"""Adam's first steps where the gradient is noise: many runs of one coordinate at once, with and without a warm-up."""

import dataclasses
import functools
from typing import Literal

import numpy as np

Noise = Literal["gaussian", "rare"]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
"""Adam's, as Kingma and Ba (2015) have them."""

RARE, LARGE = 0.01, 10.0
"""With the noise "rare", this share of the gradients is this many times as large."""


@functools.lru_cache(maxsize=4)
def noise(kind: Noise, runs: int, steps: int, seed: int) -> np.ndarray:
    """Return gradients that are noise, (steps, runs), of mean 0 and mean square 1; read-only."""
    rng = np.random.default_rng(seed)
    drawn = rng.standard_normal((steps, runs))
    if kind == "rare":
        large = rng.random((steps, runs)) < RARE
        drawn = np.where(large, LARGE, 1.0) * drawn / np.sqrt(1 - RARE + RARE * LARGE**2)
    drawn.flags.writeable = False
    return drawn


def kurtosis(kind: Noise) -> float:
    """Return E g⁴ of gradients with E g² = 1: 3 for a Gaussian."""
    if kind == "gaussian":
        return 3.0
    return 3 * (1 - RARE + RARE * LARGE**4) / (1 - RARE + RARE * LARGE**2) ** 2


def effective_count(beta: float, t: np.ndarray) -> np.ndarray:
    """Return of how many draws a plain mean spreads as a corrected exponential average does after ``t`` of them.

    (Σ w)²/Σ w² of its weights: (1 + β)(1 − βᵗ)/((1 − β)(1 + βᵗ)). At first it is t, in the end (1 + β)/(1 − β).
    """
    left = beta ** np.asarray(t, dtype=float)
    return (1 + beta) * (1 - left) / ((1 - beta) * (1 + left))


def square_spread(kind: Noise, t: np.ndarray) -> np.ndarray:
    """Return the standard deviation of v̂ after ``t`` gradients, relative to its mean: √((E g⁴ − 1)/n), exactly."""
    return np.sqrt((kurtosis(kind) - 1) / effective_count(BETA2, t))


@dataclasses.dataclass(frozen=True, eq=False)
class AdamStart:
    """Many runs of Adam in one coordinate: ``x`` (T+1, runs), from 0.

    ``v_hat`` (T, runs): the corrected mean of squares in each step; ``ratio`` (T, runs): m̂/(√v̂ + ε), the step
    relative to its learning rate.
    """

    x: np.ndarray
    v_hat: np.ndarray
    ratio: np.ndarray


def start(grads: np.ndarray, lr: float, warm_up: int = 0, curvature: float = 0.0) -> AdamStart:
    """Run Adam from the minimum of ½ h x² on gradients h x + noise, (T, runs), h = ``curvature``.

    The learning rate grows evenly over ``warm_up`` steps: η_t = η · min(1, t/W); 0 for none.
    """
    steps, runs = grads.shape
    x = np.zeros((steps + 1, runs))
    v_hat, ratio = np.empty_like(grads), np.empty_like(grads)
    m = v = np.zeros(runs)
    rate = np.full(steps, lr)
    rate[:warm_up] *= np.arange(min(warm_up, steps)) / max(warm_up, 1)
    for t in range(steps):
        g = curvature * x[t] + grads[t]
        m, v = BETA1 * m + (1 - BETA1) * g, BETA2 * v + (1 - BETA2) * g * g
        v_hat[t] = v / (1 - BETA2 ** (t + 1))
        ratio[t] = m / (1 - BETA1 ** (t + 1)) / (np.sqrt(v_hat[t]) + EPS)
        x[t + 1] = x[t] - rate[t] * ratio[t]
    return AdamStart(x, v_hat, ratio)


def rms(values: np.ndarray) -> np.ndarray:
    """Return the root mean square over the runs, (T, runs) → (T,)."""
    return np.sqrt((values**2).mean(axis=1))
