"""A button that sets other controls."""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

from optviz.lecture.controls.base import Control


@dataclasses.dataclass(frozen=True)
class Button(Control):
    """A button that gives the controls named in ``sets`` the values there."""

    kind: ClassVar[str] = "button"
    valued: ClassVar[bool] = False

    key: str
    label: str
    sets: Mapping[str, Any]
    help: str = ""
