"""Everything that is kept between reruns and shared by sessions; each cache is bounded.

Keys are plain text: Streamlit hashes dataclasses of different classes with equal fields alike.
"""

from collections.abc import Callable

import streamlit as st

from optviz.figures.board import Background
from optviz.figures.board.message import background_message, board_body
from optviz.figures.race_message import surface_message
from optviz.lecture.jobs import Job, Work
from optviz.lecture.page_state import PageState
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Scene


@st.cache_resource(max_entries=12, show_spinner=False)
def race_of(link: str, _scene: Scene) -> Race:
    """Return the race of a scene, which ``link`` names; a class that opens one link runs it once."""
    return run_scene(_scene)


@st.cache_data(max_entries=64, show_spinner=False)
def grid_of(key: str, _race: Race) -> bytes:
    """Return the message with the surface's grid; ``key`` names the surface and its knobs."""
    return surface_message(_race)


@st.cache_data(max_entries=160, show_spinner=False)
def picture_of(name: str, _draw: Callable[[], bytes]) -> bytes:
    """Return the atlas's picture called ``name``, drawn when it is first asked for."""
    return _draw()


@st.cache_resource(max_entries=64, show_spinner=False)
def board_body_of(page: str, link: str, _state: PageState, _result: tuple = ()) -> tuple[int, bytes]:
    """Return the packed board of a lecture page, which ``page`` and ``link`` name."""
    return board_body(_state.board(*_result))


@st.cache_data(max_entries=64, show_spinner=False)
def background_bytes_of(key: str, _background: Background) -> bytes:
    """Return the message with a board's fields; ``key`` names them."""
    return background_message(_background)


@st.cache_resource(max_entries=64, show_spinner=False)
def background_of_page(page: str, link: str, _state: PageState, _result: tuple = ()) -> Background:
    """Return the fields under a lecture page's board."""
    return _state.background(*_result)


@st.cache_resource(max_entries=6, show_spinner=False)
def job_of(page: str, key: str, _work: Work) -> Job:
    """Return the long computation called ``key``, started when it is first asked for: one for all who look at it."""
    return Job(_work)
