"""A clock that counts down, for work away from the screen."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class Timer(Panel):
    """Minutes and seconds that are left, with Start, Stop and Reset; it runs in the browser alone."""

    kind: ClassVar[str] = "timer"

    minutes: float
    title: str = ""
