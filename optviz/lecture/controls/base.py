"""What every control of a section has."""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from optviz.scenes.reader import Reader

Texts = Mapping[str, list[str]]
"""A link's texts by key."""


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
    always: ClassVar[bool] = False
    """Whether its value stands in a link even where it is the default."""

    def there(self, values: Mapping[str, Any]) -> bool:
        """Return whether it is there for these values of the section's controls."""
        return True

    def at(self, values: Mapping[str, Any]) -> Self:
        """Return it as it is for these values: a start's slider, for one, is as long as the function's window."""
        return self

    def settled(self, texts: Texts) -> Texts:
        """Return a link's texts with what follows from this control's own: a new function has a start of its own."""
        return texts

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
class Kept(Control):
    """A control that is not there now, whose value a link keeps for when it is again."""

    kind: ClassVar[str] = "hidden"

    key: str
    label: str
    default: Any
    control: Control

    def to_text(self, value: Any) -> str:
        return self.control.to_text(value)

    def spec(self) -> dict[str, Any]:
        return {"kind": self.kind, "key": self.key}


@dataclasses.dataclass(frozen=True)
class VisibleIf:
    """A control that is there only while ``key``, a choice or a switch, has one of the values ``among``.

    ``kept``: a link has its value meanwhile too.
    """

    key: str
    among: tuple[str | bool, ...]
    control: Control
    kept: bool = False

    def now(self, values: Mapping[str, Any]) -> Control | None:
        """Return the control as it is for these values; None where it is not there and not kept."""
        if values[self.key] in self.among:
            return self.control
        control = self.control
        return Kept(control.key, control.label, control.default, control) if self.kept else None
