"""The atlas page: a card for every surface and every optimizer of the registries, and an entry behind each card."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.optimizers import grouped
from optviz.core.surfaces import SURFACES
from optviz.scenes.scene import Scene
from optviz.ui import playground, stage
from optviz.ui.entry import (
    idea_words,
    is_drawn,
    picture,
    plain,
    race_scene,
    show_optimizer,
    show_surface,
    summary,
    surface_scene,
)
from optviz.ui.language import say, texts_note

VIEWS: dict[str, Mapping[str, Any]] = {"surfaces": SURFACES, "optimizers": ENTRANTS}
OPEN = {"surfaces": "Open in the playground", "optimizers": "Race it in the playground"}
SHOW, FILTER, ENTRY, IGNORED, LAST = "atlas_show", "atlas_filter", "atlas_entry", "atlas_ignored", "atlas_last"
KEYS = ("show", "entry")
CARD_WIDTH = 400
Later = Callable[[], None] | None

# Replaces, never pushes: Back leaves the page. (A write to st.query_params would add a step to the history.) What
# others have put into the address stays there as it is.
ADDRESS = """
export default function ({ data }) {
  const here = /\\/atlas\\/?$/.test(location.pathname);
  const others = location.search.slice(1).split("&").filter((pair) => pair && !/^(show|entry)(=|$)/.test(pair));
  const url = location.pathname + "?" + [data, ...others].join("&") + location.hash;
  if (here && url !== location.pathname + location.search + location.hash) {
    history.replaceState(history.state, "", url);
  }
}
"""
STYLE = """<style>
.stMainBlockContainer:has(.st-key-atlas_cards) { padding: 4.25rem 1.75rem 2rem; }
.stMainBlockContainer:has(.st-key-atlas_cards) :is(button, button p, input) { font-size: 1rem; }
.st-key-atlas_cards :is(h2, h3) { padding: 0; font-size: 1.25rem; }
.st-key-atlas_cards:has(h3) h2 { padding: 0.5rem 0 0.25rem; font-size: 1.5rem; }
.st-key-atlas_cards .stColumn:first-child {
  align-self: flex-start; aspect-ratio: 1;
  background: color-mix(in srgb, currentColor 6%, transparent); border-radius: 0.375rem;
}
.st-key-atlas_cards p { line-height: 1.4; }
:is(.st-key-atlas_cards, .st-key-atlas_rule) [data-testid="stMarkdownContainer"] { margin: 0; }
:is(.st-key-atlas_cards, .st-key-atlas_rule) [data-testid="stMarkdownContainer"] p { margin: 0; }
.stMainBlockContainer:has(.st-key-atlas_cards) h1 { padding: 0 0 0.5rem; }
.st-key-atlas_cards .stButton p { text-decoration: underline; text-underline-offset: 0.2em; }
.st-key-atlas_cards .stHorizontalBlock { row-gap: 0; }
.st-key-atlas_entry [data-testid="stMarkdownContainer"]:has(table) { overflow-x: auto; }
.st-key-atlas_cards img, .st-key-atlas_entry img { border-radius: 0.375rem; }
.st-key-atlas_entry :is(table, pre, code, button p, summary p) { font-size: 1rem; }
.st-key-atlas_entry table { font-variant-numeric: tabular-nums; }
.st-key-atlas_entry p:has(.katex) { overflow: auto hidden; padding: 0.3em 0; }
@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-atlas_cards) { padding: 4.25rem 0.9rem 2rem; }
  .st-key-atlas_entry :is(td, th) { padding: 0.3rem; }
  .st-key-atlas_entry :is(td, th):nth-child(5) { display: none; } /* how a knob's slider is divided */
}
</style>"""


def from_link(query: dict[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Return the view and the entry that a link names (or ``""``), and a sentence for each thing that was ignored."""
    ignored = []
    entry, show = query.get("entry", ""), query.get("show", "")
    if show and show not in VIEWS:
        ignored.append(f"show={cut(show)}: not one of {', '.join(VIEWS)}.")
        show = ""
    home = next((view for view, registry in VIEWS.items() if entry in registry), "surfaces")
    show = show or home
    if entry and entry not in VIEWS[show]:
        ignored.append(f"entry={cut(entry)}: there is no such entry among the {show}.")
        entry = ""
    return show, entry, tuple(ignored)


def cut(text: str) -> str:
    """Return text from a link as it may stand on the screen: short, and with nothing that Markdown would read."""
    return plain("".join(c if c.isalnum() or c in " _-.," else "?" for c in text[:40]))


def arrive() -> None:
    """Read the link when the page is opened; Streamlit forgets the selector's value when another page is shown."""
    if SHOW not in st.session_state or ENTRY not in st.session_state:
        query = {key: st.query_params[key] for key in st.query_params if key in KEYS}
        # Streamlit empties the query when a page is left by a button: Back then finds the view here.
        query = query or {"show": st.session_state.get(LAST, "surfaces")}
        st.session_state[SHOW], st.session_state[ENTRY], st.session_state[IGNORED] = from_link(query)


