"""A server with the route alone, and work that counts, for the tests of both."""

import dataclasses
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from optviz.lecture.work import Work
from optviz.pictures import jobs, lecture_picture, picture
from optviz.pictures.cached import Cache
from optviz.pictures.jobs import Jobs
from optviz.pictures.route import PATH, Pictures, routes

ENOUGH = 20.0


class Reply:
    """What came back: the status, the headers, the body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()


class Site:
    """A server with the route, on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """One request, its answer read to the end."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ENOUGH)
        line.request(method, path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        reply = Reply(line.getresponse())
        line.close()
        return reply


@contextmanager
def served(app: Starlette) -> Iterator[Site]:
    """Serve an app in a thread as Streamlit does, with its compression."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, ws="none", lifespan="on")
    server, door = uvicorn.Server(config), socket.socket(proto=socket.IPPROTO_TCP)
    door.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([door],))
    thread.start()
    until(lambda: server.started)
    try:
        yield Site(door.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(ENOUGH)
        door.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + ENOUGH
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


def app_of(pictures: Pictures | None = None) -> Starlette:
    """An app with the route alone, below Streamlit's compression."""
    found = [Route(PATH, pictures.respond, methods=["GET"])] if pictures else routes("/some/base/")
    return Starlette(routes=found, middleware=[Middleware(GZipMiddleware, minimum_size=500)])


class Counting:
    """Stands for the work of the network page: counts, each number after the gate lets it through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate, self.jobs = threading.Semaphore(0), Jobs(workers=2, idle=0.1)
        monkeypatch.setattr(jobs, "SHARED", self.jobs)
        monkeypatch.setattr(picture, "kept", Cache().get)
        section = lecture_picture.LecturePicture
        monkeypatch.setattr(section, "work", property(lambda here: Work(here.link, lambda: self.count(here))))
        drawn = section.board
        monkeypatch.setattr(section, "board", lambda here, *result: self.board(drawn, here, *result))
        monkeypatch.setattr(section, "background", lambda here, *_: here.state.background())

    def count(self, _: object) -> Iterator[int]:
        """Count to three."""
        for number in range(4):
            if number:
                self.gate.acquire()
            yield number

    def board(self, drawn: Callable, here: object, number: int) -> object:
        """The section's own board, which says how far the count is."""
        return dataclasses.replace(drawn(here), summary=str(number))
