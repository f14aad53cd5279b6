"""A line between page and server that a test slows down: what is asked for comes when the test lets it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Error, Page, Route

PICTURES, FANS = "**/optviz/picture/**", "**/optviz/fan/**"


@contextmanager
def held(page: Page, pattern: str) -> Iterator[list[Route]]:
    """Keep back the requests for an address until the block ends: a line so slow that nothing comes."""
    waiting: list[Route] = []
    page.route(pattern, lambda route: waiting.append(route))
    try:
        yield waiting
    finally:
        page.unroute(pattern)
        for route in waiting:
            with suppress(Error):  # the page no longer waits for it
                route.continue_()
