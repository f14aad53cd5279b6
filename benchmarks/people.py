"""People with a page open: how they ask for pictures, by address or by reruns of a script, and how long they wait."""

import asyncio
import json
import random
import time
from urllib.parse import parse_qs, quote

import h11
import websockets

from benchmarks.activities import Activity
from benchmarks.http_client import Answer, Connection
from benchmarks.streamlit_client import Session

PAUSE = 2.0
PATIENCE = 20.0
"""Seconds after which nobody waits for the end of a training any more."""

ASK_AGAIN = 0.15
"""Seconds after which a page of the releases without a route asks again for long work."""

FAULTS = (OSError, TimeoutError, websockets.WebSocketException, h11.ProtocolError, AssertionError, json.JSONDecodeError)


class Person:
    """Somebody on a page: the seconds waited for the first picture, for each change, for the ends of trainings."""

    def __init__(self, url: str, activity: Activity, rng: random.Random) -> None:
        self.activity, self.rng = activity, rng
        self.links = activity.links(rng)
        self.session = Session(url, activity.page)
        self.opened: list[float] = []
        self.changed: list[float] = []
        self.ended: list[float] = []
        self.unfinished = self.refused = 0
        self.faults: list[str] = []

    @property
    def errors(self) -> list[str]:
        """All that went wrong."""
        return self.faults + self.session.errors

    async def arrive(self, late: float = 0.0) -> None:
        """Open the page after ``late`` seconds; the wait runs to its first picture."""
        await asyncio.sleep(late)
        begun = time.perf_counter()
        try:
            await self.open(next(self.links))
            self.opened.append(time.perf_counter() - begun)
        except FAULTS as error:
            self.faults.append(f"{self.activity.name}, opening: {error!r}")

    async def change(self) -> None:
        """Ask for the next picture and note how long it, and the end of its training, took."""
        begun = time.perf_counter()
        try:
            first, end = await self.show(next(self.links))
        except FAULTS as error:
            self.faults.append(f"{self.activity.name}, a change: {error!r}")
            return
        self.changed.append(first - begun)
        if end is None:
            self.unfinished += 1
        elif self.activity.works:
            self.ended.append(end - begun)

    async def live(self, late: float, until: float) -> None:
        """Arrive, then change something every two seconds or so, until the clock says ``until``."""
        await self.arrive(late)
        while self.opened and time.perf_counter() < until:
            await asyncio.sleep(self.rng.uniform(0.5, 1.5) * PAUSE)
            await self.change()

    async def open(self, query: str) -> None:
        """Open the page at this query, up to its first picture."""
        async with asyncio.timeout(3 * PATIENCE):
            await self.session.open(query)

    async def show(self, query: str) -> tuple[float, float | None]:
        """Ask for a picture; return when it was there, and when its long work was done, None if it was not."""
        raise NotImplementedError

    async def leave(self) -> None:
        """Close the page."""
        await self.session.close()


class ByRerun(Person):
    """Somebody whose page asks as in the releases without a route: each change reruns a script."""

    async def show(self, query: str) -> tuple[float, float | None]:
        params = {key: texts if key == "run" else texts[-1] for key, texts in parse_qs(query).items()}
        begun = time.perf_counter()
        async with asyncio.timeout(3 * PATIENCE):
            await self.session.request(params)
            first = end = time.perf_counter()
            while self.session.working:
                if end - begun > PATIENCE:
                    return first, None
                await asyncio.sleep(ASK_AGAIN)
                await self.session.request(params)
                end = time.perf_counter()
        return first, end


class ByRoute(Person):
    """Somebody whose page asks for each picture by its address; the session with Streamlit stays open beside."""

    def __init__(self, url: str, activity: Activity, rng: random.Random) -> None:
        super().__init__(url, activity, rng)
        self.connection = Connection(url)
        self.background = ""

    async def open(self, query: str) -> None:
        await super().open(query)
        await self.show(query)

    async def show(self, query: str) -> tuple[float, float | None]:
        have = f"&have={quote(self.background)}" if self.background else ""
        target = f"/optviz/picture/{self.activity.page}?{query}{have}"
        while (answer := await self.answer(target)).status == 503:
            self.refused += 1
            await asyncio.sleep(float(answer.fields["retry-after"]))
        first = answer.first_board
        if first is None:
            raise AssertionError(answer.failure or "no picture came")
        last = answer.frames[-1].header
        self.background = last.get("background", self.background)
        if last.get("work") == "running":
            return first, None
        if answer.failure:
            raise AssertionError(answer.failure)
        return first, answer.frames[-1].at

    async def answer(self, target: str) -> Answer:
        """Return the answer to a GET, or what of it came in the time that one is ready to wait for a training."""
        answer = Answer()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.connection.get(target, answer)
        except TimeoutError:
            if not (self.activity.works and answer.frames):
                raise
        return answer

    async def leave(self) -> None:
        self.connection.close()
        await super().leave()
