"""The playground page: what it is, lesson and surface on top, the stage below."""

from functools import partial

import streamlit as st

from optviz.core.surfaces import SURFACES
from optviz.pictures import PLAYGROUND
from optviz.scenes.codec import KEYS, SURFACE_KNOB, from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.own_surface import NOTE, TITLE, TYPED
from optviz.scenes.own_surface import known as known_surface
from optviz.scenes.scene import Scene
from optviz.ui import stage, state
from optviz.ui.frame import embedded
from optviz.ui.language import say, texts_note
from optviz.ui.link import link, link_warning, slips
from optviz.ui.state import Shows
from optviz.ui.view import Ahead, show_view

MENU = (*SURFACES, TYPED)
"""The surfaces of the menu, in its order."""
FREE = "Choose a lesson"
PURPOSE = "Optimizers race down the same surface from the same start. Press play, drag the ring, move $\\eta$."
STYLE = """<style>
.st-key-playground h1 { padding: 0.4rem 0 0; font-size: 1.1rem; line-height: 1.6rem; white-space: nowrap; }
.st-key-playground .stColumn:has(h1) { flex: none; width: auto; }
@media (min-width: 1001px) {
  .st-key-playground [data-testid="stHorizontalBlock"]:has(h1) { flex-wrap: nowrap; }
  .st-key-playground .stColumn:has(.stSelectbox) { min-width: 11rem; }
  .st-key-playground .stColumn:has(.st-key-playground_words) { min-width: 0; }
}
@media (min-width: 1200px) {
  .st-key-playground .stColumn:has(.st-key-playground_turn) { min-width: 20rem; }
}
.st-key-playground_words [data-testid="stMarkdownContainer"] {
  font-size: 0.95rem; line-height: 1.35; margin-bottom: -0.35rem;
}
.stMainBlockContainer > .stVerticalBlock:has(.st-key-playground) { gap: 0.2rem; }
/* On a phone the two menus stand side by side, the picture follows, and the words come below it. */
@media (max-width: 640px) {
  .stMainBlockContainer > .stVerticalBlock:has(.st-key-playground) {
    display: grid; grid-template-columns: 1fr 1fr; gap: 0.4rem;
  }
  .stMainBlockContainer > .stVerticalBlock > *,
  .st-key-playground .stColumn:is(:has(h1), :has(.st-key-playground_words)) {
    grid-column: 1 / -1;
  }
  .stMainBlockContainer > .stVerticalBlock :has(.st-key-playground_words):not(.stColumn, .stColumn *) {
    display: contents;
  }
  .st-key-playground .stColumn { min-width: 0; width: auto; }
  .st-key-playground h1 { padding-bottom: 0.5rem; }
  .st-key-playground .stColumn:has(.st-key-playground_words) { order: 1; }
}
.st-key-playground_turn button { min-height: 0; padding: 0.1rem 0.6rem; }
</style>"""


def shows(scene: Scene) -> Shows:
    """Return what the page's words are about while it shows ``scene``."""
    return {"lesson": scene.lesson, "surface": scene.surface}


def known(said: Shows) -> bool:
    """Tell whether there are words on what the browser says it shows."""
    return said["lesson"] in ("", *LESSONS) and known_surface(said["surface"])


def opened_by_link() -> tuple[Shows, tuple[str, ...]]:
    """Return what the link shows, and what of it was ignored."""
    scene, ignored = from_query(link(), lesson_scenes())
    return shows(scene), (*ignored, *slips(KEYS))


def choose_lesson(key: str, surface: str, menu: bool = False) -> None:
    """Open a lesson; an empty key leaves the lessons for the opening race, on the surface that is shown."""
    found = shows(LESSONS[key].scene) if key else {"lesson": "", "surface": surface}
    state.press(PLAYGROUND, found, f"lesson={key}", menu=menu)


def choose_surface(key: str) -> None:
    """Move the race to another surface."""
    state.press(PLAYGROUND, {"lesson": "", "surface": key}, f"surface={key}", menu=True)


