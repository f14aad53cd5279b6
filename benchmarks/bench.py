"""What the browser's measurements stand on: a fresh server, a browser, pages that are listened to, rows of a table."""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.helpers import Wire, listen_in
from tests.browser.server import ROOT, Server
from tools.browser import find

APP = ROOT / "app.py"
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


def open_page(browser: Browser, foreign: list[str]) -> tuple[Page, Wire]:
    """Open an empty page whose messages are counted and whose requests to other machines are noted."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.on("request", lambda request: foreign.extend(not_here(request.url)))
    return page, listen_in(page)


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
    """Open the page, or load it again, and return the seconds until the surface and its paths are drawn."""
    begin = time.monotonic()
    if url:
        page.goto(url)
    else:
        page.reload()
    page.locator("[data-revision]").wait_for()
    page.locator(".ov-waiting").wait_for(state="hidden")
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
