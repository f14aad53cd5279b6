"""Server-sent events: each viewer hears of what concerns it, at once, and of nothing else."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest

from optviz.rooms import events, mirror
from optviz.rooms.hall import Hall
from optviz.rooms.memory import MemoryStore
from optviz.rooms.room import LASTS
from optviz.rooms.route import Rooms
from tests.rooms.classroom import Classroom, Clock, Phone, Projector, Stream, Sums, in_a_loop, serving

PHONES = 100


def in_phase(phase: str) -> Callable[[dict[str, Any]], bool]:
    return lambda state: state["phase"] == phase


async def all_of(streams: list[Stream], phase: str) -> list[dict[str, Any]]:
    return await asyncio.gather(*(stream.until(in_phase(phase)) for stream in streams))


def test_a_hundred_phones_and_the_projector_hear_a_class_to_its_end(hall: Classroom) -> None:
    async def lesson(projector: Projector, phones: list[Phone]) -> None:
        shown = await Stream.of(projector)
        held = await asyncio.gather(*map(Stream.of, phones))
        await all_of(held, "lobby")
        await asyncio.to_thread(projector.ask, "20+30")
        assert {state["question"] for state in await all_of(held, "released")} == {"20+30"}
        await asyncio.gather(*(asyncio.to_thread(phone.answer, str(n)) for n, phone in enumerate(phones)))
        await shown.until(lambda state: state["answered"] == PHONES)
        await asyncio.to_thread(projector.steer, "reveal")
        scores = [state["verdict"]["score"] for state in await all_of(held, "revealed")]
        assert scores == [max(0.0, 1 - abs(n - 50) / 10) for n in range(PHONES)]
        assert len((await shown.until(in_phase("revealed")))["answers"]) == PHONES
        await asyncio.to_thread(projector.steer, "standings")
        assert min(state["standing"]["place"] for state in await all_of(held, "standings")) == 1
        await asyncio.to_thread(projector.steer, "end")
        await all_of([shown, *held], "ended")
        for stream in (shown, *held):
            assert await stream.next() is None
            await stream.close()

    projector = hall.open()
    in_a_loop(lesson(projector, [projector.join() for _ in range(PHONES)]))


def test_a_stream_is_not_held_back_by_a_proxy_or_by_compression(lesson: Classroom) -> None:
    async def body(phone: Phone) -> None:
        stream = await Stream.of(phone)
        head = stream.head.lower()
        assert head.startswith(b"http/1.1 200") and b"content-type: text/event-stream" in head
        assert b"x-accel-buffering: no" in head and b"content-encoding: identity" in head and b"no-transform" in head
        assert await stream.next()
        await stream.close()

    in_a_loop(body(lesson.open().join()))


def test_an_events_id_is_its_states_version_and_grows(lesson: Classroom) -> None:
    async def body(projector: Projector) -> None:
        stream, versions = await Stream.of(projector.join()), []
        for action in ("ask", "release", "reveal", "standings"):
            number = await stream.line(b"id: ")
            state = await stream.next()
            assert number and state and int(number) == state["version"]
            versions.append(state["version"])
            await asyncio.to_thread(projector.steer, action, question="2+3")
        assert versions == sorted({*versions})
        await stream.close()

    in_a_loop(body(lesson.open()))


def test_both_tabs_of_a_student_hear_of_the_answer_and_other_students_do_not(lesson: Classroom) -> None:
    async def body(projector: Projector) -> None:
        phone, other = projector.join(), projector.join()
        await asyncio.to_thread(projector.ask, "2+3")
        tabs, neighbour = [await Stream.of(phone), await Stream.of(phone)], await Stream.of(other)
        await all_of([*tabs, neighbour], "released")
        await asyncio.to_thread(phone.answer, "5")
        for tab in tabs:
            assert (await tab.until(lambda state: state["answer"] is not None))["answer"] == "5"
        await asyncio.to_thread(projector.steer, "reveal")
        heard = await neighbour.next()
        assert heard and heard["phase"] in ("closed", "revealed")
        for stream in (*tabs, neighbour):
            await stream.close()

    in_a_loop(body(lesson.open()))


def test_of_many_tabs_of_one_viewer_the_oldest_is_let_go(lesson: Classroom) -> None:
    async def body(phone: Phone) -> None:
        tabs = [await Stream.of(phone) for _ in range(mirror.MAX_TABS)]
        assert all([await tab.next() for tab in tabs])
        newest = await Stream.of(phone)
        assert await newest.next() and await tabs[0].next() is None
        for tab in (newest, *tabs):
            await tab.close()

    in_a_loop(body(lesson.open().join()))


async def told(source: AsyncGenerator[bytes]) -> dict[str, Any]:
    """The next state that a source of events yields."""
    async for part in source:
        if b"data: " in part:
            return json.loads(part.partition(b"data: ")[2])
    raise AssertionError("The source ended.")


def with_hall(body: Callable[[Hall, str, str], Awaitable[None]], clock: Clock) -> None:
    """Run a test's body with a room, and no server between."""

    async def run() -> None:
        hall = Hall(MemoryStore(clock), Sums, clock)
        await asyncio.wait_for(body(hall, *await hall.open()), 20)

    in_a_loop(run())


