"""A board: the panels of a lecture section, sharing one playhead, as plain data for the browser.

A page's drawing function returns a :class:`Board`; arrays in it travel as packed columns (see
:mod:`optviz.figures.board.message`). The playhead runs over ``steps`` steps, 0 … T. An array "per step" has T+1 entries
(or fewer: the mark is then gone after its last one); NaN hides a mark at that step.

Worked example::

    def descent(values):
        run = ...                                         # x (T+1,), f, slope
        curve = Plane("curve", (Line(xs, fs, name="f"), Path(run.x, run.f, look=0, name="GD")),
                      x=Axis("x", -3, 3), y=Axis("f(x)", 0, 9), grab=Grab("x0"))
        loss = Chart("loss", "f(xₜ)", (Series("GD", run.f, look=0),), log=True)
        return Board((curve, loss), rows=(("curve", "loss"),), steps=len(run.x) - 1)

Looks: an int is the look of a run (colour, dash, marker: see :mod:`optviz.figures.palette`); the words
``"ink"``, ``"faint"``, ``"accent"``, ``"good"``, ``"bad"`` are quiet colours of the theme, solid.
"""

from optviz.figures.board.graph import Beat, Box, Graph, Lines, Wire
from optviz.figures.board.layers import (
    Arrows,
    Category,
    CategoryMap,
    Contour,
    Labels,
    Layer,
    Line,
    MovingLine,
    Path,
    Points,
    RampMap,
    Series,
    Strip,
    Swarm,
)
from optviz.figures.board.more import Cells, Pictures, Progress, Regions, Relief
from optviz.figures.board.panels import (
    NO_BACKGROUND,
    Axis,
    Background,
    Board,
    Chart,
    Code,
    Field,
    Formula,
    Grab,
    Panel,
    Plane,
    Reading,
    Readings,
    Table,
)

__all__ = [
    "NO_BACKGROUND",
    "Arrows",
    "Axis",
    "Background",
    "Beat",
    "Board",
    "Box",
    "Category",
    "CategoryMap",
    "Cells",
    "Chart",
    "Code",
    "Contour",
    "Field",
    "Formula",
    "Grab",
    "Graph",
    "Labels",
    "Layer",
    "Line",
    "Lines",
    "MovingLine",
    "Panel",
    "Path",
    "Pictures",
    "Plane",
    "Points",
    "Progress",
    "RampMap",
    "Reading",
    "Readings",
    "Regions",
    "Relief",
    "Series",
    "Strip",
    "Swarm",
    "Table",
    "Wire",
]
