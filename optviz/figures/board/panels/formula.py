"""Lines of mathematics, filled with numbers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

import numpy as np

from optviz.figures.board.layers import Array
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Column:
    """A vector, its ``parts`` one array per step (or number) each, ``shift`` steps later: 1 for x_{t+1}."""

    parts: tuple[Array | float, ...]
    shift: int = 0

    @property
    def numbers(self) -> Array:
        """The vector, one row for each step that all its parts have."""
        steps = min((len(part) for part in self.parts if isinstance(part, np.ndarray)), default=self.shift + 1)
        rows = [part[:steps] if isinstance(part, np.ndarray) else np.full(steps, part) for part in self.parts]
        return np.stack(rows, axis=1)[self.shift :]


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

    def numbers(self, name: str) -> Array:
        """The numbers of a column: one row per step, or a single number for what never changes."""
        column = self.columns[name]
        return column.numbers if isinstance(column, Column) else np.asarray(column)
