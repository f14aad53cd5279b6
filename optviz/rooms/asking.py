"""What a request of a room may look like: small, of JSON, and from a page of this very app."""

import json
import math
import re
from typing import Any, cast
from urllib.parse import urlsplit

from starlette.requests import Request

from optviz.rooms.allowance import Allowance
from optviz.rooms.hall import TOKEN, Refused

MAX_BODY = 2_000
MAX_ANSWER_BODY = 6_000
"""Bytes: an answer may be a path that was drawn."""

TOO_LARGE = "This is more than a room takes."
NOT_JSON = "A room is asked in JSON."
ELSEWHERE = "A room is only steered and answered from its own pages."
WRONG = "A room cannot read this."

Fields = dict[str, Any]


async def fields_of(request: Request, most: int = MAX_BODY) -> Fields:
    """Return what a request's body holds. Raise Refused."""
    if not same_origin(request):
        raise Refused(403, ELSEWHERE)
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise Refused(415, NOT_JSON)
    body = await body_of(request, most, TOO_LARGE)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, NOT_JSON) from None
    if not isinstance(found, dict):
        raise Refused(400, WRONG)
    return cast(Fields, found)


async def body_of(request: Request, most: int, too_large: str) -> bytes:
    """Return a request's body of at most ``most`` bytes. Raise Refused with ``too_large`` as soon as there are more."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise Refused(413, too_large)
    return body


def check_sender(request: Request, allowance: Allowance, elsewhere: str, wait: str) -> None:
    """Count what a browser sends. Raise Refused for another site's page, and for too many from one address.

    ``wait`` is the sentence for those, with the seconds in place of ``{wait}``.
    """
    if not same_origin(request):
        raise Refused(403, elsewhere)
    address = request.client.host if request.client else ""
    if seconds := allowance.wait(address):
        raise Refused(429, wait.format(wait=math.ceil(seconds)))
    allowance.take(address)


def same_origin(request: Request) -> bool:
    """Tell whether a page of this app asks; what is no browser says nothing of itself, and may ask."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    hosts = (request.headers.get("Host"), request.headers.get("X-Forwarded-Host"))
    return origin is None or urlsplit(origin).netloc in hosts


def text_of(fields: Fields, name: str, default: str | None = None) -> str:
    """Return a text, or its default if it is not there. Raise Refused if it is no text."""
    found = fields.get(name, default)
    if not isinstance(found, str) or re.search("[\ud800-\udfff]", found):
        raise Refused(400, WRONG)
    return found


def token_of(fields: Fields, name: str, default: str | None = None) -> str:
    """Return a token, or its default if it is not there. Raise Refused if it does not look like one."""
    found = text_of(fields, name, default)
    if not TOKEN.fullmatch(found):
        raise Refused(400, WRONG)
    return found


def number_of(fields: Fields, name: str) -> int | None:
    """Return a whole number, or None if it is not there. Raise Refused if it is no number."""
    found = fields.get(name)
    if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
        raise Refused(400, WRONG)
    return found
