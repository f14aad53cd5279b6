"""A race as one Plotly figure, for notebooks and for saving."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from optviz.core.curvature import Method, MethodRun
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import settings_of
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.figures.animation import animate
from optviz.figures.ground import shaded_address
from optviz.figures.palette import LIGHT, Look, look
from optviz.figures.shade import warp_for
from optviz.scenes.scene import default_look

PLOTLY_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "pentagon", "hexagram")
_SHOWN = 3
Grid = tuple[np.ndarray, np.ndarray, np.ndarray]


def contour(surface: Surface, grid: Grid) -> tuple[dict[str, Any], go.Contour]:
    """Return the colours of heights, on a logarithmic scale where their range asks for one, and what the mouse reads.

    The ground itself is a picture: the browser would take a contour away while it moves what is on it.
    """
    x, y, z = grid
    warp = warp_for(z, surface.floor)
    scale = [[i / (len(LIGHT.ramp) - 1), colour] for i, colour in enumerate(LIGHT.ramp)]
    heights = warp(z)
    values = np.linspace(np.nanmin(heights), np.nanmax(heights), 5)
    bar = {
        "tickvals": values,
        "ticktext": [f"{v:.2g}" for v in warp.back(values)],
        "title": "f",
        "x": 0.56,
        "thickness": 10,
    }
    colours = {"colorscale": scale, "colorbar": bar}
    return colours, go.Contour(
        x=x,
        y=y,
        z=heights,
        customdata=z,
        coloraxis="coloraxis",
        opacity=0,
        showlegend=False,
        contours={"coloring": "heatmap"},
        hovertemplate="x %{x:.4g}<br>y %{y:.4g}<br>f %{customdata:.4g}<extra></extra>",
    )


def rule_of(run: Run | MethodRun) -> Optimizer | Method:
    """Return what ran: an optimizer or a method."""
    return run.method if isinstance(run, MethodRun) else run.optimizer


def names(runs: Sequence[Run | MethodRun], ended: bool = True) -> list[str]:
    """Return a name for each run: its rule, what tells it from its twins, and, if ``ended``, what became of it.

    Settings tell runs apart, and starts. Runs that nothing tells apart, such as two rules of Optax without a name, are
    numbered.
    """
    starts = [run.x[0].tolist() for run in runs]
    plain = []
    rules = [rule_of(run) for run in runs]
    for rule, start in zip(rules, starts, strict=True):
        own = settings_of(rule)
        twins = [settings_of(other) for other in rules if type(other) is type(rule)]
        differ = [f"{key} = {value:g}" for key, value in own.items() if any(twin.get(key) != value for twin in twins)]
        if any(other != start for other in starts):
            differ.append(f"from {_point(start)}")
        plain.append(", ".join([rule.name, *differ]))
    numbered = [
        f"{name} {plain[: i + 1].count(name)}" if plain.count(name) > 1 else name for i, name in enumerate(plain)
    ]
    return [f"{name}: {run.status.label}" if ended else name for name, run in zip(numbered, runs, strict=True)]


def _point(start: list[float]) -> str:
    text = ", ".join(f"{c:.3g}" for c in start[:_SHOWN])
    return f"({text}, …)" if len(start) > _SHOWN else f"({text})"


def looks_of(runs: Sequence[Run | MethodRun]) -> tuple[int, ...]:
    """Return each run's look as in the app: that of its rule; the first that is free for a twin or a stranger."""
    looks: list[int] = []
    for run in runs:
        rule = rule_of(run)
        own = [default_look(rule.key)] if isinstance(rule, Optimizer) and rule.key in OPTIMIZERS else []
        looks.append(next(n for n in [*own, *range(len(runs) + 1)] if n not in looks))
    return tuple(looks)


