"""Rows of numbers as text: data points and matrices."""

from collections.abc import Sequence

from optviz.core import number_text
from optviz.scenes.reader import Reader

Rows = tuple[tuple[float, ...], ...]


def rows_text(rows: Rows) -> str:
    """Return rows as they stand in a link, ``1,2_3,4``."""
    return "_".join(",".join(number_text.link(c) for c in row) for row in rows)


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of rows written ``1,2_3,4``; none for an empty text."""
    return [row.split(",") for row in text.split("_")] if text else []


def read_rows(reader: Reader, key: str, cells: Sequence[Sequence[str]], low: float, high: float) -> Rows:
    """Return cells as numbers between ``low`` and ``high``; ``reader`` notes those that cannot be read."""
    return tuple(tuple(reader.real(key, cell, low, high, 0.0) for cell in row) for row in cells)
