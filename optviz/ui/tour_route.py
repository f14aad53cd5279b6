"""The routes of tours: ``GET <base>/optviz/tour/<name>`` is one by its name, ``POST <base>/optviz/tour`` reads a file.

The answer is the tour, ``{"tour": …}``, or what is wrong, sentence by sentence, ``{"errors": […]}``: that a name is
unknown or a file broken is an answer too, and no fault of the line. A file that is sent is read and forgotten: the
browser keeps it.
"""

import json
import logging
import time
from typing import Any

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

PATH = "/optviz/tour"
FILES = (60, 1.0)
"""Files from one address at once, and the seconds until one more: a whole class may share an address."""

MAX_BODY = 64_000
ELSEWHERE = "Lesson files are only taken from this app's own pages."
TOO_LARGE = f"The file is too large: a lesson file has at most {MAX_BODY:,} bytes."
WAIT = "Too many files from this network. Try again in {wait} seconds."
BROKEN = "This tour could not be read. The server's log has the details."

_LOG = logging.getLogger(__name__)
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Tours:
    """Answers the routes: one file read after the other, so many from one address."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._allowance = Allowance(*FILES, clock)
        self._limiter = anyio.CapacityLimiter(1)

    async def named(self, request: Request) -> Response:
        """Answer with a tour by its name."""
        return await self._answer(request.path_params["name"])

    async def sent(self, request: Request) -> Response:
        """Read a file that a browser sends."""
        try:
            check_sender(request, self._allowance, ELSEWHERE, WAIT)
            return await self._answer(await body_of(request, MAX_BODY, TOO_LARGE))
        except Refused as refused:
            return _reply({"errors": [refused.sentence]}, refused.status)

    async def _answer(self, asked: str | bytes) -> Response:
        try:
            return _reply(await to_thread.run_sync(_read, asked, limiter=self._limiter))
        except Exception:
            _LOG.exception("a tour could not be read")
            return _reply({"errors": [BROKEN]}, 500)


def _read(asked: str | bytes) -> dict[str, Any]:
    load()
    from optviz.tours.library import tour_from, tour_named
    from optviz.tours.yaml_tree import LessonError

    try:
        tour = tour_named(asked) if isinstance(asked, str) else tour_from(asked)
    except LessonError as error:
        return {"errors": list(error.sentences)}
    return {"tour": tour.message()}


def _reply(fields: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(fields, ensure_ascii=False).encode(errors="replace")
    return Response(text, status, _HEADERS, "application/json")


def routes(base: str = "") -> list[Route]:
    """Return the routes, and once more below ``base``, the prefix of the app's address where it has one."""
    tours = Tours()
    return [
        route
        for prefix in prefixes(base)
        for route in (
            Route(f"{prefix}{PATH}/{{name}}", tours.named, methods=["GET"]),
            Route(prefix + PATH, tours.sent, methods=["POST"]),
        )
    ]
