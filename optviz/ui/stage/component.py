"""Mounting the stage: the engine once, the background when the surface changes, the view at every change."""

from collections.abc import Callable
from functools import cache
from typing import Any

from streamlit.components.v2 import component

from optviz.ui.stage.bundle import engine_script, style
from optviz.ui.stage.catalog import catalog_bytes

# Streamlit repeats a component's script in every changed message: background and view are stubs that call the engine.
STUB = """
const ready = () => (window.optviz ? Promise.resolve()
  : new Promise((go) => window.addEventListener("optviz-ready", go, { once: true })));
"""
BACKGROUND = (
    STUB
    + """
export default function ({ data }) {
  ready().then(() => window.optviz.setBackground("NAME", data));
}
"""
)
VIEW = (
    STUB
    + """
export default function ({ data, parentElement, setStateValue }) {
  let here = true;
  const send = (request) => setStateValue("request", request);
  ready().then(() => here && window.optviz.setMessage("NAME", parentElement, data, send));
  return () => {
    here = false;
    window.optviz?.dispose("NAME", parentElement);
  };
}
"""
)


@cache
def engine() -> Any:
    """Return the component that brings all scripts and styles."""
    return component("optviz_engine", css=style(), js=engine_script(), isolate_styles=False)


@cache
def stubs(name: str) -> tuple[Any, Any]:
    """Return the two components of the stage called ``name``: background and view."""
    background = component(f"optviz_background_{name}", js=BACKGROUND.replace("NAME", name), isolate_styles=False)
    view = component(f"optviz_view_{name}", js=VIEW.replace("NAME", name), isolate_styles=False)
    return background, view


def mount_engine() -> None:
    """Bring the scripts and styles to the page, outside the view's fragment."""
    engine()(key="optviz_engine", data=catalog_bytes())


def mount_background(name: str, background: bytes) -> None:
    """Bring the surface of the stage called ``name`` to the page: the message of a grid or of fields.

    Best outside the view's fragment where drags leave it alone: each element that a rerun visits costs
    the browser several milliseconds.
    """
    stubs(name)[0](key=f"{name}_background", data=background)


def mount_view(name: str, view: bytes, on_request: Callable[[], None]) -> None:
    """Show the paths; ``on_request`` runs when the browser asks for others.

    The request is then in ``st.session_state[f"{name}_view"].request``: its number and its parameters, as in a link.
    """
    stubs(name)[1](key=f"{name}_view", data=view, on_request_change=on_request)
