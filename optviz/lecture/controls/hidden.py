"""A value of the link that nothing on the screen sets by itself: the function that is drawn."""

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar

from optviz.core.typed.errors import FormulaError
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
    read: Callable[[str], str] = canonical
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
