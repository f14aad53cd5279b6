"""A small matrix of numbers to edit."""

import dataclasses
from typing import Any, ClassVar

from optviz.lecture.controls.base import Control
from optviz.lecture.controls.rows import Rows, cells_of, read_rows, rows_text
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Matrix(Control):
    """A small matrix of numbers to edit, each between ``low`` and ``high``; ``default`` is a tuple of its rows.

    A vector has rows of one number. ``symbol`` is LaTeX. One entry at a time is chosen and has a slider from
    ``-reach`` to ``reach``.
    """

    kind: ClassVar[str] = "matrix"

    key: str
    label: str
    symbol: str
    default: Rows
    low: float = -100.0
    high: float = 100.0
    reach: float = 2.0

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"default": self.default}

    def to_text(self, value: Rows) -> str:
        return rows_text(value)

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        cells = cells_of(text)
        if [len(row) for row in cells] != [len(row) for row in self.default]:
            reader.drop(self.key, text, f"not {len(self.default)} rows of {len(self.default[0])} numbers")
            return default
        before = reader.dropped
        matrix = read_rows(reader, self.key, cells, self.low, self.high)
        return default if reader.dropped > before else matrix
