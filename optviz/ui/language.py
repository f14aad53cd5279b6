"""The language of a session, and its words for what Streamlit shows; the stage's own words go through its engine."""

from typing import Any

import streamlit as st

from optviz import words

SLOT = "language"


def language() -> str:
    """Return the session's language, which stays until the page is loaded anew."""
    if SLOT not in st.session_state:
        cookie, accepted = st.context.cookies.get(words.COOKIE), st.context.headers.get("Accept-Language")
        st.session_state[SLOT] = words.chosen(st.query_params.get(words.ADDRESS), cookie, accepted)
    return st.session_state[SLOT]


def say(text: str, **gaps: Any) -> str:
    """Return an English text in the session's language."""
    return words.say(language(), text, **gaps)


def language_warning() -> None:
    """Say so if the address asks for a language that is not there."""
    sentence = words.refusal(st.query_params.get(words.ADDRESS))
    if sentence:
        st.warning(say("Part of this link was not understood and was ignored:"))
        st.text(sentence)


def texts_note() -> str:
    """Return the sentence that says, in another language, that what it stands beside is in English."""
    return "" if language() == words.ENGLISH else f" :gray[{say('The texts are in English.')}]"
