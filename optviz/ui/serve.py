"""The app beside the script: the route of the pictures, the warm-up, and what a visitor reads when a script fails."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.routing import Route
from streamlit.starlette import App

from optviz.pictures import route
from optviz.ui import warm

_LOG = logging.getLogger(__name__)


def routes() -> list[Route]:
    """Return the app's own routes, with and without the prefix that its address may have."""
    return route.routes(str(st.get_option("server.baseUrlPath") or ""))


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Start to load and compile as soon as the server runs."""
    warm.start()
    yield


def on_script_error(error: Exception) -> bool:
    """Say in a sentence that the page failed; the details are for the log alone."""
    _LOG.error("the script of a page failed", exc_info=error)
    st.error("Something went wrong on the server. Reload the page to try again; what you set is in its address.")
    return True
