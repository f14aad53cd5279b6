"""A number on a slider."""

import dataclasses
from typing import Any, ClassVar

from optviz.core import number_text
from optviz.core.registry import Knob
from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Slider(Knob, Control):
    """A knob with a slider and a field to type into; see :class:`~optviz.core.registry.Knob` for its fields.

    ``reach``: the largest number, of either sign, that may be typed where the slider does not go; it then grows.
    """

    kind: ClassVar[str] = "slider"

    reach: float = 0.0

    def spec(self) -> dict[str, Any]:
        spec = super().spec()
        reach = spec.pop("reach")
        return spec | ({"least": -reach, "most": reach, "grows": True} if reach else {})

    def to_text(self, value: float) -> str:
        return number_text.link(value)

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        if self.whole:
            return reader.whole(self.key, text, int(self.low), int(self.high), default)
        low, high = (min(self.low, -self.reach), max(self.high, self.reach)) if self.reach else (self.low, self.high)
        return reader.real(self.key, text, low, high, default)
