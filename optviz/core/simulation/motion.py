"""What a path does that has not come to rest: it repeats itself, stands still, moves away, or just moves."""

import dataclasses
import functools
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from optviz.core.number_text import label

Kind = Literal["moving", "cycling", "still", "leaving"]

CLOSE = 1e-4
"""A point has come back if it is this near, in widths of the cycle: four digits are shown."""
LONGEST = 300
"""The longest period that is looked for."""

_BLOCKS = 8
_FEWEST_BLOCKS = 3


@dataclasses.dataclass(frozen=True)
class Motion:
    """What a path does at its end, since which step, and why.

    ``period``: the number of steps in a cycle, 1 for standing still, else 0. ``step``: for moving the last one.
    """

    kind: Kind
    step: int
    period: int = 0
    reason: str = ""


def motion_of(
    points: np.ndarray, value: np.ndarray, slope: np.ndarray, window: Sequence[Sequence[float]], norm: str = "‖∇f‖"
) -> Motion | None:
    """Say what a path does, all of its numbers being finite: points (T+1, d), f (T+1,) and ∇f (T+1, d).

    - cycling, period p ≥ 2: the last p+1 points are those p steps before, and those an eighth of the run before (to
      the nearest multiple of p below T/8, at most 300 steps), to within a ten-thousandth of the cycle's width (the
      largest difference, in one coordinate, between its last point and another one); p is at most 300;
    - still: the same with p = 1: the last points are one point, to the last digit;
    - leaving: f rises, or it falls outside ``window``, ((low, high), …), and further and further: the second half of
      the steps is cut into eight parts (fewer if T < 16), f's highest (lowest) value rises (falls) from each part to
      the next, and in the last one f is higher (lower) and ∇f larger, by its largest coordinate, than ever before. A
      path of fewer than 6 steps does not tell. ``norm`` is what the reason calls the size of ∇f.

    None if it does nothing of this.
    """
    with np.errstate(over="ignore"):
        if period := _period(points):
            return _repeating(points, period)
        return _leaving(points, value, slope, window, norm)


def _size(differences: np.ndarray) -> np.ndarray:
    """Return the largest coordinate of each row, in absolute value, (n, d) → (n,)."""
    # By columns: NumPy is slow along an axis of two.
    return functools.reduce(np.maximum, np.abs(differences).T)


def _period(points: np.ndarray) -> int:
    """Return after how many steps the end of a path repeats itself, 0 if it does not."""
    backwards = points[: -2 * LONGEST - 2 : -1]
    half = (len(backwards) - 1) // 2
    if half < 1:
        return 0
    away = _size(backwards[: half + 1] - backwards[0])
    width = np.maximum.accumulate(away)
    if not np.isfinite(width[-1]):
        return 0
    # Far back too, or a slow drift along a valley, to and fro across it, would be a cycle.
    far = min((len(points) - 1) // 8, LONGEST)
    for p in (np.flatnonzero(away[1:] <= CLOSE * width[:-1])[:3] + 1).tolist():
        shifts = {p, max(1, far // p) * p}
        apart = [_size(backwards[: p + 1] - backwards[shift : shift + p + 1]) for shift in shifts]
        if np.max(apart) <= CLOSE * width[p - 1]:
            return p
    return 0


def _repeating(points: np.ndarray, period: int) -> Motion:
    width = _size(points[-period:] - points[-1]).max()
    apart = np.flatnonzero(_size(points[period:] - points[:-period]) > CLOSE * width)
    step = int(apart[-1]) + 1 if len(apart) else 0
    if period == 1:
        reason = f"Standing still from step {step} on: a step no longer changes x = {_text(points[-1], 0.0)}."
        return Motion("still", step, 1, reason)
    before, last = (_text(point, CLOSE * width) for point in points[-2:])
    between = f"between {before} and {last}" if period == 2 else f"to {last}"
    reason = f"Cycling from step {step} on: it comes back every {period} steps, {between}."
    return Motion("cycling", step, period, reason)


def _text(point: np.ndarray, zero: float) -> str:
    text = ", ".join(label(c, zero=zero) for c in point.tolist())
    return f"({text})" if len(point) > 1 else text


def _leaving(
    points: np.ndarray, value: np.ndarray, slope: np.ndarray, window: Sequence[Sequence[float]], norm: str
) -> Motion | None:
    steps = len(value) - 1
    count = min(_BLOCKS, steps // 2)
    if count < _FEWEST_BLOCKS:
        return None
    size = steps // 2 // count
    blocks = value[-count * size :].reshape(count, size)
    highest = blocks.max(axis=1)
    if (highest[1:] > highest[:-1]).all() and highest[-1] > value[:-size].max():
        since = np.flatnonzero(value <= value[0])
    else:
        lowest = blocks.min(axis=1)
        falls = (lowest[1:] < lowest[:-1]).all() and lowest[-1] < value[:-size].min()
        if not falls or _inside(points[-1:], window)[0]:
            return None
        since = np.append(-1, np.flatnonzero(_inside(points, window)))
    steepest = _size(slope)
    if not steepest[-size:].max() > steepest[:-size].max():
        return None
    first, largest = slope[0], slope[int(steepest[-size:].argmax()) - size]
    slopes = f"{norm} has grown from {label(math.hypot(*first.tolist()))} to {label(math.hypot(*largest.tolist()))}"
    heights = f"f has gone from {label(value[0])} to {label(value[-1])}"
    return Motion("leaving", int(since[-1]) + 1, reason=f"Moving away: {slopes}, {heights} at step {steps}.")


def _inside(points: np.ndarray, window: Sequence[Sequence[float]]) -> np.ndarray:
    """Return which points lie in the window, (T+1,); an empty window is the whole plane."""
    inside = np.ones(len(points), dtype=bool)
    for column, (low, high) in zip(points.T, window, strict=False):
        inside &= (low <= column) & (column <= high)
    return inside
