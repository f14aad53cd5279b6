"""What the tests of all pages share: the app, run by a link."""

from collections.abc import Callable

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
