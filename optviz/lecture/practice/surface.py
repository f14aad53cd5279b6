"""What the sections on a surface share: its background, and its picture with the paths of runs."""

from functools import cache
from typing import Any

from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.simulation.run import Run
from optviz.core.surfaces import SURFACES, Surface, grid
from optviz.figures.board import Axes, Axis, Background, Contour, DragTarget, Field, Layer, Path, Points
from optviz.lecture.controls import Slider

GRID = 161
PLAIN, WITH, OTHER = 0, 8, 2
"""Looks of a run without what a section is about, with it, and with its rival."""


@cache
def surface_called(key: str) -> Surface:
    """Return a surface of the registry."""
    return SURFACES[key]()


def rule_called(key: str, lr: float, **modifiers: Any) -> Optimizer:
    """Return an optimizer with modifiers, see :meth:`.Optimizer.with_`."""
    rule = OPTIMIZERS[key](lr=lr)
    return rule.with_(**modifiers) if modifiers else rule


def background_of(key: str) -> Background:
    """Return f over the surface's window."""
    surface = surface_called(key)
    return Background(f"practice/{key}", {"f": Field(*grid(surface, GRID), surface.floor)})


def start_sliders(key: str, x: float, y: float) -> tuple[Slider, Slider]:
    """Return the controls of the start, as long as the surface's window."""
    (left, right), (low, high) = surface_called(key).domain
    return Slider("x0", "x_0", "start x", x, left, right), Slider("y0", "y_0", "start y", y, low, high)


def plane(key: str, runs: dict[str, Run], looks: dict[str, int], *more: Layer) -> Axes:
    """Return the surface's level lines and minima with the paths of runs; a drag sets the start (x0, y0)."""
    surface = surface_called(key)
    minima, (x, y) = surface.minima, surface.domain
    marks = (Points(minima[:, 0], minima[:, 1], mark="star"),)
    paths = tuple(
        Path(run.x[:, 0], run.x[:, 1], looks[name], name, (run.status.kind, run.status.step), run.value)
        for name, run in runs.items()
    )
    drag = DragTarget("x0", "y0")
    return Axes("plane", (Contour("f"), *marks, *more, *paths), Axis("x", *x), Axis("y", *y), "f(x, y)", drag=drag)
