"""A section of the page on adaptive learning rates as it opens, as a preset has it, or turned to other values."""

from functools import partial
from typing import Any

import numpy as np

from optviz.core.simulation.run import Run
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.common import RUNS
from tests.lecture import helpers

values_of = partial(helpers.values_of, PAGE)


def opened(section: str, preset: str = "", **changes: Any) -> Any:
    """What happens in a section."""
    return RUNS[section](values_of(section, preset, **changes))


def rates(run: Run) -> np.ndarray:
    """The rule's own learning rates, (T, 2)."""
    return run.quantities["rate"]


def lengths(run: Run) -> np.ndarray:
    """The length of each step, (T,)."""
    return np.hypot(*run.step.T)
