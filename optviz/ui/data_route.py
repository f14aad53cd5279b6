"""The route by which a browser lends the server a table: ``POST <base>/optviz/data``, the table as plain text.

The answer is its name, ``{"data": …}``, by which a link may ask for pictures of it as long as this process remembers
it; or why not, in a sentence, ``{"error": …}``. Nothing is written to a disk, nor to the log.
"""

import json
import logging
import time

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from optviz.pictures.base_path import prefixes
from optviz.pictures.loading import load
from optviz.rooms.allowance import Allowance
from optviz.rooms.asking import body_of, check_sender
from optviz.rooms.hall import Refused
from optviz.rooms.store import Clock

PATH = "/optviz/data"
TABLES = (120, 1.0)
"""Tables from one address at once, and the seconds until one more: a whole class may share an address."""

MAX_BODY = 500_000
"""Bytes of one table's text: enough for 10,000 rows of two numbers in full."""

ELSEWHERE = "Data are only taken from this app's own pages."
NOT_TEXT = "Data are sent as plain text in UTF-8."
TOO_LARGE = "These data are too large: at most {most:,} bytes."
WAIT = "Too many tables from this network. Try again in {wait} seconds."
BROKEN = "These data could not be taken. The server's log has the details."

_LOG = logging.getLogger(__name__)
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Lending:
    """Answers the route: one table read after the other, so many from one address."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._allowance = Allowance(*TABLES, clock)
        self._limiter = anyio.CapacityLimiter(1)

    async def respond(self, request: Request) -> Response:
        """Take a table: its name, or a sentence on what is wrong with it."""
        try:
            return _reply({"data": await self._taken(request)})
        except Refused as refused:
            return _reply({"error": refused.sentence}, refused.status)
        except Exception:
            _LOG.exception("a table could not be taken")
            return _reply({"error": BROKEN}, 500)

    async def _taken(self, request: Request) -> str:
        check_sender(request, self._allowance, ELSEWHERE, WAIT)
        text = await _text_of(request)
        return await to_thread.run_sync(_kept, text, limiter=self._limiter)


async def _text_of(request: Request) -> str:
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "text/plain":
        raise Refused(415, NOT_TEXT)
    body = await body_of(request, MAX_BODY, TOO_LARGE.format(most=MAX_BODY))
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Refused(400, NOT_TEXT) from None


def _kept(text: str) -> str:
    load()
    from optviz.core.tables.reading import TableError
    from optviz.core.tables.shelf import SHELF

    try:
        return SHELF.keep(text)
    except TableError as error:
        raise Refused(400, str(error)) from None


def _reply(fields: dict[str, str], status: int = 200) -> Response:
    text = json.dumps(fields, ensure_ascii=False).encode()
    return Response(text, status, _HEADERS, "application/json")


def routes(base: str = "") -> list[Route]:
    """Return the route, and once more below ``base``, the prefix of the app's address where it has one."""
    lending = Lending()
    return [Route(prefix + PATH, lending.respond, methods=["POST"]) for prefix in prefixes(base)]
