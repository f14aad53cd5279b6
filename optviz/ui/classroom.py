"""The page of a class: the projector's view; what happens on it is between the browser and the rooms' routes."""

import streamlit as st

from optviz.pictures.room_picture import PROJECTOR, WORDS
from optviz.ui import stage, state
from optviz.ui.view import show_view

STYLE = """<style>
.stMainBlockContainer:has(.st-key-class) { padding: 4.25rem 1.75rem 2rem; }
@media (max-width: 640px) { .stMainBlockContainer:has(.st-key-class) { padding: 4.25rem 0.9rem 2rem; } }
</style>"""


def show() -> None:
    """Show the page."""
    kept = state.open_page(PROJECTOR, lambda: ({}, ()))
    st.html(STYLE)
    with st.container(key="class"):
        stage.mount_engine()
        show_view(PROJECTOR, kept.shows, lambda _: False, {}, {*WORDS, "present", "t", "all", "window", "camera"})
