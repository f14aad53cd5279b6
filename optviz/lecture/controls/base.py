"""What every control of a section has."""

import dataclasses
from typing import Any, ClassVar

from optviz.scenes.reader import Reader


class Control:
    """Something a person can set: a value with a place in the link.

    A subclass is a frozen dataclass in a file named like its ``kind``; the browser shows it with the module of that
    name in ``ui/stage/js/controls``. ``valued`` is false for a button, which has no value of its own.
    """

    kind: ClassVar[str]
    valued: ClassVar[bool] = True
    key: str
    label: str
    default: Any

    def to_text(self, value: Any) -> str:
        """Return a value as it stands in a link."""
        raise NotImplementedError(f"a {self.kind} does not say how its value is written")

    def from_text(self, reader: Reader, text: str, default: Any) -> Any:
        """Return the value that a link's text names, or ``default`` where it cannot be read; ``reader`` notes why."""
        raise NotImplementedError(f"a {self.kind} does not say how its value is read")

    def spec(self) -> dict[str, Any]:
        """Return what the browser is told of it: its kind and its fields, but for the default."""
        names = [field.name for field in dataclasses.fields(self)]  # type: ignore[arg-type]
        return {"kind": self.kind} | {name: getattr(self, name) for name in names if name != "default"}


@dataclasses.dataclass(frozen=True)
class VisibleIf:
    """A control that is there only while the choice ``key`` has one of the values ``among``."""

    key: str
    among: tuple[str, ...]
    control: Control
