"""Where rooms are kept: one list of entries a room, in an order on which all agree."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

MAX_ROOMS = 50
LINGERS = 60.0
"""Seconds for which a room that has ended can still be read, so that all hear of its end."""

Clock = Callable[[], float]


class Full(Exception):
    """As many rooms are open as there may be."""


class Unreachable(Exception):
    """The store cannot be reached."""


class News(NamedTuple):
    """What a reader has not read yet, and where this leaves the reader."""

    at: str
    snapshot: str | None
    """What the entries before these were compacted to, if the reader has not read them all."""
    entries: list[str]


class Store(Protocol):
    """Keeps entries; knows nothing of what they mean. All but ``open`` do nothing where there is no such room."""

    async def open(self, pin: str, entry: str, seconds: float) -> bool:
        """Open a room for so long, with its first entry; return False if the PIN is taken. Raise Full, Unreachable."""
        ...

    async def append(self, pin: str, entry: str) -> None:
        """Add an entry after all others."""
        ...

    async def read(self, pin: str, after: str) -> News | None:
        """Return what comes after a place, "" for the beginning; None if there is no such room."""
        ...

    async def wait(self, pin: str, after: str, seconds: float) -> None:
        """Return as soon as there is an entry after a place, or no such room, or so many seconds are over."""
        ...

    async def compact(self, pin: str, at: str, snapshot: str) -> None:
        """Replace all entries up to a place; those after it stay."""
        ...

    async def end(self, pin: str) -> None:
        """Make place for another room; what is in this one can be read for a little longer."""
        ...

    async def close(self) -> None:
        """Let go of what connects to the store; rooms stay in it."""
        ...
