"""What every page does with the link that it was opened by."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import streamlit as st

from optviz.scenes.reader import shown
from optviz.ui.frame import embedded
from optviz.ui.language import say


def link() -> dict[str, list[str]]:
    """Return the link's texts by key."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


CLOSE = 0.85
"""How much alike two keys must be, from 0 to 1, for one to be taken for a slip of the other."""
SHORTEST = 4
"""Letters of a key below which almost anything resembles it."""


def slips(keys: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each key of the link that is none of the page's ``keys`` but looks like a slip of one.

    All others are somebody else's (a campaign's, a course's), and nothing is said of them.
    """
    known = [key for key in keys if len(key) >= SHORTEST]
    written = [key for key in st.query_params if len(key) >= SHORTEST and key not in known]
    close = ((key, get_close_matches(key, known, 1, CLOSE)) for key in written)
    return tuple(
        f"{shown(key)}: there is no such setting. Did you mean {meant[0]}?"
        for key, meant in close
        if meant and meant[0] not in st.query_params
    )


def link_warning(ignored: Sequence[str]) -> None:
    """Name what the link held that was ignored; as plain text, since whoever made the link wrote part of it."""
    if ignored and embedded():  # there is no room but over the picture
        st.toast(say("Part of this link was not understood and was ignored. Open it in optviz to read what."))
    elif ignored:
        st.warning(say("Part of this link was not understood and was ignored:"))
        st.text("\n".join(ignored))
