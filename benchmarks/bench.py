"""What the browser's measurements stand on: a fresh server, a browser, pages that are listened to, rows of a table."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.helpers import FIRST_PICTURE
from tests.browser.server import ROOT, Server
from tools.browser import find

APP = ROOT / "app.py"
SHOWN = """() => Number(document.querySelector("[data-stage]")?.dataset.revision) >= 1
  && [...document.querySelectorAll(".ov-plane")].every((plane) => plane.dataset.drawn)
  && ![...document.querySelectorAll(".ov-waiting")].some((e) => e.checkVisibility({ visibilityProperty: true }))"""

# How long until the first frame with the next drawing, all its planes too, and until the first without long work.
NEXT = """const next = (begin) => new Promise((go) => {
  const root = document.querySelector("[data-stage]"), before = root.dataset.revision;
  let first = null;
  const drawn = () => root.dataset.revision !== before
    && [...root.querySelectorAll(".ov-plane")].every((plane) => plane.dataset.drawn === root.dataset.revision);
  const finish = (end) => {
    watcher.disconnect();
    timers.forEach(clearTimeout);
    go({ first, end });
  };
  const look = () => {
    if (!drawn()) return;
    const done = root.dataset.work !== "running";
    if (first != null && !done) return;
    if (done) watcher.disconnect();
    requestAnimationFrame(() => {
      const now = performance.now() - begin;
      first ??= now;
      if (done) finish(now);
    });
  };
  const watcher = new MutationObserver(look);
  const timers = [setTimeout(() => first ?? finish(null), 10000), setTimeout(() => finish(null), 60000)];
  watcher.observe(root, {
    attributes: true, subtree: true, attributeFilter: ["data-revision", "data-drawn", "data-work"],
  });
});"""
Line = tuple[str, str, str, bool | None]


@contextmanager
def app(folder: Path, script: Path = APP) -> Iterator[Server]:
    """A server that nobody has visited yet; ``script`` may be the app of another release in a checkout of its own."""
    server = Server(folder / f"{time.monotonic_ns()}.log", script=script, folder=script.parent)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser that can collect its garbage on demand."""
    flags = [*ARGUMENTS, "--enable-precise-memory-info", "--js-flags=--expose-gc"]
    browser = playwright.chromium.launch(executable_path=find(), args=flags)
    yield browser
    browser.close()


class Traffic:
    """The sizes in bytes of what a page receives, websocket frames and answers to requests; how much it asks."""

    def __init__(self, page: Page) -> None:
        self.received: list[int] = []
        self.messages = 0
        self._answers: dict[str, int] = {}
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.on("Network.webSocketFrameReceived", lambda event: self._arrived(length(event["response"])))
        tools.on("Network.webSocketFrameSent", lambda event: self._asked())
        tools.on("Network.requestWillBeSent", lambda event: self._asked())
        tools.on("Network.dataReceived", self._part)
        tools.on("Network.loadingFinished", lambda event: self._end(event, int(event["encodedDataLength"])))
        tools.on("Network.loadingFailed", lambda event: self._end(event, 0))

    def _asked(self) -> None:
        self.messages += 1

    def _arrived(self, size: int) -> None:
        self.received.append(size)
        self.messages += 1

    def _part(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"] or event["dataLength"])
        self._answers[event["requestId"]] = self._answers.get(event["requestId"], 0) + size

    def _end(self, event: dict[str, Any], whole: int) -> None:
        """Count an answer with its header, or what came of one that was given up; what a cache held is nothing."""
        parts = self._answers.pop(event["requestId"], 0)
        self._arrived(whole or parts)


def length(frame: dict[str, Any]) -> int:
    """Return the bytes of a websocket frame as the developer tools tell it: base64 unless it is text."""
    data = frame["payloadData"]
    return len(data.encode()) if frame["opcode"] == 1 else 3 * len(data) // 4 - data[-2:].count("=")


@dataclass
class Bench:
    """What a measurement needs: a browser, fresh servers of the app that is measured, a list of foreign requests."""

    browser: Browser
    folder: Path
    script: Path
    foreign: list[str] = field(default_factory=list)

    @contextmanager
    def server(self) -> Iterator[Server]:
        """A server that nobody has visited yet; with it go all pages."""
        with app(self.folder, self.script) as server:
            yield server
            for context in self.browser.contexts:
                context.close()

    def open_page(self) -> Page:
        """Open an empty page whose requests to other machines are noted."""
        page = self.browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("request", lambda request: self.foreign.extend(not_here(request.url)))
        return page

    def lines(self) -> list[Line]:
        """What all measurements end with."""
        return [("requests to other machines", str(len(self.foreign)), "0", not self.foreign)]


@contextmanager
def bench(script: Path) -> Iterator[Bench]:
    """Start a browser for measurements of the app ``script``."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, chromium(playwright) as browser:
        yield Bench(browser, Path(folder), script)


def not_here(url: str) -> list[str]:
    return [url] if urlsplit(url).hostname not in (None, "127.0.0.1") else []


def line(name: str, value: float, unit: str, most: float) -> Line:
    return name, f"{value:.3g} {unit}", f"≤ {most:g} {unit}", value <= most


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(int(part * len(values)), len(values) - 1)]


def quantiles(name: str, values: list[float], p50: float, p95: float) -> list[Line]:
    """Median and 95th percentile in milliseconds, and what they may be at most."""
    return [
        line(f"{name}, p50", statistics.median(values), "ms", p50),
        line(f"{name}, p95", share(values, 0.95), "ms", p95),
    ]


def show(lines: list[Line]) -> int:
    """Print a table; return 1 if a target was missed."""
    width = max(len(name) for name, *_ in lines)
    print(f"{'':{width}}  {'measured':>22}  target")
    for name, measured, target, met in lines:
        mark = "" if met is None else "ok" if met else "MISSED"
        print(f"{name:{width}}  {measured:>22}  {target:<12} {mark}".rstrip())
    return int(any(met is False for *_, met in lines))


def options(about: str, what: str, choices: list[str]) -> argparse.ArgumentParser:
    """Return what every measurement understands: which app is measured, and what of it."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(what, nargs="*", help=f"all, or some of: {', '.join(choices)}")
    parser.add_argument("--app", type=Path, default=APP, help="the app.py that is measured, by default this checkout's")
    return parser


def picture(page: Page, url: str = "") -> float:
    """Open the page, or load it again, and return the seconds until all that it shows first is drawn."""
    begin = time.monotonic()
    if url:
        page.goto(url)
    else:
        page.reload()
    page.wait_for_function(SHOWN, timeout=FIRST_PICTURE)
    return time.monotonic() - begin


def calm(server: Server) -> None:
    """Wait until the server has compiled what it compiles in the background: two seconds of rest in a row."""
    process, rests = psutil.Process(server.pid), 0
    process.cpu_percent()
    while rests < 4:
        time.sleep(0.5)
        rests = rests + 1 if process.cpu_percent() < 5 else 0
    time.sleep(3)  # the wider family's turn comes after a pause
    while process.cpu_percent(1.0) > 5:
        pass
