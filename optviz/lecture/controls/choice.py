"""One of several."""

import dataclasses
from typing import Any, ClassVar

from optviz.lecture.controls.base import Control
from optviz.scenes.reader import Reader


@dataclasses.dataclass(frozen=True)
class Choice(Control):
    """One of several, by name: ``options`` are (value, label) pairs; a value is public, it stands in links.

    ``rules``: the values are optimizers, which a menu lists under the headings of :class:`.Group`.
    """

    kind: ClassVar[str] = "choice"

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    default: str
    rules: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that can be chosen."""
        return tuple(value for value, _ in self.options)

    def spec(self) -> dict[str, Any]:
        spec = super().spec()
        return spec if self.rules else {name: value for name, value in spec.items() if name != "rules"}

    def to_text(self, value: str) -> str:
        return value

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        return reader.one_of(self.key, text, self.allowed, default)
