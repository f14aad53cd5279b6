"""What every store of rooms promises, held by the memory of a process and by a real Redis."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from optviz.rooms.store import LINGERS, MAX_ROOMS, Full, Store
from tests.rooms.classroom import Clock, in_a_loop
from tests.rooms.conftest import MakeStore

PIN, OTHER = "123456", "654321"
Body = Callable[[Store], Awaitable[None]]


@pytest.fixture
def run(make_store: MakeStore, clock: Clock) -> Callable[[Body], None]:
    """Run a test's body with a store."""

    async def with_store(body: Body) -> None:
        store = make_store(clock)
        try:
            await asyncio.wait_for(body(store), 20)
        finally:
            await store.close()

    return lambda body: in_a_loop(with_store(body))


def test_entries_are_read_in_their_order_and_each_reader_reads_on_from_where_it_is(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        assert await store.open(PIN, "a", 100)
        await store.append(PIN, "b")
        first = await store.read(PIN, "")
        assert first and (first.snapshot, first.entries) == (None, ["a", "b"])
        assert (await store.read(PIN, first.at)) == (first.at, None, [])
        await store.append(PIN, "c")
        second = await store.read(PIN, first.at)
        assert second and second.entries == ["c"]

    run(body)


def test_of_many_entries_at_once_none_is_lost(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        await store.open(PIN, "0", 100)
        await asyncio.gather(*(store.append(PIN, str(n)) for n in range(1, 301)))
        news = await store.read(PIN, "")
        assert news and sorted(map(int, news.entries)) == list(range(301))

    run(body)


def test_a_pin_is_given_once_and_rooms_know_nothing_of_each_other(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        assert await store.open(PIN, "ours", 100)
        assert not await store.open(PIN, "theirs", 100)
        assert await store.open(OTHER, "theirs", 100)
        one, two = await store.read(PIN, ""), await store.read(OTHER, "")
        assert one and two and (one.entries, two.entries) == (["ours"], ["theirs"])

    run(body)


def test_what_is_appended_to_no_room_makes_none(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        await store.append(PIN, "a")
        await store.wait(PIN, "", 10)
        await store.compact(PIN, "1", "s")
        await store.end(PIN)
        assert await store.read(PIN, "") is None
        assert await store.open(PIN, "b", 100)

    run(body)


def test_who_waits_hears_of_the_next_entry_and_of_what_came_before_at_once(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        await store.open(PIN, "a", 100)
        await store.wait(PIN, "", 10)
        news = await store.read(PIN, "")
        assert news
        waits = [asyncio.create_task(store.wait(PIN, news.at, 4)) for _ in range(3)]
        done, _ = await asyncio.wait(waits, timeout=0.1)
        assert not done
        await store.append(PIN, "b")
        done, _ = await asyncio.wait(waits, timeout=3)
        assert len(done) == 3

    run(body)


def test_a_wait_for_nothing_ends_after_its_time(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        await store.open(PIN, "a", 100)
        news = await store.read(PIN, "")
        assert news
        await store.wait(PIN, news.at, 0.01)

    run(body)


def test_compacted_entries_become_a_snapshot_for_who_has_not_read_them_and_for_nobody_else(
    run: Callable[[Body], None],
) -> None:
    async def body(store: Store) -> None:
        await store.open(PIN, "a", 100)
        start = await store.read(PIN, "")
        await store.append(PIN, "b")
        seen = await store.read(PIN, "")
        await store.append(PIN, "c")
        assert start and seen
        await store.compact(PIN, seen.at, "a and b")
        for late in ("", start.at):
            news = await store.read(PIN, late)
            assert news and (news.snapshot, news.entries) == ("a and b", ["c"])
        news = await store.read(PIN, seen.at)
        assert news and (news.snapshot, news.entries) == (None, ["c"])
        await store.compact(PIN, news.at, "a, b and c")
        end = await store.read(PIN, "")
        assert end and end == (news.at, "a, b and c", [])
        await store.append(PIN, "d")
        more = await store.read(PIN, end.at)
        assert more and (more.snapshot, more.entries) == (None, ["d"])

    run(body)


def test_who_compacts_less_than_another_did_loses_nothing(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        await store.open(PIN, "a", 100)
        start = await store.read(PIN, "")
        await store.append(PIN, "b")
        seen = await store.read(PIN, "")
        assert start and seen
        await store.compact(PIN, seen.at, "a and b")
        await store.compact(PIN, start.at, "a")
        news = await store.read(PIN, "")
        assert news and (news.snapshot, news.entries) == ("a and b", [])

    run(body)


def test_beyond_the_most_rooms_none_opens_until_one_ends(run: Callable[[Body], None]) -> None:
    async def body(store: Store) -> None:
        pins = [str(100_000 + n) for n in range(MAX_ROOMS + 1)]
        opened = await asyncio.gather(*(store.open(pin, "a", 100) for pin in pins), return_exceptions=True)
        assert opened.count(True) == MAX_ROOMS and isinstance(opened[-1], Full)
        await store.end(pins[0])
        assert await store.read(pins[0], "")  # its end can still be heard
        assert await store.open(pins[-1], "a", 100)
        with pytest.raises(Full):
            await store.open("999999", "a", 100)

    run(body)


def test_rooms_whose_time_is_over_make_place(run: Callable[[Body], None], clock: Clock) -> None:
    async def body(store: Store) -> None:
        for n in range(MAX_ROOMS):
            await store.open(str(100_000 + n), "a", 100)
        clock.now += 101
        assert await store.open(PIN, "a", 100)

    run(body)


def test_a_room_in_memory_is_gone_after_its_time_and_a_while_after_its_end(clock: Clock) -> None:
    from optviz.rooms.memory import MemoryStore

    async def body() -> None:
        store = MemoryStore(clock)
        await store.open(PIN, "a", 100)
        await store.open(OTHER, "a", 1000)
        await store.end(OTHER)
        clock.now += LINGERS - 1
        assert await store.read(PIN, "") and await store.read(OTHER, "")
        clock.now += 2
        assert await store.read(PIN, "") and await store.read(OTHER, "") is None
        clock.now += 100
        assert await store.read(PIN, "") is None

    in_a_loop(body())
