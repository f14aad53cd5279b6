"""The app as it is started: it has the rooms, ends though phones listen, and Redis keeps them over a crash."""

from http.client import HTTPConnection
from pathlib import Path

import pytest

from optviz.rooms import route
from tests.browser.server import Server
from tests.pictures.server import ENOUGH, Site
from tests.redis_server import RedisServer
from tests.rooms.classroom import Classroom


def test_the_app_ends_at_once_though_a_phone_listens_and_then_says_that_the_room_is_gone(tmp_path: Path) -> None:
    server = Server(tmp_path / "first.log")
    try:
        phone = Classroom(Site(server.port)).open().join()
        line = HTTPConnection("127.0.0.1", server.port, timeout=ENOUGH)
        line.request("GET", f"/optviz/room/{phone.pin}/events?token={phone.token}")
        stream = line.getresponse()
        assert stream.readline().startswith(b"id: ")
    finally:
        server.stop()
    assert b"lobby" in stream.read()  # to its regular end, not cut by force
    line.close()
    assert server.complaints() == []
    server = Server(tmp_path / "second.log", port=server.port)
    try:
        assert phone.state().error == route.NO_PLACE
    finally:
        server.stop()


def test_a_room_in_redis_goes_on_after_the_app_crashed(
    redis_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(route.VARIABLE, redis_server.url)
    server = Server(tmp_path / "first.log")
    try:
        projector = Classroom(Site(server.port)).open()
        phone = projector.join()
    finally:
        server.kill()
    server = Server(tmp_path / "second.log", port=server.port)
    try:
        assert (projector.state()["students"], phone.state()["nickname"]) == (1, phone.nickname)
        projector.join()
        assert projector.state()["students"] == 2
    finally:
        server.stop()
    assert server.complaints() == []
