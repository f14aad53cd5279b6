"""A graph of boxes and arrows whose contents follow the playhead, and lines of mathematics that do."""

import dataclasses
from typing import Any

Story = tuple[tuple[int, Any], ...]
"""What is shown from which step on: (step, text) pairs in rising order; a tuple of texts is shown as a vector.

Text between dollar signs is set as mathematics. Before the first pair nothing is shown; its place is kept free.
"""


@dataclasses.dataclass(frozen=True)
class Box:
    """A node: its ``title`` and ``lines`` below it, in column ``column`` (a whole number) at height ``row`` (0 on top).

    ``backs``: which of the lines belong to the way back; they are coloured as it is. ``notes``: below the title.
    On a narrow screen columns become rows. ``leaf``: an input, drawn without a fill.
    """

    key: str
    column: int
    row: float
    title: str
    lines: tuple[Story, ...] = ()
    backs: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    leaf: bool = False


@dataclasses.dataclass(frozen=True)
class Wire:
    """An arrow from the box ``start`` to the box ``end``, by the places ``via`` (column, row) between their columns."""

    start: str
    end: str
    label: Story = ()
    via: tuple[tuple[int, float], ...] = ()


@dataclasses.dataclass(frozen=True)
class Beat:
    """What is lit at a step: boxes by key, wires by place in the list; ``back``: the way goes against the arrows."""

    boxes: tuple[str, ...] = ()
    wires: tuple[int, ...] = ()
    back: bool = False


@dataclasses.dataclass(frozen=True)
class Graph:
    """Boxes and wires; ``beats`` (T+1) say what is lit at each step. A click on a box goes to where it is first lit.

    ``tall``: it takes the height it needs (for a row of height 0), instead of fitting into what it is given.
    """

    key: str
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    beats: tuple[Beat, ...] = ()
    title: str = ""
    tall: bool = False


@dataclasses.dataclass(frozen=True)
class Lines:
    """Lines of words and mathematics (between dollar signs), others at each step: ``frames`` (T+1).

    ``lit`` (T+1): which line of the frame is lit (−1: none); it is kept in sight. ``high``: the least height, in
    letters, so that frames of different length move nothing.
    """

    key: str
    frames: tuple[tuple[str, ...], ...]
    lit: tuple[int, ...] = ()
    title: str = ""
    high: float = 0.0
