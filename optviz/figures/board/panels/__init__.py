"""The panels of a board: one kind a file, drawn in the browser by the module of the same name."""

from optviz.figures.board.panels.axes import Axes, Axis, DragTarget
from optviz.figures.board.panels.base import Keyframes, Panel, Text, all_from_step, from_step, last_text
from optviz.figures.board.panels.chart import Chart
from optviz.figures.board.panels.code import Code
from optviz.figures.board.panels.confusion_matrix import ConfusionMatrix
from optviz.figures.board.panels.formula import Column, Formula
from optviz.figures.board.panels.graph import Edge, Graph, Highlight, Node
from optviz.figures.board.panels.image_grid import ImageGrid
from optviz.figures.board.panels.metrics import Metric, Metrics
from optviz.figures.board.panels.network_diagram import NetworkDiagram
from optviz.figures.board.panels.standings import RunStatus, Standing, Standings
from optviz.figures.board.panels.surface_3d import Surface3D
from optviz.figures.board.panels.table import Table
from optviz.figures.board.panels.text_lines import TextLines
from optviz.figures.board.panels.timer import Timer
from optviz.figures.board.panels.waffle import Waffle

__all__ = [
    "Axes",
    "Axis",
    "Chart",
    "Code",
    "Column",
    "ConfusionMatrix",
    "DragTarget",
    "Edge",
    "Formula",
    "Graph",
    "Highlight",
    "ImageGrid",
    "Keyframes",
    "Metric",
    "Metrics",
    "NetworkDiagram",
    "Node",
    "Panel",
    "RunStatus",
    "Standing",
    "Standings",
    "Surface3D",
    "Table",
    "Text",
    "TextLines",
    "Timer",
    "Waffle",
    "all_from_step",
    "from_step",
    "last_text",
]
