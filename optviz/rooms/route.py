"""The routes of the rooms, beside Streamlit's own, below ``<base>/optviz/room``.

They speak JSON and, for whoever listens, server-sent events; whatever is refused is refused in a sentence,
``{"error": …}``. A token, not a cookie, proves who asks. This module is light: only a judge computes, when it is asked.
"""

import logging
import math
import os
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from optviz.pictures.base_path import prefixes
from optviz.rooms import events
from optviz.rooms.allowance import Acquaintance, Allowance
from optviz.rooms.asking import MAX_ANSWER_BODY, Fields, fields_of, number_of, text_of, token_of
from optviz.rooms.hall import Hall, Refused
from optviz.rooms.memory import MemoryStore
from optviz.rooms.mirror import Gone, Mirror
from optviz.rooms.room import compact
from optviz.rooms.states import State, Viewer
from optviz.rooms.store import Clock, Store, Unreachable
from optviz.rooms.types import Judge

PATH = "/optviz/room"
VARIABLE = "OPTVIZ_ROOMS"
WRONG_PINS = (30, 20.0)
"""Wrong PINs from one address at once, and the seconds until one more: a whole class may share an address."""
OPENINGS = (10, 360.0)

NO_ROOM = "There is no room with this PIN. Rooms end after three hours, or when they are closed."
NO_PLACE = "This room is no longer open, or this device has no place in it."
AWAY = "The rooms cannot be reached just now. Try again in a moment."
SWITCHED_OFF = "There are no rooms on this server: it is not set up for them, and its log says why."
BROKEN = "Something went wrong in this room. The server's log has the details."
BUSY = "So many are listening that the server takes no more. Ask again in a few seconds."
WAIT = "Too many {what} from this network. Try again in {wait} seconds."

_LOG = logging.getLogger(__name__)
_HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_STREAM_HEADERS = _HEADERS | {
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",  # a proxy is not to hold back what comes piece by piece
    "Content-Encoding": "identity",  # nor Streamlit's compression
}


def app_judge() -> Judge:
    """Return the judge of the app's rooms, loaded when the first question is asked."""
    from optviz.pictures.loading import load
    from optviz.rooms.judge import judge

    load()
    return judge()


class EventStream(StreamingResponse):
    """Server-sent events, whose source is closed as soon as the browser is gone."""

    def __init__(self, source: AsyncGenerator[bytes]) -> None:
        super().__init__(source, headers=_STREAM_HEADERS, media_type=events.MEDIA_TYPE)
        self._source = source

    async def stream_response(self, send: Send) -> None:
        """Send what comes, and close the source whatever happens."""
        async with aclosing(self._source):
            await super().stream_response(send)


