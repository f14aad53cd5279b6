"""Lines of mathematics, filled with numbers."""

import dataclasses
from dataclasses import field
from typing import Any, ClassVar

from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Formula(Panel):
    """Lines of mathematics: (symbols, numbers) pairs in LaTeX. ``<<name>>`` in the numbers is filled from ``columns``.

    A column is (T+1,) or (T+1, 2) per step, or one number; a line with empty numbers shows its symbols alone.
    """

    kind: ClassVar[str] = "formula"

    lines: tuple[tuple[str, str], ...]
    columns: dict[str, Any] = field(default_factory=dict)
    title: str = ""
