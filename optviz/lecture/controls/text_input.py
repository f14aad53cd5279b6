"""A line of text to type."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from optviz.core.typed_text import plain_spaces
from optviz.figures.own_formula import Understood, fault
from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class TextInput(Control):
    """A line of text to type, at most ``longest`` characters; what it means is for the section to say.

    ``read``: from a text to what is understood, raising :class:`FormulaError`, where it is a formula: then the field
    shows it in LaTeX, or marks the place of what cannot be read. ``typed`` is the text, once it is known: see
    :meth:`at`.
    """

    kind: ClassVar[str] = "text_input"

    key: str
    label: str
    default: str
    longest: int = 80
    read: Callable[[str], Understood] | None = None
    typed: str = ""

    def at(self, values: Mapping[str, Any]) -> Self:
        return dataclasses.replace(self, typed=values[self.key]) if self.read else self

    def spec(self) -> dict[str, Any]:
        plain = {"kind": self.kind, "key": self.key, "label": self.label, "longest": self.longest}
        if not self.read:
            return plain
        error = fault(self.typed, self.read)
        latex = self.read(self.typed).latex if self.typed.strip() and not error else ""
        return plain | {"formula": {"latex": latex, "error": error}}

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        text = plain_spaces(text)
        if len(text) > self.longest or not text.isprintable():
            reader.drop(self.key, text, f"not a line of at most {self.longest} characters")
            return default
        return text
