"""A picture as bytes: an answer is a row of frames, each its length and one message.

First comes the background, unless the browser holds it, then a board. Where long work is behind it, one board comes
after another until it is done. A failure is a frame too: a sentence, and the answer ends; its details go to the log.
"""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from optviz.figures.board import Background
from optviz.figures.board.message import background_message, board_body, message
from optviz.pictures import PAGES, ROOM_PAGES, jobs
from optviz.pictures.cached import kept
from optviz.pictures.frames import BROKEN, NO_PAGE, failure, frame
from optviz.pictures.jobs import Job, Snapshot
from optviz.pictures.pages import Picture, picture_at
from optviz.pictures.visits import visit

QUICK = 0.05
"""Seconds in which work may be done without a frame that tells how far it is."""

T = TypeVar("T")
_NO_WORK = Snapshot(None, "", done=True)
_LOG = logging.getLogger(__name__)


class Address(NamedTuple):
    """What is asked: a page's query, or a step from the query ``before``; and the key of the background at hand."""

    page: str
    query: str = ""
    before: str | None = None
    have: str = ""


class Part(NamedTuple):
    """Some frames of an answer; ``background``: which one the browser then has; ``over``: no more will come.

    ``passing``: the same address may have another answer later, as data are lacking.
    """

    frames: bytes
    background: str = ""
    over: bool = True
    failed: bool = False
    passing: bool = False


FAILED = Part(failure(BROKEN), failed=True)


def drawn(picture: Picture, have: str, now: Snapshot = _NO_WORK) -> Part:
    """Return a picture's frames, with the results of its work as they are now."""
    if now.failed:
        return FAILED
    result = () if now is _NO_WORK else (now.result,)
    told = {"lacks": "", **picture.header}
    lacks = bool(told["lacks"])
    name = f"{picture.page}?{picture.link}#{now.name}{'#lacks' * lacks}"
    key = picture.background_key or kept(f"fields {name}", lambda: background_key(picture, have, result))
    controls, split, body = kept(f"board {name}", lambda: packed_board(picture, result))
    header = {"kind": "board", "page": picture.page, "background": key, **told, "controls": controls}
    header |= {"work": "" if now.done else "running", "queued": now.queued, "split": split}
    frames = frame(message(header, body))
    if key != have:
        frames = frame(background_bytes(picture.page, key, lambda: picture.background(*result))) + frames
    return Part(frames, key, now.done, passing=lacks)


def packed_board(picture: Picture, result: tuple) -> tuple[list[dict[str, Any]], int, bytes]:
    """Return a picture's controls, how many bytes of columns its board has, and the board's bytes."""
    return picture.controls(), *board_body(picture.board(*result))


def background_key(picture: Picture, have: str, result: tuple) -> str:
    """Return the name of the fields under a picture; having computed them, keep them if they will be sent."""
    found = picture.background(*result)
    if found.key != have:
        background_bytes(picture.page, found.key, lambda: found)
    return found.key


def background_bytes(page: str, key: str, compute: Callable[[], Background]) -> bytes:
    """Return the message with the fields called ``key``."""
    return kept(f"background {page} {key}", lambda: background_message(compute()))


def job_of(picture: Picture) -> Job | None:
    """Return the job behind a picture, with its first result, if long work is behind it."""
    work = picture.work
    return jobs.SHARED.ask(f"{picture.page}/{work.key}", work) if work else None


def safely(make: Callable[[], T]) -> T | Part:
    """Return what ``make`` returns, or the frame of a failure."""
    try:
        return make()
    except Exception:  # whatever it was: its details are for the log, not for the screen
        _LOG.exception("a picture could not be drawn")
        return FAILED


def answer(page: str, query: str = "", before: str | None = None, have: str = "", wait: float = QUICK) -> bytes:
    """Return the frames of one answer as far as they are there after ``wait`` seconds; never raises.

    Who wants to see work go on asks again: it goes on for two seconds.
    """

    if page not in (*PAGES, *ROOM_PAGES):
        return failure(NO_PAGE)

    def make() -> Part:
        picture = picture_at(page, query, before)
        job = job_of(picture)
        return drawn(picture, have, jobs.SHARED.wait(job, wait)) if job else drawn(picture, have)

    with visit():
        return safely(make).frames
