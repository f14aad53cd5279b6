"""Data points that a person can edit."""

import dataclasses
from typing import Any, ClassVar

from optviz.lecture.controls.base import Control
from optviz.lecture.controls.rows import Rows, cells_of, read_rows, rows_text
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Points(Control):
    """Data points that a person can drag, add (click) and remove (double click) on a plane.

    ``default``: tuples of ``width`` numbers, x, y and, for width 3, a class 0 or 1; between ``least`` and ``most``
    of them, coordinates between ``low`` and ``high``. An empty tuple as default means that none is edited yet.
    """

    kind: ClassVar[str] = "points"

    key: str
    label: str
    default: Rows = ()
    width: int = 2
    least: int = 0
    most: int = 60
    low: float = -100.0
    high: float = 100.0

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"default": self.default}

    def to_text(self, value: Rows) -> str:
        return rows_text(value)

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        cells = cells_of(text)
        if not self.least <= len(cells) <= self.most:
            reader.drop(self.key, text, f"not between {self.least} and {self.most} points")
            return default
        before = reader.dropped
        points = read_rows(reader, self.key, cells, self.low, self.high)
        if any(len(point) != self.width for point in points):
            reader.drop(self.key, text, f"a point is {self.width} numbers")
        return default if reader.dropped > before else points