def open_scene(scene: Scene) -> None:
    """Make the playground open with this scene the next time it is shown."""
    state.press(PLAYGROUND, shows(scene), to_query(scene))


def lesson_title(key: str) -> str:
    """Return a lesson's name in the menu."""
    return say(LESSONS[key].title if key else FREE)


def surface_title(key: str) -> str:
    """Return a surface's name in the menu."""
    return say(TITLE if key == TYPED else SURFACES[key].name)


def steps_ahead(now: Shows) -> Ahead:
    """Return where the options of the two menus lead, by their texts, and the two buttons, by their keys."""
    steps = {lesson_title(key): f"lesson={key}" for key in ("", *LESSONS)}
    turns = {turn_key(by): f"lesson={key}" for by in (-1, 1) if (key := neighbour(now["lesson"], by))}
    return {"presets": turns, "options": steps | {surface_title(key): f"surface={key}" for key in MENU}}


def neighbour(lesson: str, by: int) -> str:
    """Return the lesson ``by`` places after another one; nothing beyond the ends, or where there is no lesson."""
    keys = list(LESSONS)
    place = keys.index(lesson) + by if lesson else -1
    return keys[place] if 0 <= place < len(keys) else ""


def turn_key(by: int) -> str:
    """Return the key of the button to the next lesson (1) or to the one before (−1)."""
    return "lesson_next" if by > 0 else "lesson_previous"


def turns(now: Shows) -> None:
    """Show the buttons to the lessons before and after this one."""
    with st.container(key="playground_turn", horizontal=True, gap="xsmall"):
        for by, title in ((-1, say("← Previous lesson")), (1, say("Next lesson →"))):
            key = neighbour(now["lesson"], by)
            st.button(title, key=turn_key(by), disabled=not key, on_click=partial(choose_lesson, key, now["surface"]))


def menus(now: Shows) -> None:
    """Show the page's name, its two menus, which always say what is on the stage, and the text that belongs to it."""
    st.session_state["lesson"], st.session_state["surface"] = now["lesson"], now["surface"]
    title, lesson, surface, text = st.columns([0.65, 0.9, 0.75, 3.8], gap="small", vertical_alignment="top")
    title.title(say("Playground"), anchor=False, help=say(PURPOSE))
    lesson.selectbox(
        say("Lesson"),
        ["", *LESSONS],
        key="lesson",
        label_visibility="collapsed",
        format_func=lesson_title,
        on_change=lambda: choose_lesson(st.session_state["lesson"], now["surface"], menu=True),
    )
    with lesson:
        if now["lesson"]:
            turns(now)
    surface.selectbox(
        say("Surface"),
        list(MENU),
        key="surface",
        label_visibility="collapsed",
        format_func=surface_title,
        on_change=lambda: choose_surface(st.session_state["surface"]),
    )
    with text, st.container(key="playground_words"):
        lesson_text(now)


def lesson_text(now: Shows) -> None:
    """Show the lesson's few lines, or the surface's one."""
    if now["lesson"]:
        st.markdown(f"{LESSONS[now['lesson']].text}{texts_note()}")
    elif now["surface"] == TYPED:
        st.markdown(f"**{say(TITLE)}:** {NOTE}{texts_note()}")
    else:
        kind = SURFACES[now["surface"]]
        st.markdown(f"**{say(kind.name)}:** ${kind.latex}$ — {kind.about()}{texts_note()}")


def show() -> None:
    """Show the page; its slots are fixed, so that the stage is never mounted anew."""
    kept = state.open_page(PLAYGROUND, opened_by_link)
    warnings, top, room = st.container(), st.container(), st.container(gap=None)
    with warnings:
        link_warning(kept.ignored)
    with top, st.container(key="playground", gap="small"):
        if not embedded():
            st.html(STYLE)
            menus(kept.shows)
    with room:
        stage.mount_engine()
        show_view(PLAYGROUND, kept.shows, known, steps_ahead(kept.shows), (*KEYS, SURFACE_KNOB))
