"""Rooms in a real Redis: they expire there, outlive the app, are shared by processes, and their loss is told."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from optviz.rooms import route
from optviz.rooms.redis_store import RedisStore
from optviz.rooms.room import LASTS
from optviz.rooms.store import LINGERS
from tests.redis_server import RedisServer
from tests.rooms.classroom import Classroom, Phone, Projector, Stream, classroom, in_a_loop


@contextmanager
def served_by(server: RedisServer) -> Iterator[Classroom]:
    with classroom(lambda: RedisStore(server.url)) as found:
        yield found


def elsewhere(viewer: Projector | Phone, other: Classroom) -> None:
    """Let a page speak to another process."""
    viewer.classroom = other


def test_a_room_goes_on_after_the_app_was_restarted_in_the_middle_of_a_question(redis_server: RedisServer) -> None:
    with served_by(redis_server) as first:
        projector = first.open()
        early, late = projector.join(), projector.join()
        projector.ask("2+3")
        assert early.answer("5").status == 200
    with served_by(redis_server) as second:
        for page in (projector, early, late):
            elsewhere(page, second)
        assert (early.state()["phase"], early.state()["answer"], late.state()["answer"]) == ("released", "5", None)
        assert late.answer("6").status == 200
        assert [each["score"] for each in projector.steer("reveal")["state"]["answers"]] == [1.0, 0.9]
        assert early.state()["verdict"] == {"score": 1.0, "sentence": "2+3 is 5, not 5."}


def test_after_a_restart_of_rooms_in_memory_they_are_gone_and_that_is_said() -> None:
    with classroom() as first:
        projector = first.open()
        phone = projector.join()
    with classroom() as second:
        elsewhere(projector, second)
        elsewhere(phone, second)
        assert (phone.state().status, phone.state().error) == (404, route.NO_PLACE)
        assert (projector.steer("ask", question="2+3").status, phone.answer("5").error) == (404, route.NO_PLACE)


def test_processes_share_a_room_and_hear_of_each_others_steps_at_once(redis_server: RedisServer) -> None:
    async def listen(projector: Projector, phone: Phone) -> None:
        shown, held = await Stream.of(projector), await Stream.of(phone)
        await asyncio.to_thread(projector.ask, "2+3")
        await held.until(lambda state: state["phase"] == "released")
        assert (await asyncio.to_thread(phone.answer, "4")).status == 200
        await shown.until(lambda state: state["answered"] == 1)
        await asyncio.to_thread(projector.steer, "reveal")
        revealed = await held.until(lambda state: state["phase"] == "revealed")
        assert revealed["verdict"]["score"] == 0.9
        await asyncio.to_thread(projector.steer, "end")
        for stream in (shown, held):
            assert (await stream.until(lambda state: state["phase"] == "ended")) and await stream.next() is None
            await stream.close()

    with served_by(redis_server) as one, served_by(redis_server) as two:
        projector = one.open()
        phone = projector.join()
        elsewhere(phone, two)
        in_a_loop(listen(projector, phone))


def test_of_two_tabs_on_two_processes_the_first_answer_counts(redis_server: RedisServer) -> None:
    with served_by(redis_server) as one, served_by(redis_server) as two:
        projector = one.open()
        tab = projector.join()
        other = Phone(two, tab.pin, tab.token, tab.nickname)
        projector.ask("2+3")
        assert (tab.answer("5").status, other.answer("5").status, other.answer("6").status) == (200, 200, 409)
        assert (other.state()["answer"], projector.state()["answered"]) == ("5", 1)


def test_redis_forgets_a_room_by_itself_and_soon_after_its_end(redis_server: RedisServer) -> None:
    with served_by(redis_server) as hall, redis.Redis.from_url(redis_server.url) as client:
        projector = hall.open()
        projector.join()
        projector.ask("2+3")  # compacts, so that there is a snapshot too
        keys = list(client.scan_iter(f"*{projector.pin}*"))
        assert len(keys) == 2
        assert all(LASTS < client.ttl(key) <= LASTS + LINGERS for key in keys)
        projector.steer("end")
        assert all(0 < client.ttl(key) <= LINGERS for key in keys)


def test_a_log_does_not_grow_with_the_rounds(redis_server: RedisServer) -> None:
    with served_by(redis_server) as hall, redis.Redis.from_url(redis_server.url) as client:
        projector = hall.open()
        phone = projector.join()
        for number in range(1, 6):
            projector.ask("2+3")
            assert phone.answer("5", number).status == 200
            projector.steer("reveal")
        assert client.xlen(f"optviz:room:{projector.pin}") <= 4
        projector.steer("standings")
        assert phone.state()["standing"] == {"place": 1, "points": 5000, "of": 1}


def test_redis_away_is_said_in_words_ends_the_streams_and_is_over_when_it_is_back(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def cut(projector: Projector) -> None:
        stream = await Stream.of(projector)
        assert await stream.next()
        await asyncio.to_thread(redis_server.stop)
        assert await stream.next() is None
        await stream.close()

    with served_by(redis_server) as hall:
        projector = hall.open()
        in_a_loop(cut(projector))
        try:
            with caplog.at_level(logging.ERROR):
                replies = [projector.state(), projector.steer("ask", question="2+3"), hall.post("", {})]
            assert {(reply.status, reply.error) for reply in replies} == {(503, route.AWAY)}
            assert len([record for record in caplog.records if "cannot be reached" in record.message]) == 1
        finally:
            redis_server.start()
        assert hall.open().state()["phase"] == "lobby"
        assert projector.state().error == route.NO_PLACE  # this Redis keeps nothing on disk


@pytest.mark.parametrize("url", ["http://localhost", "localhost:6379"])
def test_an_address_that_is_none_of_redis_is_said_once_and_in_words(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(route.VARIABLE, url)
    with caplog.at_level(logging.ERROR):
        rooms = route.rooms()
    assert "There are no rooms for a class" in caplog.text and "redis://" in caplog.text
    with pytest.raises(Exception, match="not set up"):
        _ = rooms.hall


def test_without_the_package_the_app_starts_and_says_what_to_install(root: Path) -> None:
    program = """
import logging, os, sys
sys.modules["redis"] = sys.modules["redis.asyncio"] = None  # whoever imports it fails
os.environ["OPTVIZ_ROOMS"] = "redis://localhost"
logging.basicConfig(format="%(message)s")
from optviz.rooms.route import rooms
rooms()
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0 and "pip install redis" in done.stderr and "Traceback" not in done.stderr
