"""On a phone no page scrolls sideways; what is wider than the window scrolls inside itself, under a finger too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from optviz.pictures import PLAYGROUND
from tests.browser.fingers import drag
from tests.browser.helpers import CALM, FIRST_PICTURE, SIZES, frames, wait_for
from tests.browser.server import Server
from tests.browser.tabs import told

BOARDLESS = {"tours": ".ov-tour-file", "class": ".ov-entrance", "atlas": ".st-key-atlas_cards", "join": ".ov-entrance"}
SIDEWAYS = """() => {
    const parts = [document.scrollingElement, document.querySelector(".stMain")].filter(Boolean);
    return [document.scrollingElement.scrollWidth - innerWidth, ...parts.map((e) => e.scrollWidth - e.clientWidth)]
        .filter((more) => more > 0);
}"""
# What can be scrolled sideways: its place in the window, after it has been brought there.
ROOMS = """() => {
    const wide = [...document.querySelectorAll("[data-stage] *, .stMain *")].filter((e) =>
        e.checkVisibility({ visibilityProperty: true })
        && e.scrollWidth > e.clientWidth + 20 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX));
    window.wideRoom = wide[0];
    if (!wide.length) return null;
    wide[0].scrollIntoView({ block: "center" });
    const { left, width, top, height } = wide[0].getBoundingClientRect();
    return [left + width * 0.8, Math.min(top + height / 2, innerHeight - 40), width];
}"""
PLACE = "() => [window.wideRoom.scrollLeft, document.scrollingElement.scrollLeft, scrollX]"


@pytest.fixture
def phone(touch_page: Page) -> Iterator[Page]:
    """An empty page on a phone."""
    touch_page.set_viewport_size(SIZES["phone"])
    yield touch_page


def swipe_left_inside(page: Page) -> None:
    """Swipe to the left in the first wide row or table, if there is one: it has scrolled, the page has not."""
    room = page.evaluate(ROOMS)
    if room is None:
        return
    frames(page, CALM)
    x, y, width = page.evaluate(ROOMS)
    drag(page, (x, y), (x - 0.6 * width, y))
    frames(page, CALM)
    inside, *page_itself = page.evaluate(PLACE)
    assert inside > 10
    assert page_itself == [0, 0]


@pytest.mark.parametrize("stem", [PLAYGROUND, "adaptive", "backprop", "practice"])
def test_a_page_with_a_board_does_not_scroll_sideways(server: Server, phone: Page, stem: str) -> None:
    phone.goto(f"{server.url}/{'' if stem == PLAYGROUND else stem}")
    wait_for(phone, timeout=FIRST_PICTURE)
    frames(phone, CALM)
    assert phone.evaluate(SIDEWAYS) == []
    if stem == PLAYGROUND:
        told(phone, "Worked step")
    swipe_left_inside(phone)
    assert phone.evaluate(SIDEWAYS) == []


def test_a_count_in_a_long_unit_is_told_whole(server: Server, phone: Page) -> None:
    phone.goto(f"{server.url}/stochastic?section=gd_sgd")
    wait_for(phone, timeout=FIRST_PICTURE)
    count = phone.locator(".ov-count")
    expect(count).to_contain_text("gradients = 0 / ")
    assert count.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    box = count.bounding_box()
    assert box is not None and box["x"] + box["width"] <= SIZES["phone"]["width"]


@pytest.mark.parametrize("stem", BOARDLESS)
def test_a_page_without_a_board_does_not_scroll_sideways(server: Server, phone: Page, stem: str) -> None:
    phone.goto(f"{server.url}/{stem}")
    phone.locator(BOARDLESS[stem]).first.wait_for(timeout=FIRST_PICTURE)
    frames(phone, CALM)
    assert phone.evaluate(SIDEWAYS) == []
