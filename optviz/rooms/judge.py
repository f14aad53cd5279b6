"""The judge of the app's rooms."""

from collections.abc import Mapping

from optviz.rooms.types import Verdict


class NoQuestions:
    """Knows no question yet, so a room can be opened and joined, and nothing can be asked in it."""

    def known(self, question: str) -> str | None:
        """Return None: there is no such question."""
        return None

    def read(self, question: str, text: str) -> str | None:
        """Return None: no text answers a question that is not there."""
        return None

    def verdicts(self, question: str, answers: Mapping[str, str]) -> Mapping[str, Verdict]:
        """Return no verdict."""
        return {}


def judge() -> NoQuestions:
    """Return the judge that the app's rooms ask."""
    return NoQuestions()
