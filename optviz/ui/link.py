"""What every page does with the link that it was opened by."""

from collections.abc import Sequence

import streamlit as st

from optviz.ui.language import say


def link() -> dict[str, list[str]]:
    """Return the link's texts by key."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def link_warning(ignored: Sequence[str]) -> None:
    """Name what the link held that was ignored; as plain text, since whoever made the link wrote part of it."""
    if ignored:
        st.warning(say("Part of this link was not understood and was ignored:"))
        st.text("\n".join(ignored))
