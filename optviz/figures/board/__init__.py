"""A board: the panels of a race or of a section of the lecture, sharing one playhead, as plain data for the browser.

A section's drawing function returns a :class:`Board`; arrays in it travel as packed columns (see
:mod:`optviz.figures.board.message`). The playhead runs over ``steps`` steps, 0 … T. An array "per step" has T+1 entries
(or fewer: the mark is then gone after its last one); NaN hides a mark at that step.

A board opens at step 0 and shows what is past: the browser draws paths, curves and rows of tables up to the playhead.
What is not per step and tells how a run ends says from which step on it may be seen: a layer by ``since``, a cell,
a metric or a notice as keyframes (:func:`from_step`).

Worked example::

    def descent(values):
        run = ...                                         # x (T+1,), f, slope
        curve = Axes("curve", (Line(xs, fs, name="f"), Path(run.x, run.f, look=0, name="GD")),
                     x=Axis("x", -3, 3), y=Axis("f(x)", 0, 9), drag=DragTarget("x0"))
        loss = Chart("loss", "f(xₜ)", (Series("GD", run.f, look=0),), log=True)
        return Board((curve, loss), rows=(("curve", "loss"),), steps=len(run.x) - 1)

Looks: an int is the look of a run (colour, dash, marker: see :mod:`optviz.figures.palette`); the words
``"ink"``, ``"faint"``, ``"accent"``, ``"good"``, ``"bad"`` are quiet colours of the theme, solid.
"""

from optviz.figures.board.board import NO_BACKGROUND, Background, Board, Field, Progress
from optviz.figures.board.climber import Area, Climber
from optviz.figures.board.layers import (
    Arrows,
    Bundle,
    Category,
    Contour,
    Labels,
    Layer,
    Line,
    MovingLine,
    Path,
    PathArrows,
    Points,
    Series,
    Swarm,
)
from optviz.figures.board.map_layers import CategoryMap, OutcomeMap, RampMap, Regions, Strip
from optviz.figures.board.panels import (
    Axes,
    Axis,
    Chart,
    Code,
    Column,
    ConfusionMatrix,
    DragTarget,
    Edge,
    Formula,
    Graph,
    Highlight,
    ImageGrid,
    Keyframes,
    Metric,
    Metrics,
    NetworkDiagram,
    Node,
    Panel,
    RunStatus,
    Standing,
    Standings,
    Surface3D,
    Table,
    Text,
    TextLines,
    Timer,
    Waffle,
    all_from_step,
    from_step,
    last_text,
)
from optviz.figures.board.shape_layers import Conics, Fog, Outline

__all__ = [
    "NO_BACKGROUND",
    "Area",
    "Arrows",
    "Axes",
    "Axis",
    "Background",
    "Board",
    "Bundle",
    "Category",
    "CategoryMap",
    "Chart",
    "Climber",
    "Code",
    "Column",
    "ConfusionMatrix",
    "Conics",
    "Contour",
    "DragTarget",
    "Edge",
    "Field",
    "Fog",
    "Formula",
    "Graph",
    "Highlight",
    "ImageGrid",
    "Keyframes",
    "Labels",
    "Layer",
    "Line",
    "Metric",
    "Metrics",
    "MovingLine",
    "NetworkDiagram",
    "Node",
    "OutcomeMap",
    "Outline",
    "Panel",
    "Path",
    "PathArrows",
    "Points",
    "Progress",
    "RampMap",
    "Regions",
    "RunStatus",
    "Series",
    "Standing",
    "Standings",
    "Strip",
    "Surface3D",
    "Swarm",
    "Table",
    "Text",
    "TextLines",
    "Timer",
    "Waffle",
    "all_from_step",
    "from_step",
    "last_text",
]
