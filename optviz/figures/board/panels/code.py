"""Lines of a program, one of them lit."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Floats
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Code(Panel):
    """Lines of an algorithm or program; ``at`` (T+1,): which line is lit at each step (−1: none).

    ``latex=True``: text between dollar signs is set as mathematics. ``copies=True``: a button copies the lines.
    """

    kind: ClassVar[str] = "code"

    lines: tuple[str, ...]
    at: Floats = ()
    title: str = ""
    latex: bool = False
    copies: bool = False
