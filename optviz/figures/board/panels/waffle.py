"""A count that fills a grid of cells."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Floats, Look
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Waffle(Panel):
    """A waffle chart: a grid of cells, one for each of ``total`` things or, of many, for a few of them.

    ``done`` (T+1,): how many things are done at each step. The grid fills up to ``total`` and then begins anew; where
    that happens more than once a step, it is shown as full. ``unit`` names the things.
    """

    kind: ClassVar[str] = "waffle"

    total: int
    done: Floats
    unit: str
    look: Look = "accent"
    title: str = ""
