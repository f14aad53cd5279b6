"""A class that plays together: a lecturer and a hundred phones, ten rounds, alone and beside other people.

Each phone does what the page on it does: it joins, listens to events, fetches the question's picture, answers, and
after the reveal fetches its own run; the projector fetches the picture with the runs of all.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import h11

from benchmarks.activities import DRAGGING, GREEDY
from benchmarks.bench import Line, line, share
from benchmarks.http_client import CHUNK, Answer, Connection
from benchmarks.people import FAULTS
from benchmarks.scenarios import Load, devour, faults, leave, live, waits, work

PHONES = 100
ROUNDS = 10
REF = "momentum.map.fastest"
THINKING = (0.3, 3.0)
"""Seconds that somebody takes to answer; a real class takes longer, and a server then has less to do at once."""

SPREAD = 1.2
"""Seconds over which the phones ask for their own runs, as the page on them does."""

PATIENCE = 30.0


@dataclass
class Member:
    """Somebody in a room: a connection for requests, another for events, and how long things took."""

    url: str
    pin: str = ""
    token: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    confirmed: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    background: str = ""

    def __post_init__(self) -> None:
        self.connection = Connection(self.url)
        self.listening: asyncio.Task[None] | None = None

    def take(self, state: dict[str, Any]) -> None:
        """Take a state, unless a newer one is known."""
        if state["version"] >= self.state.get("version", -1):
            self.state = state
            self.told.set()

    async def until(self, round_number: int, *phases: str) -> None:
        """Wait until the room is in one of these phases of a round."""
        async with asyncio.timeout(PATIENCE):
            while self.state.get("round") != round_number or self.state.get("phase") not in phases:
                self.told.clear()
                await self.told.wait()

    async def listen(self) -> None:
        """Hear events until the task is cancelled."""
        reader, writer = await asyncio.open_connection(self.connection.host, self.connection.port, limit=4 * CHUNK)
        http = h11.Connection(h11.CLIENT)
        target = f"/optviz/room/{self.pin}/events?token={self.token}"
        request = h11.Request(method="GET", target=target, headers=[("Host", "localhost")])
        writer.write((http.send(request) or b"") + (http.send(h11.EndOfMessage()) or b""))
        text = ""
        try:
            while not isinstance(event := http.next_event(), h11.EndOfMessage):
                if event is h11.NEED_DATA:
                    http.receive_data(await reader.read(CHUNK))
                elif isinstance(event, h11.Data):
                    *events, text = (text + bytes(event.data).decode()).split("\n\n")
                    for one in events:
                        data = [row[6:] for row in one.splitlines() if row.startswith("data: ")]
                        if data and "event: " not in one:
                            self.take(json.loads("".join(data)))
        finally:
            writer.close()

    async def picture(self, page: str, query: str) -> float:
        """Fetch a picture; return when it was there."""
        have = f"&have={quote(self.background)}" if self.background else ""
        answer = await self.connection.get(f"/optviz/picture/{page}?{query}{have}", Answer())
        if answer.first_board is None:
            raise AssertionError(answer.failure or "no picture came")
        self.background = answer.frames[-1].header.get("background", "")
        return answer.first_board

    async def leave(self) -> None:
        """Close both connections."""
        if self.listening:
            self.listening.cancel()
            await asyncio.gather(self.listening, return_exceptions=True)
        self.connection.close()


async def join(one: Member, pin: str) -> None:
    """Join a room and listen."""
    one.pin = pin
    reply = await one.connection.post(f"/optviz/room/{pin}/join", {})
    one.token = reply["token"]
    one.take(reply["state"])
    one.listening = asyncio.create_task(one.listen())


async def play(one: Member, rng: random.Random) -> None:
    """Play all rounds: look, think, answer, see the own run."""
    try:
        for number in range(1, ROUNDS + 1):
            await one.until(number, "asked", "released")
            ref, seed = one.state["question"].split(":")
            await one.picture("join", f"ref={ref}&q={seed}")
            await one.until(number, "released")
            await asyncio.sleep(rng.uniform(*THINKING))
            text = f"{rng.uniform(0.001, 0.04):.3g},{rng.uniform(0, 0.99):.3g}"
            begun = time.perf_counter()
            fields = {"token": one.token, "round": number, "answer": text}
            one.take((await one.connection.post(f"/optviz/room/{one.pin}/answer", fields))["state"])
            one.confirmed.append(time.perf_counter() - begun)
            await one.until(number, "revealed", "standings")
            heard = time.perf_counter()
            await asyncio.sleep(rng.uniform(0, SPREAD))
            one.own.append(await one.picture("join", f"ref={ref}&q={seed}&answer={text}") - heard)
    except FAULTS as error:
        one.faults.append(f"a phone in round {one.state.get('round')}: {error!r}")


@dataclass
class Lesson:
    """What a lecturer saw: seconds from the click to the picture with all runs, and when the class had its own."""

    revealed: list[float] = field(default_factory=list)
    clicked: list[float] = field(default_factory=list)


async def teach(lecturer: Member, phones: list[Member], lesson: Lesson, rng: random.Random) -> None:
    """Lead all rounds: ask, release, wait for all answers, reveal, standings."""

    async def steer(action: str, **fields: Any) -> None:
        fields |= {"owner": lecturer.token, "action": action}
        lecturer.take((await lecturer.connection.post(f"/optviz/room/{lecturer.pin}/steer", fields))["state"])

    for number in range(1, ROUNDS + 1):
        seed = rng.randrange(1000)
        await steer("ask", question=f"{REF}:{seed}")
        await lecturer.picture("class", f"ref={REF}&q={seed}")
        await steer("release")
        async with asyncio.timeout(PATIENCE):
            while lecturer.state["answered"] < sum(not one.faults for one in phones):
                lecturer.told.clear()
                await lecturer.told.wait()
        begun = time.perf_counter()
        await steer("reveal")
        crowd = "~".join(one["answer"] for one in lecturer.state["answers"])
        lesson.revealed.append(await lecturer.picture("class", f"ref={REF}&q={seed}&answer=-&crowd={crowd}") - begun)
        async with asyncio.timeout(PATIENCE):
            while any(len(one.own) < number and not one.faults for one in phones):
                await asyncio.sleep(0.02)
        lesson.clicked.append(time.perf_counter() - begun)
        await steer("standings")


async def lesson_of(load: Load, name: str) -> list[Line]:
    """Open a room, let the phones join, play, and tell how long everything took."""
    url = load.server.url
    phones = [Member(url) for _ in range(max(round(PHONES * load.part), 1))]
    lecturer, lesson = Member(url), Lesson()
    opened = await lecturer.connection.post("/optviz/room", {})
    lecturer.pin, lecturer.token = opened["pin"], opened["owner"]
    lecturer.listening = asyncio.create_task(lecturer.listen())
    joined: list[float] = []

    async def arrive(one: Member, rng: random.Random) -> None:
        await asyncio.sleep(rng.uniform(0, 2))
        begun = time.perf_counter()
        await join(one, lecturer.pin)
        joined.append(time.perf_counter() - begun)

    await asyncio.gather(*(arrive(one, random.Random(i)) for i, one in enumerate(phones)))
    playing = [asyncio.create_task(play(one, random.Random(i))) for i, one in enumerate(phones)]
    try:
        await teach(lecturer, phones, lesson, random.Random(1))
    except FAULTS as error:
        lecturer.faults.append(f"the lecturer: {error!r}")
    await asyncio.gather(*playing)
    await asyncio.gather(*(one.leave() for one in (lecturer, *phones)))
    errors = [error for one in (lecturer, *phones) for error in one.faults]
    return [
        waits(f"{name}: joined", joined),
        waits(f"{name}: an answer confirmed", [wait for one in phones for wait in one.confirmed], 150),
        waits(f"{name}: reveal to the projector's picture of {len(phones)} runs", lesson.revealed, most=1000),
        waits(f"{name}: a phone's own run after it heard of the reveal", [wait for one in phones for wait in one.own]),
        waits(f"{name}: reveal to the last phone's own run", lesson.clicked, most=2000),
        (f"{name}, errors", str(len(errors)), "0", not errors),
        *((f"  {error[:90]}", "", "", None) for error in errors[:3]),
    ]


async def classroom(load: Load) -> list[Line]:
    """A hundred phones and a projector, ten rounds."""
    return await lesson_of(load, f"class of {round(PHONES * load.part)}")


async def late(delays: list[float]) -> None:
    """Note how much later than asked the clients' own loop comes back: that much of each wait is theirs."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.01)
        delays.append(time.perf_counter() - begun - 0.01)


