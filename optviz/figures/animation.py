"""Frames for a Plotly figure: its paths and curves grow with the step, by a slider and by play and pause."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optviz.figures.palette import LIGHT

FRAMES, SECONDS = 100, 8.0
"""Frames at most, and how long they play."""

MOST_POINTS = 100_000
"""Points of all frames together: a megabyte."""

_FEWEST, _FINEST = 40, 1e-3
"""Frames at least, and the share of the picture by which two points of a path must be apart to be drawn both."""

_SAID = "step %{customdata[0]}<br>x %{x:.4g}, y %{y:.4g}"
_AT_ONCE: dict[str, Any] = {"mode": "immediate", "transition": {"duration": 0}}


def animate(figure: go.Figure, traces: Sequence[int]) -> go.Figure:
    """Give a figure frames in which ``traces``, whose points are a run's steps, grow from their start to their end.

    The figure itself shows them whole. In the frames points that nobody could tell apart are left out.
    """
    drawn: list[Any] = list(figure.data)
    grown = [drawn[index] for index in traces]
    last = max((len(trace.x) for trace in grown), default=1) - 1
    if last < 1:
        return figure
    steps, kept = _thinned([_shares(figure, trace) for trace in grown], last)
    figure.frames = [
        go.Frame(
            name=str(step),
            traces=list(traces),
            data=[_until(*pair, step) for pair in zip(grown, kept, strict=True)],
        )
        for step in steps
    ]
    _hold_axes(figure, grown, last)
    return figure.update_layout(
        sliders=[_slider(steps)], updatemenus=[_buttons(len(steps))], margin={"t": 130}, title={"y": 0.97}
    )


def _hold_axes(figure: go.Figure, grown: Sequence[Any], last: int) -> None:
    """Give the axes that would follow the points the ends that all of them need."""
    for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
        if figure.layout[axis].range is not None:
            continue
        name, number = axis[0], axis.removeprefix(f"{axis[0]}axis")
        on = [trace[name] for trace in grown if (trace[f"{name}axis"] or name) == name + number]
        with np.errstate(all="ignore"):
            values = np.concatenate(on).astype(float)
            values = np.log10(values) if figure.layout[axis].type == "log" else values
        values = values[np.isfinite(values)]
        if axis == "xaxis2":
            figure.layout[axis].range = (0, last)
        elif len(values):
            margin = 0.06 * (values.max() - values.min()) or 1.0
            figure.layout[axis].range = (values.min() - margin, values.max() + margin)


def _shares(figure: go.Figure, trace: Any) -> np.ndarray:
    """Return a trace's points in shares of what is seen of its axes, (n, 2)."""
    log = figure.layout[f"yaxis{(trace.yaxis or 'y')[1:]}"].type == "log"
    with np.errstate(all="ignore"):
        points = np.stack([trace.x, np.log10(trace.y) if log else trace.y], axis=1).astype(float)
    seen = [figure.layout[f"{name}axis{(trace[f'{name}axis'] or name)[1:]}"].range for name in "xy"]
    for column, ends in zip(points.T, seen, strict=True):
        finite = column[np.isfinite(column)]
        low, high = ends or ((finite.min(), finite.max()) if len(finite) else (0.0, 1.0))
        column[:] = (column - low) / ((high - low) or 1.0)
    return points


def _thinned(curves: Sequence[np.ndarray], last: int) -> tuple[list[int], list[np.ndarray]]:
    """Return the steps of the frames, and of each curve the points that are drawn, so that they are not too many."""
    count, apart = min(FRAMES, last + 1), _FINEST
    while True:
        steps = sorted({round(step) for step in np.linspace(0, last, count)})
        kept = [_spaced(curve, apart) for curve in curves]
        drawn = sum(int(np.searchsorted(keep, steps, "right").sum()) for keep in kept)
        if drawn <= MOST_POINTS or apart > 1:
            return steps, kept
        if count > _FEWEST:
            count = max(_FEWEST, count * MOST_POINTS // drawn)
        else:
            apart *= 1.5


def _spaced(points: np.ndarray, apart: float) -> np.ndarray:
    """Return the numbers of the points that lie ``apart`` from the one before; what is not finite breaks a line."""
    kept = list(_walk(points.tolist(), apart))
    return np.array(kept)


def _walk(points: list[list[float]], apart: float) -> Iterator[int]:
    x = y = float("nan")
    for number, (u, v) in enumerate(points):
        if not (abs(u - x) < apart and abs(v - y) < apart):
            yield number
            x, y = u, v


def _until(trace: Any, keep: np.ndarray, step: int) -> go.Scatter:
    """Return what changes of a trace: its points up to a step, and of a path the mark at its head."""
    step = min(step, len(trace.x) - 1)
    # A column, since the browser lays a frame over the whole trace, whose own is a table.
    shown = np.append(keep[keep < step], step).astype(np.uint16)
    frame: dict[str, Any] = {name: _single(trace[name][shown]) for name in ("x", "y")}
    if trace.mode == "lines+markers":
        size = np.zeros(len(shown), np.uint8)
        size[-1] = max(trace.marker.size)
        frame |= {"marker": {"size": size}, "customdata": shown[:, None], "hovertemplate": _SAID}
    return go.Scatter(frame)


def _single(values: np.ndarray) -> np.ndarray:
    """Return numbers in as few bytes as their picture needs; beyond float32 a line leaves it as straight as before."""
    if values.dtype.kind == "i":
        return values.astype(np.uint16)
    ends = np.finfo(np.float32)
    return np.clip(values, ends.min, ends.max).astype(np.float32)


def _slider(steps: Sequence[int]) -> dict[str, Any]:
    now = {"frame": {"duration": 0, "redraw": False}, **_AT_ONCE}
    places = [{"args": [[str(step)], now], "label": str(step), "method": "animate"} for step in steps]
    return {
        "steps": places,
        "active": len(steps) - 1,
        "currentvalue": {"prefix": "step ", "xanchor": "right", "font": {"color": LIGHT.ink}},
        "x": 0.22,
        "len": 0.78,
        "y": 1.0,
        "yanchor": "bottom",
        "pad": {"b": 12, "t": 0},
        "ticklen": 0,
        "minorticklen": 0,
        "font": {"color": "rgba(0,0,0,0)"},
    }


def _buttons(count: int) -> dict[str, Any]:
    play = {"frame": {"duration": 1000 * SECONDS / count, "redraw": False}, "fromcurrent": True, **_AT_ONCE}
    pause = {"frame": {"duration": 0, "redraw": False}, **_AT_ONCE}
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 0.0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "pad": {"b": 12, "t": 0},
        "buttons": [
            {"label": "▶ Play", "method": "animate", "args": [None, play]},
            {"label": "❚❚ Pause", "method": "animate", "args": [[None], pause]},
        ],
    }
