"""A value of the link that nothing on the screen sets by itself: the function that is drawn."""

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar

from optviz.core.typed.errors import FormulaError
from optviz.core.typed_text import plain_spaces
from optviz.lecture.controls.base import Control
from optviz.scenes.own_surface import canonical
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Hidden(Control):
    """The formula that is drawn, in its canonical text, set by the field of an ``OwnFormula``; it stands in every link.

    ``read``: from a typed text to the canonical one; raises :class:`FormulaError`. By default, as f(x, y).
    """

    kind: ClassVar[str] = "hidden"
    always: ClassVar[bool] = True

    key: str
    default: str
    read: Callable[[str], Any] = canonical
    label: str = "function"

    def spec(self) -> dict[str, Any]:
        return {"kind": self.kind, "key": self.key}

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        try:
            return self.read(text)
        except FormulaError as error:
            reader.drop(self.key, text, error.message.removesuffix(".").partition(". ")[0])
            return default


@dataclasses.dataclass(frozen=True)
class Last(Hidden):
    """The text of a ``TextInput`` that could be read before the one that stands there; a link has it only meanwhile."""

    always: ClassVar[bool] = False

    label: str = "last readable text"
    longest: int = 80

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        line = line_of(self, reader, text, default)
        if not reads(self.read, line):
            reader.drop(self.key, text, "it cannot be read")
            return default
        return line


def reads(read: Callable[[str], object], text: str) -> bool:
    """Return whether a typed text can be read."""
    try:
        read(text)
    except FormulaError:
        return False
    return True


def line_of(control: Any, reader: Reader, text: str, default: str) -> str:
    """Return the line of a link, at most ``control.longest`` characters, or ``default``, which ``reader`` notes."""
    text = plain_spaces(text)
    if len(text) > control.longest or not text.isprintable():
        reader.drop(control.key, text, f"not a line of at most {control.longest} characters")
        return default
    return text
