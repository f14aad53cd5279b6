"""How fast GD, heavy ball and NAG converge on a quadratic: exactly, from 2×2 matrices.

Along an eigenvector of the Hessian with eigenvalue λ > 0 each of the three rules is a linear recurrence,
x_{t+1} = s x_t − p x_{t−1} with x_{−1} = x_0. With c = ηλ:

- GD: s = 1 − c, p = 0.
- Heavy ball: s = 1 + β − c, p = β.
- NAG: s = (1 − c)(1 + β), p = (1 − c) β.

So s is the trace and p the determinant of the matrix that takes (x_t, x_{t−1}) to (x_{t+1}, x_t), and the larger
modulus of its eigenvalues, the roots of z² − s z + p, is the factor by which the error shrinks in a step.
All functions take numbers or arrays that broadcast. Sources: Polyak (1964); Nesterov (1983);
Lessard, Recht & Packard (2016) for NAG's best setting; Goh (2017) for the names of the regimes.
"""

import dataclasses
import enum
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

Rule = Literal["gd", "momentum", "nag"]
Pair = tuple[np.ndarray, np.ndarray]

TOLERANCE = 1e-9
"""How near s² must be to 4p to count as critically damped, and |z| to 1 to count as never settling."""


class Regime(enum.IntEnum):
    """How one eigen-direction moves, by the roots of z² − s z + p."""

    STILL = 0
    OVER = 1
    CRITICAL = 2
    UNDER = 3
    FLIPPING = 4
    ENDLESS = 5
    DIVERGING = 6

    @property
    def label(self) -> str:
        """The regime's name for the screen."""
        return _LABELS[self]


_LABELS = {
    Regime.STILL: "does not move",
    Regime.OVER: "over-damped",
    Regime.CRITICAL: "critically damped",
    Regime.UNDER: "under-damped",
    Regime.FLIPPING: "flips sides",
    Regime.ENDLESS: "never settles",
    Regime.DIVERGING: "diverges",
}


def recurrence(rule: Rule, lr: ArrayLike, beta: ArrayLike, eigenvalue: ArrayLike) -> Pair:
    """Return s and p of x_{t+1} = s x_t − p x_{t−1} along an eigenvector; GD ignores ``beta``.

    Raises ``ValueError`` for a rule other than gd, momentum and nag.
    """
    c = np.multiply(lr, eigenvalue)
    beta = np.asarray(beta, dtype=float)
    if rule == "gd":
        return (1 - c) + 0 * beta, 0 * (c + beta)
    if rule == "momentum":
        return 1 + beta - c, beta + 0 * c
    if rule == "nag":
        return (1 - c) * (1 + beta), (1 - c) * beta
    raise ValueError(f"no theory for {rule!r}: only for gd, momentum and nag")


def spectral_radius(s: ArrayLike, p: ArrayLike) -> np.ndarray:
    """Return the larger modulus of the roots of z² − s z + p: √p where they are complex."""
    s, p = np.asarray(s, dtype=float), np.asarray(p, dtype=float)
    gap = s * s - 4 * p
    return np.where(gap < 0, np.sqrt(np.maximum(p, 0)), (np.abs(s) + np.sqrt(np.maximum(gap, 0))) / 2)


def rate(rule: Rule, lr: ArrayLike, beta: ArrayLike, eigenvalues: Sequence[float]) -> np.ndarray:
    """Return the factor by which the distance to the minimum shrinks in a step, in the long run.

    The slowest direction decides: the largest spectral radius over ``eigenvalues``. Below 1 the rule converges.
    """
    return np.max([spectral_radius(*recurrence(rule, lr, beta, e)) for e in eigenvalues], axis=0)


def limit(rule: Rule, beta: float = 0.0) -> float:
    """Return the smallest ηλ at which the rule no longer converges, for 0 ≤ β < 1.

    GD: 2. Heavy ball: 2 + 2β. NAG: (2 + 2β)/(1 + 2β), lower than GD's. It follows from |s| < 1 + p
    and p < 1 (Jury's conditions for both roots inside the unit circle).
    """
    if rule == "gd":
        return 2.0
    return 2 + 2 * beta if rule == "momentum" else (2 + 2 * beta) / (1 + 2 * beta)


def converges(rule: Rule, lr: ArrayLike, beta: ArrayLike, eigenvalue: ArrayLike) -> np.ndarray:
    """Return whether the rule converges from everywhere along this direction: |s| < 1 + p and p < 1.

    Heavy ball: iff 0 < ηλ < 2 + 2β and 0 ≤ β < 1. NAG: iff 0 < ηλ < (2 + 2β)/(1 + 2β), with β = 1 too.
    """
    s, p = recurrence(rule, lr, beta, eigenvalue)
    return (np.abs(s) < 1 + p) & (np.abs(p) < 1)


