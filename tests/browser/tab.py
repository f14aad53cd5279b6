"""One page for many tests: opening it again costs a second where a new browser profile costs five."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, ViewportSize

VIEWPORT = ViewportSize(width=1280, height=900)
# Warnings that are not the app's doing: (where they come from, what they say).
NOTICES = (
    # Opened at a page's own address, Streamlit first looks for its server below that address, then at the root.
    ("/_stcore/", "the server responded with a status of 404"),
    # Plotly measures the letters of its 3-D axes by reading a canvas back; Chromium advises a faster way.
    ("plotly-gl3d.min.js", "Canvas2D: Multiple readback operations"),
    # Plotly finds the point under the mouse by reading WebGL back; the software GL of a machine without GPU reports it.
    ("", "GPU stall due to ReadPixels"),
)


class Tab:
    """A page that is lent to one test after the other and is as good as new for each."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        """Say which browser and what kind of profile (has_touch …); the page opens with the first test."""
        self._browser = browser
        self._options = options
        self._page: Page | None = None
        self.faults: list[str] = []

    def lend(self) -> Iterator[Page]:
        """Yield the page and clear it afterwards; what went wrong on it fails the test that had it."""
        page = self._page or self._open()
        yield page
        try:
            self._clear(page)
        except Error as error:  # a page that crashed or was closed is nothing to go on with
            self.faults.append(f"the page could not be cleared: {error}")
            self.close()
        faults, self.faults[:] = [*self.faults], []
        if faults:
            self.close()
        assert not faults, "\n".join(faults)

    def close(self) -> None:
        """Throw the page and its profile away; the next test gets new ones."""
        if self._page is not None:
            self._page.context.close()
            self._page = None

    def _open(self) -> Page:
        context = self._browser.new_context(viewport=VIEWPORT, **self._options)
        watch(context, self.faults)
        self._page = context.new_page()
        return self._page

    def _clear(self, page: Page) -> None:
        page.mouse.up()
        page.goto("about:blank")
        page.unroute_all()
        page.mouse.move(0, 0)
        page.set_viewport_size(VIEWPORT)
        page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        session.send("Page.resetNavigationHistory")  # the browser counts no further than to 50
        session.detach()
        page.evaluate("0")  # whatever the page said before has arrived when this is answered


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
