"""What the sections on one dimension share: the functions, their curve, and a walk on it with parabolas or lines."""

import numpy as np

from optviz.core.one_d.functions import FUNCTIONS, Function
from optviz.figures.board import Axes, Axis, DragTarget, Layer, Line, MovingLine, Path
from optviz.figures.local_model import held
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.section import Values

FUNCTION = Choice(
    "fx",
    "function",
    tuple((key, FUNCTIONS[key].name) for key in ("two_valleys", "parabola", "terrace", "plain")),
    "two_valleys",
)
_POINTS = 241
_ROOM = 0.15
LOOK = 3


def start_slider(key: str = "x", symbol: str = "x_0", default: float = 2.8) -> Slider:
    """Return a control of a place on the axis."""
    return Slider(key, symbol, "start" if key == "x" else "the point before", default, -3.0, 3.0)


def function_of(values: Values) -> Function:
    """Return the chosen function."""
    return FUNCTIONS[values["fx"]]()


def curve_axes(
    function: Function, x: np.ndarray, steps: int, parabolas: np.ndarray | None, name: str, title: str
) -> Axes:
    """Return the curve of f with the walk on it and, at the playhead, a parabola's coefficients (value, slope, bend).

    ``parabolas`` (T+1, 3): those of the model at x_t.
    """
    grid = np.linspace(*function.window, _POINTS)
    f = function.value(grid)
    low, high = float(f.min()), float(f.max())
    room = _ROOM * (high - low)
    layers: list[Layer] = [Line(grid, f, name="f")]
    if parabolas is not None:
        value, slope, bend = (held(column, steps)[:, None] for column in parabolas.T)
        way = grid[None] - held(x, steps)[:, None]
        model = value + slope * way + bend * way**2 / 2
        model = np.where((model > low - room) & (model < high + room), model, np.nan)
        layers.append(MovingLine(grid, model, "accent", "model"))
    layers += walk_layers(x, function.value(x), steps, name)
    y = Axis("f(x)", low - room, high + room)
    return Axes("curve", tuple(layers), Axis("x", *function.window), y, title, drag=DragTarget("x"))


def slope_axes(function: Function, x: np.ndarray, steps: int, lines: np.ndarray, name: str, title: str) -> Axes:
    """Return the curve of f′ with a line at the playhead; ``lines`` (T+1, 2): its height at x_t and its rise."""
    grid = np.linspace(*function.window, _POINTS)
    slope = function.slope(grid)
    low, high = float(slope.min()), float(slope.max())
    room = _ROOM * (high - low)
    at, rise = (held(column, steps)[:, None] for column in lines.T)
    line = at + rise * (grid[None] - held(x, steps)[:, None])
    line = np.where((line > low - room) & (line < high + room), line, np.nan)
    layers = (
        Line(function.window, (0.0, 0.0), "faint"),
        Line(grid, slope, name="f′"),
        MovingLine(grid, line, "accent", name),
        *walk_layers(x, function.slope(x), steps, ""),
    )
    y = Axis("f′(x)", low - room, high + room)
    return Axes("slope", layers, Axis("x", *function.window), y, title, drag=DragTarget("x", ring=False))


def walk_layers(x: np.ndarray, y: np.ndarray, steps: int, name: str) -> tuple[Layer, ...]:
    """Return a walk on a curve."""
    return (Path(x, y, LOOK, name, ("moving", steps), chosen=True),)
