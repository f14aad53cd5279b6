"""A section of the network page computed: all its results with their boards, or what it has when it is done."""

import functools
from collections.abc import Mapping
from typing import Any

from optviz.core.network.training import History
from optviz.lecture.network import PAGE
from optviz.lecture.page_state import PageState, opened
from tests.lecture import helpers

SHORT: dict[str, dict[str, Any]] = {
    "digits": {"epochs": 2.0},
    "landscape": {"epochs": 4.0},
    "sharpness": {"steps": 60.0},
}
"""Values that shorten the longest trainings."""


def values_of(section: str, preset: str = "", /, **changes: Any) -> dict[str, Any]:
    """The values of a section's controls."""
    return helpers.values_of(PAGE, section, preset, **changes)


def compute(section: str, values: Mapping[str, Any]) -> list[Any]:
    """All results of a section's work."""
    work = PAGE.section(section).work
    assert work is not None
    return list(work(values).make())


@functools.lru_cache(maxsize=64)
def _end(section: str, settings: tuple) -> Any:
    return compute(section, dict(settings))[-1]


def end(section: str, preset: str = "", /, **changes: Any) -> Any:
    """What a section has when it is done."""
    return _end(section, tuple(values_of(section, preset, **changes).items()))


def results(section: str, preset: str = "", /, **changes: Any) -> tuple[PageState, list[Any]]:
    """A section's state, its trainings shortened, and all its results."""
    state = opened(PAGE, section, preset)
    values = state.values | SHORT.get(section, {}) | changes
    return state.replace(settings=tuple(values.items())), compute(section, values)


def histories(result: Any) -> list[History]:
    """The trainings in a result of the sections network, loss, digits or race."""
    if isinstance(result, History):
        return [result]
    return [] if result is None else [racer.history for racer in result]
