"""One eigen-direction of a quadratic as an oscillator: its path, its envelope and its period in closed form.

Along an eigenvector x_{t+1} = s x_t − p x_{t−1} with x_{−1} = x_0, see :mod:`optviz.core.quadratic.rates`. With z₁, z₂
the roots of z² − s z + p, |z₁| ≥ |z₂|, and U_t = Σ_k z₁^{t−k} z₂^k, the solution is x_t = x_1 U_{t−1} − p x_0 U_{t−2}.
"""

import math

import numpy as np

from optviz.core.quadratic.rates import Regime, Rule, recurrence, regime


def closed_form(rule: Rule, lr: float, beta: float, eigenvalue: float, start: float, steps: int) -> np.ndarray:
    """Return x_0 … x_T along one eigen-direction, (steps+1,), without stepping through them."""
    s, p = (float(a) for a in recurrence(rule, lr, beta, eigenvalue))
    u = _sums(s, p, steps)
    x = np.empty(steps + 1)
    x[0] = start
    with np.errstate(over="ignore", invalid="ignore"):
        x[1:] = start * ((s - p) * u[1 : steps + 1] - p * u[:steps])
    return x


def _sums(s: float, p: float, steps: int) -> np.ndarray:
    """Return U_{−1} … U_{T−1}, (steps+1,): 0, 1, s, s² − p, …"""
    n = np.arange(steps + 1)
    if s < 0:
        # Two roots near −√p: their angle is known to more digits from the other side.
        return _sums(-s, p, steps) * np.where(n % 2, 1.0, -1.0)
    gap = s * s - 4 * p
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if gap < 0:
            angle = math.atan2(math.sqrt(-gap), s)
            return np.sqrt(p) ** (n - 1.0) * np.sin(n * angle) / math.sin(angle)
        larger, smaller = _real_roots(s, gap)
        if larger == 0:
            return (n == 1).astype(float)
        ratio = smaller / larger
        return np.where(n == 0, 0.0, larger ** (n - 1.0) * _geometric(ratio, n))


def _real_roots(s: float, gap: float) -> tuple[float, float]:
    """Return the real roots of z² − s z + p, the one with the larger modulus first."""
    half = math.copysign(math.sqrt(gap), s)
    return (s + half) / 2, (s - half) / 2


def _geometric(ratio: float, n: np.ndarray) -> np.ndarray:
    """Return 1 + r + … + r^{n−1}, exact also where r is close to 1."""
    if ratio == 1:
        return n.astype(float)
    if ratio > 0:
        return np.expm1(n * math.log(ratio)) / math.expm1(math.log(ratio))
    return (1 - ratio ** n.astype(float)) / (1 - ratio)


def envelope(rule: Rule, lr: float, beta: float, eigenvalue: float, start: float, steps: int) -> np.ndarray:
    """Return the curve that |x_t| stays below and keeps coming back to, (steps+1,), from the same roots.

    Under-damped: √p^t times the amplitude of the swing. Over-damped or flipping: the part of the slower root
    |z₁|^t. Near critical damping both amplitudes grow without bound while the path does not, so the
    bound |z₁|^t (|x_0| + t |x_1/z₁ − x_0|) takes over for the first steps.
    """
    s, p = (float(a) for a in recurrence(rule, lr, beta, eigenvalue))
    t = np.arange(steps + 1)
    gap, first = s * s - 4 * p, (s - p) * start
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if gap < 0:
            radius = math.sqrt(p)
            sine, drift = math.sqrt(-gap) / (2 * radius), first / radius - start * s / (2 * radius)
            height = np.minimum(math.hypot(start, drift / sine), abs(start) + abs(drift) * t)
            return radius**t * height
        larger, smaller = _real_roots(s, gap)
        if larger == 0:
            return np.where(t == 0, abs(start), 0.0)
        growing = np.abs(larger) ** t * (abs(start) + t * abs(first / larger - start))
        if larger == smaller:
            return growing
        slow = (first - smaller * start) / (larger - smaller)
        fast = start - slow
        bound = abs(slow) * abs(larger) ** t
        if slow * fast > 0:
            bound = bound + abs(fast) * abs(smaller) ** t
        return np.minimum(bound, growing)


def period(rule: Rule, lr: float, beta: float, eigenvalue: float) -> float:
    """Return the steps of one full swing: 2π over the roots' angle; 2 where it flips; ∞ where it does not swing."""
    s, p = (float(a) for a in recurrence(rule, lr, beta, eigenvalue))
    gap = s * s - 4 * p
    if gap < 0:
        return 2 * math.pi / math.atan2(math.sqrt(-gap), s)
    return 2.0 if s < 0 else math.inf


def name(rule: Rule, lr: float, beta: float, eigenvalue: float) -> Regime:
    """Return the regime of one direction at one setting; see :func:`optviz.core.quadratic.rates.regime`."""
    return Regime(int(regime(rule, lr, beta, eigenvalue)))
