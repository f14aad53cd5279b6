"""A section of the page on adaptive learning rates as it opens, as a preset has it, or turned to other values."""

from typing import Any

import numpy as np

from optviz.core.run import Run
from optviz.scenes.lecture.adaptive import PAGE
from optviz.scenes.lecture.adaptive_runs import RUNS


def values_of(section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The values of a section's controls."""
    found = PAGE.section(section)
    chosen = found.preset(preset) if preset else None
    assert bool(chosen) == bool(preset), f"{section} has no preset {preset}"
    values = found.defaults() | (dict(chosen.values) if chosen else {})
    assert set(changes) <= set(values)
    return values | changes


def opened(section: str, preset: str = "", **changes: Any) -> Any:
    """What happens in a section."""
    return RUNS[section](values_of(section, preset, **changes))


def rates(run: Run) -> np.ndarray:
    """The rule's own learning rates, (T, 2)."""
    return run.quantities["rate"]


def lengths(run: Run) -> np.ndarray:
    """The length of each step, (T,)."""
    return np.hypot(*run.step.T)
