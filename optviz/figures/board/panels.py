"""The panels of a board, and the board itself."""

import dataclasses
from dataclasses import field
from typing import Any

from optviz.figures.board.graph import Graph, Lines
from optviz.figures.board.layers import Array, Floats, Layer, Look, Series
from optviz.figures.board.more import Cells, Pictures, Progress, Relief


@dataclasses.dataclass(frozen=True)
class Axis:
    """An axis of a plane: its label and its ends."""

    label: str
    low: float
    high: float
    log: bool = False


@dataclasses.dataclass(frozen=True)
class Grab:
    """What a click or a drag on a plane sets: the knobs ``x`` and ``y`` (either may be empty).

    ``ring`` draws a ring at the knobs' values, to be taken hold of. ``points`` names a Points control
    instead: its points can then be dragged, added (click) and taken away (double click); ``brush`` names the Choice
    whose value is a new point's class (else it takes its nearest neighbour's).
    """

    x: str = ""
    y: str = ""
    ring: bool = True
    points: str = ""
    brush: str = ""


@dataclasses.dataclass(frozen=True)
class Plane:
    """A picture with x and y axes and layers, drawn in their order. ``equal``: one unit is as long on both axes."""

    key: str
    layers: tuple[Layer, ...]
    x: Axis
    y: Axis
    title: str = ""
    equal: bool = False
    grab: Grab | None = None


@dataclasses.dataclass(frozen=True)
class Chart:
    """Curves against the step (or a cost), logarithmic in y where asked; values ≤ 0 are then left out."""

    key: str
    title: str
    series: tuple[Series, ...]
    log: bool = False
    x_label: str = "step t"
    legend: bool = True
    low: float | None = None
    high: float | None = None
    empty: str = "nothing to draw: all values are 0"


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows of text; the row of the playhead is marked and kept in sight. ``follow=False``: a plain table."""

    key: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    follow: bool = True
    mono: bool = True


@dataclasses.dataclass(frozen=True)
class Code:
    """Lines of an algorithm or program; ``at`` (T+1,): which line is lit at each step (−1: none).

    ``latex=True``: text between dollar signs is set as mathematics.
    """

    key: str
    lines: tuple[str, ...]
    at: Floats = ()
    title: str = ""
    latex: bool = False


@dataclasses.dataclass(frozen=True)
class Formula:
    """Lines of mathematics: (symbols, numbers) pairs in LaTeX. ``<<name>>`` in the numbers is filled from ``columns``.

    A column is (T+1,) or (T+1, 2) per step, or one number; a line with empty numbers shows its symbols alone.
    """

    key: str
    lines: tuple[tuple[str, str], ...]
    columns: dict[str, Any] = field(default_factory=dict)
    title: str = ""


@dataclasses.dataclass(frozen=True)
class Reading:
    """One number or word at the playhead: a label (text, or LaTeX between dollar signs) and what it reads.

    ``values`` (T+1,) numbers, or a tuple of T+1 words, or one word.
    """

    label: str
    values: Any
    look: Look = "ink"


@dataclasses.dataclass(frozen=True)
class Readings:
    """A few numbers side by side at the playhead."""

    key: str
    readings: tuple[Reading, ...]
    title: str = ""


Panel = Plane | Chart | Table | Code | Formula | Readings | Graph | Lines | Relief | Cells | Pictures


@dataclasses.dataclass(frozen=True)
class Field:
    """Heights for a Contour: x (nx,), y (ny,), z (ny, nx), and the lowest known value (for the logarithmic shades)."""

    x: Array
    y: Array
    z: Array
    floor: float | None = None


@dataclasses.dataclass(frozen=True)
class Background:
    """The fields under a board's planes, sent only when ``key`` changes: equal keys, equal fields."""

    key: str
    fields: dict[str, Field]


NO_BACKGROUND = Background("", {})


@dataclasses.dataclass(frozen=True)
class Board:
    """Panels in ``rows`` of keys (a key may span: ``(("map", "map", "run"), ("map", "map", "loss"))``).

    ``widths``, ``heights``: shares of the columns and rows; a height 0 means as high as its content.
    ``steps``: T, 0 for a board without playhead; ``unit`` and ``per``: what the counter counts, playhead // per.
    ``pace``: steps a second while it plays; 0: all of them in six seconds.
    ``counts`` (T+1,): what the counter shows at each place of the playhead instead; ``progress``: how far a long
    computation is.
    ``status``: a word a run, for tests and readers; ``notices``: sentences shown over the board;
    ``summary``: the board in plain words.
    """

    panels: tuple[Panel, ...]
    rows: tuple[tuple[str, ...], ...]
    steps: int = 0
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    unit: str = "t"
    per: int = 1
    pace: float = 0.0
    counts: Any = None
    progress: Progress | None = None
    status: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    summary: str = ""