def run_traces(
    run: Run | MethodRun, flat: np.ndarray, number: int, style: Look, name: str, floor: float | None
) -> tuple[go.Scatter, go.Scatter]:
    """Return a run as its path, ``flat`` (T+1, 2), and its curve of f − f* (f where no minimum is known)."""
    colour = LIGHT.runs[style.colour]
    line = {"color": colour, "width": 2.5, "dash": PLOTLY_DASHES[style.dash]}
    head = {
        "size": np.array([0] * run.steps + [11], np.uint8),
        "color": colour,
        "symbol": SYMBOLS[style.marker],
        "line": {"width": 1, "color": "white"},
    }
    steps = np.arange(len(run.x))
    path = go.Scatter(
        x=flat[:, 0],
        y=flat[:, 1],
        mode="lines+markers",
        name=name,
        legendgroup=str(number),
        line=line,
        marker=head,
        customdata=np.stack([steps, run.value], axis=1),
        hovertemplate="step %{customdata[0]}<br>x %{x:.4g}, y %{y:.4g}<br>f %{customdata[1]:.4g}",
    )
    gap = run.value - (floor or 0.0)
    curve = go.Scatter(
        x=steps,
        y=np.where(gap > 0, gap, np.nan) if floor is not None else gap,
        mode="lines",
        name=name,
        legendgroup=str(number),
        showlegend=False,
        line=line,
    )
    return path, curve


def average_traces(
    run: Run | MethodRun, number: int, style: Look, name: str, floor: float | None
) -> tuple[go.Scatter, ...]:
    """Return the average of a run's path and its curve, paler than the run's own; nothing where none is taken."""
    if isinstance(run, MethodRun) or run.average is None or run.average_value is None:
        return ()
    same: dict[str, Any] = {"legendgroup": str(number), "name": f"{name}, averaged", "mode": "lines", "opacity": 0.45}
    same["line"] = {"color": LIGHT.runs[style.colour], "width": 2.5}
    gap = run.average_value - (floor or 0.0)
    curve = np.where(gap > 0, gap, np.nan) if floor is not None else gap
    return (
        go.Scatter(x=run.average[:, 0], y=run.average[:, 1], **same),
        go.Scatter(x=np.arange(len(gap)), y=curve, showlegend=False, **same),
    )


def race_figure(surface: Surface, runs: Sequence[Run | MethodRun], grid: Grid, looks: Sequence[int]) -> go.Figure:
    """Return the race as a figure: contour with paths on the left, f against the step on the right.

    ``looks`` number each run's colour, dash and marker.
    """
    floor = surface.floor
    title = "f" if floor is None else "f − f*"
    figure = make_subplots(rows=1, cols=2, column_widths=[0.6, 0.4], horizontal_spacing=0.14)
    colours, ground = contour(surface, grid)
    figure.add_trace(ground, row=1, col=1)
    figure.update_layout(coloraxis=colours)
    for number, (run, name) in enumerate(zip(runs, names(runs), strict=True)):
        path, curve = run_traces(run, run.x, number, look(looks[number]), name, floor)
        figure.add_trace(path, row=1, col=1)
        figure.add_trace(curve, row=1, col=2)
        for trace, column in zip(average_traces(run, number, look(looks[number]), name, floor), (1, 2), strict=False):
            figure.add_trace(trace, row=1, col=column)
    growing = range(1, len(list(figure.data)))
    _star_minima(figure, surface)
    (x_low, x_high), (y_low, y_high) = surface.domain
    figure.add_layout_image(
        source=shaded_address(surface), layer="below", sizing="stretch", xref="x", yref="y",
        x=x_low, y=y_high, sizex=x_high - x_low, sizey=y_high - y_low,
    )  # fmt: skip
    figure.update_xaxes(
        range=[x_low, x_high], title="x", constrain="domain", showgrid=False, zeroline=False, row=1, col=1
    )
    figure.update_yaxes(
        range=[y_low, y_high], title="y", constrain="domain", showgrid=False, zeroline=False, row=1, col=1
    )
    figure.update_yaxes(scaleanchor="x", row=1, col=1)
    figure.update_xaxes(title="step", row=1, col=2)
    figure.update_yaxes(side="right", row=1, col=2)
    figure.update_yaxes(type="linear" if floor is None else "log", title=title, exponentformat="power", row=1, col=2)
    legend = {"orientation": "h", "y": -0.18}
    figure.update_layout(title=surface.name, template="plotly_white", legend=legend, height=600)
    return animate(figure, growing)


def _star_minima(figure: go.Figure, surface: Surface) -> None:
    """Mark the known minima, where there are any."""
    if len(surface.minima):
        known = surface.minima
        star = {"symbol": "star", "size": 14, "color": LIGHT.ink, "line": {"width": 1, "color": "white"}}
        figure.add_trace(
            go.Scatter(x=known[:, 0], y=known[:, 1], mode="markers", marker=star, name="known minimum"), row=1, col=1
        )
