"""A line between page and server that a test slows down: what is asked for comes when the test lets it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Error, Page, Route

PICTURES, FANS = "**/optviz/picture/**", "**/optviz/fan/**"
PROBE = "_stcore/health?held"
_UNTIL_SEEN = """async (probe) => {
    const url = new URL(`/${probe}`, location.origin);
    while ((await fetch(url)).status !== 204);
}"""


def intercepted(page: Page) -> None:
    """Wait until the page's requests do come by its routes: ``page.route`` returns before a busy page knows of it."""
    page.route(f"**/{PROBE}", lambda route: route.fulfill(status=204))
    page.evaluate(_UNTIL_SEEN, PROBE)
    page.unroute(f"**/{PROBE}")


@contextmanager
def held(page: Page, pattern: str) -> Iterator[list[Route]]:
    """Keep back the requests for an address until the block ends: a line so slow that nothing comes."""
    waiting: list[Route] = []
    page.route(pattern, lambda route: waiting.append(route))
    intercepted(page)
    try:
        yield waiting
    finally:
        page.unroute(pattern)
        for route in waiting:
            with suppress(Error):  # the page no longer waits for it
                route.continue_()
