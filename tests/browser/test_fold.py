"""One screen: on no board is a control below the fold, on every window a lecturer has; the words make room."""

import pytest
from playwright.sync_api import Page, expect

from optviz.lecture.pages import PAGES
from tests.browser.helpers import CHANGE, open_board, open_stage, still
from tests.browser.server import Server
from tests.browser.tabs import tab, told

WINDOWS = ((1440, 900), (1366, 768), (1280, 720))
LEAST = 0.45
# The lowest of what can be set or pressed, and how high the picture is, unless all of it is in sight already.
LOWEST = """() => {
    document.querySelector(".stMain").scrollTop = 0;
    const parts = [...document.querySelectorAll(".ov-root :is(.ov-control, button, summary, .ov-transport)")];
    const seen = parts.filter((part) => part.checkVisibility() && !part.closest(".ov-panels"));
    const picture = document.querySelector(".ov-panels");
    const whole = picture.clientHeight >= picture.scrollHeight;
    return [Math.max(...seen.map((part) => part.getBoundingClientRect().bottom)), picture.clientHeight, whole];
}"""
WIDTH = "() => document.querySelector('.ov-panels').clientWidth"
CANVAS = "() => [...document.querySelectorAll('.ov-charts canvas')].map((canvas) => canvas.width)"
SECTIONS = [f"{stem}?section={section.key}" for stem, page in PAGES.items() for section in page.sections]


@pytest.mark.parametrize("place", SECTIONS)
def test_no_control_is_below_the_fold_and_the_picture_is_large(server: Server, page: Page, place: str) -> None:
    open_board(page, f"{server.url}/{place}")
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        lowest, picture, whole = still(page, LOWEST)
        assert lowest <= height, (width, height)
        assert whole or picture >= LEAST * height, (width, height, picture)


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
