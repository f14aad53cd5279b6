"""The playground page: lesson and surface on top, the stage below."""

import streamlit as st

from optviz.core.surfaces import SURFACES
from optviz.figures.race_message import surface_key, view_message
from optviz.scenes.codec import to_query
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import Scene
from optviz.ui import cached, stage, state
from optviz.ui.link import link_warning, request_of

NAME = "playground"


def menus(scene: Scene) -> None:
    """Show the two menus, which always say what is on the stage, and beside them the text that belongs to it."""
    st.session_state["lesson"], st.session_state["surface"] = scene.lesson, scene.surface
    lesson, surface, text = st.columns([1, 1, 2.2], gap="medium", vertical_alignment="top")
    lesson.selectbox(
        "Lesson",
        ["", *LESSONS],
        key="lesson",
        format_func=lambda key: LESSONS[key].title if key else "Free play: choose a lesson",
        on_change=lambda: state.choose_lesson(st.session_state["lesson"]),
    )
    surface.selectbox(
        "Surface",
        list(SURFACES),
        key="surface",
        format_func=lambda key: SURFACES[key].name,
        on_change=lambda: state.choose_surface(st.session_state["surface"]),
    )
    with text:
        lesson_text(scene)


def lesson_text(scene: Scene) -> None:
    """Show the lesson's few lines, or the surface's one."""
    if scene.lesson:
        st.markdown(LESSONS[scene.lesson].text)
    else:
        kind = SURFACES[scene.surface]
        st.markdown(f"**{kind.name}:** ${kind.latex}$ — {kind.note}")


def on_request() -> None:
    """Follow what the browser asks for."""
    request = request_of(NAME)
    if request:
        state.answer(*request)


@st.fragment
def paths(background: str) -> None:
    """Show the paths on the surface called ``background``; a drag reruns this alone, unless it changed the surface."""
    scene = state.scene()
    if surface_key(scene) != background:
        st.rerun()
    race = cached.race_of(to_query(scene), scene)
    stage.mount_view(NAME, view_message(race, state.request_number()), on_request)


def show() -> None:
    """Show the page; its slots are fixed, so that the stage is never mounted anew."""
    scene = state.scene()
    warnings, top, room = st.container(), st.container(), st.container(gap=None)
    with warnings:
        link_warning(state.ignored())
    with top:
        menus(scene)
    with room:
        background = surface_key(scene)
        stage.mount_engine()
        stage.mount_background(NAME, cached.grid_of(background, cached.race_of(to_query(scene), scene)))
        paths(background)
