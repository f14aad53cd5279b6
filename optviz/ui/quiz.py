"""The quiz page: what it is, and below it the view, which shows all the rest from the address alone."""

import streamlit as st

from optviz.pictures import QUIZ
from optviz.pictures.quiz_picture import QuizPicture
from optviz.pictures.quiz_state import KEYS
from optviz.scenes.codec import query_string
from optviz.ui import stage, state
from optviz.ui.frame import embedded
from optviz.ui.language import say
from optviz.ui.link import link, link_warning
from optviz.ui.state import Shows
from optviz.ui.view import show_view

PURPOSE = "Say what will happen, then let the run decide. Nothing is stored: the address holds your answers."
STYLE = """<style>
.stMainBlockContainer:has(.st-key-quiz) { padding: 4.25rem 1.75rem 2rem; }
.st-key-quiz h1 { padding: 0; font-size: 1.3rem; line-height: 1.6rem; }
@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-quiz) { padding: 4.25rem 0.9rem 2rem; }
  .st-key-quiz { gap: 0; }
  .stMain:has(.ov-question:not([hidden])) .st-key-quiz .stMarkdown { display: none; } /* the question needs the room */
}
</style>"""


def opened_by_link() -> tuple[Shows, tuple[str, ...]]:
    """Return what the words are about, always the same, and what of the link was ignored."""
    query = query_string((key, text) for key, texts in link().items() if key in KEYS for text in texts)
    return {}, tuple(QuizPicture.at(query).header["ignored"])


def show() -> None:
    """Show the page; its slots are fixed, so that the view is never mounted anew."""
    kept = state.open_page(QUIZ, opened_by_link)
    warnings, top, room = st.container(), st.container(), st.container(gap=None)
    with warnings:
        link_warning(kept.ignored)
    with top, st.container(key="quiz", horizontal=True, vertical_alignment="center", gap="medium"):
        if not embedded():
            st.html(STYLE)
            st.title(say("Quiz"), anchor=False, width="content")
            st.markdown(say(PURPOSE), width="stretch")
    with room:
        stage.mount_engine()
        show_view(QUIZ, kept.shows, lambda _: False, {}, KEYS)
