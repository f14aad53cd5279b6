"""Everything that is kept between reruns and shared by sessions; each cache is bounded.

Keys are plain text: Streamlit hashes dataclasses of different classes with equal fields alike.
"""

from collections.abc import Callable

import streamlit as st

from optviz.figures.wire import grid_message
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Scene


@st.cache_resource(max_entries=12, show_spinner=False)
def race_of(link: str, _scene: Scene) -> Race:
    """Return the race of a scene, which ``link`` names; a class that opens one link runs it once."""
    return run_scene(_scene)


@st.cache_data(max_entries=64, show_spinner=False)
def grid_of(key: str, _race: Race) -> bytes:
    """Return the message with the surface's grid; ``key`` names the surface and its knobs."""
    return grid_message(_race)


@st.cache_data(max_entries=160, show_spinner=False)
def picture_of(name: str, _draw: Callable[[], bytes]) -> bytes:
    """Return the atlas's picture called ``name``, drawn when it is first asked for."""
    return _draw()
