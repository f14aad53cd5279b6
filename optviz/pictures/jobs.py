"""Long computations by address: one for all who watch it, in a fair queue, stopped when nobody does, taken up again.

A job is never given up while somebody watches: what the workers have no time for waits its turn and says how many are
before it. One that fails is forgotten, so that asking again tries again; the details go to the log.
"""

import itertools
import logging
import os
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from optviz.core.heap import trim
from optviz.lecture.work import Work
from optviz.pictures.cached import size_of

IDLE_TIMEOUT = 2.0
"""Seconds after which a job that nobody watches stops."""

MAX_BYTES = 32 * 2**20
"""Bytes of the jobs, finished or not, that are kept though nobody watches."""

_STATE = 100_000
"""Bytes that count for what a job remembers beyond its newest result."""

_LONG = 0.5
"""A job of more seconds has probably compiled something, and its compiler's memory lies idle."""

_NICENESS = 5
_NUMBERS = itertools.count()
_LOG = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """A job as it is now: its newest result, a name for that, what goes on, and how many jobs are before it."""

    result: Any
    name: str
    done: bool = False
    failed: bool = False
    queued: int = 0


class Job:
    """A computation that several people may watch; :class:`Jobs` runs it. All fields belong to that one's lock."""

    def __init__(self, key: str, work: Work) -> None:
        self.key, self.work = key, work
        self.number = next(_NUMBERS)
        self.results: Iterator[Any] | None = None
        self.latest: Any = None
        self.revision = -1
        self.done = self.failed = False
        self.wanted_until = 0.0
        self.watchers: list[Callable[[], None]] = []
        self.size = _STATE
        self.starting = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.done or self.failed

    @property
    def wanted(self) -> bool:
        """Whether somebody watches, or did until just now."""
        return bool(self.watchers) or time.monotonic() < self.wanted_until


def _be_patient() -> None:
    """Let answers go before this thread, where the system lets a thread have a priority of its own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


class Jobs:
    """The jobs of a process: ``workers`` run at a time, the others wait in the order in which they were asked for."""

    def __init__(self, workers: int = 2, idle: float = IDLE_TIMEOUT, max_bytes: int = MAX_BYTES) -> None:
        self._workers = ThreadPoolExecutor(workers, "optviz-work", _be_patient)
        self._most_running, self._idle, self._max_bytes = workers, idle, max_bytes
        self._changed = threading.Condition()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: deque[Job] = deque()
        self._running: list[Job] = []

    def ask(self, key: str, work: Work) -> Job:
        """Return the job called ``key`` with its first result, made here if need be, and see that it goes on."""
        with self._changed:
            job = self._jobs.setdefault(key, Job(key, work))
            self._jobs.move_to_end(key)
            job.wanted_until = time.monotonic() + self._idle
        self._start(job)
        with self._changed:
            self._enqueue(job)
            self._forget()
        return job

    @contextmanager
    def watched(self, job: Job, on_change: Callable[[], None]) -> Iterator[None]:
        """Watch a job: ``on_change`` is called, by whichever thread it is, when its snapshot is another one."""
        with self._changed:
            job.watchers.append(on_change)
            self._enqueue(job)
        try:
            yield
        finally:
            with self._changed:
                job.watchers.remove(on_change)
                job.wanted_until = time.monotonic() + self._idle

    def wait(self, job: Job, seconds: float) -> Snapshot:
        """Wait until nothing more will come, at most so long, and return the job as it is then."""
        with self._changed:
            self._changed.wait_for(lambda: job.over, seconds)
        return self.snapshot(job)

    def snapshot(self, job: Job) -> Snapshot:
        """Return the job as it is now."""
        with self._changed:
            name = "done" if job.done else f"{job.number}.{job.revision}"
            return Snapshot(job.latest, name, job.done, job.failed, self._before(job))

    @property
    def size(self) -> int:
        """Bytes of all jobs kept now, as far as they are counted."""
        with self._changed:
            return sum(job.size for job in self._jobs.values())

    def _before(self, job: Job) -> int:
        """Count the jobs that run or wait before this one; none if a worker is about to take it."""
        if job not in self._queue:
            return 0
        place = self._queue.index(job)
        before = len(self._running) + sum(other.wanted for other in list(self._queue)[:place])
        return before if before >= self._most_running else 0

    def _start(self, job: Job) -> None:
        """Make the first result, by the first who asks; the others wait for him."""
        with job.starting:
            if job.revision >= 0 or job.failed:
                return
            try:
                results = job.work.make()
                first = next(results)
            except Exception:
                self._fail(job)
                return
            with self._changed:
                job.results, job.latest, job.revision = results, first, 0
                job.size = _STATE + size_of(first)

    def _enqueue(self, job: Job) -> None:
        if not job.over and job.results is not None and job not in self._queue and job not in self._running:
            self._queue.append(job)
            self._workers.submit(self._run_next)

    def _run_next(self) -> None:
        begun = time.monotonic()
        with self._changed:
            while self._queue and not self._queue[0].wanted:
                self._queue.popleft()
            if not self._queue:
                return
            job = self._queue.popleft()
            self._running.append(job)
        self._tell(*self._queue)
        while self._goes_on(job):
            self._piece(job)
        self._tell(job, *self._queue)
        if time.monotonic() - begun > _LONG:
            trim()

    def _goes_on(self, job: Job) -> bool:
        with self._changed:
            if job.wanted and not job.over:
                return True
            self._running.remove(job)
            job.size = _STATE + size_of(job.latest)
            self._forget()
            return False

    def _piece(self, job: Job) -> None:
        missing = object()
        try:
            assert job.results is not None
            result = next(job.results, missing)
        except Exception:
            self._fail(job)
            return
        with self._changed:
            if result is missing:
                job.results, job.done = None, True
            else:
                job.latest, job.revision = result, job.revision + 1
        self._tell(job)

    def _fail(self, job: Job) -> None:
        _LOG.exception("the work %s failed", job.key)
        with self._changed:
            job.results, job.failed = None, True
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
        self._tell(job)

    def _tell(self, *jobs: Job) -> None:
        with self._changed:
            calls = [call for job in jobs for call in job.watchers]
            self._changed.notify_all()
        for call in calls:
            call()

    def _forget(self) -> None:
        """Give up the jobs that nobody has watched for the longest time, beyond the bound."""
        total = sum(job.size for job in self._jobs.values())
        for job in list(self._jobs.values()):
            if total <= self._max_bytes:
                return
            if not job.wanted and job not in self._running:
                del self._jobs[job.key]
                total -= job.size


SHARED = Jobs()
"""The jobs of this process."""
