"""What every panel of a board has."""

import dataclasses
from collections.abc import Iterable
from typing import Any, ClassVar

Keyframes = tuple[tuple[int, Any], ...]
"""What is shown from which step on: (step, text) pairs in rising order; a tuple of texts is shown as a vector.

Text between dollar signs is set as mathematics. Before the first pair nothing is shown; its place is kept free.
"""

Text = str | Keyframes
"""A text that is there from the start, or only from some step on: what tells how a run ends comes with its last step.
"""


def from_step(step: int, text: str) -> Keyframes:
    """Return a text that is shown from ``step`` on."""
    return ((int(step), text),)


def all_from_step(step: int, texts: Iterable[str]) -> tuple[Keyframes, ...]:
    """Return texts that are shown from ``step`` on, each for itself."""
    return tuple(from_step(step, text) for text in texts)


def last_text(text: Text) -> str:
    """Return what a text says at the end."""
    return text if isinstance(text, str) else text[-1][1]


@dataclasses.dataclass(frozen=True)
class Panel:
    """A picture, table or text of a board.

    A subclass is a frozen dataclass in a file named like its ``kind``; the browser draws it with the module of that
    name in ``ui/stage/js/panels``.
    """

    kind: ClassVar[str]
    key: str
