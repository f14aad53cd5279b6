"""Curves against the step."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Series
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Chart(Panel):
    """Curves against the step (or a cost), logarithmic in y where asked; values ≤ 0 are then left out.

    ``help``: a sentence on what is drawn; ``empty``: what is said where nothing is.
    """

    kind: ClassVar[str] = "chart"

    title: str
    series: tuple[Series, ...]
    log: bool = False
    x_label: str = "step t"
    legend: bool = True
    low: float | None = None
    high: float | None = None
    empty: str = "nothing to draw: all values are 0"
    help: str = ""
