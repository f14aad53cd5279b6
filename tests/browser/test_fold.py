"""One screen: what does not fit is a press away and the words make room; ``test_lecture`` walks through all boards."""

from playwright.sync_api import Page, expect

from tests.browser.helpers import CHANGE, open_board, open_stage, still
from tests.browser.server import Server
from tests.browser.tabs import tab, told

WIDTH = "() => document.querySelector('.ov-panels').clientWidth"
CANVAS = "() => [...document.querySelectorAll('.ov-charts canvas')].map((canvas) => canvas.width)"


def test_a_control_that_does_not_fit_is_a_press_away_and_comes_back_with_the_room(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/adaptive", "section=adam")
    page.set_viewport_size({"width": 1280, "height": 720})
    start = page.locator("[data-control=ex] input[type=range]")
    expect(start).to_be_hidden(timeout=CHANGE)
    page.get_by_text("More settings").click()
    expect(start).to_be_visible()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(page.locator(".ov-folded")).to_be_hidden(timeout=CHANGE)
    expect(start).to_be_visible()


def test_the_words_go_and_stay_away_until_they_are_wanted_again(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum")
    words, before = page.locator(".st-key-lecture_words"), still(page, WIDTH)
    page.keyboard.press("w")
    expect(words).to_be_hidden()
    assert still(page, WIDTH) > before + 200
    open_board(page, f"{server.url}/traps")
    expect(words).to_be_hidden()
    page.get_by_role("button", name="Words").click()
    expect(words).to_be_visible()


def test_the_tabs_go_by_keyboard_and_the_open_one_is_remembered(server: Server, page: Page) -> None:
    open_stage(page, server.url)
    tab(page, "Curves").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tab(page, "Curves")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Standings")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.locator(".ov-standings")).to_be_visible()
    page.reload()
    expect(page.locator(".ov-standings")).to_be_visible(timeout=60_000)
    assert all(width > 100 for width in still(page, CANVAS))
    told(page, "Curves")
    expect(page.locator(".ov-charts .uplot").first).to_be_visible()
