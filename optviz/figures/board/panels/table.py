"""Rows of text."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Table(Panel):
    """Rows of text; the row of the playhead is marked and kept in sight. ``follow=False``: a plain table.

    ``dense``: lines closer together, for a table whose rows should all be seen.
    """

    kind: ClassVar[str] = "table"

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    follow: bool = True
    mono: bool = True
    dense: bool = False
