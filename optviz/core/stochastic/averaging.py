"""Averages of SGD's iterates: what is left of the noise ball, by theory and measured."""

from typing import Literal

import numpy as np

from optviz.core.stochastic.noise_ball import spread
from optviz.core.stochastic.regression import Regression

Kind = Literal["window", "ema"]


def ema_decay(memory: float) -> float:
    """Return β = (K − 1)/(K + 1), for which an exponential average lets through as much white noise as a mean of K."""
    return (memory - 1) / (memory + 1)


def averaged(path: np.ndarray, kind: Kind, memory: float) -> np.ndarray:
    """Return the average of a path, (T+1, d), at each step, (T+1, d).

    ``"window"``: the mean of the last K = ``memory`` iterates, of all where there are fewer; ``"ema"``: the
    exponential average m_t = β m_{t−1} + (1 − β) θ_t from m_0 = θ_0, β = (K − 1)/(K + 1).
    """
    if kind == "window":
        k = round(memory)
        sums = np.cumsum(np.concatenate([np.zeros((1, path.shape[1])), path]), axis=0)
        t = np.arange(1, len(path) + 1)
        first = np.maximum(t - k, 0)
        return (sums[t] - sums[first]) / (t - first)[:, None]
    beta = ema_decay(memory)
    kernel = (1 - beta) * beta ** np.arange(len(path))
    size = 1 << (2 * len(path) - 1).bit_length()
    smooth = np.fft.rfft(path - path[0], size, axis=0) * np.fft.rfft(kernel, size)[:, None]
    means = path[0] + np.fft.irfft(smooth, size, axis=0)[: len(path)]
    means[0] = path[0]  # without the rounding of a transform
    return means


def averaged_spread(problem: Regression, lr: float, batch: int, kind: Kind, memory: float) -> np.ndarray | None:
    """Return the covariance of the average of SGD's iterates about θ*, (2, 2), in the long run; None without a ball.

    Batches are independent, so iterates k steps apart have the covariance Aᵏ Σ with A = I − ηH and Σ the noise ball's
    (:func:`.noise_ball.spread`). The sum over all pairs of iterates is exact: for a mean of K,
    (K Σ + S Σ + Σ S)/K² with S = Σ_k (K − k) Aᵏ; for an exponential average (1 − β)/(1 + β) (Σ + S Σ + Σ S) with
    S = βA (I − βA)⁻¹. For small η and large K both go as f H⁻¹ C H⁻¹/K, whatever η is: Polyak and Juditsky
    (1992), Acceleration of stochastic approximation by averaging.
    """
    ball = spread(problem, lr, batch)
    if ball is None:
        return None
    rates, basis = np.linalg.eigh(problem.curvature)
    a = 1 - lr * rates
    if kind == "window":
        k = round(memory)
        steps = np.arange(1, k)
        shares, whole = ((k - steps) * a[:, None] ** steps).sum(axis=1) / k**2, 1 / k
    else:
        beta = ema_decay(memory)
        whole = (1 - beta) / (1 + beta)
        shares = whole * beta * a / (1 - beta * a)
    across = (basis * shares) @ basis.T @ ball
    return whole * ball + across + across.T


def averaged_radius(problem: Regression, lr: float, batch: int, kind: Kind, memory: float) -> float:
    """Return the root mean square of the average's distance from θ* in the long run; ∞ without a ball."""
    covariance = averaged_spread(problem, lr, batch, kind, memory)
    return float("inf") if covariance is None else float(np.sqrt(np.trace(covariance)))
