"""Gradient descent in one dimension, as a student's loop of floats does it, and where every start leads."""

import dataclasses
import math
from typing import Literal

import numpy as np

from optviz.core.number_text import label
from optviz.core.one_d.functions import Function
from optviz.core.one_d.status import Status, bowl_status, flats, name_of, walk_status

EPSILON = 1e-6
"""The lecture's ε, our default: GD stops once |f′(x_t)| < ε."""

Regime = Literal["contracting", "oscillating", "cycling", "diverging", "steady", "speeding"]

_SAME = 1e-12
_LOOK_EVERY = 16


@dataclasses.dataclass(frozen=True, eq=False)
class Walk:
    """A path of GD in one dimension, NumPy float64, the start first.

    ``x, value, slope, curvature`` are x_t, f(x_t), f′(x_t), f″(x_t), each (T+1,). The walk ends at the first
    x_t with |f′(x_t)| < ε, at the first that is not finite or has no slope, or after the steps asked for.
    """

    function: Function
    eta: float
    epsilon: float
    x: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    curvature: np.ndarray
    status: Status

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.x) - 1

    @property
    def factor(self) -> np.ndarray:
        """1 − η f″(x_t), (T+1,): what the step from x_t multiplies a small distance by, its sign included."""
        with np.errstate(all="ignore"):
            return 1 - self.eta * self.curvature


def walk(function: Function, eta: float, start: float, epsilon: float = EPSILON, steps: int = 1000) -> Walk:
    """Run x_{t+1} = x_t − η f′(x_t) from ``start`` until |f′(x_t)| < ε, an overflow, or ``steps`` steps.

    Python floats, one operation after the other: what a loop written by hand prints is what comes out.
    Raises ``ValueError`` for a number that is not finite, ε ≤ 0 or steps < 0.
    """
    eta, x, epsilon = _checked(eta, start, epsilon, steps)
    rows = []
    for _ in range(steps + 1):
        grad = function.slope(x)
        rows.append((x, function.value(x), grad, function.curvature(x)))
        if abs(grad) < epsilon or not math.isfinite(x) or math.isnan(grad):
            break
        x = x - eta * grad
    columns = np.array(rows).T
    columns.flags.writeable = False
    return Walk(function, eta, epsilon, *columns, status=walk_status(function, epsilon, *columns[:3]))


@dataclasses.dataclass(frozen=True, eq=False)
class BowlWalk:
    """A path of GD on f(x, y) = x² + y², or with xy added: points and gradients (T+1, 2), f (T+1,), NumPy float64."""

    eta: float
    epsilon: float
    points: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    status: Status

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.points) - 1


def bowl_walk(
    eta: float, start: tuple[float, float], epsilon: float = EPSILON, steps: int = 1000, coupled: bool = False
) -> BowlWalk:
    """Run GD on x² + y² from ``start`` until ‖∇f‖ < ε, an overflow, or ``steps`` steps, as a float loop does.

    ``coupled``: on x² + xy + y², where each slope depends on both coordinates.

    Raises ``ValueError`` as :func:`walk` does.
    """
    (eta, x, epsilon), y = _checked(eta, start[0], epsilon, steps), _checked(eta, start[1], epsilon, steps)[1]
    rows = []
    for _ in range(steps + 1):
        gx, gy = (2 * x + y, x + 2 * y) if coupled else (2 * x, 2 * y)
        value = x * x + x * y + y * y if coupled else x * x + y * y
        rows.append((x, y, value, gx, gy, math.hypot(gx, gy)))
        if rows[-1][-1] < epsilon or not (math.isfinite(x) and math.isfinite(y)):
            break
        x, y = x - eta * gx, y - eta * gy
    table = np.array(rows)
    table.flags.writeable = False
    points, value, gradient, norm = table[:, :2], table[:, 2], table[:, 3:5], table[:, 5]
    return BowlWalk(eta, epsilon, points, value, gradient, bowl_status(epsilon, points, value, norm))


def regime(factor: float) -> Regime:
    """Name what a step does to a small distance, by its factor 1 − η f″.

    [0, 1) contracting, (−1, 0) oscillating, −1 cycling, below −1 diverging; where f is not convex also
    1 steady (f″ = 0, the slope stays as it is) and above 1 speeding (f″ < 0, the slope grows).
    """
    if abs(factor - 1) <= _SAME:
        return "steady"
    if abs(factor + 1) <= _SAME:
        return "cycling"
    if abs(factor) > 1:
        return "speeding" if factor > 0 else "diverging"
    return "contracting" if factor >= 0 else "oscillating"


def basins(
    function: Function, eta: float, starts: np.ndarray, epsilon: float = EPSILON, steps: int = 1000
) -> np.ndarray:
    """Return in which basin each of ``starts`` (n,) lies, where GD from it ends: an index into :func:`outcomes`, (n,).

    All starts walk at once, each exactly as :func:`walk` does, but for the last digit of sines.
    """
    eta, _, epsilon = _checked(eta, 0.0, epsilon, steps)
    x = np.array(starts, dtype=float)
    with np.errstate(all="ignore"):
        for t in range(steps):
            grad = function.slope(x)
            walks = ~(np.abs(grad) < epsilon)
            if t % _LOOK_EVERY == 0 and not (walks & np.isfinite(x)).any():
                break
            x -= np.where(walks, eta * grad, 0.0)
        ended = np.abs(function.slope(x)) < epsilon
        lost = ~(np.isfinite(x) & np.isfinite(function.value(x)))
    return _sorted(function, epsilon, x, ended, lost)


def outcomes(function: Function) -> tuple[str, ...]:
    """Return what a start can lead to: each critical point by name, then flat ground, no stop, overflow."""
    places = [f"{name_of(function, x)} at {label(x, 3)}" for x, _ in function.criticals]
    if function.proven:
        return (*places, "flat ground", "does not stop", "diverges")
    return (*places, "at rest, nothing found there", "does not stop", "diverges or leaves the domain")


def _sorted(function: Function, epsilon: float, x: np.ndarray, ended: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Return the outcome of each end point: the nearest critical point whose flat stretch it lies in, or none."""
    count = len(function.criticals)
    where = np.where(ended, count, count + 1)
    nearest = np.full(len(x), np.inf)
    for low, high, k in flats(function, epsilon):
        away = np.abs(x - function.criticals[k][0])
        there = ended & (low <= x) & (x <= high) & (away < nearest)
        where[there], nearest[there] = k, away[there]
    where[lost] = count + 2
    return where


def _checked(eta: float, start: float, epsilon: float, steps: int) -> tuple[float, float, float]:
    eta, start, epsilon = float(eta), float(start), float(epsilon)
    if not all(map(math.isfinite, (eta, start, epsilon))) or epsilon <= 0 or steps < 0:
        raise ValueError(f"η, the start and ε > 0 must be finite, steps ≥ 0; got {eta}, {start}, {epsilon}, {steps}")
    return eta, start, epsilon
