"""What the boards of the momentum page share: the bowl's plane, a run's path, the two parts of its step."""

import numpy as np

from optviz.core.run import Run
from optviz.figures.board import Arrows, Axis, Contour, Grab, Layer, Path, Plane, Points
from optviz.scenes.lecture.momentum_runs import parts

GD, SGD, MOMENTUM, NAG = 0, 1, 2, 3
"""Looks, as in the playground: a rule's place in the registry."""
MEMORY, SLOPE = "accent", "good"


def bowl_plane(layers: tuple[Layer, ...], title: str = "", drag: bool = True) -> Plane:
    """Return the bowl with ``layers`` over it; ``drag``: its start can be taken hold of."""
    minimum = Points(np.zeros(1), np.zeros(1), mark="star")
    x, y = Axis("x, along the valley (curvature 1)", -3.0, 3.0), Axis("y, across", -2.0, 2.0)
    grab = Grab("x0", "y0") if drag else None
    return Plane("plane", (Contour("bowl"), minimum, *layers), x, y, title=title, equal=True, grab=grab)


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
