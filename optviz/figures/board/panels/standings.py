"""Who is where at the playhead, best first."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Floats, Look
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class RunStatus:
    """What became of a run, from which step on: a ``kind`` such as "stuck", in a few words, and why in a sentence."""

    kind: str
    step: int
    label: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Standing:
    """One run: f and ‖∇f‖ (T+1,), what became of it, and its ``slot``, the number that chooses it.

    ``settings``: its knobs in short, mathematics between dollar signs.
    """

    bits: ClassVar[int] = 14

    name: str
    look: Look
    slot: int
    value: Floats
    slope: Floats
    status: RunStatus
    settings: str = ""


@dataclasses.dataclass(frozen=True)
class Standings(Panel):
    """A table of runs, sorted by f at the playhead; a click on a name sets the control ``pick`` to its slot."""

    kind: ClassVar[str] = "standings"

    title: str
    runs: tuple[Standing, ...]
    pick: str = ""
