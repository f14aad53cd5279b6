"""Turns: how sharply a path changes direction from one step to the next."""

import numpy as np


def turning_angles(step: np.ndarray) -> np.ndarray:
    """Return the angle in degrees between each step and the one before it, (T, 2) → (T−1,).

    0 goes straight on, 180 turns back; NaN beside a step of length zero or one that is not finite.
    """
    angle = np.arctan2(step[:, 1], step[:, 0])
    length = np.hypot(step[:, 0], step[:, 1])
    with np.errstate(invalid="ignore"):
        turn = np.abs(np.diff(angle))
    turn = np.degrees(np.minimum(turn, 2 * np.pi - turn))
    usable = (length > 0) & np.isfinite(length)
    return np.where(usable[1:] & usable[:-1], turn, np.nan)


def mean_so_far(values: np.ndarray) -> np.ndarray:
    """Return the mean of the first 1, 2, … values, NaN left out, (n,) → (n,); NaN before the first number."""
    known = np.isfinite(values)
    count = np.cumsum(known)
    total = np.cumsum(np.where(known, values, 0.0))
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
