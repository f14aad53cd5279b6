"""The route of the fans: ``GET <base>/optviz/fan/<page>?<query>&fan=<slider>``, from which a drag is drawn.

A fan is computed by a thread of its own, one after the other, so that no picture waits for it. Where there is none, or
too many wait, the answer is empty: the drag goes on without.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from optviz.pictures import PAGES
from optviz.pictures.base_path import prefixes
from optviz.pictures.frames import MEDIA_TYPE
from optviz.pictures.loading import load
from optviz.pictures.route import HEADERS, in_threads, names, tag_of
from optviz.pictures.visits import visit

PATH = "/optviz/fan/{page}"
MOST_WAITING = 30
"""Fans under way, beyond which there is none: a hand would have come to rest before."""

_LOG = logging.getLogger(__name__)


def parsed(raw: bytes) -> tuple[str, str]:
    """Return an address's query without ``fan``, and which slider's it is."""
    pairs = [pair.partition("=") for pair in raw.decode("latin-1").split("&")]
    control = [text for key, _, text in pairs if key == "fan"]
    query = "&".join("".join(pair) for pair in pairs if pair[0] != "fan")
    return query, unquote_plus(control[-1]) if control else ""


def made(page: str, raw: bytes) -> bytes:
    """Return a fan, deflated; empty where there is none."""
    load()
    from optviz.pictures.fan import fan_answer

    with visit():
        return fan_answer(page, *parsed(raw))


def unpacked(body: bytes) -> bytes:
    """Return a fan for a browser that takes nothing deflated."""
    from optviz.pictures.fan import inflated

    return inflated(body)


@asynccontextmanager
async def watching(request: Request) -> AsyncGenerator[Callable[[], bool]]:
    """Watch whether the browser has gone away while its answer is made: what is yielded tells."""
    gone = threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone.set()

    task = asyncio.create_task(watch())
    try:
        yield gone.is_set
    finally:
        task.cancel()


class Fans:
    """Answers the route within bounds: one thread, and so many may wait."""

    name = "fan"

    def __init__(self, waiting: int = MOST_WAITING) -> None:
        self._most, self._waiting = waiting, 0
        self._in_thread = in_threads(1)

    async def respond(self, request: Request) -> Response:
        """Answer a request with a fan, or with nothing."""
        page, raw = request.path_params["page"], request.scope["query_string"]
        if page not in PAGES or request.method == "HEAD" or self._waiting >= self._most:
            return self._none()
        self._waiting += 1
        try:
            return await self._answer(page, raw, request)
        except Exception:
            _LOG.exception("a %s could not be made", self.name)
            return self._none()
        finally:
            self._waiting -= 1

    def make(self, page: str, raw: bytes, gone: Callable[[], bool]) -> bytes:
        """Return the answer's bytes, deflated."""
        return b"" if gone() else made(page, raw)

    async def _answer(self, page: str, raw: bytes, request: Request) -> Response:
        coding = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "identity"
        tag = await self._in_thread(lambda: tag_of(f"{self.name} {page}", coding, raw))
        if names(request.headers.get("If-None-Match", ""), tag):
            return Response(status_code=304, headers={**HEADERS, "ETag": tag})
        async with watching(request) as gone:
            body = await self._in_thread(lambda: self.make(page, raw, gone))
        if not body:
            return self._none()
        whole = body if coding == "gzip" else await self._in_thread(lambda: unpacked(body))
        headers = {**HEADERS, "ETag": tag, "Content-Encoding": coding, "Vary": "Accept-Encoding"}
        return Response(whole, 200, headers, MEDIA_TYPE)

    def _none(self) -> Response:
        return Response(status_code=204, headers=HEADERS)


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    fans = Fans()
    return [Route(prefix + PATH, fans.respond, methods=["GET"]) for prefix in prefixes(base)]
