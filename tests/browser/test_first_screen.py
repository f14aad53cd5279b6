"""The first screen: the picture is the largest thing on it, and on a phone it stays while the knobs scroll."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import SIZES, card, open_stage, still, wait_for, wait_for_url
from tests.browser.server import Server

pytestmark = pytest.mark.every

SQUARE = """() => {
    const {xaxis, yaxis} = document.querySelector(".ov-plotly")._fullLayout;
    return Math.min(xaxis._length, yaxis._length);
}"""
SMALL = """least => [...document.querySelectorAll(".ov-root :is(button, input[type=checkbox])")]
    .filter((e) => e.checkVisibility())
    .filter((e) => { const {width, height} = e.getBoundingClientRect(); return Math.min(width, height) < least; })
    .map((e) => e.getAttribute("aria-label") || e.textContent)"""
SCROLLED = """part => {
    document.querySelector(".stMain").scrollTop += part.getBoundingClientRect().top - 700;
    const {top, bottom} = document.querySelector(".ov-picture-room").getBoundingClientRect();
    return [top, bottom, part.getBoundingClientRect().top];
}"""


def test_the_picture_is_large_and_two_curves_stand_beside_it(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    for width, height, least in ((1440, 900, 698), (1280, 720, 500), (1920, 1080, 850)):
        page.set_viewport_size({"width": width, "height": height})
        assert still(page, SQUARE) >= least, width
        assert page.locator(".ov-charts .ov-chart").count() == 2


def test_the_other_curves_come_when_they_are_asked_for_and_stay_in_the_link(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    page.get_by_role("button", name="4 curves").click()
    wait_for_url(page, "curves=4")
    page.locator(".ov-charts .ov-chart").nth(3).wait_for()
    page.reload()
    wait_for(page)
    page.locator(".ov-charts .ov-chart").nth(3).wait_for()


def test_a_finger_meets_every_button_and_sees_the_picture_while_it_turns_a_knob(
    server: Server, touch_page: Page
) -> None:
    page = touch_page
    page.set_viewport_size(SIZES["phone"])
    open_stage(page, server.url)
    assert page.evaluate(SMALL, 24) == []
    last = card(page, 5)
    top, bottom, knobs = last.evaluate(SCROLLED)
    assert 0 <= top < bottom <= knobs


def test_what_a_knob_means_can_be_read_and_is_said_when_it_is_tapped(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    name = card(page, 5).locator("[data-knob=lr] .ov-knob-name")
    assert name.inner_text().startswith("Learning rate")
    name.click()
    page.locator(".ov-toast[data-shown=true]", has_text="The length of the first step").wait_for()
