"""The route of the printed quiz: ``GET <base>/optviz/sheet?set=…&seed=…``, plain HTML without any script.

This module is light: what computes is loaded, in a thread, when the first sheet is asked for.
"""

import logging
import re

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from optviz import words
from optviz.pictures.base_path import prefixes
from optviz.pictures.loading import load
from optviz.pictures.visits import visit

PATH = "/optviz/sheet"
MOST_WAITING = 30
"""Sheets under way, beyond which the server says that it is busy."""

_LOG = logging.getLogger(__name__)
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251})|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?")
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def first(header: str) -> str:
    """Return the first of a header's values: what the outermost proxy was asked for."""
    return header.partition(",")[0].strip()


def root_of(request: Request, base: str) -> str:
    """Return the app's address as the visitor has it: what a proxy says of it, else what the request says."""
    headers = request.headers
    proto = first(headers.get("X-Forwarded-Proto", ""))
    hosts = (first(headers.get("X-Forwarded-Host", "")), headers.get("Host", ""))
    host = next((each for each in hosts if _HOST.fullmatch(each)), "localhost")
    return f"{proto if proto in ('http', 'https') else request.url.scheme}://{host}{base}"


def made(query: str, root: str, language: str, wrong_language: str) -> tuple[str, bool]:
    """Return a sheet, and whether there is such a quiz."""
    load()
    from optviz.pictures.sheet import sheet

    with visit():
        return sheet(query, root, language, wrong_language)


class Sheets:
    """Answers the route: one sheet after the other, and so many may wait."""

    def __init__(self, base: str = "", waiting: int = MOST_WAITING) -> None:
        self._base, self._most, self._waiting = base, waiting, 0
        self._limiter = anyio.CapacityLimiter(1)

    async def respond(self, request: Request) -> Response:
        """Answer a request with a page."""
        if request.method == "HEAD":
            return HTMLResponse(headers=_HEADERS)
        if self._waiting >= self._most:
            return self._words("The server is busy. Ask again in a moment.", 503)
        self._waiting += 1
        query = request.scope["query_string"].decode("latin-1")
        try:
            wish = words.refusal(request.query_params.get(words.ADDRESS)) or ""
            what = (query, root_of(request, self._base), words.asked_of(request), wish)
            page, found = await to_thread.run_sync(made, *what, limiter=self._limiter)
            return HTMLResponse(page, 200 if found else 404, _HEADERS | {"Vary": "Accept-Language, Cookie"})
        except Exception:
            _LOG.exception("a sheet could not be made")
            return self._words("This sheet could not be made. The server's log has the details.", 500)
        finally:
            self._waiting -= 1

    def _words(self, text: str, status: int) -> Response:
        headers = _HEADERS | ({"Retry-After": "1"} if status == 503 else {})
        return HTMLResponse(f"<!DOCTYPE html><title>optviz</title><p>{text}</p>", status, headers)


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    places = prefixes(base)
    sheets = Sheets(places[-1])
    return [Route(prefix + PATH, sheets.respond, methods=["GET"]) for prefix in places]
