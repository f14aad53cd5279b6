"""What the sections on the perceptron share: the plane of the two classes, lines on it, points with their class."""

from collections.abc import Sequence

import numpy as np

from optviz.figures.board import Arrows, Axes, Axis, Category, DragTarget, Layer, Points
from optviz.lecture import controls
from optviz.lecture.controls.rows import Rows

WINDOW = (-3.0, 3.0)
CLASSES = (Category("class 0", 2), Category("class 1", 8))
FAR = 20.0
"""Half the length of a line's piece: beyond the window's corners, wherever the line enters it."""


def points_control(key: str, default: Rows) -> controls.Points:
    """Return the control of points that a person may move, x₁, x₂ and class."""
    return controls.Points(key, "data points", default, 3, 1, 40, *WINDOW)


def split(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Return points (n, 2) and classes (n,) of a control's rows."""
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return table[:, :2], table[:, 2].astype(int)


def class_points(points: np.ndarray, labels: np.ndarray) -> tuple[Points, ...]:
    """Return points as marks in their class's colour: a dot of class 0, a square of class 1."""
    layers = []
    for label, mark in enumerate(("dot", "square")):
        members = np.flatnonzero(labels == label)
        name, look = CLASSES[label].label, CLASSES[label].look
        hover = tuple(f"point {i + 1}: {name}" for i in members)
        if len(members):
            x, y = points[members].T
            layers.append(Points(x, y, look, mark, name, hover=hover, size=1.5))
    return tuple(layers)


def boundary(weights: np.ndarray, look: int | str, name: str, side: str, reach: float = 0.8) -> tuple[Layer, ...]:
    """Return the line w·x + b = 0 for each row (w₁, w₂, b), (T+1, 3), and an arrow along w to the side of answer 1.

    Where w = 0 there is no line. ``side`` names the arrow, ``reach`` is its length on the axes.
    """
    w, b = weights[:, :2], weights[:, 2]
    with np.errstate(all="ignore"):
        norm = np.hypot(*w.T)
        unit = w / np.where(norm > 0, norm, np.nan)[:, None]
        foot = -unit * (b / norm)[:, None]
    along = np.stack([-unit[:, 1], unit[:, 0]], axis=1) * FAR
    line = Arrows(*columns(foot - along), *columns(2 * along), look=look, name=name, head=False, width=1.4)
    return line, Arrows(*columns(foot), *columns(reach * unit), look=look, name=side, width=1.6)


def columns(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of one place a step, (T+1, 2), each as (T+1, 1)."""
    return rows[:, :1], rows[:, 1:]


def class_plane(key: str, layers: Sequence[Layer], title: str, points: str = "", brush: str = "") -> Axes:
    """Return the plane of the two classes; ``points``: the control whose points can be dragged on it."""
    drag = DragTarget(points=points, brush=brush) if points else None
    return Axes(key, tuple(layers), Axis("x₁", *WINDOW), Axis("x₂", *WINDOW), title, True, drag)
