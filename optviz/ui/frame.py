"""Whether the page is shown in another page's frame. Light: the shell asks before anything is loaded."""

import streamlit as st


def embedded() -> bool:
    """Tell whether the address says ``embed=true``: the page then shows its picture alone, without menu and words."""
    return bool(st.context.is_embedded)
