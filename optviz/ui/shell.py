"""The frame round every page: navigation, warm-up, and the cure for cold deep links."""

import gc
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from optviz.core.heap import trim

# Here, at the top, and so by one thread alone, while all others wait: sessions and the warm-up that load NumPy and
# JAX side by side can meet them half loaded, and then no page of this process ever opens.
from optviz.core.network import training
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import warm_surface, warm_up
from optviz.lecture import TITLES

ROOT = Path(__file__).resolve().parents[2]
PAUSE, BREATH = 2.0, 0.1
PAGES = (("playground", "Playground"), *TITLES.items(), ("atlas", "Atlas"))


def settle() -> None:
    """Take what is loaded by now out of garbage collection, which would walk it again and again."""
    gc.collect()
    gc.freeze()
    trim()


def compile_all() -> None:
    """Compile the lecture's optimizers, then the wider family; in the pauses visitors' pages draw."""
    for work in (warm_up, partial(warm_up, OPTIMIZERS)):
        time.sleep(PAUSE)
        work()
        settle()


def compile_pages() -> None:
    """Compile what the sections of the lecture need (130 MB in all), one after the other, then a small network."""
    time.sleep(PAUSE)
    from optviz.lecture import pages as lecture  # all topics: only once somebody has opened one

    for _ in lecture.warm_up():
        time.sleep(BREATH)
    training.warm_up()
    settle()


def in_background(work: Callable[[], None]) -> threading.Thread:
    """Start ``work`` beside the visitors."""

    def safely() -> None:
        try:
            work()
        except RuntimeError:
            if threading.main_thread().is_alive():  # else the app was stopped while it compiled: nothing to tell
                raise

    thread = threading.Thread(target=safely, name="warm-up", daemon=True)
    thread.start()
    return thread


def compile_surface() -> None:
    """Compile the surface for the first visitor, while his own thread compiles what his paths need."""
    warm_surface()


@st.cache_resource(show_spinner=False)
def head_start() -> threading.Thread:
    """Help the first visitor, once a process."""
    return in_background(compile_surface)


@st.cache_resource(show_spinner=False)
def warm() -> threading.Thread:
    """Compile the rest when the first visitor has his page, once a process."""
    return in_background(compile_all)


@st.cache_resource(show_spinner=False)
def warm_pages() -> threading.Thread:
    """Compile the lecture's pages when somebody has opened the first of them, once a process."""
    return in_background(compile_pages)


def page(stem: str, title: str, **how: Any) -> Any:
    """Return the page in ``pages/<stem>.py``."""
    return st.Page(ROOT / "pages" / f"{stem}.py", title=title, **how)


def pages() -> list[Any]:
    """Return the pages in the order of the menu; their file names are public addresses.

    Streamlit serves its default page at / alone, so the first page stands here twice: in the menu, as the
    root, and out of it, under its own name.
    """
    (stem, title), *others = PAGES
    root = page(stem, title, url_path="", default=True)
    return [root, page(stem, title, url_path=stem, visibility="hidden"), *(page(s, t, url_path=s) for s, t in others)]


def run() -> None:
    """Show the frame and the page the address names."""
    st.set_page_config(page_title="optviz", page_icon="📉", layout="wide", initial_sidebar_state="collapsed")
    head_start()
    chosen = st.navigation(pages(), position="top")
    st.session_state["framed"] = True
    chosen.run()
    warm()


def ensure() -> None:
    """Give a page its frame when a cold server ran its file alone; the address keeps its query."""
    if "framed" not in st.session_state:
        st.navigation(pages(), position="top")
        st.rerun()
