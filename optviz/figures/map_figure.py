"""A map as one Plotly figure: what is shown, steps or loss or basins, is chosen by a button."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optviz.core.maps.plan import Axis, Plan
from optviz.core.number_text import label
from optviz.core.registry import knobs_of, settings_of
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.figures.palette import LIGHT

_GREY, _RED = LIGHT.rule, LIGHT.bad
# The reds among the runs' colours would be taken for the ground.
_COLOURS = tuple(colour for i, colour in enumerate(LIGHT.runs) if i not in (1, 8))
_MOST = 95


def map_figure(plan: Plan, arrays: Mapping[str, np.ndarray], border: float | None = None) -> go.Figure:
    """Return the map of ``arrays``, as :func:`optviz.core.maps.files.thinned` gives them.

    ``border``: a learning rate at which a line is drawn, such as gradient descent's 2/λmax. Cells whose run diverged
    are left empty on the red ground.
    """
    views = {"Steps to the goal": _steps(arrays), "f at the end": _losses(arrays), "Where it ends": _basins(arrays)}
    common: dict[str, Any] = {"x": arrays["columns"], "y": arrays["rows"]}
    figure = go.Figure([go.Heatmap(**common, **view, visible=i == 0) for i, view in enumerate(views.values())])
    buttons = [
        {"label": name, "method": "restyle", "args": [{"visible": [name == other for other in views]}]}
        for name in views
    ]
    menu = {"type": "buttons", "direction": "right", "buttons": buttons, "x": 0, "y": 1.02}
    menu |= {"xanchor": "left", "yanchor": "bottom"}
    figure.update_layout(
        title=_title(plan),
        xaxis=_axis(plan, plan.columns),
        yaxis=_axis(plan, plan.rows),
        updatemenus=[menu],
        plot_bgcolor=_RED,
        template="plotly_white",
        margin={"t": 120},
    )
    _draw_border(figure, plan, border)
    return figure


def _steps(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    steps = np.where(arrays["diverged"], np.nan, arrays["steps"].astype(float))
    missed = steps < 0
    most = float(np.nanmax(np.where(missed, 0, steps), initial=0))
    view = _view(np.where(missed, most + 1, steps), "steps")
    if missed.any():
        ticks = np.unique(np.linspace(0, most, 6).astype(int)).tolist()[:-1]
        bar = {"title": "steps", "tickvals": [*ticks, most + 1], "ticktext": [*map(str, ticks), "not reached"]}
        inside = [[share * 0.995, colour] for share, colour in view["colorscale"]]
        view |= {"colorscale": [*inside, [0.995, _GREY], [1, _GREY]], "colorbar": bar}
    return view


def _losses(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    z = np.where(arrays["diverged"], np.nan, arrays["value"].astype(float))
    heights = np.log10(np.maximum(z - np.nanmin(z, initial=np.inf), 1e-16))
    # What is just about to diverge, at f = 10⁷⁰, would leave one colour for all the rest.
    known = heights[np.isfinite(heights)]
    range_ = {"zmin": float(known.min()), "zmax": float(np.percentile(known, _MOST))} if len(known) else {}
    return _view(heights, "log₁₀(f − least f)") | range_


def _basins(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    basin = arrays["basin"].astype(float)
    points = [f"({label(x)}, {label(y)})" for x, y in arrays["critical"].tolist()]
    colours = [_GREY, *(_COLOURS[i % len(_COLOURS)] for i in range(len(points)))]
    scale = [[(i + side) / len(colours), colour] for i, colour in enumerate(colours) for side in (0, 1)]
    view = _view(np.where(basin == LEFT, np.nan, basin), "critical point", scale)
    bar = {"title": "ends at", "tickvals": list(range(MOVING, len(points))), "ticktext": ["still on the way", *points]}
    return view | {"colorbar": bar, "zmin": MOVING - 0.5, "zmax": len(points) - 0.5}


def _view(z: np.ndarray, title: str, scale: Any = None) -> dict[str, Any]:
    scale = scale or [[i / (len(LIGHT.strong) - 1), colour] for i, colour in enumerate(LIGHT.strong)]
    hover = f"%{{x:.4g}}, %{{y:.4g}}<br>{title}: %{{z:.4g}}<extra></extra>"
    return {"z": z.astype(np.float32), "colorscale": scale, "hovertemplate": hover, "colorbar": {"title": title}}


def _axis(plan: Plan, axis: Axis) -> dict[str, Any]:
    symbols = {k.key: f"{k.label} ({k.key})" for k in knobs_of(plan.optimizer)}
    title = symbols.get(axis.key, f"start: {axis.key}")
    ends = [_place(axis, end) for end in (axis.low, axis.high)]
    return {
        "title": title,
        "type": "log" if axis.log else "linear",
        "range": ends,
        "showgrid": False,
        "zeroline": False,
    }


def _place(axis: Axis, value: float) -> float:
    """Return where Plotly puts a value on an axis."""
    return math.log10(value) if axis.log else value


def _title(plan: Plan) -> str:
    varied = {plan.columns.key, plan.rows.key}
    rest = [f"{key} = {label(value)}" for key, value in settings_of(plan.optimizer).items() if key not in varied]
    goal = plan.arrival
    goals = [f"f − f* ≤ {label(goal.loss)}" if goal.loss else "", f"‖∇f‖ ≤ {label(goal.slope)}" if goal.slope else ""]
    parts = [f"{plan.optimizer.name} on {plan.surface.name}", *rest, f"{plan.steps} steps"]
    return ", ".join(parts) + f"<br><sup>goal: {' or '.join(filter(None, goals))}; red: diverged or out</sup>"


def _draw_border(figure: go.Figure, plan: Plan, border: float | None) -> None:
    for name, axis in (("x", plan.columns), ("y", plan.rows)):
        if border is not None and axis.key == "lr" and axis.low <= border <= axis.high:
            other = "y" if name == "x" else "x"
            span = {f"{name}0": border, f"{name}1": border, f"{other}0": 0, f"{other}1": 1, f"{other}ref": "paper"}
            figure.add_shape(type="line", line={"color": LIGHT.ink, "dash": "dash"}, **span)
            place = {name: _place(axis, border), other: 1, f"{other}ref": "paper"}
            figure.add_annotation(text="2/λmax", showarrow=False, xanchor="left", yanchor="bottom", **place)
