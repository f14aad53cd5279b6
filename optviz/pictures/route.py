"""The route of the pictures, beside Streamlit's own: ``GET <base>/optviz/picture/<page>?<query>``.

The query is a page's link, or with ``before=<query>`` a step from that one; ``have=<key>`` names the background that
the browser holds. This module is light: what computes is loaded, in a thread, when the first picture is asked for.
"""

import hashlib
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote_plus

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from optviz.pictures import PAGES, ROOM_PAGES
from optviz.pictures.base_path import prefixes
from optviz.pictures.coding import Coding
from optviz.pictures.frames import BROKEN, BUSY, MEDIA_TYPE, NO_PAGE, failure
from optviz.pictures.loading import load
from optviz.pictures.visits import visit

if TYPE_CHECKING:
    from optviz.pictures.picture import Part
    from optviz.pictures.stream import InThread

PATH = "/optviz/picture/{page}"

MAX_ANSWERS = 200
"""Answers under way, beyond which the server says that it is busy; those whose work goes on count apart."""

MAX_STREAMS = 400
THREADS = 3
"""Threads that compute answers: their own, so that Streamlit's files never wait for a picture."""

PHONES = "join"
"""A class's phones ask all at once: one thread is theirs, so that they stand in line behind each other alone."""

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Accel-Buffering": "no",  # a proxy is not to hold back what comes piece by piece
}


@cache
def release() -> str:
    """Return a name for this release: pictures may differ when a file of the package does, or a library."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(" ".join(version(name) for name in ("numpy", "jax", "optax")).encode())
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


def parsed(raw: bytes) -> tuple[str, str | None, str]:
    """Return an address's query without ``before`` and ``have``, and these two."""
    own: dict[str, str] = {}
    others = []
    for pair in raw.decode("latin-1").split("&"):
        key, _, text = pair.partition("=")
        if key in ("before", "have"):
            own[key] = unquote_plus(text)
        else:
            others.append(pair)
    return "&".join(others), own.get("before"), own.get("have", "")


def tag_of(what: str, coding: str, raw: bytes) -> str:
    """Return the ``ETag`` of an answer: what it is a picture of, how it is coded and its query, in this release."""
    digest = hashlib.sha256(b" ".join([release().encode(), what.encode(), coding.encode(), raw]))
    return f'"{digest.hexdigest()[:32]}"'


def names(header: str, tag: str) -> bool:
    """Tell whether an ``If-None-Match`` header names ``tag``."""
    return tag in [each.strip().removeprefix("W/") for each in header.split(",")]


class Stream(StreamingResponse):
    """A response whose source is closed as soon as the browser is gone."""

    def __init__(self, source: AsyncGenerator[bytes], status: int, headers: Mapping[str, str]) -> None:
        super().__init__(source, status, headers, MEDIA_TYPE)
        self._source = source

    async def stream_response(self, send: Send) -> None:
        """Send what comes, and close the source whatever happens."""
        async with aclosing(self._source):
            await super().stream_response(send)


def in_threads(count: int) -> "InThread":
    """Return what calls a function in one of so many threads."""
    limiter = anyio.CapacityLimiter(count)

    async def in_thread(function: Callable[[], T], /) -> T:
        return await to_thread.run_sync(function, limiter=limiter)

    return in_thread


class Pictures:
    """Answers the route, within bounds: so many answers at once, so many of them streams, so many threads."""

    def __init__(self, answers: int = MAX_ANSWERS, streams: int = MAX_STREAMS, threads: int = THREADS) -> None:
        self._most_answers, self._most_streams = answers, streams
        self._answers = self._streams = 0
        self._loaded = False
        self._in_threads, self._in_phones_thread = in_threads(threads), in_threads(1)

    async def respond(self, request: Request) -> Response:
        """Answer a request: one part at once, or a stream of them."""
        page = request.path_params["page"]
        if page not in (*PAGES, *ROOM_PAGES):
            return self._failure(404, NO_PAGE)
        if request.method == "HEAD":
            head = Response(headers=HEADERS, media_type=MEDIA_TYPE)
            del head.headers["Content-Length"]  # nothing is computed to learn it
            return head
        if self._answers >= self._most_answers:
            return self._failure(503, BUSY)
        self._answers += 1
        try:
            with visit():
                return await self._answer(page, request)
        except Exception:
            _LOG.exception("a request for a picture failed")
            return self._failure(500, BROKEN)
        finally:
            self._answers -= 1

    async def _answer(self, page: str, request: Request) -> Response:
        in_thread = self._in_phones_thread if page == PHONES else self._in_threads
        if not self._loaded:
            await in_thread(load)
            await in_thread(release)
            self._loaded = True
        raw: bytes = request.scope["query_string"]
        coding = Coding(request.headers.get("Accept-Encoding", ""))
        tag = tag_of(page, coding.name, raw)
        if names(request.headers.get("If-None-Match", ""), tag):
            return Response(status_code=304, headers={**HEADERS, "ETag": tag})
        from optviz.pictures.picture import Address
        from optviz.pictures.stream import parts

        source = parts(Address(page, *parsed(raw)), in_thread)
        part = await anext(source)
        if part.over:
            await source.aclose()
            headers = HEADERS | coding.headers | ({} if part.failed or part.passing else {"ETag": tag})
            body = await in_thread(lambda: coding.coded(part.frames, last=True))
            return Response(body, 500 if part.failed else 200, headers, MEDIA_TYPE)
        if self._streams >= self._most_streams:
            await source.aclose()
            return self._failure(503, BUSY)
        return Stream(self._stream(part, source, coding, in_thread), 200, HEADERS | coding.headers)

    async def _stream(
        self, first: "Part", others: "AsyncGenerator[Part]", coding: Coding, in_thread: "InThread"
    ) -> AsyncGenerator[bytes]:
        self._streams += 1
        try:
            async with aclosing(others):
                yield coding.coded(first.frames, first.over)
                async for part in others:
                    yield await in_thread(lambda part=part: coding.coded(part.frames, part.over))
        finally:
            self._streams -= 1

    def _failure(self, status: int, text: str) -> Response:
        headers = HEADERS | Coding("").headers | ({"Retry-After": "1"} if status == 503 else {})
        return Response(failure(text), status, headers, MEDIA_TYPE)


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    pictures = Pictures()
    return [Route(prefix + PATH, pictures.respond, methods=["GET"]) for prefix in prefixes(base)]
