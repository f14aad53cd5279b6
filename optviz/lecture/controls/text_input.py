"""A line of text to type."""

import dataclasses
from typing import Any, ClassVar

from optviz.core.typed_text import plain_spaces
from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class TextInput(Control):
    """A line of text to type, at most ``longest`` characters; what it means is for the section to say."""

    kind: ClassVar[str] = "text_input"

    key: str
    label: str
    default: str
    longest: int = 80

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        text = plain_spaces(text)
        if len(text) > self.longest or not text.isprintable():
            reader.drop(self.key, text, f"not a line of at most {self.longest} characters")
            return default
        return text
