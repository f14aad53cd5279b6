"""What every page does with the link that it was opened by."""

from collections.abc import Sequence

import streamlit as st


def link() -> dict[str, list[str]]:
    """Return the link's texts by key."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def embedded() -> bool:
    """Tell whether the page is shown in another page's frame: then it shows its picture alone."""
    return bool(st.context.is_embedded)


def link_warning(ignored: Sequence[str]) -> None:
    """Name what the link held that was ignored; as plain text, since whoever made the link wrote part of it."""
    if ignored and embedded():  # there is no room but over the picture
        st.toast("Part of this link was not understood and was ignored. Open it in optviz to read what.")
    elif ignored:
        st.warning("Part of this link was not understood and was ignored:")
        st.text("\n".join(ignored))
