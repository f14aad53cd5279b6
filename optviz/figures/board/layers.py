"""What is drawn on a plane or a chart of a board: layers, each a few arrays and a look."""

import dataclasses
from typing import Any, ClassVar

import numpy as np

Array = np.ndarray
Look = int | str
Floats = Any  # (n,) array or sequence of numbers


@dataclasses.dataclass(frozen=True)
class Layer:
    """Something drawn on a plane. ``bits``: mantissa bits its numbers are sent with; ``name``: its place in the key.

    ``since``: the step of the playhead from which it is shown; T for what tells how a run ends.
    """

    kind: ClassVar[str]
    bits: ClassVar[int] = 18
    since: int = dataclasses.field(default=0, kw_only=True)


@dataclasses.dataclass(frozen=True)
class Contour(Layer):
    """Level lines and shades of the background's field called ``field``; they stand still and are sent once.

    ``bar`` draws the colour bar beside the axes.
    """

    kind: ClassVar[str] = "contour"
    field: str
    bar: bool = False


@dataclasses.dataclass(frozen=True)
class Category:
    """One colour of a map, strip or swarm, and what it stands for; numbered by its place in the list."""

    label: str
    look: Look = 0


@dataclasses.dataclass(frozen=True)
class Line(Layer):
    """A line that stands still through x, y (n,); NaN breaks it.

    ``over``: drawn over all that moves, with an edge of the background's colour. ``by_step``: it has a point a step
    (n = T+1) and is drawn up to the playhead.
    """

    kind: ClassVar[str] = "line"
    x: Floats
    y: Floats
    look: Look = "ink"
    name: str = ""
    width: float = 1.0
    dashed: bool = False
    over: bool = False
    by_step: bool = False


@dataclasses.dataclass(frozen=True)
class MovingLine(Layer):
    """A line that changes with the step: x (n,), y (T+1, n); a fitted line, a tangent over the whole window."""

    kind: ClassVar[str] = "moving_line"
    x: Floats
    y: Array
    look: Look = "accent"
    name: str = ""
    width: float = 1.0
    dashed: bool = False


@dataclasses.dataclass(frozen=True)
class PathArrows:
    """What a run does next, as arrows at its path's head: its step, −gradient, and −memory of past gradients.

    All are (T,) or (T+1,), one a step, or empty. The arrows of gradient and memory share a scale; that of the step is
    as long as the step. ``probe``: where the gradient was taken, if not at the head itself (Nesterov's look-ahead).
    """

    grad_x: Floats
    grad_y: Floats
    memory_x: Floats = ()
    memory_y: Floats = ()
    probe_x: Floats = ()
    probe_y: Floats = ()


@dataclasses.dataclass(frozen=True)
class Path(Layer):
    """A run's path x, y (T+1,), drawn up to the playhead, with a head.

    ``status``: (kind, step) as a run's status has it (a stuck run gets a cross). ``value`` (T+1,) is told on hover.
    ``chosen``: drawn above the others; ``arrows`` show what it does next. ``fan``: what its run is called in the fans
    from which a drag is drawn, see :mod:`optviz.figures.fan`; empty where there is none. ``pale``: drawn paler, below
    the others and without a mark at its head's edge: what accompanies a run, as its average does.
    """

    kind: ClassVar[str] = "path"
    x: Floats
    y: Floats
    look: Look = 0
    name: str = ""
    status: tuple[str, int] = ("moving", 0)
    value: Floats | None = None
    chosen: bool = False
    arrows: PathArrows | None = None
    fan: str = ""
    pale: bool = False


@dataclasses.dataclass(frozen=True)
class Points(Layer):
    """Marks that stand still at x, y (n,), or move: (T+1, n).

    ``mark``: ``"dot"``, ``"ring"``, ``"star"``, ``"cross"``, ``"triangle"``, ``"square"``, ``"diamond"``, or a tuple
    of n of these; ``labels``: n texts beside the marks (or none); ``hover``: n texts for the mouse; ``lit`` (T+1, n):
    1 where a mark is lit, the others fade; ``looks``: n looks.
    """

    kind: ClassVar[str] = "points"
    x: Array
    y: Array
    look: Look = "ink"
    mark: str | tuple[str, ...] = "dot"
    name: str = ""
    labels: tuple[str, ...] = ()
    hover: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    lit: Array | None = None
    size: float = 1.0


@dataclasses.dataclass(frozen=True)
class Swarm(Layer):
    """Many balls at once: x, y (balls, frames), the frames evenly spread over the T steps.

    ``number`` (balls,): category numbers; ``arrival`` (balls,): the frame from which a ball has its category's colour
    (none given: the first); ``trail``: draw the way they came.
    """

    kind: ClassVar[str] = "swarm"
    bits: ClassVar[int] = 12
    x: Array
    y: Array
    number: Array
    categories: tuple[Category, ...]
    trail: bool = True
    arrival: Array | None = None


@dataclasses.dataclass(frozen=True)
class Bundle(Layer):
    """Many runs' paths x, y (runs, T+1), drawn up to the playhead, coloured by a number that each has.

    ``share`` (runs,): where a run stands on the ramp, 0 to 1; ``low`` and ``high``: the number at its ends, which
    ``label`` names. NaN ends a path.
    """

    kind: ClassVar[str] = "bundle"
    bits: ClassVar[int] = 12
    x: Array
    y: Array
    share: Array
    low: float
    high: float
    label: str


@dataclasses.dataclass(frozen=True)
class Arrows(Layer):
    """Arrows from x, y by dx, dy: (n,) standing still, or (T+1, n) per step.

    ``scale``: ``"true"``: dx, dy as they are, on the axes; ``"fit"``: the longest is ``reach`` letters long, the
    rest in proportion. ``head=False`` draws a plain segment. ``group``: layers of one group share a ``"fit"`` scale,
    and are left out together, as by their name.
    """

    kind: ClassVar[str] = "arrows"
    x: Array
    y: Array
    dx: Array
    dy: Array
    look: Look = "ink"
    name: str = ""
    scale: str = "true"
    reach: float = 4.0
    width: float = 1.0
    head: bool = True
    dashed: bool = False
    group: str = ""


@dataclasses.dataclass(frozen=True)
class Labels(Layer):
    """Short texts standing at x, y (n,); for regions of a map."""

    kind: ClassVar[str] = "labels"
    x: Floats
    y: Floats
    texts: tuple[str, ...]
    look: Look = "ink"


@dataclasses.dataclass(frozen=True)
class Series:
    """One curve of a chart: y (T+1,) against the step, or against its own x (T+1,) if given (a cost).

    ``chosen``: drawn thicker; ``known``: not an outcome but a limit known before, drawn over the whole axis at once;
    ``pale``: drawn paler, for it accompanies another curve.
    """

    bits: ClassVar[int] = 14
    name: str
    y: Floats
    look: Look = 0
    x: Floats | None = None
    dashed: bool = False
    chosen: bool = False
    known: bool = False
    pale: bool = False
