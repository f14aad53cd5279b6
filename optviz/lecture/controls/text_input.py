"""A line of text to type."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from optviz.core.typed.errors import FormulaError
from optviz.core.typed_text import plain_spaces
from optviz.figures.own_formula import Understood, fault
from optviz.lecture.controls.base import Control, Texts
from optviz.lecture.controls.hidden import Last, line_of, reads
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class TextInput(Control):
    """A line of text to type, at most ``longest`` characters; what it means is for the section to say.

    ``read``: from a text to what is understood, raising :class:`FormulaError`, where it is a formula: then the field
    shows it in LaTeX, or marks the place of what cannot be read. ``last``: the key of the :class:`Last` that holds the
    text that could be read before; while this one cannot, the picture is that one's. ``typed`` is the text, once it is
    known: see :meth:`at`. ``wide``: whether it takes two of the columns in which controls stand.
    """

    kind: ClassVar[str] = "text_input"

    key: str
    label: str
    default: str
    longest: int = 80
    read: Callable[[str], Understood] | None = None
    last: str = ""
    typed: str = ""
    wide: bool = True

    def at(self, values: Mapping[str, Any]) -> Self:
        return dataclasses.replace(self, typed=values[self.key]) if self.read else self

    def spec(self) -> dict[str, Any]:
        plain = {
            "kind": self.kind,
            "key": self.key,
            "label": self.label,
            "longest": self.longest,
            "wide": self.wide,
        }
        if not self.read:
            return plain
        error = fault(self.typed, self.read)
        latex = self.read(self.typed).latex if self.typed.strip() and not error else ""
        return plain | {"last": self.last, "formula": {"latex": latex, "error": error}}

    def settled(self, texts: Texts) -> Texts:
        """Forget the text before as soon as what is typed can be read."""
        typed = texts.get(self.key, [""])[-1]
        if self.key in texts and not self._reads(plain_spaces(typed)):
            return texts
        return {key: text for key, text in texts.items() if key != self.last}

    def shown(self, values: Mapping[str, Any]) -> str:
        """Return the text that the picture is of: what is typed, or the one before it while it cannot be read."""
        return values[self.key] if self._reads(values[self.key]) else values[self.last]

    def problem(self, values: Mapping[str, Any], what: str = "This") -> str:
        """Return a sentence on what is typed and cannot be read yet, or an empty text; ``what`` is its subject."""
        try:
            if self.read:
                self.read(values[self.key])
        except FormulaError as error:
            return f"{what} cannot be read yet: the picture shows the last that could. {error.message}"
        return ""

    def _reads(self, text: str) -> bool:
        return self.read is None or reads(self.read, text)

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        return line_of(self, reader, text, default)


def formula_input(
    key: str, label: str, default: str, longest: int, read: Callable[[str], Understood], wide: bool = True
) -> tuple[TextInput, Last]:
    """Return a line in which a formula is typed, and what keeps the last one that could be read."""
    last = f"last_{key}"
    return TextInput(key, label, default, longest, read, last, wide=wide), Last(last, default, read, longest=longest)
