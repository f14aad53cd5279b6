"""Data that a person pastes or loads from a file."""

import dataclasses
from typing import Any, ClassVar

from optviz.core.tables.reading import TableError
from optviz.core.tables.shelf import NAME, SHELF, Table, table_of
from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader

MAX_INLINE = 1_500
"""Characters of a table that stands in the link itself; a longer one stands there by its name."""


@dataclasses.dataclass(frozen=True)
class OwnData(Control):
    """A table of ``width`` columns of numbers, pasted or loaded.

    Its value is a text: empty where nothing is loaded, a small table itself (``t,x_0,1.5_1,2``, the header optional),
    or the name of a large one, which the browser keeps and lends the server (:mod:`optviz.core.tables.shelf`).
    ``roles``: what its columns stand for, such as x and y.
    """

    kind: ClassVar[str] = "own_data"

    key: str
    label: str
    roles: tuple[str, ...]
    default: str = ""
    longest: int = MAX_INLINE

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.roles)

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        if not text or NAME.fullmatch(text):
            return text
        if len(text) > self.longest:
            reader.drop(self.key, text, f"a table in a link has at most {self.longest} characters")
            return default
        try:
            table_of(text.replace("_", "\n"), self.width)
        except TableError as error:
            reader.drop(self.key, text, f"no table: {str(error).removesuffix('.')}")
            return default
        return text

    def table(self, value: str) -> Table | None:
        """Return the table that a value stands for; None for none, or one that the server does not know (any more)."""
        if not value:
            return None
        return SHELF.find(value) if NAME.fullmatch(value) else table_of(value.replace("_", "\n"), self.width)

    def lacks(self, value: str) -> bool:
        """Tell whether a value names a table that the server does not know."""
        return bool(value) and self.table(value) is None
