"""Newton's method and the secant method in one dimension: where is f′ = 0?"""

import math
from collections.abc import Callable

import numpy as np

Slope = Callable[[float], float]
_REST = 1e-12
_FLAT = 1e-12
_NO_SLOPE = "Here f′ or f″ is not a number, so there is nothing to go on from."


def newton_walk(slope: Slope, curvature: Slope, start: float, steps: int) -> tuple[np.ndarray, str]:
    """Return x_{t+1} = x_t − f′(x_t)/f″(x_t), (T+1,), and a sentence where it could not go on, else nothing."""
    x = [float(start)]
    for _ in range(steps):
        at, bend = slope(x[-1]), curvature(x[-1])
        if abs(at) < _REST:
            break
        if not (math.isfinite(at) and math.isfinite(bend)):
            return np.array(x), _NO_SLOPE
        if not abs(bend) > _FLAT:
            return np.array(x), "f″ is 0 here: the parabola is a line, which has no lowest point."
        x.append(x[-1] - at / bend)
        if not math.isfinite(x[-1]):
            break
    return np.array(x), ""


def secant_walk(slope: Slope, first: float, second: float, steps: int) -> tuple[np.ndarray, str]:
    """Return the same with b_t = (f′(x_t) − f′(x_{t−1}))/(x_t − x_{t−1}) in place of f″(x_t), from two points."""
    x = [float(first), float(second)]
    for _ in range(steps - 1):
        before, at = slope(x[-2]), slope(x[-1])
        if abs(at) < _REST or x[-1] == x[-2]:
            break
        if not (math.isfinite(before) and math.isfinite(at)):
            return np.array(x), _NO_SLOPE
        bend = (at - before) / (x[-1] - x[-2])
        if not abs(bend) > _FLAT:
            return np.array(x), "Both slopes are equal: the line through them has no zero."
        x.append(x[-1] - at / bend)
        if not math.isfinite(x[-1]):
            break
    return np.array(x), ""
