"""A fan as bytes: one more picture by address, for the browser to draw from while a hand drags a slider.

A fan is a help, never a need: where there is none, or it would be too long, the answer is nothing.
"""

import zlib

from optviz.figures.fan import Fan, fan_message
from optviz.pictures import PAGES, QUIZ
from optviz.pictures.asked import words_of
from optviz.pictures.cached import kept
from optviz.pictures.coding import Coding
from optviz.pictures.frames import frame
from optviz.pictures.pages import plain_picture

MAX_BYTES = 400_000
"""How long a fan may be as it travels, deflated."""

FEWEST = 64
"""With fewer positions of a slider the path would jump: then none."""

_GZIP = 31


def inflated(data: bytes) -> bytes:
    """Return what was deflated."""
    return zlib.decompress(data, _GZIP)


def packed(fan: Fan | None) -> bytes:
    """Return a fan's frame, deflated, with half of its positions where all are too long; empty where there is none."""
    while fan is not None and len(fan.values) >= FEWEST:
        data = Coding("gzip").coded(frame(fan_message(fan)), last=True)
        if len(data) <= MAX_BYTES:
            return data
        fan = fan.thinned()
    return b""


def fan_answer(page: str, query: str, control: str) -> bytes:
    """Return the fan of a slider of the picture at a query, as one frame, deflated; empty where there is none.

    There is none while a question is open. Nothing in a query or in the name of a slider raises.
    """
    if page not in PAGES or page == QUIZ or words_of(query).get("ask"):
        return b""
    picture = plain_picture(page, query)
    link = picture.fan_link(control)
    return kept(f"fan {page} {control} {link}", lambda: packed(picture.fan(control))) if link else b""
