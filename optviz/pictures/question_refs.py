"""Every question by its reference, ``momentum.map.regime`` or ``lesson.cliff.end``: for a quiz and for a class."""

from optviz.lecture import TITLES
from optviz.pictures.asked import AskedPicture, asked_at
from optviz.pictures.lecture_picture import LecturePicture, page_of
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.scenes.codec import query_string

LESSON = "lesson"


def picture_of(ref: str, seed: int, answer: str | None = None, more: str = "") -> AskedPicture:
    """Return the picture of a question at a seed, with an answer if one is given; ``KeyError`` for no question.

    ``more``: how it is looked at, as in a link: the playhead, presenter mode.
    """
    place, name, key = ref.split(".") if ref.count(".") == 2 else ("", "", "")
    words = {"ask": key, "q": str(seed)} | ({} if answer is None else {"answer": answer})
    if place == LESSON:
        found = asked_at(PlaygroundPicture.at(f"{query_string([('lesson', name)])}&{more}"), words)
    elif place in TITLES:
        found = asked_at(LecturePicture.at(page_of(place), f"{query_string([('section', name)])}&{more}"), words)
    else:
        raise KeyError(ref)
    if not isinstance(found, AskedPicture):
        raise KeyError(ref)
    return found
