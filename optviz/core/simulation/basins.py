"""Where starts end: at which critical point, out of the window, or still on the way."""

import functools

import numpy as np

from optviz.core.array_cache import array_cache
from optviz.core.simulation.critical import CriticalPoints

MOVING = -1
LEFT = -2

_RASTER = 600
_REACH = 0.02
_APART = 0.4


@functools.lru_cache(maxsize=64)
def reach(landscape: CriticalPoints) -> float:
    """Return how close to a critical point counts as there: 2 % of the window, less where the points stand closer."""
    points = np.array([p.point for p in landscape.points])
    near = _REACH * max(high - low for low, high in landscape.window)
    if len(points) < 2:
        return near
    gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    return float(min(near, _APART * gaps[gaps > 0].min()))


def destinations(landscape: CriticalPoints, ends: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return where each of ``ends``, (…, 2), has come to, (…), int: a place in ``landscape.points``, MOVING or LEFT.

    A point is at a critical point if it is within :func:`reach` of it and its next step, of length
    ``moves``, (…), is shorter than that. LEFT: outside the window, or no longer a finite number.
    """
    (x_low, x_high), (y_low, y_high) = landscape.window
    x, y = ends[..., 0], ends[..., 1]
    inside = (x >= x_low) & (x <= x_high) & (y >= y_low) & (y <= y_high)
    labels = np.where(inside, MOVING, LEFT)
    if not landscape.points:
        return labels
    column, row = (
        np.clip(np.where(inside, (a - low) / (high - low), 0.0) * _RASTER, 0, _RASTER - 1).astype(np.intp)
        for a, (low, high) in zip((x, y), landscape.window, strict=True)
    )
    nearest = _nearest(landscape)[row, column]
    points = np.array([p.point for p in landscape.points], dtype=ends.dtype)
    near = reach(landscape)
    with np.errstate(invalid="ignore", over="ignore"):
        there = inside & (np.hypot(x - points[nearest, 0], y - points[nearest, 1]) < near) & (moves < near)
    return np.where(there, nearest, labels)


@array_cache(8 * 2**20)
def _nearest(landscape: CriticalPoints) -> np.ndarray:
    """Return for each cell of a raster over the window the critical point nearest to it, if any is within reach."""
    best, place = np.full((_RASTER, _RASTER), np.inf), np.zeros((_RASTER, _RASTER), dtype=np.int16)
    middles = (np.arange(_RASTER) + 0.5) / _RASTER
    x, y = (low + middles * (high - low) for low, high in landscape.window)
    near = reach(landscape) + max(x[1] - x[0], y[1] - y[0])
    for i, (a, b) in enumerate(p.point for p in landscape.points):
        patch = tuple(slice(*np.searchsorted(line, (c - near, c + near))) for line, c in ((y, b), (x, a)))
        far = (x[patch[1]] - a) ** 2 + (y[patch[0], None] - b) ** 2
        closer = far < best[patch]
        best[patch][closer], place[patch][closer] = far[closer], i
    return place
