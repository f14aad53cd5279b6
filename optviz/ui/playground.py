"""The playground page: lesson and surface on top, the stage below."""

import streamlit as st

from optviz.core.surfaces import SURFACES
from optviz.pictures import PLAYGROUND
from optviz.scenes.codec import KEYS, SURFACE_KNOB, from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.scene import Scene
from optviz.ui import stage, state
from optviz.ui.link import link, link_warning
from optviz.ui.state import Shows
from optviz.ui.view import Ahead, show_view

FREE = "Free play: choose a lesson"


def shows(scene: Scene) -> Shows:
    """Return what the page's words are about while it shows ``scene``."""
    return {"lesson": scene.lesson, "surface": scene.surface}


def known(said: Shows) -> bool:
    """Tell whether there are words on what the browser says it shows."""
    return said["lesson"] in ("", *LESSONS) and said["surface"] in SURFACES


def opened_by_link() -> tuple[Shows, tuple[str, ...]]:
    """Return what the link shows, and what of it was ignored."""
    scene, ignored = from_query(link(), lesson_scenes())
    return shows(scene), ignored


def choose_lesson(key: str, surface: str) -> None:
    """Open a lesson; an empty key leaves the scene as it is, on its surface, and only drops the lesson's text."""
    found = shows(LESSONS[key].scene) if key else {"lesson": "", "surface": surface}
    state.press(PLAYGROUND, found, f"lesson={key}", menu=True)


def choose_surface(key: str) -> None:
    """Move the race to another surface."""
    state.press(PLAYGROUND, {"lesson": "", "surface": key}, f"surface={key}", menu=True)


def open_scene(scene: Scene) -> None:
    """Make the playground open with this scene the next time it is shown."""
    state.press(PLAYGROUND, shows(scene), to_query(scene))


def lesson_title(key: str) -> str:
    """Return a lesson's name in the menu."""
    return LESSONS[key].title if key else FREE


def surface_title(key: str) -> str:
    """Return a surface's name in the menu."""
    return SURFACES[key].name


def steps_ahead() -> Ahead:
    """Return where the options of the two menus lead, by their texts."""
    steps = {lesson_title(key): f"lesson={key}" for key in LESSONS}
    return {"options": steps | {surface_title(key): f"surface={key}" for key in SURFACES}}


def menus(now: Shows) -> None:
    """Show the two menus, which always say what is on the stage, and beside them the text that belongs to it."""
    st.session_state["lesson"], st.session_state["surface"] = now["lesson"], now["surface"]
    lesson, surface, text = st.columns([1, 1, 2.2], gap="medium", vertical_alignment="top")
    lesson.selectbox(
        "Lesson",
        ["", *LESSONS],
        key="lesson",
        format_func=lesson_title,
        on_change=lambda: choose_lesson(st.session_state["lesson"], now["surface"]),
    )
    surface.selectbox(
        "Surface",
        list(SURFACES),
        key="surface",
        format_func=surface_title,
        on_change=lambda: choose_surface(st.session_state["surface"]),
    )
    with text:
        lesson_text(now)


def lesson_text(now: Shows) -> None:
    """Show the lesson's few lines, or the surface's one."""
    if now["lesson"]:
        st.markdown(LESSONS[now["lesson"]].text)
    else:
        kind = SURFACES[now["surface"]]
        st.markdown(f"**{kind.name}:** ${kind.latex}$ — {kind.note}")


def show() -> None:
    """Show the page; its slots are fixed, so that the stage is never mounted anew."""
    kept = state.open_page(PLAYGROUND, opened_by_link)
    warnings, top, room = st.container(), st.container(), st.container(gap=None)
    with warnings:
        link_warning(kept.ignored)
    with top:
        menus(kept.shows)
    with room:
        stage.mount_engine()
        show_view(PLAYGROUND, kept.shows, known, steps_ahead(), (*KEYS, SURFACE_KNOB))
