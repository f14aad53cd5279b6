"""What the tests of all pages share: the app, run by a link, and what its view is told."""

import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optviz.ui import warm


@pytest.fixture
def open_app(root, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Call it with a link's keys and values (``_page``: for a page): the app, run cold by it, without a fault."""
    monkeypatch.chdir(root)
    # Nobody waits here for the rest to be compiled, and it would still be at it when the tests end.
    monkeypatch.setattr(warm, "start", lambda: None)

    def run(_page: str = "app", **link: str | list[str]) -> AppTest:
        script = root / "app.py" if _page == "app" else root / "pages" / f"{_page}.py"
        app = AppTest.from_file(str(script), default_timeout=60)
        if _page != "app":
            app.session_state["framed"] = True
        for key, value in link.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, [fault.message for fault in app.exception]
        return app

    return run


@pytest.fixture
def told() -> Callable[[AppTest], dict[str, Any]]:
    """Call it with an app: what the view on its page is told, which must be no picture."""

    def read(app: AppTest) -> dict[str, Any]:
        (data,) = [
            one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name.startswith("optviz_view_")
        ]
        (length,) = struct.unpack_from("<I", data)
        assert len(data) == 4 + length, "a picture comes by the route, unless the browser asks the script"
        return json.loads(data[4:])

    return read
