"""A finger on boards of every kind: a swipe that begins on one scrolls and changes nothing, a tap and a drag act."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.fingers import SCROLLED, drag, swipe_up, tap_twice
from tests.browser.helpers import (
    BOWL,
    CALM,
    SIZES,
    frames,
    open_board,
    open_stage,
    pixel,
    plane_pixel,
    query,
    read,
    start,
    still,
    wait_for_redraw,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

REST = 40  # frames
SURFACE = "() => document.querySelector('.ov-plotly')._fullLayout?.scene?._scene?.getCamera?.().eye ?? null"


@pytest.fixture
def phone(touch_page: Page) -> Iterator[Page]:
    """An empty page on a phone."""
    touch_page.set_viewport_size(SIZES["phone"])
    yield touch_page


def middle(page: Page, part: Locator) -> tuple[float, float]:
    """The middle of a part of the page, brought to the middle of the window."""
    part.evaluate("part => part.scrollIntoView({ block: 'center' })")
    still(page, SCROLLED)
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def scrolls_only(page: Page, part: Locator) -> None:
    """Swipe up from the middle of a part: the page has scrolled, and its address is what it was."""
    place = middle(page, part)
    address, before = page.url, page.evaluate(SCROLLED)
    swipe_up(page, place)
    frames(page, CALM)
    assert page.evaluate(SCROLLED) > before + 60
    assert page.url == address


@pytest.mark.parametrize("stem", ["one_dimension", "momentum", "network", "backprop"])
def test_the_picture_comes_before_the_words_and_a_swipe_on_a_board_changes_nothing(
    server: Server, phone: Page, stem: str
) -> None:
    open_board(phone, f"{server.url}/{stem}")
    board, words = phone.locator(".ov-board").bounding_box(), phone.locator(".st-key-lecture_words").bounding_box()
    assert board is not None and words is not None
    assert board["y"] + board["height"] <= words["y"] + 1
    assert board["y"] < 400
    parts = phone.locator(".ov-panels > .ov-panel, .ov-control:has(input[type=range])").all()
    for part in parts:
        if part.is_visible():
            scrolls_only(phone, part)


@pytest.mark.parametrize("view", ["2d", "3d"])
def test_a_swipe_on_the_playground_scrolls_the_page_and_changes_nothing(server: Server, phone: Page, view: str) -> None:
    open_stage(phone, server.url, f"{BOWL}&view={view}")
    if view == "3d":
        phone.wait_for_function(SURFACE)
    for part in (".ov-picture-room", ".ov-setup .ov-knob", ".ov-chart", ".ov-legend"):
        scrolls_only(phone, phone.locator(part).first)


def test_a_tap_on_the_playground_moves_the_start_and_a_drag_of_the_ring_does(server: Server, phone: Page) -> None:
    seen = open_stage(phone, server.url, BOWL)
    middle(phone, phone.locator(".ov-picture-room"))
    phone.touchscreen.tap(*pixel(phone, (1, -1)))
    seen = wait_for_redraw(phone, seen)
    assert start(phone) == pytest.approx((1, -1), abs=0.05)
    before = phone.evaluate(SCROLLED)
    drag(phone, pixel(phone, (1, -1)), pixel(phone, (-1, 1)))
    wait_for_redraw(phone, seen)
    assert start(phone) == pytest.approx((-1, 1), abs=0.06)
    assert phone.evaluate(SCROLLED) == before


def test_a_finger_that_rests_first_takes_the_start_along(server: Server, phone: Page) -> None:
    open_stage(phone, server.url, BOWL)
    middle(phone, phone.locator(".ov-picture-room"))
    before = phone.evaluate(SCROLLED)
    drag(phone, pixel(phone, (1, -1)), pixel(phone, (1, 1)), rest=REST)
    phone.wait_for_function("location.search.includes('at=')")
    assert start(phone) == pytest.approx((1, 1), abs=0.06)
    assert phone.evaluate(SCROLLED) == before


def test_a_finger_turns_a_surface_sideways(server: Server, phone: Page) -> None:
    open_stage(phone, server.url, f"{BOWL}&view=3d")
    phone.wait_for_function(SURFACE)
    x, y = middle(phone, phone.locator(".ov-picture-room"))
    before = still(phone, SURFACE)
    drag(phone, (x - 60, y), (x + 60, y + 5))
    assert abs(still(phone, SURFACE)["x"] - before["x"]) > 0.05
    phone.wait_for_function("location.search.includes('camera=picture')")


def points(page: Page) -> int:
    """How many data points the board of points has."""
    return len(query(page)["data"][0].split("_")) if "data" in query(page) else 0


def test_a_tap_adds_a_data_point_two_take_it_away_and_a_rest_moves_it(board_server: Server, phone: Page) -> None:
    seen = open_board(phone, board_server.url, "section=points&t=0")
    middle(phone, phone.locator("[data-panel=plane] .ov-plane-room"))
    place = plane_pixel(phone, (-2.0, -2.0))
    phone.touchscreen.tap(*place)
    seen = wait_for_redraw(phone, seen)
    phone.wait_for_function("location.search.includes('data=')")
    count = points(phone)
    drag(phone, place, plane_pixel(phone, (-1.0, -1.0)), rest=REST)
    phone.wait_for_function("decodeURIComponent(location.search).includes('_-1,-1')")
    assert points(phone) == count
    tap_twice(phone, plane_pixel(phone, (-1.0, -1.0)))
    phone.wait_for_function("!location.search.includes('data=')")
    assert read(phone).step == 0
