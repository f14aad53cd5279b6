"""Rows of text."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.panels.base import Panel, Text


@dataclasses.dataclass(frozen=True)
class Table(Panel):
    """Rows of text, one a step; that of the playhead is marked and kept in sight, those of later steps are blank.

    ``follow=False``: a plain table, whose cells may be keyframes: empty until the step that fills them. ``dense``:
    lines closer together, for a table whose rows should all be seen. ``spare``: how many of the last columns of a plain
    table are not shown where there is no room for them; a file has them.
    """

    kind: ClassVar[str] = "table"

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: str = ""
    follow: bool = True
    mono: bool = True
    dense: bool = False
    spare: int = 0
