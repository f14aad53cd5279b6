"""Panels and layers for results that are too large for one line: regions, reliefs, tables of counts, small pictures."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array, Category, Layer, Path


@dataclasses.dataclass(frozen=True)
class Regions(Layer):
    """A map that changes with the playhead: ``value`` (frames, rows, columns), the frames evenly spread over the steps.

    The whole part of a value is its category, the rest, 0 to below 1, how sure that is: the surer the stronger the
    colour. Row 0 is at the lower edge; the map fills the window x by y.
    """

    bits: ClassVar[int] = 9
    value: Array
    x: tuple[float, float]
    y: tuple[float, float]
    categories: tuple[Category, ...]


@dataclasses.dataclass(frozen=True)
class Relief:
    """The ground's field called ``field`` as a surface in three dimensions, with paths on it; it turns with the mouse.

    The paths' ``value`` is their height.
    """

    key: str
    field: str
    paths: tuple[Path, ...]
    x_label: str = "x"
    y_label: str = "y"
    z_label: str = "f"
    title: str = ""


@dataclasses.dataclass(frozen=True)
class Cells:
    """A table of counts that changes with the playhead: ``value`` (frames, rows, columns), the frames evenly spread.

    Cells are shaded by their share of their row, those off the diagonal as mistakes.
    """

    key: str
    value: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_label: str
    column_label: str
    title: str = ""


@dataclasses.dataclass(frozen=True)
class Pictures:
    """Small grey pictures that change with the playhead: ``pixels`` (pictures, height, width) from 0 to 1.

    ``which`` (frames, k): the numbers of the k pictures to show (−1: none); ``captions``: (frames) tuples of k texts.
    """

    key: str
    pixels: Array
    which: Array
    captions: tuple[tuple[str, ...], ...]
    title: str = ""
    empty: str = ""


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a long computation is, 0 to 1, and in words."""

    share: float
    text: str
