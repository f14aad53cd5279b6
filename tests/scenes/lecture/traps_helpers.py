"""A section of the page on traps as it opens, as a preset has it, or turned to other values."""

from typing import Any

from optviz.scenes.lecture import traps_runs
from optviz.scenes.lecture.traps import PAGE

WHAT = {
    "gradient": traps_runs.gradient,
    "balls": traps_runs.balls,
    "suboptimal": traps_runs.suboptimal,
    "basins": traps_runs.basins,
    "saddle": traps_runs.saddle,
    "escape": traps_runs.escapes,
}


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
    return WHAT[section](values_of(section, preset, **changes))
