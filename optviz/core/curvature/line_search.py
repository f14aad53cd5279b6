"""How far to go along a direction: exactly, as far as the slope says it is worth it, or by Wolfe's conditions."""

from typing import NamedTuple

import numpy as np

from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.method import Stopped

ARMIJO = 1e-4
"""The share of what the slope promises that a step must keep: Nocedal and Wright's c₁."""

_HALVINGS = 60
_DOUBLINGS = 60
_EXACT = 1e-12
_FLAT = 1e-14


class Line(NamedTuple):
    """f along x + a p: ``value`` and ``slope`` at a = 0 are φ(0) and φ′(0)."""

    ground: Evaluations
    x: np.ndarray
    p: np.ndarray
    value: float
    slope: float

    def at(self, a: float) -> np.ndarray:
        """Return x + a p."""
        return self.x + a * self.p

    def height(self, a: float) -> float:
        """Return φ(a) = f(x + a p)."""
        return self.ground.value(self.at(a))

    def slope_at(self, a: float) -> float:
        """Return φ′(a) = p · ∇f(x + a p)."""
        return float(self.p @ self.ground.slope(self.at(a)))


def line(ground: Evaluations, x: np.ndarray, p: np.ndarray) -> Line:
    """Return f along ``p`` from ``x``; raises :class:`.Stopped` where f does not fall that way."""
    slope = float(p @ ground.slope(x))
    if not np.isfinite(p).all() or not slope < 0:
        raise Stopped("The direction does not lead downhill, so a line search finds nothing.")
    return Line(ground, x, p, ground.value(x), slope)


def backtracked(line: Line, first: float = 1.0, c: float = ARMIJO, shrink: float = 0.5) -> float:
    """Return the first of a = first, first·shrink, … with φ(a) ≤ φ(0) + c a φ′(0) (Armijo 1966)."""
    a = first
    for _ in range(_HALVINGS):
        if line.height(a) <= line.value + c * a * line.slope:
            return a
        a *= shrink
    raise Stopped(f"The line search found no lower point in {_HALVINGS} halvings.")


def exact(line: Line, first: float = 1.0) -> float:
    """Return the a at which φ′ first changes its sign as it is looked for: a minimum along the line.

    From ``first`` on a is doubled until f rises, then the zero of φ′ is found by the secant method, kept in its bracket
    by the Illinois rule; on a quadratic the first secant is exact. Raises :class:`.Stopped` where f falls without end.
    """
    low, low_slope, high = 0.0, line.slope, first
    high_slope = line.slope_at(high)
    for _ in range(_DOUBLINGS):
        if not high_slope < 0:
            break
        low, low_slope, high = high, high_slope, 2 * high
        high_slope = line.slope_at(high)
    else:
        raise Stopped("Along this direction f falls without end: there is no exact step.")
    if not np.isfinite(high_slope):
        return backtracked(line, high)
    return _zero(line, (low, low_slope), (high, high_slope))


def _zero(line: Line, low: tuple[float, float], high: tuple[float, float]) -> float:
    (a, at_a), (b, at_b) = low, high
    side = 0
    for _ in range(_HALVINGS):
        middle = (a * at_b - b * at_a) / (at_b - at_a)
        if not a < middle < b:
            break
        slope = line.slope_at(middle)
        if abs(slope) <= _EXACT * abs(line.slope) + _FLAT:
            return middle
        if slope < 0:
            a, at_a, at_b, side = middle, slope, at_b / 2 if side == -1 else at_b, -1
        else:
            b, at_b, at_a, side = middle, slope, at_a / 2 if side == 1 else at_a, 1
    return a or b


def wolfe(line: Line, first: float = 1.0, c: float = ARMIJO, curvature: float = 0.9) -> float:
    """Return an a that is low enough and flat enough: the strong Wolfe conditions.

    φ(a) ≤ φ(0) + c a φ′(0) and |φ′(a)| ≤ ``curvature`` |φ′(0)|: Nocedal and Wright (2006), algorithms 3.5 and 3.6.
    """
    before, height_before, a = 0.0, line.value, first
    for i in range(_DOUBLINGS):
        height = line.height(a)
        if height > line.value + c * a * line.slope or (i and height >= height_before):
            return _zoom(line, before, a, c, curvature)
        slope = line.slope_at(a)
        if abs(slope) <= -curvature * line.slope:
            return a
        if slope >= 0:
            return _zoom(line, a, before, c, curvature)
        before, height_before, a = a, height, 2 * a
    raise Stopped("Along this direction f falls without end: no step satisfies Wolfe's conditions.")


def _zoom(line: Line, low: float, high: float, c: float, curvature: float) -> float:
    """Return a good a between ``low``, the lowest that will do so far, and ``high``."""
    for _ in range(_HALVINGS):
        a = _between(line, low, high)
        height = line.height(a)
        if height > line.value + c * a * line.slope or height >= line.height(low):
            high = a
        else:
            slope = line.slope_at(a)
            if abs(slope) <= -curvature * line.slope:
                return a
            if slope * (high - low) >= 0:
                high = low
            low = a
        if abs(high - low) <= _EXACT * abs(low):
            break
    if low:
        return low
    raise Stopped("The line search found no lower point.")


def _between(line: Line, low: float, high: float) -> float:
    """Return where the parabola through φ(low), φ′(low) and φ(high) is least, kept from the ends of the bracket."""
    wide = high - low
    bend = line.height(high) - line.height(low) - line.slope_at(low) * wide
    share = -line.slope_at(low) * wide / (2 * bend) if bend > 0 else 0.5
    return low + wide * min(max(share, 0.1), 0.9) if share == share else low + wide / 2
