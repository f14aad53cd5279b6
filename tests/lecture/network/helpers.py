"""A section of the network page computed to its end, as it opens, as a preset has it, or turned to other values."""

import functools
from typing import Any

from optviz.lecture.network import PAGE
from optviz.lecture.network.common import RUNS


def values_of(section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The values of a section's controls."""
    found = PAGE.section(section)
    chosen = found.preset(preset) if preset else None
    assert bool(chosen) == bool(preset), f"{section} has no preset {preset}"
    values = found.defaults() | (dict(chosen.values) if chosen else {})
    assert set(changes) <= set(values)
    return values | changes


@functools.lru_cache(maxsize=64)
def _end(section: str, facts: tuple) -> Any:
    *_, last = RUNS[section](dict(facts))
    return last


def end(section: str, preset: str = "", **changes: Any) -> Any:
    """What a section has when it is done."""
    return _end(section, tuple(values_of(section, preset, **changes).items()))
