"""What a tour is: stops in an order, each an address of the app with a few words."""

import dataclasses
from collections.abc import Mapping
from itertools import accumulate
from typing import Any


@dataclasses.dataclass(frozen=True)
class Stop:
    """A stop: the page and the query that it opens, its title, a few words, and notes for the lecturer.

    ``part`` heads this stop and those after it that name none; ``hide`` are keys of controls that are not shown here;
    ``shows`` is what the address is about, a section or a lesson.
    """

    title: str
    page: str
    query: str
    words: str = ""
    part: str = ""
    hide: tuple[str, ...] = ()
    minutes: float = 0.0
    notes: str = ""
    shows: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Tour:
    """A tour: its name, by which an address has it, a title, a sentence about it, and its stops."""

    name: str
    title: str
    about: str
    stops: tuple[Stop, ...]

    @property
    def minutes(self) -> float:
        """How long it is planned to last; 0 where no stop says."""
        return sum(stop.minutes for stop in self.stops)

    @property
    def ends(self) -> tuple[float, ...]:
        """The minute at which each stop is to end."""
        return tuple(accumulate(stop.minutes for stop in self.stops))

    @property
    def parts(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The parts, each with the places of its stops, from 0."""
        parts: list[tuple[str, list[int]]] = []
        for place, stop in enumerate(self.stops):
            if stop.part or not parts:
                parts.append((stop.part, []))
            parts[-1][1].append(place)
        return tuple((part, tuple(places)) for part, places in parts)

    def message(self) -> dict[str, Any]:
        """Return the tour as the browser is sent it."""
        return dataclasses.asdict(self)
