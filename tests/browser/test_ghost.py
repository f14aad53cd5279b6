"""The ghost: a click guesses where the next step lands; only then it is shown, and the run makes it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answering import SLOWEST, by_keys
from tests.browser.fingers import SCROLLED
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
    start,
    still,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

# On the board's curve x ← x − 0.2 x, from 2: 1.6, 1.28, 1.024 …
NEXT = (1.6, 2.56)


def switch(page: Page) -> Locator:
    return page.get_by_role("button", name="Guess the next step")


def said(page: Page) -> Locator:
    return page.locator(".ov-ghost")


def test_a_guess_is_measured_against_the_step_that_follows(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=curve")
    page.keyboard.press("g")
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    expect(said(page)).to_have_text("Where will the next step land? Click there.")
    expect(page.locator(".ov-invitation")).to_be_hidden()
    page.mouse.click(*plane_pixel(page, NEXT))
    wait_for(page, step=1, playing=False)
    expect(said(page)).to_have_text("On the spot. 1 of 1 within a quarter of the step.")
    page.mouse.click(*plane_pixel(page, (0, 0)))
    wait_for(page, step=2)
    expect(said(page)).to_contain_text("1.3 away: 4 times the step's length. 1 of 2 within a quarter of the step.")
    assert "x0" not in query(page)  # no click has set the start


def test_it_is_off_again_and_clicks_set_the_start(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=curve")
    switch(page).click()
    switch(page).click()
    expect(said(page)).to_have_count(0)
    page.mouse.click(*plane_pixel(page, (-2.5, 6)))
    wait_for_url(page, "x0=-2.5")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_it_works_in_the_playground_without_moving_the_start(server: Server, page: Page, way: str) -> None:
    open_stage(page, server.url, BOWL)
    before = start(page)
    page.keyboard.press("g")
    if way == "mouse":
        page.mouse.click(*pixel(page, (-1.9, 0.5)))
    else:
        page.locator(".ov-over").focus()
        for key in ("Shift+ArrowDown", "ArrowRight", "Enter"):
            page.keyboard.press(key)
    wait_for(page, step=1, playing=False)
    expect(said(page)).to_contain_text("of the step")
    frames(page, CALM)
    assert start(page) == before


def test_a_finger_guesses_by_a_tap(board_server: Server, touch_page: Page) -> None:
    touch_page.set_viewport_size(SIZES["phone"])
    open_board(touch_page, board_server.url, "section=curve")
    switch(touch_page).tap()
    touch_page.locator("[data-panel=plane]").evaluate("plane => plane.scrollIntoView({block: 'center'})")
    still(touch_page, SCROLLED)
    touch_page.touchscreen.tap(*plane_pixel(touch_page, NEXT))
    wait_for(touch_page, step=1)
    expect(said(touch_page)).to_contain_text("1 of 1 within")


def test_it_shows_nothing_of_what_is_to_come(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=curve&all=1")
    page.keyboard.press("g")
    expect(page.get_by_role("button", name="Show all")).to_have_attribute("aria-pressed", "false")
    by_keys(page, *SLOWEST, "Space")
    wait_for(page, playing=True)
    expect(said(page)).to_have_count(0)
    page.keyboard.press("Space")
    expect(said(page)).to_have_count(1)


def test_there_is_none_where_no_path_is_drawn_and_while_a_question_is_open(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=points")
    expect(switch(page)).to_be_hidden()
    open_board(page, board_server.url, "section=curve&ask=choice&q=1")
    expect(switch(page)).to_be_hidden()
