"""A surface in three dimensions with paths on it."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Path, Points
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Surface3D(Panel):
    """The background's field called ``field`` as a surface in three dimensions, with paths on it; the mouse turns it.

    The paths' ``value`` is their height. ``start`` names a control of one point, whose place is marked; ``marks`` lie
    on the surface.
    """

    kind: ClassVar[str] = "surface_3d"

    field: str
    paths: tuple[Path, ...]
    x_label: str = "x"
    y_label: str = "y"
    z_label: str = "f"
    title: str = ""
    start: str = ""
    marks: tuple[Points, ...] = ()
