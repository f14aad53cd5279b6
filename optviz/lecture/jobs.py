"""Long computations of a lecture page: in the background, piece by piece, one for all who look at the same thing.

A section names one: ``work``, from the controls' values to a :class:`Work`. Whoever looks at it asks for it again and
again; one that nobody asks for stops between two pieces, and goes on when somebody does.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from optviz.core.heap import trim

IDLE_TIMEOUT = 2.0
"""Seconds after which a job that nobody asks for stops."""

_LONG = 0.5
"""A job of more seconds has probably compiled something, and its compiler's memory lies idle."""

_EXECUTOR = ThreadPoolExecutor(2, "optviz-work")


@dataclasses.dataclass(frozen=True)
class Work:
    """Something to compute: equal keys, equal results. ``make`` starts it; the first result is there at once."""

    key: str
    make: Callable[[], Iterator[Any]]


class Job:
    """A computation under way: ``latest`` is its newest result, number ``revision``; ``done``: no more will come."""

    def __init__(self, work: Work) -> None:
        self._results = work.make()
        self._changed = threading.Condition()
        self._busy = False
        self._failed: BaseException | None = None
        self.latest = next(self._results)
        self.revision, self.done = 0, False
        self.keep_alive()

    def keep_alive(self) -> None:
        """Say that somebody looks: the job starts, goes on, or is left alone if it is done. Raises what it raised."""
        self._last_asked = time.monotonic()
        with self._changed:
            if self._failed:
                raise self._failed
            if not (self.done or self._busy):
                self._busy = True
                _EXECUTOR.submit(self._run)

    def wait(self, seconds: float) -> None:
        """Wait until the job is done, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.done or self._failed, seconds)

    def _run(self) -> None:
        begun = time.monotonic()
        try:
            while time.monotonic() - self._last_asked < IDLE_TIMEOUT and not self.done:
                self._piece()
        except BaseException as error:
            self._failed = error
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
            if time.monotonic() - begun > _LONG:
                trim()

    def _piece(self) -> None:
        missing = object()
        result = next(self._results, missing)
        if result is missing:
            self._results, self.done = iter(()), True
        else:
            self.latest, self.revision = result, self.revision + 1