def open_entry(key: str) -> None:
    """Open an entry; an empty key closes the one that is open."""
    st.session_state[ENTRY] = key


def address() -> None:
    """Keep the browser's address in step with what is shown."""
    words = f"show={st.session_state[SHOW]}"
    words += f"&entry={st.session_state[ENTRY]}" if st.session_state[ENTRY] else ""
    component("optviz_address", js=ADDRESS, isolate_styles=False)(key="atlas_address", data=words, height=1)


def scene_of(view: str, key: str) -> Scene:
    """Return the scene that an entry opens in the playground."""
    return surface_scene(key) if view == "surfaces" else race_scene(key)


def play(view: str, key: str, place: str) -> None:
    """Show the button that takes an entry to the playground."""
    if st.button(
        say(OPEN[view]), key=f"atlas_{place}_{view}_{key}", type="secondary" if place == "entry" else "tertiary"
    ):
        open_entry("")
        playground.open_scene(scene_of(view, key))
        st.switch_page("pages/playground.py")


def words_of(view: str, key: str) -> str:
    """Return what an entry is found by: name, key, source, what it teaches, its group and the ideas it uses."""
    kind = VIEWS[view][key]
    ideas = f"{kind.group} {idea_words(kind)}" if view == "optimizers" else ""
    return " ".join([kind.name, key, kind.source, summary(kind), ideas]).casefold()


def card(view: str, key: str) -> Later:
    """Show one card: name, a sentence, two ways on, and the picture; return what shows a picture still to be drawn."""
    kind = VIEWS[view][key]
    theme = st.context.theme.type or "light"
    left, right = st.columns([1, 2], gap="small", wrap=False)
    place = left.empty()

    def show_picture() -> None:
        place.image(picture(view, key, theme), width="stretch", alt=f"{kind.name}, from above")

    with right.container(gap="xsmall"):
        (st.subheader if view == "optimizers" else st.header)(kind.name, anchor=False)
        st.markdown(plain(summary(kind)))
        if view == "optimizers":
            st.markdown(f"**{idea_words(kind)}**")
        with st.container(horizontal=True, gap="small"):
            st.button(say("Details"), key=f"atlas_open_{view}_{key}", type="tertiary", on_click=open_entry, args=(key,))
            play(view, key, "card")
    if not is_drawn(view, key, theme):
        return show_picture
    show_picture()
    return None


def groups(view: str, keys: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the headings and what stands below each: optimizers as in every menu, surfaces below none."""
    if view == "surfaces":
        return [("", tuple(keys))]
    return [(str(group), members) for group, members in grouped({key: ENTRANTS[key] for key in keys})]


def cards(view: str, keys: list[str]) -> None:
    """Show the cards of ``keys`` by group, in as many columns as the window holds.

    On a cold server a picture takes a while: all cards are there to be read and opened before the first is drawn.
    """
    later: list[Later] = []
    with st.container(key="atlas_cards"):
        for heading, members in groups(view, keys):
            if heading:
                st.header(say(heading), anchor=False)
            with st.grid(min_column_width=CARD_WIDTH, gap=(20, 32)) as table:
                for key in members:
                    with table.cell():
                        later.append(card(view, key))
    for show_picture in filter(None, later):
        show_picture()


def details(view: str, key: str) -> None:
    """Show one entry in full, over the page."""
    kind = VIEWS[view][key]

    def body() -> None:
        with st.container(key="atlas_entry"):
            (show_surface if view == "surfaces" else show_optimizer)(key, lambda: play(view, key, "entry"))

    st.dialog(kind.name, width="large", on_dismiss=lambda: open_entry(""))(body)()


def head() -> tuple[str, list[str]]:
    """Show title, selector and filter; return the view and the keys that pass the filter."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(say("Atlas"), anchor=False, width="content")
        stage.mount_share("atlas", KEYS)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    view = left.segmented_control(
        "Show",
        list(VIEWS),
        key=SHOW,
        required=True,
        format_func=lambda name: f"{say(name.capitalize())} ({len(VIEWS[name])})",
        on_change=lambda: open_entry(""),
        label_visibility="collapsed",
    )
    wanted = right.text_input(
        say("Filter"),
        key=FILTER,
        placeholder=say("Filter: name, author, idea"),
        live=True,
        label_visibility="collapsed",
    )
    view = view or "surfaces"
    words = (wanted or "").casefold().split()
    return view, [key for key in VIEWS[view] if all(word in words_of(view, key) for word in words)]


def show() -> None:
    """Show the page."""
    arrive()
    st.html(STYLE)
    address()
    warnings = st.container()
    if st.session_state[IGNORED]:
        warnings.warning("This link held something that was ignored: " + " ".join(st.session_state[IGNORED]))
    view, keys = head()
    if texts_note():
        st.caption(texts_note().strip())
    st.session_state[LAST] = view
    if not keys:
        st.markdown(say("Nothing here has these words. Clear the filter to see everything."))
    if st.session_state[ENTRY] in VIEWS[view]:  # first: on a cold server the cards below take seconds
        details(view, st.session_state[ENTRY])
    cards(view, keys)
