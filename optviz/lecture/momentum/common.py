"""What the sections on momentum share: controls, the bowl and its plane, paths, the two parts of a step."""

import dataclasses
import functools
from collections.abc import Callable, Mapping

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.quadratic.rates import best
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case
from optviz.core.surfaces import SURFACES, Point, Surface, grid
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Background,
    Contour,
    DragTarget,
    Field,
    Layer,
    Line,
    Path,
    Points,
)
from optviz.lecture.controls import Slider
from optviz.lecture.section import Fan, Values

KAPPA = 10.0
"""λₙ/λ₁ of the bowl in the sections that do not turn it."""
BEST = best("momentum", 1.0, 100.0)
"""The best η and β of heavy ball for κ = 100."""

LOOK_GD, LOOK_SGD, LOOK_MOMENTUM, LOOK_NAG = 0, 1, 2, 3
"""Looks, as in the playground: a rule's place in the registry."""

CORNER = (-2.5, 1.5)
"""Where a run starts whose start cannot be moved."""
X, Y = 3.0, 2.0
"""Half the width and half the height of the bowl's window."""
WINDOW = ((-X, X), (-Y, Y))
"""The bowl's window."""
_LEVELS = 12


def lr(default: float, high: float, help: str = "") -> Slider:
    """Return the control η; it starts at 0, where nothing moves."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square", help)


def beta(default: float, key: str = "beta", symbol: str = r"\beta") -> Slider:
    """Return a control β; it ends at 1, where heavy ball never settles."""
    return Slider(key, symbol, "momentum", default, 0.0, 1.0, help="How much of the last step is kept; 0 is plain GD.")


def kappa(default: float) -> Slider:
    """Return the control κ; the curvatures are 1 along x and κ along y."""
    help = "Curvature across the valley, where that along it is 1. At 1 the bowl is round."
    return Slider("kappa", r"\kappa", "condition number", default, 1.0, 1000.0, "log", help)


def start(x: float = CORNER[0], y: float = CORNER[1]) -> tuple[Slider, Slider]:
    """Return the controls of the start point; it can be dragged on the plane as well."""
    return (
        Slider("x0", "x_0", "start, along the valley", x, -X, X),
        Slider("y0", "y_0", "start, across the valley", y, -Y, Y),
    )


def start_of(values: Values) -> tuple[float, float]:
    """Return the start point that the controls name."""
    return float(values["x0"]), float(values["y0"])


def optimizer(rule: str, lr: float, beta: float = 0.0) -> Optimizer:
    """Return an optimizer of this rule; gradient descent has no β."""
    knobs = {"lr": lr} if rule == "gd" else {"lr": lr, "beta": beta}
    return OPTIMIZERS[rule](**knobs)


@functools.lru_cache(maxsize=64)
def bowl(kappa: float = KAPPA) -> Surface:
    """Return f = ½(x² + κy²)."""
    return SURFACES["quadratic"](**{"kappa": kappa})


@functools.cache
def heights() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, y and f of the bowl with κ = 10 in its window, for the picture."""
    return grid(bowl(), 121)


def bowl_background(values: Values) -> Background:
    """Return the bowl under a section's plane, the same for all values."""
    return Background("momentum-bowl", {"bowl": Field(*heights(), floor=0.0)})


def bowl_plane(layers: tuple[Layer, ...], kappa: float | None = None, draggable: bool = True) -> Axes:
    """Return the bowl with ``layers`` over it; ``draggable``: its start can be taken hold of.

    Where κ can be turned, pass it: the level lines are then drawn exactly, as part of the board, and follow a slider
    more quickly than a new background could.
    """
    minimum = Points(np.zeros(1), np.zeros(1), mark="star")
    x, y = Axis("x, along the valley", -X, X), Axis("y, across", -Y, Y)
    drag = DragTarget("x0", "y0") if draggable else None
    levels = Contour("bowl") if kappa is None else level_lines(kappa)
    return Axes("plane", (levels, minimum, *layers), x, y, equal=True, drag=drag, zoom=True)


def level_lines(kappa: float) -> Line:
    """Return the level lines of ½(x² + κy²): ellipses, evenly spaced from the minimum to the window's corner."""
    angle = np.append(np.linspace(0, 2 * np.pi, 120), np.nan)
    radius = np.arange(1, _LEVELS) / _LEVELS * np.hypot(X, Y * np.sqrt(kappa))
    x, y = np.outer(radius, np.cos(angle)), np.outer(radius / np.sqrt(kappa), np.sin(angle))
    return Line(x.ravel(), y.ravel(), "faint", width=0.3)


def path(run: Run, look: int, name: str, chosen: bool = False, fan: str = "") -> Path:
    """Return a run's path with its head; ``fan``: what it is called in the section's fan."""
    status = (run.status.kind, run.status.step)
    return Path(run.x[:, 0], run.x[:, 1], look, name, status, value=run.value, chosen=chosen, fan=fan)


def bowl_fan(
    controls: tuple[str, ...],
    steps: int,
    racers: Callable[[Values], Mapping[str, Optimizer]],
    start: Callable[[Values], Point] = start_of,
) -> Fan:
    """Return the fan of a section's sliders; ``racers``: from the controls' values to the optimizers by path."""

    def runs(values: Values) -> dict[str, Case]:
        surface, point = bowl(float(values.get("kappa", KAPPA))), start(values)
        return {name: Case(surface, racer, point, steps) for name, racer in racers(values).items()}

    return Fan(controls, runs, lambda _: WINDOW)


@dataclasses.dataclass(frozen=True)
class StepParts:
    """The terms of each step of a run, (T, 2): ``momentum`` −ηβg_{t−1} and ``gradient`` −η∇f; their sum is the step."""

    momentum: np.ndarray
    gradient: np.ndarray


def step_parts(run: Run) -> StepParts:
    """Return the two parts of each step of heavy ball or NAG."""
    quantities = run.quantities
    return StepParts(-quantities["lr"] * quantities["beta"] * quantities["g"], -quantities["lr"] * run.grad)


def step_arrows(run: Run, named: bool = True) -> tuple[Layer, ...]:
    """Return the two parts of the step that each playhead position is about to take, tail to head."""
    parts = step_parts(run)
    tail, joint = run.x[:-1], run.x[:-1] + parts.momentum
    return (
        _arrow(tail, parts.momentum, "accent", "momentum term −ηβgₜ₋₁" if named else ""),
        _arrow(joint, parts.gradient, "good", "gradient term −η∇f" if named else ""),
    )


def _arrow(tail: np.ndarray, vector: np.ndarray, look: str, name: str) -> Arrows:
    x, y, dx, dy = (column[:, None] for column in (*tail.T, *vector.T))
    return Arrows(x, y, dx, dy, look, name, width=2.0)
