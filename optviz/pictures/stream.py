"""An answer as a stream: one part where nothing takes long, else one after another while the work goes on."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from typing import Protocol, TypeVar

from optviz.pictures import jobs
from optviz.pictures.jobs import Job, Snapshot
from optviz.pictures.pages import Picture, picture_at
from optviz.pictures.picture import QUICK, Address, Part, drawn, job_of, safely

PACE = 0.15
"""Seconds between two parts while work is under way."""

SILENCE = 10.0
"""Seconds after which the newest part is sent again, to say that the line is alive."""

T = TypeVar("T")


class InThread(Protocol):
    """Calls a function in a thread when there is room for it."""

    async def __call__(self, function: Callable[[], T], /) -> T:
        """Return what ``function`` returns."""
        ...


def begun(address: Address) -> Part | tuple[Picture, Job]:
    """Return the one part of an answer, or the picture and the job whose results it will show."""
    picture = picture_at(address.page, address.query, address.before)
    job = job_of(picture)
    return (picture, job) if job else drawn(picture, address.have)


async def parts(address: Address, in_thread: InThread) -> AsyncGenerator[Part]:
    """Yield the parts of an answer, each when there is something new to show."""
    start = await in_thread(lambda: safely(lambda: begun(address)))
    if isinstance(start, Part):
        yield start
        return
    picture, job = start
    have = address.have
    async with aclosing(snapshots(job)) as following:
        async for now in following:
            part = await in_thread(lambda now=now, have=have: safely(lambda: drawn(picture, have, now)))
            have = part.background
            yield part
            if part.over:
                return


async def snapshots(job: Job) -> AsyncGenerator[Snapshot]:
    """Yield a job as it goes on: soon, then at each change but not too often, the last time when it is over."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with suppress(RuntimeError):  # the server stops, and its loop is closed
            loop.call_soon_threadsafe(changed.set)

    with jobs.SHARED.watched(job, wake):
        now = jobs.SHARED.snapshot(job)
        pause = patience = 0.0 if now.queued else QUICK
        while True:
            now = await news(job, changed, now, pause, patience)
            yield now
            if now.done or now.failed:
                return
            pause, patience = PACE, SILENCE


async def news(job: Job, changed: asyncio.Event, last: Snapshot, pause: float, patience: float) -> Snapshot:
    """Return the job when it is over, else when it is not as it was ``last`` and ``pause`` has passed.

    After ``patience`` it is returned as it is.
    """
    begun_at = time.monotonic()
    while True:
        changed.clear()
        now = jobs.SHARED.snapshot(job)
        same = (now.name, now.queued) == (last.name, last.queued)
        left = (patience if same else pause) - (time.monotonic() - begun_at)
        if now.done or now.failed or left <= 0:
            return now
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), left)
