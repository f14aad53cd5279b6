"""Where everything stands in a film of a given size, and what its axes show."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from optviz.figures.board import Axis
from optviz.figures.film.pen import Box

LOWEST, HIGHEST = 1e-16, 1e6
"""How far below and above where runs start the values of f are shown."""

_WHOLE_ASPECTS = (0.25, 4.0)


@dataclasses.dataclass(frozen=True)
class Layout:
    """Boxes in pixels: the plane of the paths, the chart of f, and the rows of the legend under it."""

    letters: float
    plane: Box
    chart: Box
    rows: tuple[Box, ...]
    counter: Box


def laid_out(size: tuple[int, int], count: int, aspect: float) -> Layout:
    """Return the layout for ``count`` runs; ``aspect``: height of the plane by its width, where both scales agree."""
    width, height = size
    letters = max(9.0, height / 42)
    top, foot, row = round(4.6 * letters), round(3.6 * letters), round(1.7 * letters)
    left, middle = round(4.4 * letters), round(0.57 * width)
    room = middle - left, height - top - foot
    wide, high = room
    if _WHOLE_ASPECTS[0] < aspect < _WHOLE_ASPECTS[1]:
        wide, high = min(room[0], round(room[1] / aspect)), min(room[1], round(room[0] * aspect))
    right_left, right = middle + round(5.5 * letters), width - round(1.2 * letters)
    shown = min(count, max(1, int(0.5 * height / row)))
    chart_foot = height - round(0.8 * letters) - shown * row - foot
    rows = [
        (right_left - 2 * row, chart_foot + foot + i * row, right, chart_foot + foot + (i + 1) * row)
        for i in range(shown)
    ]
    counter = (right - round(14 * letters), round(0.6 * letters), right, round(0.6 * letters) + row)
    plane = (left, top, left + wide, top + high)
    return Layout(letters, plane, (right_left, top, right, chart_foot), tuple(rows), counter)


def value_axis(curves: Sequence[np.ndarray], name: str, log: bool) -> Axis:
    """Return the axis of f, or of f − f*, on which the runs' ``curves`` are seen."""
    values = np.concatenate([curve[np.isfinite(curve)] for curve in curves] or [np.zeros(0)])
    values = values[values > 0] if log else values
    if not len(values):
        return Axis(name, 0.1, 10.0, log=True) if log else Axis(name, -1.0, 1.0)
    starts = [float(curve[0]) for curve in curves if len(curve) and np.isfinite(curve[0])]
    low, high, top = float(values.min()), float(values.max()), max(starts, default=float(values.max()))
    if log:
        top = top if top > 0 else high
        low, high = max(low, LOWEST * top), min(high, HIGHEST * top)
        low = min(low, high / 10)
        return Axis(name, low / 1.5, 1.5 * high, log=True)
    high = min(high, top + 2 * (top - low)) if top > low else high
    return padded(name, low, high)


def padded(name: str, low: float, high: float, share: float = 0.05) -> Axis:
    """Return an axis from a little below ``low`` to a little above ``high``."""
    margin = share * (high - low) or abs(low) * share or 1.0
    return Axis(name, low - margin, high + margin)
