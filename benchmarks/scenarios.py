"""What a crowd does to a server, one scenario a function; see :mod:`benchmarks.load`."""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

from benchmarks.activities import DRAGGING, GREEDY, LECTURE, OPENING, TYPING, Activity
from benchmarks.bench import Line, calm, line, share
from benchmarks.http_client import Answer, Connection
from benchmarks.people import FAULTS, ByRoute, Person
from tests.browser.server import Server

ARRIVAL = 2.0
MEGABYTE = 1e6


@dataclass
class Load:
    """What a scenario puts on a server: how people ask, how long they stay, and what share of them comes."""

    server: Server
    way: type[Person]
    seconds: float
    part: float

    def people(self, count: int, activities: Sequence[Activity]) -> list[Person]:
        """Return so many people, spread over the activities; the same ones each time."""
        return [
            self.way(self.server.url, activities[i % len(activities)], random.Random(i))
            for i in range(max(round(self.part * count), 1))
        ]

    @property
    def memory(self) -> float:
        """The server's resident memory in MB."""
        return psutil.Process(self.server.pid).memory_info().rss / MEGABYTE

    @asynccontextmanager
    async def peak(self) -> AsyncIterator[list[float]]:
        """Watch the server's memory; the list's only number is the most it had, in MB."""
        most = [self.memory]

        async def watch() -> None:
            while True:
                await asyncio.sleep(0.1)
                most[0] = max(most[0], self.memory)

        watcher = asyncio.create_task(watch())
        try:
            yield most
        finally:
            watcher.cancel()


async def live(people: list[Person], seconds: float) -> None:
    """Let everybody arrive within two seconds and work until the time is over, then leave."""
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one.live(one.rng.uniform(0, ARRIVAL), until) for one in people))
    await leave(people)


async def leave(people: list[Person]) -> None:
    await asyncio.gather(*(one.leave() for one in people))


def waits(name: str, seconds: list[float], p95: float = math.inf, most: float = math.inf) -> Line:
    """Median, 95th percentile and maximum in milliseconds, and what the last two may be at most."""
    if not seconds:
        return f"{name}: nobody got any", "0", "> 0", False
    times = [1000 * one for one in seconds]
    middle, high, highest = share(times, 0.5), share(times, 0.95), max(times)
    limits = [f"{word} ≤ {limit:g}" for word, limit in (("p95", p95), ("max", most)) if limit < math.inf]
    met = high <= p95 and highest <= most if limits else None
    return (
        f"{name}, p50 / p95 / max ({len(times)})",
        f"{middle:.4g} / {high:.4g} / {highest:.4g} ms",
        ", ".join(limits),
        met,
    )


def faults(name: str, people: list[Person]) -> list[Line]:
    """How many errors there were, the first of them, and how many answers were refused for a while."""
    errors = [error for one in people for error in one.errors]
    lines: list[Line] = [(f"{name}, errors", str(len(errors)), "0", not errors)]
    lines += [(f"  {error[:90]}", "", "", None) for error in errors[:3]]
    refused = sum(one.refused for one in people)
    return [*lines, (f"{name}, told to wait (503)", str(refused), "", None)]


async def drag(load: Load) -> list[Line]:
    """A class opens one lesson and everybody drags the learning rate."""
    people = load.people(100, (DRAGGING,))
    await live(people, load.seconds)
    changed = [wait for one in people for wait in one.changed]
    name = f"{len(people)} people drag in the playground"
    opened = waits(f"{name}: first picture", [wait for one in people for wait in one.opened])
    return [opened, waits(f"{name}: a change", changed, 60, 250), *faults(name, people)]


async def lecture(load: Load) -> list[Line]:
    """A class is on four sections of the lecture, everybody moves sliders."""
    people = load.people(60, LECTURE)
    await live(people, load.seconds)
    name = f"{len(people)} people on lecture pages"
    lines: list[Line] = []
    for activity in LECTURE:
        here = [one for one in people if one.activity is activity]
        changed = [wait for one in here for wait in one.changed]
        what = "first answer" if activity.works else "a change"
        lines.append(waits(f"{activity.name}: {what}", changed, math.inf if activity.works else 150))
        if activity.works:
            lines.append(waits(f"{activity.name}: the training's end", [wait for one in here for wait in one.ended]))
            unfinished = sum(one.unfinished for one in here)
            lines.append((f"{activity.name}: not done within 20 s", str(unfinished), "0", not unfinished))
    plain = [wait for one in people if not one.activity.works for wait in one.changed]
    return [*lines, waits(f"{name}: all but trainings", plain, 150), *faults(name, people)]


