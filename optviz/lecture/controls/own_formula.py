"""A field in which a function is typed: what can be read is drawn, what cannot stays beside the last good picture."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.tokens import LONGEST
from optviz.core.typed_text import plain_spaces
from optviz.figures.own_formula import Understood, fault, read_surface
from optviz.lecture.controls.base import Control, Texts
from optviz.scenes.own_surface import FORMULA
from optviz.scenes.reader import Reader
from optviz.scenes.viewport import LIMITS

TYPED = "typed"
"""The value of a choice that stands for one's own function."""


@dataclasses.dataclass(frozen=True)
class OwnFormula(Control):
    """A field for a function; its value is what is typed as long as that cannot be read, else an empty text.

    Attributes:
        key, label: as any control's.
        formula: the key of the ``Hidden`` control that holds the function which is drawn.
        choice: the key of the choice in which one's own function is ``typed``.
        read: from a text to what is understood; raises :class:`FormulaError`. By default, as f(x, y).
        opens: the function that stands there to begin with, as it is written in a link.
        resets: keys that belong to a function: another one has its own, as the start.
        parameters: the keys of the sliders of parameters, in the order in which they appear.
        known: from all values to a note on the function that is drawn, where the note depends on more than its text.
        values: the values of all controls, once they are known: see :meth:`at`.
    """

    kind: ClassVar[str] = "own_formula"

    key: str
    label: str
    formula: str
    choice: str
    read: Callable[[str], Understood] = read_surface
    opens: str = FORMULA
    resets: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    known: Callable[[Mapping[str, Any]], str] | None = None
    longest: int = LONGEST
    default: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def at(self, values: Mapping[str, Any]) -> Self:
        return dataclasses.replace(self, values=values)

    def spec(self) -> dict[str, Any]:
        values = {self.formula: self.opens, self.key: self.default, **self.values}
        understood = self.read(values[self.formula])
        return {
            "kind": self.kind,
            "key": self.key,
            "label": self.label,
            "longest": self.longest,
            "formula": understood.text,
            "latex": understood.latex,
            "note": self.known(values) if self.known else understood.note,
            "error": fault(values[self.key], self.read),
        }

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        return text[: self.longest] if text.strip() else default

    def settled(self, texts: Texts) -> Texts:
        """Make a text that can be read the function, with its own start and zoom; parameters keep values by name.

        A choice that is taken up or left starts anew. A function of a link that cannot be read stands in the field.
        """
        if self.choice not in texts:
            return texts
        if texts[self.choice][-1] != TYPED:
            return self._anew(texts, self.formula, self.key, *self.parameters) if self.formula in texts else texts
        if self.formula not in texts:
            return self._anew(texts)
        drawn = self._understood(texts[self.formula][-1])
        typed = plain_spaces(texts.get(self.key, [""])[-1])
        if drawn is None and not typed:
            return {**self._anew(texts, self.formula), self.key: texts[self.formula]}
        wanted = self._understood(typed) if typed.strip() else drawn
        if wanted is None:
            return {**texts, self.key: [typed]}
        plain = {key: text for key, text in texts.items() if key != self.key}
        if drawn and wanted.text == drawn.text:
            return plain
        return self._anew(plain, *self.parameters) | {self.formula: [wanted.text]} | self._kept(texts, drawn, wanted)

    def _understood(self, text: str) -> Understood | None:
        try:
            return self.read(text)
        except FormulaError:
            return None

    def _anew(self, texts: Texts, *others: str) -> dict[str, list[str]]:
        return {key: text for key, text in texts.items() if key not in (*self.resets, *LIMITS, *others)}

    def _kept(self, texts: Texts, drawn: Understood | None, wanted: Understood) -> dict[str, list[str]]:
        """Return the values of the parameters that are still there, each at its new place."""
        before = drawn.parameters if drawn else ()
        at = {name: texts[key] for name, key in zip(before, self.parameters, strict=False) if key in texts}
        return {key: at[name] for name, key in zip(wanted.parameters, self.parameters, strict=False) if name in at}
