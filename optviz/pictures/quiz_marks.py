"""What the answers of a quiz are worth."""

from typing import NamedTuple

from optviz.pictures.cached import kept
from optviz.pictures.question_refs import picture_of
from optviz.pictures.quiz_set import Item
from optviz.questions import SHOWN

NEAR = 0.5
"""From this score on an answer that is not right is nearly so."""


class Mark(NamedTuple):
    """What an answer is worth: its canonical text, ``right``, ``near``, ``wrong`` or ``shown``, and the score."""

    answer: str
    kind: str
    score: float


def mark_of(item: Item, text: str) -> Mark | None:
    """Return what an answer is worth; None if it is no answer to this question."""
    return kept(f"mark {item.ref} {item.seed} {text}", lambda: _mark(item, text))


def _mark(item: Item, text: str) -> Mark | None:
    asked = picture_of(item.ref, item.seed, text)
    answer, verdict = asked.answer, asked.verdict
    if answer is None or verdict is None:
        return None
    if answer == SHOWN:
        return Mark(answer, "shown", 0.0)
    kind = "right" if verdict["right"] else "near" if verdict["score"] >= NEAR else "wrong"
    return Mark(answer, kind, verdict["score"])