async def typing(load: Load) -> list[Line]:
    """Thirty people type functions, none of which the server has seen before; others filled the bounded caches."""
    await work(load.people(30, (DRAGGING,)), load.seconds)
    people, before = load.people(30, (TYPING,)), load.memory
    changed = await work(people, load.seconds)
    name = f"{len(people)} people type {len(changed)} functions, whole and half"
    opened = waits(f"{name}: first picture", [wait for one in people for wait in one.opened])
    grown = load.memory - before
    memory = (f"{name}: memory grows by", f"{grown:.0f} MB", "≤ 60 MB", grown <= 60)
    return [opened, waits(f"{name}: a picture", changed, 300), memory, *faults(name, people)]


async def herd(load: Load) -> list[Line]:
    """A class opens eight pages of a cold server within two seconds."""
    people = load.people(100, OPENING)
    await asyncio.gather(*(one.arrive(one.rng.uniform(0, ARRIVAL)) for one in people))
    await leave(people)
    opened = [wait for one in people for wait in one.opened]
    name = f"{len(people)} people open 8 pages of a cold server"
    lines = faults(name, people)
    if opened:
        lines[:0] = [
            line(f"{name}: first picture, p50", share(opened, 0.5), "s", 4),
            line(f"{name}: first picture, slowest", max(opened), "s", 8),
        ]
    return lines


async def greedy(load: Load) -> list[Line]:
    """People drag, alone at first, then beside somebody who asks for the heaviest things without a pause."""
    await work(load.people(20, (DRAGGING,)), load.seconds / 4)
    await asyncio.to_thread(calm, load.server)
    people = load.people(20, (DRAGGING,))
    alone = await work(people, load.seconds)
    lines = [waits(f"{len(people)} people drag alone: a change", alone), *faults("alone", people)]
    for activity in GREEDY:
        glutton, beside = load.people(1, (activity,))[0], load.people(20, (DRAGGING,))
        await glutton.arrive()
        devouring = asyncio.create_task(devour(glutton))
        changed = await work(beside, load.seconds)
        devouring.cancel()
        await asyncio.gather(devouring, return_exceptions=True)
        await glutton.leave()
        name = f"beside {activity.name} ({len(glutton.changed)} of them)"
        lines += [waits(f"{name}: a change", changed), *faults(name, [*beside, glutton])]
        if alone and changed:
            lines.append(line(f"{name}: p95 grows by", share(changed, 0.95) / share(alone, 0.95), "times", 1.5))
    return lines


async def work(people: list[Person], seconds: float) -> list[float]:
    """Let people work; return how long they waited for their changes."""
    await live(people, seconds)
    return [wait for one in people for wait in one.changed]


async def devour(glutton: Person) -> None:
    """Ask for one picture after the other."""
    while True:
        await glutton.change()
        await asyncio.sleep(0)


async def flood(load: Load) -> list[Line]:
    """One client asks for 500 pictures at the same moment."""
    if load.way is not ByRoute:
        return [("a flood needs a route", "", "", None)]
    links = DRAGGING.links(random.Random(0))
    targets = [f"/optviz/picture/playground?{next(links)}" for _ in range(max(round(500 * load.part), 1))]
    visitor = load.people(1, (DRAGGING,))
    await live(visitor, 0)
    begun = time.perf_counter()
    answers = await asyncio.gather(*(fetch(load.server.url, target) for target in targets))
    seconds = time.perf_counter() - begun
    good = sum(one.status == 200 and not one.failure for one in answers)
    refused = [one for one in answers if one.status == 503]
    polite = sum("retry-after" in one.fields for one in refused)
    begun = time.perf_counter()
    after = await fetch(load.server.url, targets[0])
    return [
        (f"flood of {len(answers)}, answered in {seconds:.1f} s: 200", str(good), "> 0", good > 0),
        ("  503 with Retry-After", f"{polite} of {len(refused)}", "all", polite == len(refused)),
        ("  anything else", str(len(answers) - good - len(refused)), "0", good + len(refused) == len(answers)),
        ("  server healthy afterwards", str(load.server.healthy()), "True", load.server.healthy()),
        ("  a picture afterwards", f"{1000 * (time.perf_counter() - begun):.0f} ms", "200", after.status == 200),
    ]


async def fetch(url: str, target: str) -> Answer:
    """Return the answer to one GET on a connection of its own; status 0 where there was none."""
    connection, answer = Connection(url), Answer()
    try:
        async with asyncio.timeout(60):
            await connection.get(target, answer)
    except FAULTS:
        answer.status = 0
    connection.close()
    return answer


Scenario = Callable[[Load], Awaitable[list[Line]]]
SCENARIOS: dict[str, Scenario] = {
    "herd": herd,
    "drag": drag,
    "typing": typing,
    "lecture": lecture,
    "greedy": greedy,
    "flood": flood,
}
"""The herd comes first: to a cold server, also where one server goes through all of them."""
