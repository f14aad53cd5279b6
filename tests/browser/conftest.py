"""A real server and a real browser; both must stay silent, and the page must ask no other machine for anything."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.helpers import CHANGE, SIZES
from tests.browser.server import ROOT, Server, silent
from tests.browser.tab import VIEWPORT, Tab, watch
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
expect.set_options(timeout=CHANGE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, running for all tests of this worker."""
    yield from silent(tmp_path_factory.mktemp("server") / "log.txt")


def script_alone(folder: Path, name: str) -> Iterator[Server]:
    """Run a script that opens no route: its pictures come by way of the component."""
    shutil.copytree(ROOT / "static", folder / "static")
    shutil.copy(Path(__file__).with_name(name), folder / "app.py")
    yield from silent(folder / "log.txt", script=folder / "app.py")


@pytest.fixture(scope="session")
def board_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose one page has every kind of panel, layer and control."""
    yield from script_alone(tmp_path_factory.mktemp("board"), "board_app.py")


@pytest.fixture(scope="session")
def script_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as it is on a host that lets no route of ours through."""
    yield from script_alone(tmp_path_factory.mktemp("script"), "script_app.py")


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
    path = find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Tab]:
    """The one page of this worker for all tests that need no profile of their own."""
    shared = Tab(browser)
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def touch_tab(browser: Browser) -> Iterator[Tab]:
    """The same for fingers."""
    shared = Tab(browser, has_touch=True)
    yield shared
    shared.close()


@pytest.fixture
def page(tab: Tab) -> Iterator[Page]:
    """An empty page; the test fails if it logs an error or a warning or asks a machine other than 127.0.0.1."""
    yield from tab.lend()


@pytest.fixture
def touch_page(touch_tab: Tab) -> Iterator[Page]:
    """An empty page as `page` is, on a screen that takes fingers."""
    yield from touch_tab.lend()


@pytest.fixture
def screen(request: pytest.FixtureRequest, size: str) -> Page:
    """An empty page of a size that the test's parameter `size` names; a phone takes fingers."""
    page: Page = request.getfixturevalue("touch_page" if size == "phone" else "page")
    page.set_viewport_size(SIZES[size])
    return page


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a fresh browser profile (viewport, color_scheme, has_touch …) that is watched as `page` is."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": VIEWPORT, **options})
        contexts.append(context)
        watch(context, faults)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a profile whose console may tell of a line that a test cuts."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(**options))
        return contexts[-1]

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page that no net reaches; it must be silent, and ask for no more than the one file."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == asked[:1]
