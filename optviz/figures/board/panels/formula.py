"""Lines of mathematics, filled with numbers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from optviz.figures.board.layers import Array
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Column:
    """A vector, its ``parts`` one array per step (or number) each, ``shift`` steps later: 1 for x_{t+1}."""

    parts: tuple[Array | float, ...]
    shift: int = 0


@dataclasses.dataclass(frozen=True)
class Formula(Panel):
    """Lines of mathematics: (symbols, numbers) pairs in LaTeX. ``<<name>>`` in the numbers is filled from ``columns``.

    A column is (T+1,) or (T+1, n) per step, one number, or a :class:`Column`; a name without a column shows "?".
    A line with empty numbers shows its symbols alone. ``note``: a sentence below. ``counts``: the title ends in the
    step shown, at most the last one that all columns have; where there is none, the numbers are left out.
    """

    kind: ClassVar[str] = "formula"

    lines: tuple[tuple[str, str], ...]
    columns: Mapping[str, Array | Column | float] = field(default_factory=dict)
    title: str = ""
    note: str = ""
    counts: bool = False
