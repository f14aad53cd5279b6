"""Runs on a function of one variable, or of more than two, as one Plotly figure."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from optviz.core.curvature import MethodRun
from optviz.core.registry import short_repr
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.core.typed.vector_surface import VectorSurface
from optviz.figures.animation import animate
from optviz.figures.notebook import names, run_traces
from optviz.figures.palette import LIGHT, look

_POINTS = 401
_MARGIN = 0.1


def checked_pair(coordinates: Any, dim: int) -> tuple[int, int]:
    """Return two different coordinates, counted from 1; by default the first two. Raises ``ValueError``."""
    if dim == 1 and coordinates is not None:
        raise ValueError("a function of one variable is drawn as a curve: it has no two coordinates to choose")
    pair = (1, 2) if coordinates is None else coordinates
    try:
        first, second = (int(i) for i in pair)
    except (TypeError, ValueError):
        first = second = 0
    if dim > 1 and (first == second or not (1 <= first <= dim and 1 <= second <= dim)):
        raise ValueError(
            f"coordinates are two different ones of 1 … {dim}, as in (1, 2), not {short_repr(coordinates)}"
        )
    return first, second


def vector_figure(
    surface: Surface, runs: Sequence[Run | MethodRun], pair: tuple[int, int], looks: Sequence[int]
) -> go.Figure:
    """Return the runs as a figure: on the left f with its points or the paths in two coordinates, on the right f.

    ``pair``: the coordinates, from 1; ``looks`` number each run's colour, dash and marker.
    """
    figure = make_subplots(rows=1, cols=2, column_widths=[0.5, 0.5], horizontal_spacing=0.12)
    if isinstance(surface, VectorSurface) and surface.dim == 1 and (curve := _curve(surface, runs)):
        figure.add_trace(curve, row=1, col=1)
    first = len(list(figure.data))
    for number, (run, name) in enumerate(zip(runs, names(runs), strict=True)):
        flat = _one(run) if surface.dim == 1 else run.x[:, [pair[0] - 1, pair[1] - 1]]
        path, loss = run_traces(run, flat, number, look(looks[number]), name, surface.floor)
        figure.add_trace(path, row=1, col=1)
        figure.add_trace(loss, row=1, col=2)
    across, up = ("x", "f") if surface.dim == 1 else (f"x{i}" for i in pair)
    figure.update_xaxes(title=across, row=1, col=1)
    figure.update_yaxes(title=up, row=1, col=1)
    figure.update_xaxes(title="step", row=1, col=2)
    log = all((run.value > 0).all() for run in runs)
    figure.update_yaxes(type="log" if log else "linear", title="f", exponentformat="power", row=1, col=2)
    if surface.dim > 1:
        figure.update_yaxes(scaleanchor="x", constrain="domain", row=1, col=1)
        figure.update_xaxes(constrain="domain", row=1, col=1)
    legend = {"orientation": "h", "y": -0.18}
    figure.update_layout(title=surface.name, template="plotly_white", legend=legend, height=600)
    return animate(figure, range(first, len(list(figure.data))))


def _one(run: Run | MethodRun) -> np.ndarray:
    """Return the points (x, f(x)) of a run of one variable, (T+1, 2)."""
    return np.stack([run.x[:, 0], run.value], axis=1)


def _curve(surface: VectorSurface, runs: Sequence[Run | MethodRun]) -> go.Scatter | None:
    """Return f over all that the runs have seen, and a little more."""
    seen = np.concatenate([run.x[:, 0] for run in runs] or [np.zeros(0)])
    seen = seen[np.isfinite(seen)]
    if not len(seen):
        return None
    low, high = float(seen.min()), float(seen.max())
    margin = _MARGIN * (high - low) or 1.0
    x = np.linspace(low - margin, high + margin, _POINTS)
    y = surface.heights(x[:, None])
    line = {"color": LIGHT.ink, "width": 1}
    return go.Scatter(x=x, y=np.where(np.isfinite(y), y, np.nan), mode="lines", name=surface.name, line=line)
