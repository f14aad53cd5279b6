"""Long computations of a lecture page: in the background, piece by piece, one for all who look at the same thing.

A page's module names them: ``WORK = {section: function from the controls' values to a Work}``. Whoever looks at one
asks for it again and again; one that nobody asks for stops between two pieces, and goes on when somebody does.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

from optviz.core.heap import give_back
from optviz.lecture.page_state import Show

PATIENCE = 2.0
"""Seconds after which a job that nobody asks for stops."""

_LONG = 0.5
"""A job of more seconds has probably compiled something, and its compiler's memory lies idle."""

_HANDS = ThreadPoolExecutor(2, "optviz-work")


@dataclasses.dataclass(frozen=True)
class Work:
    """Something to compute: equal keys, equal results. ``make`` starts it; the first result is there at once."""

    key: str
    make: Callable[[], Iterator[Any]]


def work_of(show: Show) -> Work | None:
    """Return the long computation behind what is shown, if there is one."""
    made = getattr(import_module(f"optviz.lecture.{show.page}"), "WORK", {}).get(show.section)
    return made(show.values) if made else None


class Job:
    """A computation under way: ``latest`` is its newest result, number ``revision``; ``done``: no more will come."""

    def __init__(self, work: Work) -> None:
        self._results = work.make()
        self._turn = threading.Condition()
        self._busy = False
        self._failed: BaseException | None = None
        self.latest = next(self._results)
        self.revision, self.done = 0, False
        self.want()

    def want(self) -> None:
        """Say that somebody looks: the job starts, goes on, or is left alone if it is done. Raises what it raised."""
        self._wanted = time.monotonic()
        with self._turn:
            if self._failed:
                raise self._failed
            if not (self.done or self._busy):
                self._busy = True
                _HANDS.submit(self._run)

    def wait(self, seconds: float) -> None:
        """Wait until the job is done, at most so long."""
        with self._turn:
            self._turn.wait_for(lambda: self.done or self._failed, seconds)

    def _run(self) -> None:
        begun = time.monotonic()
        try:
            while time.monotonic() - self._wanted < PATIENCE and not self.done:
                self._piece()
        except BaseException as error:
            self._failed = error
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()
            if time.monotonic() - begun > _LONG:
                give_back()

    def _piece(self) -> None:
        missing = object()
        found = next(self._results, missing)
        if found is missing:
            self._results, self.done = iter(()), True
        else:
            self.latest, self.revision = found, self.revision + 1
