"""The momentum page's values, as a section or preset opens, with what its text says to change."""

from typing import Any

import numpy as np

from optviz.core.simulation.run import Run
from optviz.lecture.momentum import PAGE
from optviz.lecture.page_state import opened


def values(section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The controls' values in a section or one of its presets, with some changed."""
    return opened(PAGE, section, preset).values | changes


def arrival(run: Run, distance: float = 0.1) -> int:
    """The step from which a run stays within ``distance`` of the minimum; one more than its steps if it does not."""
    outside = np.flatnonzero(~(run.distance < distance))
    return int(outside[-1]) + 1 if len(outside) else 0