def regime(rule: Rule, lr: ArrayLike, beta: ArrayLike, eigenvalue: ArrayLike) -> np.ndarray:
    """Return the :class:`Regime` of each setting as an int array, for η ≥ 0, 0 ≤ β ≤ 1 and λ > 0.

    Over-damped: real roots, the larger one positive: it creeps in. Under-damped: complex roots: it swings.
    Flipping: the larger root is negative: it changes sides at every step. Critically damped: a double root, the
    border of the swinging; for heavy ball (1 − √β)² = ηλ, and (1 + √β)² = ηλ, where the double root is negative.
    """
    s, p = recurrence(rule, lr, beta, eigenvalue)
    gap, radius = s * s - 4 * p, spectral_radius(s, p)
    real = np.where(s < 0, Regime.FLIPPING, Regime.OVER)
    regimes = np.where(gap < 0, Regime.UNDER, real)
    regimes = np.where((np.abs(gap) <= TOLERANCE) & (p > 0), Regime.CRITICAL, regimes)
    regimes = np.where(np.abs(radius - 1) <= TOLERANCE, Regime.ENDLESS, regimes)
    regimes = np.where(radius > 1 + TOLERANCE, Regime.DIVERGING, regimes)
    return np.where(np.multiply(lr, eigenvalue) == 0, Regime.STILL, regimes)


def critical_beta(rule: Rule, lr: ArrayLike, eigenvalue: float) -> np.ndarray:
    """Return the β above which this direction swings (complex roots); NaN where there is none in 0 … 1.

    Heavy ball: (1 − √(ηλ))², which for ηλ > 1 is the border to flipping. NAG: (1 − √(ηλ))/(1 + √(ηλ)) for ηλ ≤ 1.
    """
    root = np.sqrt(np.multiply(lr, eigenvalue))
    if rule == "momentum":
        return np.where(root <= 2, (1 - root) ** 2, np.nan)
    return np.where(root <= 1, (1 - root) / (1 + root), np.nan)


def limit_beta(rule: Rule, lr: ArrayLike, eigenvalue: float) -> np.ndarray:
    """Return the β at which this direction stops converging, NaN where there is none in 0 … 1.

    Heavy ball needs β > ηλ/2 − 1. NAG needs β < (2 − ηλ)/(2ηλ − 2) where ηλ > 1.
    """
    c = np.multiply(lr, eigenvalue)
    edge = c / 2 - 1 if rule == "momentum" else (2 - c) / np.where(c > 1, 2 * c - 2, np.nan)
    return np.where((edge >= 0) & (edge <= 1), edge, np.nan)


@dataclasses.dataclass(frozen=True)
class Best:
    """The setting with the smallest rate on a quadratic, and that rate."""

    lr: float
    beta: float
    rate: float


def best(rule: Rule, low: float, high: float) -> Best:
    """Return the best η and β for a Hessian with smallest eigenvalue ``low`` and largest ``high``, κ = high/low.

    GD: η = 2/(λ₁+λₙ), rate (κ−1)/(κ+1). Heavy ball: η = (2/(√λ₁+√λₙ))², β the square of the rate
    (√κ−1)/(√κ+1). NAG: η = 4/(3λₙ+λ₁), β = (√(3κ+1)−2)/(√(3κ+1)+2), rate 1 − 2/√(3κ+1).
    Raises ``ValueError`` unless 0 < low ≤ high.
    """
    if not 0 < low <= high < math.inf:
        raise ValueError(f"eigenvalues are positive and in order, so not {low} and {high}")
    if rule == "gd":
        return Best(2 / (low + high), 0.0, (high - low) / (high + low))
    if rule == "momentum":
        a, b = math.sqrt(low), math.sqrt(high)
        return Best((2 / (a + b)) ** 2, ((b - a) / (b + a)) ** 2, (b - a) / (b + a))
    root = math.sqrt(3 * high / low + 1)
    return Best(4 / (3 * high + low), (root - 2) / (root + 2), 1 - 2 / root)


def noise_ball(rule: Rule, lr: float, beta: float, eigenvalue: float, sigma: float) -> float:
    """Return the standard deviation of x along a direction in the long run, under gradient noise σ.

    The recurrence with −ηξ_t added is an autoregression of order two: its variance is
    η²σ² (1 + p) / ((1 − p)((1 + p)² − s²)). Infinite where the rule does not converge.
    """
    s, p = (float(a) for a in recurrence(rule, lr, beta, eigenvalue))
    if not (abs(s) < 1 + p and p < 1):
        return math.inf
    return lr * sigma * math.sqrt((1 + p) / ((1 - p) * ((1 + p) ** 2 - s * s)))
