"""What the boards of the momentum page share: the bowl's plane, a run's path, the two parts of its step."""

import numpy as np

from optviz.core.simulation.run import Run
from optviz.figures.board import Arrows, Axes, Axis, Contour, DragTarget, Layer, Line, Path, Points
from optviz.lecture.momentum.common import parts

GD, SGD, MOMENTUM, NAG = 0, 1, 2, 3
"""Looks, as in the playground: a rule's place in the registry."""
MEMORY, SLOPE = "accent", "good"


def bowl_plane(layers: tuple[Layer, ...], kappa: float | None = None, drag: bool = True) -> Axes:
    """Return the bowl with ``layers`` over it; ``drag``: its start can be taken hold of.

    Where κ can be turned, pass it: the level lines are then drawn exactly, as part of the board, and follow a slider
    more quickly than a new ground could.
    """
    minimum = Points(np.zeros(1), np.zeros(1), mark="star")
    x, y = Axis("x, along the valley (curvature 1)", -X, X), Axis("y, across", -Y, Y)
    target = DragTarget("x0", "y0") if drag else None
    levels = Contour("bowl") if kappa is None else level_lines(kappa)
    return Axes("plane", (levels, minimum, *layers), x, y, equal=True, drag=target)


X, Y = 3.0, 2.0
"""Half the width and half the height of the bowl's window."""
LEVELS = 12


def level_lines(kappa: float) -> Line:
    """Return the level lines of ½(x² + κy²): ellipses, evenly spaced from the minimum to the window's corner."""
    angle = np.append(np.linspace(0, 2 * np.pi, 120), np.nan)
    radius = np.arange(1, LEVELS) / LEVELS * np.hypot(X, Y * np.sqrt(kappa))
    x, y = np.outer(radius, np.cos(angle)), np.outer(radius / np.sqrt(kappa), np.sin(angle))
    return Line(x.ravel(), y.ravel(), "faint", width=0.3)


def path(run: Run, look: int, name: str, chosen: bool = False) -> Path:
    """Return a run's path with its head."""
    status = (run.status.kind, run.status.step)
    return Path(run.x[:, 0], run.x[:, 1], look, name, status, value=run.value, chosen=chosen)


def step_arrows(run: Run, named: bool = True) -> tuple[Layer, ...]:
    """Return the two parts of the step that each playhead position is about to take, tail to head."""
    found = parts(run)
    begin, middle = run.x[:-1], run.x[:-1] + found.memory
    return (
        _arrow(begin, found.memory, MEMORY, "memory −ηβgₜ₋₁" if named else ""),
        _arrow(middle, found.slope, SLOPE, "slope −η∇f" if named else ""),
    )


def _arrow(tail: np.ndarray, by: np.ndarray, look: str, name: str) -> Arrows:
    x, y, dx, dy = (column[:, None] for column in (*tail.T, *by.T))
    return Arrows(x, y, dx, dy, look, name, width=2.0)
