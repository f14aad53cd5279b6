"""Where tours come from: those built in, and the lesson files in the app's folder ``tours``."""

import re
from functools import cache
from pathlib import Path

from optviz.tours.links import Place, did_you_mean, page_and_query, said
from optviz.tours.reader import tour_of
from optviz.tours.tour import Tour
from optviz.tours.yaml_tree import MAX_BYTES, TOO_LARGE, LessonError

HERE = Path(__file__).parent
BUILT_IN = ("lecture", "why_adam", "trouble", "recipe")
"""The tours built in, by the names of their files; ``trouble`` is the symptom index too: each of its parts a symptom,
whose first stop shows it, and whose others are what to try."""

OWN = "own"
"""The name of a tour that only a browser has."""

FOLDER = Path(__file__).resolve().parents[2] / "tours"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MAX_FILES = 30


@cache
def built_in(name: str) -> Tour:
    """Return a tour that is built in. Its links are opened by tests: no visitor waits for all these pages to load."""
    return tour_of(text_of(name), name, lambda link: Place(*page_and_query(link), {}, ()))


def text_of(name: str) -> str:
    """Return the lesson file of a tour that is built in."""
    return (HERE / f"{name}.yaml").read_text(encoding="utf-8")


def names_in() -> tuple[str, ...]:
    """Return the names of the lesson files in the app's folder that an address may have, in their order."""
    found = sorted(path.stem for path in FOLDER.glob("*.yaml") if NAME.fullmatch(path.stem)) if FOLDER.is_dir() else []
    return tuple(name for name in found if name not in (*BUILT_IN, OWN))[:MAX_FILES]


def tour_named(name: str) -> Tour:
    """Return a tour by its name. ``LessonError`` if there is none, or if its file is broken."""
    if name in BUILT_IN:
        return built_in(name)
    others = names_in()
    if name not in others:
        near = did_you_mean(name, (*BUILT_IN, *others))
        raise LessonError(f"There is no tour {said(name)}{near}{'' if near else '.'}")
    with (FOLDER / f"{name}.yaml").open("rb") as file:
        return tour_from(file.read(MAX_BYTES + 1), name)


def tour_from(raw: bytes, name: str = OWN) -> Tour:
    """Return the tour in a file's bytes. ``LessonError`` with all that is wrong with it."""
    if len(raw) > MAX_BYTES:
        raise LessonError(TOO_LARGE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LessonError(f"Line {line}: this is no text in UTF-8.") from None
    return tour_of(text, name)
