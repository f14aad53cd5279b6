"""A table of counts: which class was taken for which."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class ConfusionMatrix(Panel):
    """A table of counts that changes with the playhead: ``value`` (frames, rows, columns), the frames evenly spread.

    Cells are shaded by their share of their row, those off the diagonal as mistakes.
    """

    kind: ClassVar[str] = "confusion_matrix"

    value: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_label: str
    column_label: str
    title: str = ""
