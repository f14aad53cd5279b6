"""A real server and a real browser; both must stay silent, and the page must ask no other machine for anything."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.server import ROOT, Server
from tools.browser import find

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Warnings that are not the app's doing: (where they come from, what they say).
NOTICES = (
    # Opened at a page's own address, Streamlit first looks for its server below that address, then at the root.
    ("/_stcore/", "the server responded with a status of 404"),
    # Plotly measures the letters of its 3-D axes by reading a canvas back; Chromium advises a faster way.
    ("plotly-gl3d.min.js", "Canvas2D: Multiple readback operations"),
    # Plotly finds the point under the mouse by reading WebGL back; the software GL of a machine without GPU reports it.
    ("", "GPU stall due to ReadPixels"),
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, running for all tests of this worker; what it prints must hold no error and no warning."""
    running = Server(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    running.stop()
    assert running.complaints() == []


@pytest.fixture(scope="session")
def board_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose one page has every kind of panel, layer and control; as silent as the app's."""
    folder = tmp_path_factory.mktemp("board")
    shutil.copytree(ROOT / "static", folder / "static")
    shutil.copy(Path(__file__).with_name("board_app.py"), folder / "app.py")
    running = Server(folder / "log.txt", script=folder / "app.py")
    yield running
    running.stop()
    assert running.complaints() == []


@pytest.fixture
def cold_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Call it for a server that nobody has visited yet; extra arguments go to `streamlit run`."""
    running: list[Server] = []

    def start(*options: str) -> Server:
        running.append(Server(tmp_path_factory.mktemp("cold") / "log.txt", *options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
    assert [line for one in running for line in one.complaints()] == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium, Chrome or Edge that `tools/browser.py` finds, without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a fresh browser profile (viewport, color_scheme, has_touch …) that is watched as `page` is."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_context(**options: object) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        watch(context, faults)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty page; the test fails if it logs an error or a warning or asks a machine other than 127.0.0.1."""
    return new_context().new_page()


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Write every console error or warning, uncaught exception and foreign request of a context into `faults`."""

    def judge(url: str) -> None:
        if urlsplit(url).hostname not in (None, "127.0.0.1"):
            faults.append(f"asked another machine: {url}")

    def listen(message: ConsoleMessage) -> None:
        known = any(origin in message.location["url"] and text in message.text for origin, text in NOTICES)
        if message.type in ("error", "warning") and not known:
            faults.append(f"console {message.type}: {message.text}")

    context.on("console", listen)
    context.on("weberror", lambda error: faults.append(f"uncaught: {error.error}"))
    context.on("request", lambda request: judge(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: judge(socket.url)))
