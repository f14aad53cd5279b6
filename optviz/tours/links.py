"""A stop's link: an address of this app, checked by opening it."""

import difflib
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote_plus, urlsplit

from optviz.pictures import PAGES, PLAYGROUND, QUIZ, TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.pages import picture_at
from optviz.pictures.quiz_state import KEYS as QUIZ_KEYS
from optviz.scenes.codec import KEYS, SURFACE_KNOB

MAX_LINK = 4_000
HOW = "write a page and its query, as in momentum?section=map"
OURS_ALONE = ("tour", "stop", "present", "embed", "embed_options")
"""Keys that a copied address may have, and a stop has no use for: the tour itself, and how the window is used."""


class Place(NamedTuple):
    """Where a link leads: the page, its query, what that is about, and the keys of the controls there."""

    page: str
    query: str
    shows: dict[str, str]
    controls: tuple[str, ...]


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """Return a question that offers the nearest of some names; nothing where none is near."""
    near = difflib.get_close_matches(word[:40].lower(), sorted(among), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def said(text: str) -> str:
    """Return a word of somebody's file as it may stand in a sentence: short, on one line."""
    visible = "".join(c if c.isprintable() else "·" for c in text)
    return f"“{visible}”" if len(visible) <= 40 else f"“{visible[:39]}…”"


def owner_of(page: str) -> tuple[Callable[[str], bool], frozenset[str]]:
    """Return what tells whether a key of an address is the page's, and these keys by name."""
    keys = frozenset(KEYS if page == PLAYGROUND else QUIZ_KEYS if page == QUIZ else page_of(page).keys)
    return (lambda key: key in keys or (page == PLAYGROUND and key.startswith(SURFACE_KNOB))), keys


def place_of(link: str) -> Place:
    """Return where a link leads. ``ValueError`` with the reason if that is nowhere, or not all of it is understood.

    A whole address, copied from the browser, counts by its page and query alone: on which machine does not matter.
    """
    page, query = page_and_query(link)
    owns, keys = owner_of(page)
    pairs = [pair for pair in query.split("&") if pair]
    names = {pair: unquote_plus(pair.partition("=")[0]) for pair in pairs}
    pairs = [pair for pair in pairs if names[pair] not in OURS_ALONE]
    for pair in pairs:
        if not owns(names[pair]):
            raise ValueError(f"{page} has no setting {said(names[pair])}{did_you_mean(names[pair], keys)}")
    picture = picture_at(page, "&".join(pairs))
    header = picture.header
    if header["ignored"]:
        raise ValueError(f"not all of the link is understood ({header['ignored'][0].rstrip('.')})")
    controls = tuple(spec["key"] for spec in picture.controls())
    return Place(page, "&".join(pairs) or header["query"], header["shows"], controls)


def page_and_query(link: str) -> tuple[str, str]:
    """Return the page that a link names, and its query."""
    if len(link) > MAX_LINK:
        raise ValueError(f"the link is longer than {MAX_LINK:,} characters")
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        raise ValueError(f"this is no address: {HOW}") from None
    if parts.scheme not in ("", "http", "https"):
        raise ValueError(f"a stop leads to a page of this app, not to {said(parts.scheme + ':')}: {HOW}")
    page = parts.path.rstrip("/").rpartition("/")[2] or ("" if parts.path.strip("/") else PLAYGROUND)
    if page not in PAGES:
        names = {title.lower(): stem for stem, title in TITLES.items()}
        near = did_you_mean(names.get(page.lower(), page), PAGES)
        raise ValueError(f"there is no page {said(page)} with pictures{near or f': {HOW}'}")
    return page, parts.query
