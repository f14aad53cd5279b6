"""Layers that colour a plane or a strip cell by cell."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array, Category, Layer


@dataclasses.dataclass(frozen=True)
class CategoryMap(Layer):
    """A coloured map: ``number`` (rows, columns) of category numbers (−1: nothing), row 0 at the lower edge.

    It fills the window x (low, high) by y (low, high), in the axes' own scale (even in log where the axis is).
    """

    kind: ClassVar[str] = "category_map"
    bits: ClassVar[int] = 10
    number: Array
    x: tuple[float, float]
    y: tuple[float, float]
    categories: tuple[Category, ...]
    alpha: float = 0.55


@dataclasses.dataclass(frozen=True)
class RampMap(Layer):
    """A map of numbers: ``value`` (rows, columns) from ``low`` to ``high`` (further: the end's colour; NaN: left out).

    ``ramp``: ``"strong"`` (dark is low) or ``"diverging"`` (middle is pale). ``label`` stands at the colour bar;
    ``beyond``: what a value of ``high`` or more means ("diverges"); such cells then have a colour of their own.
    """

    kind: ClassVar[str] = "ramp_map"
    bits: ClassVar[int] = 10
    value: Array
    x: tuple[float, float]
    y: tuple[float, float]
    low: float
    high: float
    label: str
    ramp: str = "strong"
    beyond: str = ""


@dataclasses.dataclass(frozen=True)
class OutcomeMap(Layer):
    """A map of what becomes of runs: in each cell a category, and beside it a number where there is one.

    ``number`` (rows, columns): category numbers; ``level`` (rows, columns): 0 to 255, where the cell's number lies from
    ``low`` to ``high``, evenly in the logarithm where ``log``; both bytes, row 0 at the lower edge. It fills the window
    x (low, high) by y (low, high), in the axes' own scale.

    The first ``measured`` categories have numbers, which ``label`` names: one with the look "ramp" is drawn in the
    colours of the ramp "strong", any other in its own, the fainter the higher the number. ``key``: all that the map
    shows, as text: maps of equal keys differ in nothing but how fine their cells are.
    """

    kind: ClassVar[str] = "outcome_map"
    number: Array
    level: Array
    x: tuple[float, float]
    y: tuple[float, float]
    categories: tuple[Category, ...]
    measured: int
    low: float
    high: float
    label: str
    log: bool = True
    key: str = ""
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Strip(Layer):
    """A strip along the lower edge: ``number`` (n,) category numbers of evenly spaced x between the axis's ends."""

    kind: ClassVar[str] = "strip"
    bits: ClassVar[int] = 10
    number: Array
    categories: tuple[Category, ...]


@dataclasses.dataclass(frozen=True)
class Regions(Layer):
    """A map that changes with the playhead: ``value`` (frames, rows, columns), the frames evenly spread over the steps.

    The whole part of a value is its category, the rest, 0 to below 1, how sure that is: the surer the stronger the
    colour. Row 0 is at the lower edge; the map fills the window x by y.
    """

    kind: ClassVar[str] = "regions"
    bits: ClassVar[int] = 9
    value: Array
    x: tuple[float, float]
    y: tuple[float, float]
    categories: tuple[Category, ...]
