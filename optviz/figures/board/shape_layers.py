"""Layers of shapes that change with the step: conic sections, outlines, and what a run has seen of the ground."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array, Layer, Look


@dataclasses.dataclass(frozen=True)
class Conics(Layer):
    """Level lines of a quadratic form g·d + ½ dᵀHd, d the way from a place, at the playhead: ellipses or hyperbolas.

    ``x, y, gx, gy, hxx, hxy, hyy`` (T+1,): the place, g and H of each step; ``levels`` (T+1, k): the heights of the
    lines, NaN for none. With g = 0 and H = 2/r² · 1 the level 1 is a circle of radius r.
    """

    kind: ClassVar[str] = "conics"
    x: Array
    y: Array
    gx: Array
    gy: Array
    hxx: Array
    hxy: Array
    hyy: Array
    levels: Array
    look: Look = "accent"
    name: str = ""
    width: float = 1.0
    dashed: bool = False


@dataclasses.dataclass(frozen=True)
class Outline(Layer):
    """A closed outline with corners x, y (T+1, n) at the playhead; ``trail``: as many of those before it, faint."""

    kind: ClassVar[str] = "outline"
    x: Array
    y: Array
    look: Look = "accent"
    name: str = ""
    width: float = 1.0
    trail: int = 0


@dataclasses.dataclass(frozen=True)
class Fog(Layer):
    """A cover over all that lies below it, but within ``radius`` of places x, y (n,) that were seen.

    ``step`` (n,): from which step of the playhead each has been seen, in rising order.
    """

    kind: ClassVar[str] = "fog"
    x: Array
    y: Array
    step: Array
    radius: float
