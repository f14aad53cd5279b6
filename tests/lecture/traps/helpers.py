"""A section of the page on traps as it opens, as a preset has it, or turned to other values."""

from functools import partial
from typing import Any

from optviz.lecture.traps import PAGE
from optviz.lecture.traps import common as traps_runs
from tests.lecture import helpers

WHAT = {
    "gradient": traps_runs.gradient,
    "balls": traps_runs.balls,
    "suboptimal": traps_runs.suboptimal,
    "basins": traps_runs.basins,
    "saddle": traps_runs.saddle,
    "escape": traps_runs.escapes,
}


values_of = partial(helpers.values_of, PAGE)


def opened(section: str, preset: str = "", **changes: Any) -> Any:
    """What happens in a section."""
    return WHAT[section](values_of(section, preset, **changes))
