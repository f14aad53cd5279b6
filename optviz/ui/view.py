"""The view of a page: the component that tells the browser what was pressed, and is told what it shows."""

import json
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import Any, TypedDict

import streamlit as st

from optviz.pictures.picture import answer
from optviz.ui import stage, state
from optviz.ui.state import PageSession, Shows


class Ahead(TypedDict, total=False):
    """Steps that the browser may fetch before they are pressed: by the button's key, the pills', the option's text."""

    presets: dict[str, str]
    pills: dict[str, list[str]]
    options: dict[str, str]


def view_data(page: str, kept: PageSession, ahead: Ahead, keys: Iterable[str]) -> bytes:
    """Return what the view is given: the length of a JSON text, the text, and the frames asked for, deflated."""
    asked = kept.request
    said: dict[str, Any] = {
        "page": page,
        "session": state.session_id(),
        "number": kept.number,
        "open": kept.step,
        "shows": dict(kept.shows),
        "keys": sorted(keys),
        "ahead": {"presets": {}, "pills": {}, "options": {}, **ahead},
        "answer": asked.number if asked else None,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    frames = zlib.compress(answer(page, asked.query, asked.before, asked.have), 1) if asked else b""
    return struct.pack("<I", len(text)) + text + frames


@st.fragment
def show_view(page: str, words: Shows, known: Callable[[Shows], bool], ahead: Ahead, keys: Iterable[str]) -> None:
    """Mount the view; ``words``: what the page's words are about, now that the whole script runs.

    What the browser says reruns this alone, unless the words must change. What it shows must be ``known``. ``keys`` of
    an address are the page's (one that ends in a point begins others); the browser leaves the rest there as it is.
    """
    kept = state.page_session(page)
    data = view_data(page, kept, ahead, keys)
    stage.mount_view(page, data, lambda: state.follow(page, known), lambda: state.hear(page))
    if kept.shows != words:
        st.rerun()  # after the view: a fragment that ends without it can take it from the page
