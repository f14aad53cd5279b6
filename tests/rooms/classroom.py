"""A classroom for the tests: a judge who adds, a clock that is set by hand, a server, and whoever speaks to it."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from email.message import Message
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from optviz.rooms.hall import Hall
from optviz.rooms.memory import MemoryStore
from optviz.rooms.route import Rooms
from optviz.rooms.store import Store
from optviz.rooms.types import Verdict
from tests.pictures.server import ENOUGH, Site, served

ROOM = "/optviz/room"
SUM = re.compile(r"(\d+)\+(\d+)")
T = TypeVar("T")


def in_a_loop(body: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a loop of its own, in a thread: the browser's driver may have one in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, body).result()


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Sums:
    """Judges sums of two numbers: ten off is worth nothing."""

    def known(self, question: str) -> str | None:
        text = question.replace(" ", "")
        return text if SUM.fullmatch(text) else None

    def scene(self, ref: str) -> str | None:
        return ref if ref == "abacus" else None

    def read(self, question: str, text: str) -> str | None:
        found = re.fullmatch(r" *(\d{1,9}) *", text)
        return found and str(int(found[1]))

    def verdicts(self, question: str, answers: Mapping[str, str]) -> Mapping[str, Verdict]:
        found = SUM.fullmatch(question)
        assert found
        total = int(found[1]) + int(found[2])
        score = {key: max(0.0, 1 - abs(int(answer) - total) / 10) for key, answer in answers.items()}
        return {key: Verdict(score[key], f"{question} is {total}, not {answers[key]}.") for key in answers}


class Reply:
    """A status and what the JSON says; ``error`` is the sentence of a refusal."""

    def __init__(self, status: int, headers: Message, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body
        self.fields: dict[str, Any] = json.loads(body) if body else {}

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    @property
    def error(self) -> str:
        """The sentence in which something was refused."""
        assert self.status >= 400
        return self.fields["error"]


class Classroom:
    """Speaks to a server's rooms as pages do."""

    def __init__(self, site: Site, base: str = "", loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.site, self.path, self.loop = site, base + ROOM, loop

    def post(self, path: str, fields: object, **headers: str) -> Reply:
        """Send JSON, or bytes as they are."""
        body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
        headers = {"Content-Type": "application/json"} | headers
        reply = self.site.ask(self.path + path, "POST", body, **headers)
        return Reply(reply.status, reply.headers, reply.body)

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for a state."""
        reply = self.site.ask(self.path + path, "GET", None, **headers)
        return Reply(reply.status, reply.headers, reply.body)

    def open(self) -> "Projector":
        """Open a room."""
        reply = self.post("", {})
        assert reply.status == 200, reply.body
        return Projector(self, reply["pin"], reply["owner"])


class Projector:
    """The owner of a room."""

    def __init__(self, classroom: Classroom, pin: str, owner: str) -> None:
        self.classroom, self.pin, self.token = classroom, pin, owner

    def steer(self, action: str, **more: object) -> Reply:
        """Take a step."""
        return self.classroom.post(f"/{self.pin}/steer", {"owner": self.token, "action": action, **more})

    def ask(self, question: str) -> None:
        """Ask a question and let answers in."""
        assert self.steer("ask", question=question).status == self.steer("release").status == 200

    def state(self) -> Reply:
        """What the projector shows."""
        return self.classroom.get(f"/{self.pin}?token={self.token}")

    def join(self) -> "Phone":
        """Let one more student in."""
        reply = self.classroom.post(f"/{self.pin}/join", {})
        assert reply.status == 200, reply.body
        return Phone(self.classroom, self.pin, reply["token"], reply["nickname"])


class Phone:
    """A student."""

    def __init__(self, classroom: Classroom, pin: str, token: str, nickname: str) -> None:
        self.classroom, self.pin, self.token, self.nickname = classroom, pin, token, nickname

    def answer(self, text: str, number: int = 1) -> Reply:
        """Answer in a round."""
        return self.classroom.post(f"/{self.pin}/answer", {"token": self.token, "round": number, "answer": text})

    def state(self) -> Reply:
        """What the phone shows."""
        return self.classroom.get(f"/{self.pin}?token={self.token}")


@contextmanager
def serving(rooms: Rooms) -> Iterator[Classroom]:
    """Serve rooms below Streamlit's compression, with a prefix."""
    loops: list[asyncio.AbstractEventLoop] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        loops.append(asyncio.get_running_loop())
        yield
        await rooms.close()

    middleware = [Middleware(GZipMiddleware, minimum_size=500)]
    with served(Starlette(routes=rooms.routes("/some/base/"), middleware=middleware, lifespan=lifespan)) as site:
        yield Classroom(site, loop=loops[0])


@contextmanager
def classroom(
    store: Callable[[], Store] = MemoryStore, judge: Callable[[], Any] = Sums, clock: Callable[[], float] = time.time
) -> Iterator[Classroom]:
    """Serve rooms of a store that is made for them."""
    with serving(Rooms(Hall(store(), judge, clock), clock)) as found:
        yield found


class Stream:
    """Server-sent events as a browser reads them: ``heads``, and each event's state and id as it comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.head = b""

    @classmethod
    async def of(cls, owner: Projector | Phone) -> "Stream":
        """Listen as this viewer."""
        port, path = owner.classroom.site.port, owner.classroom.path
        stream = cls(*await asyncio.open_connection("127.0.0.1", port))
        target = f"{path}/{owner.pin}/events?token={owner.token}"
        stream._writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        stream.head = await asyncio.wait_for(stream._reader.readuntil(b"\r\n\r\n"), ENOUGH)
        return stream

    async def line(self, start: bytes) -> bytes | None:
        """The rest of the next line that begins so; None at the end of the stream."""
        while found := await asyncio.wait_for(self._reader.readline(), ENOUGH):
            if found.startswith(start):
                return found.removeprefix(start).strip()
            if found == b"0\r\n":
                return None
        return None

    async def next(self) -> dict[str, Any] | None:
        """The next state; None at the end of the stream."""
        found = await self.line(b"data: ")
        return None if found is None else json.loads(found)

    async def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next state for which a condition holds."""
        while state := await self.next():
            if condition(state):
                return state
        raise AssertionError("The stream ended.")

    async def close(self) -> None:
        """Go away."""
        self._writer.close()
        await self._writer.wait_closed()
