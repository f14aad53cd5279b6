"""Lines of words and mathematics that change with the step."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class TextLines(Panel):
    """Lines of words and mathematics (between dollar signs), others at each step: ``frames`` (T+1).

    ``lit`` (T+1): which line of the frame is lit (−1: none); it is kept in sight. ``high``: the least height, in
    letters, so that frames of different length move nothing.
    """

    kind: ClassVar[str] = "text_lines"

    frames: tuple[tuple[str, ...], ...]
    lit: tuple[int, ...] = ()
    title: str = ""
    high: float = 0.0
