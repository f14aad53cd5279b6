"""A chart in which a curve explodes: its axis ends where the others need it, and its help says so."""

import dataclasses

import numpy as np

from optviz.core.number_text import label
from optviz.figures.board import Chart

EXPLODES = 1e6
"""A curve that rises above this many times the highest start explodes."""

_ROOM = 10.0


def clipped(chart: Chart) -> Chart:
    """Return the chart, cut off above what its starts and the curves that do not explode need, where one does."""
    curves = [finite for each in chart.series if not each.known and len(finite := _finite(each.y))]
    start = max((abs(float(curve[0])) for curve in curves), default=0.0)
    tops = [float(curve.max()) for curve in curves]
    if not start or max(tops) <= EXPLODES * start:
        return chart
    high = _ROOM * max([start, *(top for top in tops if top <= EXPLODES * start)])
    high = 10.0 ** np.ceil(np.log10(high)) if chart.log else high
    # Not in the title: it would tell the ending before anything is played.
    said = f"{chart.help} Cut off at {label(float(high), 3)}: a curve that explodes leaves the picture.".strip()
    return dataclasses.replace(chart, high=float(high), help=said)


def _finite(y: np.ndarray) -> np.ndarray:
    numbers = np.asarray(y, float)
    return numbers[np.isfinite(numbers)]