async def classroom_beside(load: Load) -> list[Line]:
    """The same beside twenty people who drag, whose waits it must not lengthen much."""
    await work(load.people(20, (DRAGGING,)), load.seconds / 4)
    people = load.people(20, (DRAGGING,))
    alone = await work(people, load.seconds)
    beside = load.people(20, (DRAGGING,))
    delays: list[float] = []
    watching = asyncio.create_task(late(delays))
    dragging = asyncio.create_task(live(beside, load.seconds))
    lines = await lesson_of(load, "class beside 20 who drag")
    await dragging
    watching.cancel()
    changed = [wait for one in beside for wait in one.changed]
    lines += [waits("20 drag alone: a change", alone), waits("20 drag beside a class: a change", changed)]
    lines.append(waits("  of which the clients' own loop", delays))
    if alone and changed:
        lines.append(line("  p95 grows by", share(changed, 0.95) / share(alone, 0.95), "times", 1.5))
    return [*lines, *faults("beside a class", beside)]


async def classroom_greedy(load: Load) -> list[Line]:
    """The same beside one person who asks for the heaviest picture without a pause."""
    glutton = load.people(1, (GREEDY[0],))[0]
    await glutton.arrive()
    devouring = asyncio.create_task(devour(glutton))
    lines = await lesson_of(load, f"class beside {GREEDY[0].name}")
    devouring.cancel()
    await asyncio.gather(devouring, return_exceptions=True)
    await leave([glutton])
    return lines
