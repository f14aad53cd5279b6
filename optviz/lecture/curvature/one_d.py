"""What the sections on one dimension share: the functions, their curve, and a walk on it with parabolas or lines."""

import numpy as np

from optviz.core.one_d.functions import Function
from optviz.figures.board import Axes, Axis, DragTarget, Layer, Line, MovingLine, Path
from optviz.figures.local_model import held
from optviz.lecture.controls import Control, VisibleIf
from optviz.lecture.own import Start
from optviz.lecture.own_one_d import OwnOneD, ends
from optviz.lecture.section import Values

OWN = OwnOneD("fx", "formula", "typing_fx")
"""The surfaces of this page have ``f`` and ``typing``, and carry them along."""

_BACK_BESIDE = 0.04
_POINTS = 241
_ROOM = 0.15
LOOK = 3


def function_menu(*resets: str) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of functions; ``resets``: the controls of starts, which every function has its own of."""
    return OWN.menu("two_valleys", "parabola", "terrace", "plain", resets=resets)


def start_slider(default: float = 2.8) -> Start:
    """Return the control of the start."""
    return OWN.start(default, "x")


def back_slider(default: float) -> Start:
    """Return the control of the point before the start."""
    return OWN.start(default, "back", "x_{-1}", "the point before", _BACK_BESIDE)


def function_of(values: Values) -> Function:
    """Return the chosen function, or the typed one."""
    return OWN.function(values)


def _shown(y: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return a curve with gaps where it is not finite, and between which heights it is shown."""
    heights = np.where(np.isfinite(y), y, np.nan)
    low, high = ends(heights)
    room = _ROOM * (high - low) or 1.0
    return heights, low - room, high + room


def curve_axes(
    function: Function, x: np.ndarray, steps: int, parabolas: np.ndarray | None, name: str, title: str
) -> Axes:
    """Return the curve of f with the walk on it and, at the playhead, a parabola's coefficients (value, slope, bend).

    ``parabolas`` (T+1, 3): those of the model at x_t.
    """
    grid = np.linspace(*function.window, _POINTS)
    f, low, high = _shown(function.value(grid))
    layers: list[Layer] = [Line(grid, f, name="f")]
    if parabolas is not None:
        value, slope, bend = (held(column, steps)[:, None] for column in parabolas.T)
        with np.errstate(all="ignore"):
            way = grid[None] - held(x, steps)[:, None]
            model = value + slope * way + bend * way**2 / 2
        model = np.where((model > low) & (model < high), model, np.nan)
        layers.append(MovingLine(grid, model, "accent", "model"))
    layers += walk_layers(x, function.value(x), steps, name)
    y = Axis("f(x)", low, high)
    return Axes("curve", tuple(layers), Axis("x", *function.window), y, title, drag=DragTarget("x"))


def slope_axes(function: Function, x: np.ndarray, steps: int, lines: np.ndarray, name: str, title: str) -> Axes:
    """Return the curve of f′ with a line at the playhead; ``lines`` (T+1, 2): its height at x_t and its rise."""
    grid = np.linspace(*function.window, _POINTS)
    slope, low, high = _shown(function.slope(grid))
    at, rise = (held(column, steps)[:, None] for column in lines.T)
    with np.errstate(all="ignore"):
        line = at + rise * (grid[None] - held(x, steps)[:, None])
    line = np.where((line > low) & (line < high), line, np.nan)
    layers = (
        Line(function.window, (0.0, 0.0), "faint"),
        Line(grid, slope, name="f′"),
        MovingLine(grid, line, "accent", name),
        *walk_layers(x, function.slope(x), steps, ""),
    )
    y = Axis("f′(x)", low, high)
    return Axes("slope", layers, Axis("x", *function.window), y, title, drag=DragTarget("x", ring=False))


def walk_layers(x: np.ndarray, y: np.ndarray, steps: int, name: str) -> tuple[Layer, ...]:
    """Return a walk on a curve."""
    return (Path(x, y, LOOK, name, ("moving", steps), chosen=True),)
