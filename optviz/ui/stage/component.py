"""Mounting the stage: the engine, all scripts and styles, once; and a page's view, through which they talk."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from streamlit.components.v2 import component

from optviz.figures.bundle import engine_script, style
from optviz.ui.language import language
from optviz.ui.stage.catalog import catalog_bytes

# Streamlit repeats a component's script in every changed message: the view is a stub that calls the engine.
VIEW = """
const ready = () => (window.optviz ? Promise.resolve()
  : new Promise((go) => window.addEventListener("optviz-ready", go, { once: true })));

export default function ({ data, parentElement, setStateValue }) {
  let here = true;
  const channel = {
    shown: (shows) => setStateValue("shown", shows),
    request: (request) => setStateValue("request", request),
  };
  ready().then(() => here && window.optviz.setMessage("NAME", parentElement, data, channel));
  return () => {
    here = false;
    window.optviz?.dispose("NAME", parentElement);
  };
}
"""


# A page without a view has the panel of links all the same.
SHARE = """
const ready = () => (window.optviz ? Promise.resolve()
  : new Promise((go) => window.addEventListener("optviz-ready", go, { once: true })));

export default function ({ data, parentElement }) {
  ready().then(() => window.optviz.mountShare(parentElement, data));
}
"""


@cache
def engine() -> Any:
    """Return the component that brings all scripts and styles."""
    return component("optviz_engine", css=style(), js=engine_script(), isolate_styles=False)


@cache
def view(name: str) -> Any:
    """Return the component of the page called ``name``."""
    return component(f"optviz_view_{name}", js=VIEW.replace("NAME", name), isolate_styles=False)


def mount_engine() -> None:
    """Bring the scripts, styles and words to the page, outside the view's fragment.

    It sets ``woken``, which runs the script, when the page was cut off from its server and is connected again.
    """
    engine()(key="optviz_engine", data=catalog_bytes(language()), on_woken_change=lambda: None)


def mount_view(name: str, data: bytes, on_shown: Callable[[], None], on_request: Callable[[], None]) -> None:
    """Mount the view of the page called ``name`` with what the script tells it.

    ``on_shown`` runs when the browser shows something that needs other words, ``on_request`` when it asks the script
    for a picture; what it said is then in ``st.session_state[f"{name}_view"]``, as ``shown`` and as ``request``.
    """
    view(name)(key=f"{name}_view", data=data, on_shown_change=on_shown, on_request_change=on_request)


def mount_share(page: str, keys: Sequence[str]) -> None:
    """Show the button that opens the panel of links on a page without a view; ``keys`` of an address are the page's."""
    mount_engine()
    component("optviz_share", js=SHARE, isolate_styles=False)(key=f"{page}_share", data=list(keys))
