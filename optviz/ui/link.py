"""What every page does with its link and with what the browser asks for."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def request_of(name: str) -> tuple[int, dict[str, Any]] | None:
    """Return the request of the view called ``name``, its number and parameters as in a link; None if it is none."""
    request = st.session_state[f"{name}_view"].get("request")
    if not isinstance(request, dict):
        return None
    number, params = request.get("number"), request.get("params")
    return (number, params) if isinstance(number, int) and isinstance(params, dict) else None


def link_warning(ignored: Sequence[str]) -> None:
    """Name what the link held that was ignored; as plain text, since whoever made the link wrote part of it."""
    if ignored:
        st.warning("Part of this link was not understood and was ignored:")
        st.text("\n".join(ignored))
