"""Rooms in the memory of this process: gone when it ends, and unknown to any other."""

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from optviz.rooms.store import LINGERS, MAX_ROOMS, Clock, Full, News


class _Waiter:
    """Waits in its own event loop; any thread may wake it."""

    def __init__(self) -> None:
        self._loop, self._event = asyncio.get_running_loop(), asyncio.Event()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)

    def wake(self) -> None:
        with suppress(RuntimeError):  # its loop is closed
            self._loop.call_soon_threadsafe(self._event.set)


@dataclass
class _Log:
    until: float
    entries: list[str]
    first: int = 0
    """How many entries were compacted to the snapshot."""
    snapshot: str | None = None
    ended: bool = False
    waiting: list[_Waiter] = field(default_factory=list)

    @property
    def at(self) -> int:
        return self.first + len(self.entries)


class MemoryStore:
    """A store for one process; any of its threads may use it."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._logs: dict[str, _Log] = {}

    async def open(self, pin: str, entry: str, seconds: float) -> bool:
        """Open a room for so long, with its first entry; return False if the PIN is taken. Raise Full."""
        with self._lock:
            self._sweep()
            if pin in self._logs:
                return False
            if sum(not log.ended for log in self._logs.values()) >= MAX_ROOMS:
                raise Full
            self._logs[pin] = _Log(self._clock() + seconds, [entry])
            return True

    async def append(self, pin: str, entry: str) -> None:
        """Add an entry after all others."""
        with self._lock:
            if log := self._found(pin):
                log.entries.append(entry)
                self._wake(log)

    async def read(self, pin: str, after: str) -> News | None:
        """Return what comes after a place, "" for the beginning; None if there is no such room."""
        with self._lock:
            log = self._found(pin)
            if log is None:
                return None
            place = int(after or 0)
            snapshot = log.snapshot if place < log.first else None
            return News(str(log.at), snapshot, log.entries[max(0, place - log.first) :])

    async def wait(self, pin: str, after: str, seconds: float) -> None:
        """Return as soon as there is an entry after a place, or no such room, or so many seconds are over."""
        waiter = _Waiter()
        with self._lock:
            log = self._found(pin)
            if log is None or log.at > int(after or 0):
                return
            log.waiting.append(waiter)
        try:
            await waiter.wait(min(seconds, max(0.0, log.until - self._clock())))
        finally:
            with self._lock:
                if waiter in log.waiting:
                    log.waiting.remove(waiter)

    async def compact(self, pin: str, at: str, snapshot: str) -> None:
        """Replace all entries up to a place; those after it stay."""
        with self._lock:
            if (log := self._found(pin)) and log.first < int(at) <= log.at:
                del log.entries[: int(at) - log.first]
                log.first, log.snapshot = int(at), snapshot

    async def end(self, pin: str) -> None:
        """Make place for another room; what is in this one can be read for a little longer."""
        with self._lock:
            if (log := self._found(pin)) and not log.ended:
                log.ended, log.until = True, self._clock() + LINGERS

    async def close(self) -> None:
        """Do nothing: there is no connection."""

    def _found(self, pin: str) -> _Log | None:
        log = self._logs.get(pin)
        return log if log and log.until > self._clock() else None

    def _sweep(self) -> None:
        now = self._clock()
        for pin in [pin for pin, log in self._logs.items() if log.until <= now]:
            self._wake(self._logs.pop(pin))

    def _wake(self, log: _Log) -> None:
        for waiter in log.waiting:
            waiter.wake()
        log.waiting.clear()
