"""Text that a person has typed or pasted."""

import unicodedata


def plain_spaces(text: str) -> str:
    """Return ``text`` with every kind of white space as a space, and without characters that have no width.

    A no-break space comes with a text copied from a page, a zero-width one from a chat.
    """
    visible = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(" " if c.isspace() else c for c in visible)
