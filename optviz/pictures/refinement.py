"""A picture's map in finer cells, as bytes: one more answer by address, for the browser to put in its place at rest.

It is a help, never a need: where there is none, the answer is nothing, and the map stays as it is.
"""

from collections.abc import Callable
from typing import Any

from optviz.figures.board.message import layer_message
from optviz.lecture.work import Work
from optviz.pictures import PAGES, QUIZ
from optviz.pictures.asked import AskedPicture
from optviz.pictures.cached import kept
from optviz.pictures.coding import Coding
from optviz.pictures.frames import frame
from optviz.pictures.lecture_picture import LecturePicture
from optviz.pictures.pages import picture_at
from optviz.pictures.visits import let_pass

PATIENCE = 0.2
"""Seconds for which a piece of the work lets pictures go first."""


class GoneError(Exception):
    """Nobody waits for this any more."""


def refinement_of(page: str, query: str) -> Work | None:
    """Return the work behind the finer map of the picture at a query; None where there is none."""
    picture = picture_at(page, query)
    return picture.refinement if isinstance(picture, LecturePicture | AskedPicture) else None


def packed(work: Work, gone: Callable[[], bool]) -> bytes:
    """Do the work and return its layer's frame, deflated; raises ``GoneError`` at a piece's end when nobody waits."""
    newest: Any = None
    for item in work.make():
        if gone():
            raise GoneError
        newest = item
        let_pass(PATIENCE)
    return Coding("gzip").coded(frame(layer_message(newest)), last=True)


def refinement_answer(page: str, query: str, gone: Callable[[], bool] = lambda: False) -> bytes:
    """Return the finer map of the picture at a query as one frame, deflated; empty where there is none.

    Nothing in a query raises; ``gone`` tells whether nobody waits any more.
    """
    work = refinement_of(page, query) if page in PAGES and page != QUIZ else None
    if work is None:
        return b""
    try:
        return kept(f"refinement {page} {work.key}", lambda: packed(work, gone))
    except GoneError:
        return b""
