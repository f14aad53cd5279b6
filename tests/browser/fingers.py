"""What a finger does on the page, by the browser's own touch events: swipe, tap, drag, rest."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.browser.helpers import frames

SCROLLED = "() => document.querySelector('.stMain').scrollTop"
STEPS = 12
SOON = 3  # steps, without a wait between: the browser holds back the first, and who comes late has rested
LIFTED = 20  # frames until a lifted finger comes down again: one put down at once is no click to the browser


@contextmanager
def _finger(page: Page) -> Iterator[Any]:
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float, **more: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, **more})

    yield touch
    session.detach()


@contextmanager
def touch_screen(page: Page) -> Iterator[None]:
    """Make the page's screen one that takes fingers, for a while: the style asks for that."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()


def drag(page: Page, start: Sequence[float], end: Sequence[float], rest: int = 0) -> None:
    """Put a finger down, let it rest for so many frames, move it, lift it, and take a moment: a swipe, or a drag."""
    with _finger(page) as touch:
        touch("touchStart", *start)
        if rest:
            page.evaluate("count => new Promise((go) => setTimeout(go, count * 16))", rest)
        for step in range(1, STEPS + 1):
            touch("touchMove", *(a + (b - a) * step / STEPS for a, b in zip(start, end, strict=True)))
            if rest or step > SOON:
                page.evaluate("() => new Promise((go) => requestAnimationFrame(go))")
        touch("touchEnd")
    frames(page, LIFTED)


def tap_twice(page: Page, place: Sequence[float]) -> None:
    """Tap a pixel of the window twice within a moment, however slow the machine is: the events say when they were."""
    began = page.evaluate("Date.now()") / 1000 - 0.2
    with _finger(page) as touch:
        for later in (0.0, 0.1):
            touch("touchStart", *place, timestamp=began + later)
            touch("touchEnd", timestamp=began + later + 0.05)
    frames(page, LIFTED)


def swipe_up(page: Page, start: Sequence[float], length: float = 160) -> None:
    """Swipe up from a pixel of the window, as a person does to read on."""
    drag(page, start, (start[0], start[1] - length))
