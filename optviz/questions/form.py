"""What all forms of an answer have in common."""

import abc
import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What the run says about an answer.

    ``right``: is it right, within the question's tolerance? ``score``: 0 to 1, also for how near it comes; ``measure``:
    how far off it is, in words and numbers (empty where right or wrong is all there is); ``sentence``: what follows
    from this very answer; ``truth``: the right answer in words.
    """

    right: bool
    score: float
    measure: str
    sentence: str
    truth: str


class Form(abc.ABC):
    """A way to answer, with the right answer in it. An answer travels as a short text, as in a link."""

    kind: ClassVar[str]

    @abc.abstractmethod
    def spec(self) -> dict[str, Any]:
        """Return what the browser must know to take an answer: nothing of the right one."""

    @abc.abstractmethod
    def read(self, text: str) -> str | None:
        """Return an answer's text in its one canonical spelling, or None if it is no answer to this; never raises."""

    @abc.abstractmethod
    def verdict(self, text: str) -> Verdict:
        """Score an answer that :meth:`read` has returned."""

    def verdicts(self, texts: Sequence[str]) -> list[Verdict]:
        """Score many answers at once, in order."""
        return [self.verdict(text) for text in texts]

    @abc.abstractmethod
    def unclear(self) -> str:
        """Return why this would not be a good question (two right answers, one on a border), or nothing."""

    @property
    @abc.abstractmethod
    def right_answer(self) -> str:
        """The text of the right answer, or of one of them."""

    def applied(self, setting: Any, text: str) -> Any:
        """Return the setting in which an answer is shown: the question's, unless the answer itself is part of it."""
        del text
        return setting

    def shuffled(self, order: Any) -> "Form":
        """Return the form with what has no order of its own in the random order of a NumPy generator."""
        del order
        return self


def falling(distance: float, tolerance: float, reach: float = 4.0) -> float:
    """Return the score of an answer so far off: 1 within the tolerance, falling to 0 at ``reach`` times that."""
    return min(1.0, max(0.0, (reach * tolerance - distance) / ((reach - 1.0) * tolerance)))


def panel_of(form: Form) -> str:
    """Return the key of the panel on which a form is answered, or its options are drawn; empty if on none."""
    return getattr(form, "panel", "") or getattr(getattr(form, "arrows", None), "panel", "")
