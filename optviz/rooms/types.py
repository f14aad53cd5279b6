"""What a room asks of whoever knows the questions: what is an answer, and how good it is."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Verdict(NamedTuple):
    """How good an answer is, from 0 to 1, and a sentence for whoever gave it."""

    score: float
    sentence: str


class Judge(Protocol):
    """Knows the questions. Its methods may compute: a room calls them in a thread."""

    def known(self, question: str) -> str | None:
        """Return the canonical form of a reference to a question, or None if there is no such question."""
        ...

    def scene(self, ref: str) -> str | None:
        """Return the canonical form of a reference to a section or lesson, or None if there is none such."""
        ...

    def read(self, question: str, text: str) -> str | None:
        """Return the canonical form of an answer, or None if ``text`` is not one."""
        ...

    def verdicts(self, question: str, answers: Mapping[str, str]) -> Mapping[str, Verdict]:
        """Return the verdict on each canonical answer, under the same key."""
        ...
