"""A graph of nodes and edges whose contents follow the playhead."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.panels.base import Keyframes, Panel


@dataclasses.dataclass(frozen=True)
class Node:
    """A node: its ``title`` and ``lines`` below it, in column ``column`` (a whole number) at height ``row`` (0 on top).

    ``backs``: which of the lines belong to the way back; they are coloured as it is. ``notes``: below the title.
    On a narrow screen columns become rows. ``leaf``: an input, drawn without a fill.
    """

    key: str
    column: int
    row: float
    title: str
    lines: tuple[Keyframes, ...] = ()
    backs: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    leaf: bool = False


@dataclasses.dataclass(frozen=True)
class Edge:
    """An arrow from node ``start`` to node ``end``, by the places ``via`` (column, row) between their columns."""

    start: str
    end: str
    label: Keyframes = ()
    via: tuple[tuple[int, float], ...] = ()


@dataclasses.dataclass(frozen=True)
class Highlight:
    """What is lit at a step: nodes by key, edges by place in the list; ``back``: the way goes against the arrows."""

    nodes: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()
    back: bool = False


@dataclasses.dataclass(frozen=True)
class Graph(Panel):
    """Nodes and edges; ``highlights`` (T+1) say what is lit at each step.

    A click on a node goes to where it is first lit.

    ``tall``: it takes the height it needs (for a row of height 0), instead of fitting into what it is given.
    """

    kind: ClassVar[str] = "graph"

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    highlights: tuple[Highlight, ...] = ()
    title: str = ""
    tall: bool = False