class Rooms:
    """Answers the routes, within bounds: so many listeners at once, so many wrong PINs of one address."""

    def __init__(self, hall: Hall | None, clock: Clock = time.time, streams: int | None = None) -> None:
        self._hall = hall
        self._streams, self._most_streams = 0, streams or events.most_streams()
        self._wrong_pins = Allowance(*WRONG_PINS, clock)
        self._openings = Allowance(*OPENINGS, clock)
        self._known = Acquaintance()
        self._complained = -math.inf

    @property
    def hall(self) -> Hall:
        """The rooms themselves. Raise Refused where the server has none."""
        if self._hall is None:
            raise Refused(503, SWITCHED_OFF)
        return self._hall

    def dismiss(self) -> None:
        """End all streams, since the server ends."""
        if self._hall:
            self._hall.dismiss()

    async def close(self) -> None:
        """Let go of the store."""
        if self._hall:
            await self._hall.close()

    async def open(self, request: Request) -> Response:
        """Open a room: ``{} → {pin, owner}``, its PIN and the token that steers it."""
        await fields_of(request)
        address = _address(request)
        _check(self._openings, address, "rooms were opened")
        pin, owner = await self.hall.open()
        self._openings.take(address)
        self._known.add(address, pin)
        return _reply({"pin": pin, "owner": owner})

    async def join(self, request: Request) -> Response:
        """Take a place: ``{token?} → {token, nickname, state}``. Who comes back with a token has the same place."""
        fields = await fields_of(request)
        token = token_of(fields, "token", secrets.token_urlsafe(16))
        address, pin = _address(request), request.path_params["pin"]
        if not self._known.knows(address, pin):  # or one of a class could keep all others out with wrong PINs
            _check(self._wrong_pins, address, "wrong PINs")
        try:
            mirror, place = await self.hall.join(pin, token)
        except Gone:
            self._wrong_pins.take(address)
            raise Refused(404, NO_ROOM) from None
        self._known.add(address, pin)
        state = mirror.state(place)
        return _reply({"token": token, "nickname": state["nickname"], "state": state})

    async def state(self, request: Request) -> Response:
        """Tell a viewer's state, unless its version is the one that the viewer has."""
        mirror, viewer = await self._viewer(request)
        state = mirror.state(viewer)
        tag = f'"{state["version"]}"'
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=_HEADERS | {"ETag": tag})
        return _reply(state, headers={"ETag": tag})

    async def events(self, request: Request) -> Response:
        """Tell a viewer's state whenever it changes."""
        mirror, viewer = await self._viewer(request)
        if request.method == "HEAD":
            return Response(headers=_STREAM_HEADERS, media_type=events.MEDIA_TYPE)
        if self._streams >= self._most_streams:
            raise Refused(503, BUSY)
        return EventStream(self._counted(events.events(mirror, viewer)))

    async def answer(self, request: Request) -> Response:
        """Give a student's answer: ``{token, round, answer} → {state}``."""
        fields = await fields_of(request, MAX_ANSWER_BODY)
        token, text = token_of(fields, "token"), text_of(fields, "answer")
        number = number_of(fields, "round")
        mirror, place = await self.hall.answer(request.path_params["pin"], token, number or 0, text)
        return _reply({"state": mirror.state(place)})

    async def steer(self, request: Request) -> Response:
        """Take a step of the owner's: ``{owner, action, question?, round?} → {state}``."""
        fields = await fields_of(request)
        action, question = text_of(fields, "action"), text_of(fields, "question", "")
        owner, number = token_of(fields, "owner"), number_of(fields, "round")
        mirror = await self.hall.steer(request.path_params["pin"], owner, action, question, number)
        return _reply({"state": mirror.state("owner")})

    async def _viewer(self, request: Request) -> tuple[Mirror, Viewer]:
        return await self.hall.seen_by(request.path_params["pin"], request.query_params.get("token", ""))

    async def _counted(self, source: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        self._streams += 1
        try:
            async with aclosing(source):
                async for part in source:
                    yield part
        finally:
            self._streams -= 1

    def _in_words(self, handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            try:
                return await handler(request)
            except Refused as refused:
                return _failure(refused.status, refused.sentence)
            except Gone:
                return _failure(404, NO_PLACE)
            except Unreachable as error:
                self._complain(error)
                return _failure(503, AWAY)
            except Exception:
                _LOG.exception("a request of a room failed")
                return _failure(500, BROKEN)

        return respond

    def _complain(self, error: Unreachable) -> None:
        if time.monotonic() > self._complained + 60:
            self._complained = time.monotonic()
            _LOG.error("The rooms' Redis, named by OPTVIZ_ROOMS, cannot be reached: %s", error)

    def routes(self, base: str = "") -> list[Route]:
        """Return the routes, and once more below ``base``, the prefix of the app's address where it has one."""
        table = [
            ("", "POST", self.open),
            ("/{pin}/join", "POST", self.join),
            ("/{pin}", "GET", self.state),
            ("/{pin}/events", "GET", self.events),
            ("/{pin}/answer", "POST", self.answer),
            ("/{pin}/steer", "POST", self.steer),
        ]
        return [
            Route(prefix + PATH + rest, self._in_words(call), methods=[verb])
            for prefix in prefixes(base)
            for rest, verb, call in table
        ]


def rooms(judge: Callable[[], Judge] = app_judge) -> Rooms:
    """Return the rooms, kept where the environment says."""
    try:
        return Rooms(Hall(store_at(os.environ.get(VARIABLE, "").strip()), judge))
    except (ModuleNotFoundError, ValueError) as error:
        _LOG.error("There are no rooms for a class. %s", error)
        return Rooms(None)


def store_at(url: str) -> Store:
    """Return Redis at an address, or for none this process's memory."""
    if not url:
        return MemoryStore()
    from optviz.rooms.redis_store import RedisStore

    return RedisStore(url)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _check(allowance: Allowance, address: str, what: str) -> None:
    """Raise Refused if this address has to wait."""
    if wait := allowance.wait(address):
        raise Refused(429, WAIT.format(what=what, wait=math.ceil(wait)))


def _reply(value: State | Fields, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(compact(value), status, _HEADERS | (headers or {}), "application/json")


def _failure(status: int, sentence: str) -> Response:
    return _reply({"error": sentence}, status, {"Retry-After": "2"} if status == 503 else {})
