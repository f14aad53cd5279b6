"""The frame round every page: navigation, and the cure for cold deep links. Light: it loads nothing that computes."""

from typing import Any

import streamlit as st

from optviz.installed import ROOT
from optviz.lecture import BEYOND
from optviz.pictures import TITLES
from optviz.pictures.loading import load
from optviz.ui import warm
from optviz.ui.frame import embedded
from optviz.ui.language import language_warning, say

STYLE = """<style>
:is([data-testid="stTopNavLink"], [data-testid="stTopNavDropdownLink"], [data-testid="stSidebarNavLink"]):focus-visible,
.stSelectbox [role="group"]:has(:focus-visible), .stMain:focus-visible {
  outline: 2px solid; outline-offset: -2px; box-shadow: none;
}
@media (max-width: 1439px) {
  [data-testid="stTopNav"] :has(> [data-testid="stTopNavLinkContainer"]) { margin-inline: 0; }
  :is([data-testid="stTopNavLink"], [data-testid="stTopNavSection"]) { padding-inline: 0.3rem; }
}
@media (min-width: 641px) and (max-width: 1000px) {
  .st-key-playground [data-testid="stHorizontalBlock"]:has(.stSelectbox) { flex-wrap: wrap; }
  .st-key-playground .stColumn:has(.stSelectbox) { min-width: 15rem; }
}
[data-testid="stExpandSidebarButton"] { width: auto; }
[data-testid="stExpandSidebarButton"]::after { content: "$menu"; margin-left: 0.3em; font-size: 1rem; }
</style>"""
"""Rings of the focus that are seen; a menu that is one line from 1280 pixels on; lists whose words are whole where
the page is zoomed; on a phone a word on the menu's button, which is two bare arrows."""
PAGES = (*TITLES.items(), ("tours", "Tours and symptoms"), ("class", "Class"), ("atlas", "Atlas"))
GROUPS = {"Beyond": BEYOND, "More": ("tours", "quiz", "class", "atlas")}
"""Pages that stand in menus of their own, so that the lecture's stand in one line at 1280 pixels."""


def page(stem: str, title: str, **how: Any) -> Any:
    """Return the page in ``pages/<stem>.py``."""
    return st.Page(ROOT / "pages" / f"{stem}.py", title=say(title), **how)


def linked(stem: str) -> Any:
    """Return a page as the menu has it, for a link to it: the first one is the root."""
    title = dict(PAGES)[stem]
    return page(stem, title, url_path="", default=True) if stem == PAGES[0][0] else page(stem, title, url_path=stem)


def pages() -> dict[str, list[Any]]:
    """Return the pages in the order of the menu, by menu; their file names are public addresses.

    Streamlit serves its default page at / alone, so the first page stands here twice: in the menu, as the
    root, and out of it, under its own name.
    """
    (stem, title), *others = PAGES
    root = page(stem, title, url_path="", default=True)
    hidden = page(stem, title, url_path=stem, visibility="hidden")
    made = {s: page(s, t, url_path=s) for s, t in others}
    groups = {say(name): [made.pop(key) for key in keys] for name, keys in GROUPS.items()}
    return {"": [root, hidden, *made.values()], **groups}


def navigation() -> Any:
    """Show the menu, but in another page's frame, and return the page that the address names."""
    return st.navigation(pages(), position="hidden" if embedded() else "top")


def run() -> None:
    """Show the frame and the page the address names, under its title."""
    chosen = navigation()
    title = f"{chosen.title} · optviz"
    st.set_page_config(page_title=title, page_icon="📉", layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE.replace("$menu", say("Menu")))
    language_warning()
    warm.start()
    st.session_state["framed"] = True
    chosen.run()


def ensure() -> None:
    """Load what a page imports next, and give it its frame when a cold server ran its file alone, with its query."""
    load()
    if "framed" not in st.session_state:
        navigation()
        st.rerun()
