"""The scene of a session: read from the link when the session starts, then changed by what the person does.

Session state holds nothing that matters: the browser's address always carries the same scene, so a
restarted server or a reloaded page reads it back from there.
"""

from typing import Any

import streamlit as st

from optviz.scenes.codec import from_message, from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.scene import Scene

SCENE, IGNORED, REQUEST, LINK = "scene", "ignored", "request", "open_link"


def scene() -> Scene:
    """Return the session's scene, reading the link when there is none yet."""
    if LINK in st.session_state:
        put(*from_query(st.session_state.pop(LINK), lesson_scenes()))
    elif SCENE not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        put(*from_query(query, lesson_scenes()))
    return st.session_state[SCENE]


def put(new: Scene, ignored: tuple[str, ...] = ()) -> None:
    """Make ``new`` the session's scene, with what its link had that was ignored."""
    st.session_state[SCENE] = new
    st.session_state[IGNORED] = ignored


def ignored() -> tuple[str, ...]:
    """Return the sentences on what the link had that was ignored."""
    return st.session_state.get(IGNORED, ())


def request_number() -> int:
    """Return the number of the last request from the browser, to be echoed."""
    return st.session_state.get(REQUEST, 0)


def answer(number: int, params: dict[str, Any]) -> None:
    """Follow the browser's request: its number, and the scene in a link's parameters.

    A request made for another surface than the session's is answered but not followed: it crossed a
    choice in the menu on its way.
    """
    st.session_state[REQUEST] = number
    if params.get("surface") == scene().surface:
        put(*from_message(params, lesson_scenes()))


def choose_surface(key: str) -> None:
    """Move the race to another surface."""
    put(scene().on_surface(key))


def choose_lesson(key: str) -> None:
    """Open a lesson; an empty key leaves the scene as it is and only drops the lesson's text."""
    keep = {"present": scene().present, "hidden": scene().hidden}
    put(LESSONS[key].scene.replace(**keep) if key else scene().replace(lesson=""))


def open_in_playground(new: Scene) -> None:
    """Make the playground open with this scene the next time it is shown."""
    st.session_state[LINK] = to_query(new)
