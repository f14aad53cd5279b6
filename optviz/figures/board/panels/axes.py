"""A picture with x and y axes and layers; what a click or a drag on it sets."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Layer
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Axis:
    """An axis of a plane: its label and its ends; ``whole``: only whole numbers are written at it."""

    label: str
    low: float
    high: float
    log: bool = False
    whole: bool = False


@dataclasses.dataclass(frozen=True)
class DragTarget:
    """What a click or a drag on a plane sets: the knobs ``x`` and ``y`` (either may be empty).

    ``ring`` draws a ring at the knobs' values, to be taken hold of. ``points`` names a Points control
    instead: its points can then be dragged, added (click) and taken away (double click); ``brush`` names the Choice
    whose value is a new point's class (else it takes its nearest neighbour's).
    ``at`` names a control of one point instead, whose value is (x, y).
    """

    x: str = ""
    y: str = ""
    ring: bool = True
    points: str = ""
    brush: str = ""
    at: str = ""


@dataclasses.dataclass(frozen=True)
class Axes(Panel):
    """A picture with x and y axes and layers, drawn in their order.

    ``equal``: one unit is as long on both axes; ``zoom``: the mouse can move the window and make it larger or smaller.
    ``around``: how many windows wide and high the part is that can be seen so; above 1 the background has, for a link
    that looks beyond the window, a second field, ``<field>_around``, as wide as that.
    """

    kind: ClassVar[str] = "axes"

    layers: tuple[Layer, ...]
    x: Axis
    y: Axis
    title: str = ""
    equal: bool = False
    drag: DragTarget | None = None
    zoom: bool = False
    around: float = 1.0
