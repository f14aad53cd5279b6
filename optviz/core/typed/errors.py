"""What is wrong with a typed text: a sentence, the place, and a text that would do."""

LONGEST_NAME = 12


class FormulaError(ValueError):
    """A typed text that cannot be read.

    ``message`` is a sentence for the screen; ``start`` and ``end`` say where in the text as it was typed, counted in
    Unicode characters; ``mend`` is the whole text, mended, where there is a suggestion, and can be read.
    ``edit`` is the first of its changes: what to put from where to where. No message repeats a typed sign that could
    be markup: signs are named, names consist of letters, digits and underscores.
    """

    def __init__(self, message: str, start: int, end: int, edit: tuple[int, int, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.edit = edit
        self.mend: str | None = None


def quoted(name: str) -> str:
    """Return a name in quotation marks, cut where it is long."""
    return f"“{name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}”"
