"""What is wrong with a typed text: a sentence, the place, and a text that would do."""

import functools
from collections.abc import Callable
from typing import TypeVar

LONGEST_NAME = 12
MENDS = 3
"""How many changes a suggestion may make."""

Edit = tuple[int, int, str]
Result = TypeVar("Result")


class FormulaError(ValueError):
    """A typed text that cannot be read.

    ``message`` is a sentence for the screen; ``start`` and ``end`` say where in the text as it was typed, counted in
    Unicode characters. No message repeats a typed sign that could be markup: signs are named, names consist of
    letters, digits and underscores. ``edit``: what to put from where to where; ``reader`` and ``text``: what was to
    be read, and by what.
    """

    def __init__(self, message: str, start: int, end: int, edit: Edit | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.edit = edit
        self.text = ""
        self.reader: Callable[[str], object] | None = None

    @functools.cached_property
    def mend(self) -> str | None:
        """The whole text, mended, where there is a suggestion that can be read; it is looked for when it is asked for.

        What the next errors suggest is done too, up to three changes.
        """
        text, error = self.text, self
        for _ in range(MENDS):
            if error.edit is None or self.reader is None:
                return None
            start, end, instead = error.edit
            text = text[:start] + instead + text[end:]
            try:
                self.reader(text)
                return text.strip()
            except FormulaError as next_error:
                error = next_error
        return None


def mendable(text: str, reader: Callable[[str], Result]) -> Result:
    """Return what ``reader`` makes of ``text``; its errors will know how to look for a text that can be read."""
    try:
        return reader(text)
    except FormulaError as error:
        error.text, error.reader = text, reader
        raise


def quoted(name: str) -> str:
    """Return a name in quotation marks, cut where it is long."""
    return f"“{name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}”"