def test_counts_reach_the_owner_gathered_and_the_owners_own_step_at_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PAUSE", 3600.0)

    async def body(hall: Hall, pin: str, owner: str) -> None:
        source = events.events(await hall.mirror(pin), "owner")
        assert (await told(source))["students"] == 0
        following = asyncio.create_task(told(source))
        for number in range(50):
            await hall.join(pin, f"{number:022}")
            await asyncio.sleep(0)
        assert not following.done()
        await hall.steer(pin, owner, "ask", "2+3", None)
        state = await following
        assert (state["students"], state["phase"]) == (50, "asked")
        await source.aclose()

    with_hall(body, clock)


def test_counts_alone_reach_the_owner_after_the_pause(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAUSE", 0.01)

    async def body(hall: Hall, pin: str, owner: str) -> None:
        source = events.events(await hall.mirror(pin), "owner")
        assert (await told(source))["students"] == 0
        await hall.join(pin, "a" * 22)
        assert (await told(source))["students"] == 1
        await source.aclose()

    with_hall(body, clock)


def test_silence_is_filled_with_events_that_a_page_hears(clock: Clock) -> None:
    async def body(hall: Hall, pin: str, owner: str) -> None:
        source = events.events(await hall.mirror(pin), "owner", heartbeat=0.01)
        parts = [await anext(source) for _ in range(3)]
        assert parts[0].startswith(b"id: ") and parts[1:] == [b"event: here\ndata: 1\n\n"] * 2
        await source.aclose()

    with_hall(body, clock)


def test_a_stream_tells_when_the_rooms_time_is_over(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_GLANCE", 0.01)

    async def body(hall: Hall, pin: str, owner: str) -> None:
        source = events.events(await hall.mirror(pin), "owner")
        assert (await told(source))["phase"] == "lobby"
        clock.now += LASTS
        assert (await told(source))["phase"] == "ended"
        assert [part async for part in source] == []

    with_hall(body, clock)


def test_a_room_nobody_listens_to_is_not_followed(clock: Clock) -> None:
    async def body(hall: Hall, pin: str, owner: str) -> None:
        before = len(asyncio.all_tasks())
        source = events.events(await hall.mirror(pin), "owner")
        await told(source)
        assert len(asyncio.all_tasks()) == before + 1
        await source.aclose()
        while len(asyncio.all_tasks()) > before:
            await asyncio.sleep(0)
        assert (await hall.mirror(pin)).idle

    with_hall(body, clock)


def test_a_server_that_ends_lets_all_streams_go(clock: Clock) -> None:
    rooms = Rooms(Hall(MemoryStore(clock), Sums, clock), clock)

    async def body(projector: Projector, phone: Phone) -> None:
        streams = [await Stream.of(projector), await Stream.of(phone)]
        assert all([await stream.next() for stream in streams])
        assert lesson.loop
        lesson.loop.call_soon_threadsafe(rooms.dismiss)
        for stream in streams:
            assert await stream.next() is None
            await stream.close()

    with serving(rooms) as lesson:
        projector = lesson.open()
        in_a_loop(body(projector, projector.join()))
