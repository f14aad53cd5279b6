"""A button that throws dice."""

import dataclasses
from typing import ClassVar

from optviz.lecture.controls.base import Control


@dataclasses.dataclass(frozen=True)
class Randomize(Control):
    """A button that gives the sliders named in ``sliders`` random values, evenly spread over their length."""

    kind: ClassVar[str] = "randomize"
    valued: ClassVar[bool] = False

    key: str
    label: str
    sliders: tuple[str, ...]
