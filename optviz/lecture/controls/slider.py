"""A number on a slider."""

import dataclasses
from typing import Any, ClassVar

from optviz.core import number_text
from optviz.core.registry import Knob
from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Slider(Knob, Control):
    """A knob with a slider and a field to type into; see :class:`~optviz.core.registry.Knob` for its fields."""

    kind: ClassVar[str] = "slider"

    def to_text(self, value: float) -> str:
        return number_text.link(value)

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        if self.whole:
            return reader.whole(self.key, text, int(self.low), int(self.high), default)
        return reader.real(self.key, text, self.low, self.high, default)
