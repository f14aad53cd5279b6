"""The route of what is behind a picture: ``GET <base>/optviz/numbers/<page>.csv?<query>``, or ``.json``.

A race is a program too: ``GET <base>/optviz/code/<page>.numpy.py?<query>``, or another flavour. And every picture is a
page that plays by itself: ``GET <base>/optviz/web/<page>.html?<query>``.

This module is light: what computes is loaded, in a thread, when the first file is asked for.
"""

import logging
from collections.abc import Awaitable, Callable

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from optviz.pictures import PAGES
from optviz.pictures.base_path import prefixes
from optviz.pictures.loading import load
from optviz.pictures.visits import visit

PATHS = {
    "/optviz/numbers/{page}.{kind}": ("csv", "json"),
    "/optviz/code/{page}.{kind}.py": ("optviz", "optax", "torch", "numpy"),
    "/optviz/web/{page}.{kind}": ("html",),
}
"""What may stand in each of the paths as a kind."""

MOST_WAITING = 30
"""Files under way, beyond which the server says that it is busy."""

_LOG = logging.getLogger(__name__)
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def made(page: str, query: str, kind: str) -> tuple[str, str]:
    """Return a file's text and its media type."""
    load()
    if kind == "html":
        from optviz.pictures.web_page import web_page_of

        with visit():
            return web_page_of(page, query), "text/html"
    from optviz.pictures.numbers import file_of

    with visit():
        return file_of(page, query, kind, f"{page}?{query}")


class Numbers:
    """Answers the route: one file after the other, and so many may wait."""

    def __init__(self, waiting: int = MOST_WAITING) -> None:
        self._most, self._waiting = waiting, 0
        self._limiter = anyio.CapacityLimiter(1)

    def answering(self, kinds: tuple[str, ...]) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers for files of these kinds."""

        async def answer(request: Request) -> Response:
            return await self._respond(request, kinds)

        return answer

    async def _respond(self, request: Request, kinds: tuple[str, ...]) -> Response:
        """Answer a request with a file, or with a sentence."""
        page, kind = request.path_params["page"], request.path_params["kind"]
        if page not in PAGES or kind not in kinds:
            return self._words("There is no such file.", 404)
        if request.method == "HEAD":
            return PlainTextResponse(headers=_HEADERS)
        if self._waiting >= self._most:
            return self._words("The server is busy. Ask again in a moment.", 503)
        self._waiting += 1
        query = request.scope["query_string"].decode("latin-1")
        try:
            text, media_type = await to_thread.run_sync(made, page, query, kind, limiter=self._limiter)
            return Response(text, 200, _HEADERS, media_type)
        except ValueError as sentence:
            return self._words(f"{str(sentence)[:1].upper()}{str(sentence)[1:]}", 404)
        except Exception:
            _LOG.exception("what is behind a picture could not be written")
            return self._words("This file could not be made. The server's log has the details.", 500)
        finally:
            self._waiting -= 1

    def _words(self, text: str, status: int) -> Response:
        return PlainTextResponse(text, status, _HEADERS | ({"Retry-After": "1"} if status == 503 else {}))


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    numbers = Numbers()
    return [
        Route(prefix + path, numbers.answering(kinds), methods=["GET"])
        for prefix in prefixes(base)
        for path, kinds in PATHS.items()
    ]
