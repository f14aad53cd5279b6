"""A section's values as it opens, as a preset has it, or turned to others; for the tests of every page."""

from typing import Any

from optviz.lecture.section import Page


def values_of(page: Page, section: str, preset: str = "", **changes: Any) -> dict[str, Any]:
    """The values of a section's controls; a preset or a control that is not there fails the test."""
    found = page.section(section)
    chosen = found.preset(preset) if preset else None
    assert bool(chosen) == bool(preset), f"{section} has no preset {preset}"
    values = found.defaults() | (dict(chosen.values) if chosen else {})
    assert set(changes) <= set(values)
    return values | changes
