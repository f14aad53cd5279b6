"""Numbers or words at the playhead."""

import dataclasses
from typing import Any, ClassVar

from optviz.figures.board.layers import Look
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Metric:
    """One number or word at the playhead: a label (text, or LaTeX between dollar signs) and what it reads.

    ``values`` (T+1,) numbers, or a tuple of T+1 words, or one word, or keyframes: a dash stands before the first.
    """

    label: str
    values: Any
    look: Look = "ink"


@dataclasses.dataclass(frozen=True)
class Metrics(Panel):
    """A few numbers side by side at the playhead."""

    kind: ClassVar[str] = "metrics"

    metrics: tuple[Metric, ...]
    title: str = ""
