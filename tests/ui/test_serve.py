"""The app beside the script: found by Streamlit, with its route, and no visitor reads what went wrong inside."""

import logging
import socket
from pathlib import Path

import pytest
from starlette.routing import Route
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from optviz.ui import serve

ROOT = Path(__file__).resolve().parents[2]


def failing() -> None:
    from optviz.ui.serve import on_script_error

    assert on_script_error(ArithmeticError("/srv/secret"))


def test_streamlit_finds_the_app_in_the_script() -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


def test_the_routes_answer_below_the_apps_prefix_and_at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.st, "get_option", lambda _: "/lectures/optimizers/")
    paths = [route.path for route in serve.routes() if isinstance(route, Route)]
    for path in ("/optviz/picture/{page}", "/optviz/room", "/optviz/room/{pin}/events"):
        assert path in paths and f"/lectures/optimizers{path}" in paths


def test_a_connection_sends_what_it_has_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        serve.send_at_once()
        with socket.create_connection(door.getsockname()), door.accept()[0] as line:
            at_once = bool(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            assert at_once == Path("/dev/fd").is_dir()  # where the system lists a process's sockets


def test_a_script_that_fails_says_a_sentence_and_logs_the_details(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        app = AppTest.from_function(failing, default_timeout=60).run()
    assert len(app.error) == 1 and "secret" not in app.error[0].value and not app.exception
    assert "secret" in caplog.text
