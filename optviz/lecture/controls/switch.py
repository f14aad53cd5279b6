"""On or off."""

import dataclasses
from typing import Any, ClassVar

from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Switch(Control):
    """On or off; in a link 1 or 0."""

    kind: ClassVar[str] = "switch"

    key: str
    label: str
    default: bool = False
    help: str = ""

    def to_text(self, value: bool) -> str:
        return "1" if value else "0"

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        return reader.one_of(self.key, text, ("0", "1"), self.to_text(default)) == "1"
