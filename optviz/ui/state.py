"""What the script keeps of a page for one session: what its words are about, and what was pressed last.

The state of a page is the browser's, in its address. The script is told what is shown when its words must change, and
tells what was pressed: a number that grows, and a step of an address that the browser takes from where it is.
"""

import dataclasses
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

Shows = Mapping[str, str]

ECHO = 1.5
"""Seconds in which a menu may still send the value that it had before the words followed the browser."""


class Request(NamedTuple):
    """A picture that the browser asks the script for, where a host lets no request through to the route."""

    number: int
    query: str
    before: str | None
    have: str


@dataclasses.dataclass
class PageSession:
    """A page in one session.

    ``shows``: what its words are about; ``ignored``: what its link had wrong; ``number`` and ``step``: the last press;
    ``request``: the last picture that the script was asked for; ``followed``: what its words were about around the
    last times that they followed the browser, and when.
    """

    shows: Shows
    ignored: tuple[str, ...] = ()
    number: int = 0
    step: str = ""
    request: Request | None = None
    followed: list[tuple[float, Shows]] = dataclasses.field(default_factory=list)


def session_id() -> str:
    """Return the name of this session: another one after a reload, or when the server was started anew."""
    return st.session_state.setdefault("session", secrets.token_hex(8))


def _slot(page: str) -> str:
    return f"page_{page}"


def open_page(page: str, read: Callable[[], tuple[Shows, tuple[str, ...]]]) -> PageSession:
    """Return what is kept of a page; when the session opens it for the first time, ``read`` reads its link."""
    if _slot(page) not in st.session_state:
        st.session_state[_slot(page)] = PageSession(*read())
    return page_session(page)


def page_session(page: str) -> PageSession:
    """Return what is kept of a page that has been opened."""
    return st.session_state[_slot(page)]


def press(page: str, shows: Shows, step: str, menu: bool = False) -> None:
    """Open what a menu or a button of the script names: ``step`` in the browser, and the words on what it ``shows``."""
    before: PageSession | None = st.session_state.get(_slot(page))
    if menu and before and any(shows == other and time.monotonic() - at < ECHO for at, other in before.followed):
        return  # no press: a menu that does not know yet that the browser went elsewhere
    number = before.number + 1 if before else 1
    request = before.request if before else None
    st.session_state[_slot(page)] = PageSession(shows, (), number, step, request, before.followed if before else [])


def follow(page: str, known: Callable[[Shows], bool]) -> None:
    """Take over what the browser shows now, if it is something ``known``."""
    said = _said(page, "shown")
    kept = page_session(page)
    if not said or not all(isinstance(said.get(key), str) for key in kept.shows):
        return
    shows = {key: said[key] for key in kept.shows}
    if known(shows) and shows != kept.shows:
        now = time.monotonic()
        kept.followed = [each for each in kept.followed if now - each[0] < ECHO] + [(now, kept.shows), (now, shows)]
        kept.shows, kept.ignored = shows, ()


def hear(page: str) -> None:
    """Keep what the browser asks for, to be answered with the view."""
    said = _said(page, "request")
    if not said:
        return
    number, query, before, have = (said.get(key) for key in ("number", "query", "before", "have"))
    if type(number) is int and isinstance(query, str) and isinstance(have, str) and isinstance(before, str | None):
        page_session(page).request = Request(number, query, before, have)


def _said(page: str, what: str) -> dict[str, Any] | None:
    """Return what the page's view has set as its state ``what``, if it is an object."""
    said = st.session_state[f"{page}_view"].get(what)
    return said if isinstance(said, dict) else None
