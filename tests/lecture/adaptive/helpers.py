"""What the tests of several sections on adaptive learning rates need."""

from functools import partial
from typing import Any

import numpy as np

from optviz.core.simulation.run import Run
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.adam import adam_runs
from optviz.lecture.adaptive.common import Comparison
from optviz.lecture.adaptive.coordinates import coordinates_runs
from optviz.lecture.adaptive.epsilon import epsilon_runs
from optviz.lecture.adaptive.forget import forget_runs
from optviz.lecture.adaptive.formula import formula_runs
from optviz.lecture.adaptive.ideas import race
from optviz.lecture.adaptive.rotation import rotation_runs
from optviz.lecture.adaptive.units import units_runs
from optviz.lecture.page_state import PageState, opened
from tests.lecture import helpers

COMPARISONS = {
    "formula": formula_runs,
    "coordinates": coordinates_runs,
    "forget": forget_runs,
    "units": units_runs,
    "adam": adam_runs,
    "epsilon": epsilon_runs,
}
"""The sections that compare A and B on one surface."""

values_of = partial(helpers.values_of, PAGE)


def compared(section: str, preset: str = "", **changes: Any) -> Comparison:
    """The runs of A and B in a section."""
    return COMPARISONS[section](values_of(section, preset, **changes))


def state_of(section: str, preset: str = "", **changes: Any) -> PageState:
    """The page's state in a section as it opens, as a preset has it, or with other values."""
    state = opened(PAGE, section, preset)
    return state.replace(settings=tuple((state.values | changes).items()))


def all_runs(section: str, **changes: Any) -> list[Run]:
    """Every run of a section."""
    values = values_of(section, **changes)
    if section == "ideas":
        return [racer.run for racer in race(values).racers]
    if section == "rotation":
        both = rotation_runs(values)
        return [*both.straight.runs, *both.turned.runs]
    return list(COMPARISONS[section](values).runs)


def rates(run: Run) -> np.ndarray:
    """The rule's own learning rates, (T, 2)."""
    return run.quantities["rate"]


def lengths(run: Run) -> np.ndarray:
    """The length of each step, (T,)."""
    return np.hypot(*run.step.T)
