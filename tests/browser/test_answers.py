"""Every form of an answer, by mouse, by finger and by keyboard alone, right and wrong; what is drawn stays drawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import (
    DRAWN,
    FINGER,
    HALF_TURN,
    KEYS,
    LAST,
    MARK,
    MOUSE,
    SECTION,
    Act,
    ask,
    button,
    by_keys,
    commit,
    draw,
    given,
    strip,
    tab_to,
    told,
)
from tests.browser.fingers import SCROLLED, swipe_up
from tests.browser.helpers import CALM, SIZES, frames, plane_pixel, read, still, wait_for
from tests.browser.server import Server


@pytest.mark.parametrize("key", MOUSE)
def test_a_right_answer_by_mouse_is_played_and_told(board_server: Server, page: Page, key: str) -> None:
    ask(page, board_server, key)
    expect(commit(page)).to_be_disabled()
    MOUSE[key](page)
    commit(page).dblclick()
    assert told(page).startswith("Right.")
    given(page)
    assert read(page).step == LAST[SECTION.get(key, "curve")]


@pytest.mark.parametrize("key", KEYS)
def test_a_right_answer_by_keyboard_alone_is_played_and_told(board_server: Server, page: Page, key: str) -> None:
    ask(page, board_server, key)
    KEYS[key](page)
    page.keyboard.press("Enter")
    wait_for(page, playing=True)
    page.keyboard.press("Space")
    wait_for(page, playing=False)
    tab_to(page, button(page, "To the answer"))
    page.keyboard.press("Enter")
    strip(page).locator(".ov-verdict[data-right=true]").wait_for()


@pytest.mark.parametrize("key", FINGER)
def test_a_right_answer_by_finger_is_played_and_told(board_server: Server, touch_page: Page, key: str) -> None:
    touch_page.set_viewport_size(SIZES["phone"])
    ask(touch_page, board_server, key)
    if key in DRAWN:
        touch_page.locator("[data-panel=plane]").evaluate("plane => plane.scrollIntoView({block: 'center'})")
        still(touch_page, SCROLLED)
    FINGER[key](touch_page)
    commit(touch_page).tap()
    assert told(touch_page).startswith("Right.")


def test_a_finger_that_swipes_scrolls_where_it_does_not_draw(board_server: Server, touch_page: Page) -> None:
    touch_page.set_viewport_size(SIZES["phone"])
    for key, panel in (("route", "ramp"), ("point", "plane")):
        ask(touch_page, board_server, key)
        plane = touch_page.locator(f"[data-panel={panel}] .ov-plane-room")
        plane.evaluate("plane => plane.scrollIntoView({block: 'center'})")
        still(touch_page, SCROLLED)
        box, before = plane.bounding_box(), touch_page.evaluate(SCROLLED)
        assert box is not None
        swipe_up(touch_page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        frames(touch_page, CALM)
        assert touch_page.evaluate(SCROLLED) > before + 60
        expect(button(touch_page, "That is my prediction")).to_be_disabled()


WRONG: dict[str, tuple[Act, str]] = {
    "choice": (lambda page: by_keys(page, "3"), "No. The sign and the size change."),
    "number": (lambda page: strip(page).locator("input").fill("4"), "No. 1.44 off. Follow the slope."),
    "ranking": (
        lambda page: strip(page).get_by_role("button", name="This order").click(),
        "Not quite. 3 of 6 pairs in order (rank correlation 0). By η.",
    ),
    "point": (lambda page: page.mouse.click(*plane_pixel(page, (2, -2))), "No. 2.8 away. Follow the slope."),
    "route": (lambda page: draw(page, ((2, 0), (2, -2))), "No. On average"),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_told_what_it_says_and_what_the_run_says(board_server: Server, page: Page, key: str) -> None:
    act, words = WRONG[key]
    ask(page, board_server, key)
    act(page)
    button(page, "That is my prediction").click()
    said = told(page)
    assert said.startswith(words)
    assert "The run says:" in said


@pytest.mark.parametrize("key", ["target", "point", "route"])
def test_what_is_drawn_stays_where_it_is_when_the_answer_is_given(board_server: Server, page: Page, key: str) -> None:
    ask(page, board_server, key)
    MOUSE[key](page)
    page.mouse.move(0, 0)
    before = still(page, MARK, "plane")
    assert before is not None
    page.emulate_media(reduced_motion="reduce")
    page.keyboard.press("Enter")
    given(page)
    page.keyboard.press("Home")
    wait_for(page, step=0, playing=False)
    assert still(page, MARK, "plane") == pytest.approx(before, abs=0.01)


def test_a_mark_is_moved_until_it_is_given_and_not_after(board_server: Server, page: Page) -> None:
    ask(page, board_server, "point")
    page.mouse.click(*plane_pixel(page, (-2, 2)))
    draw(page, ((-2, 2), (1, 1)))
    x, y = strip(page).locator("input").all()
    assert (float(x.input_value()), float(y.input_value())) == pytest.approx((1, 1), abs=0.05)
    y.fill("1")
    x.fill("-0,25")
    assert still(page, MARK, "plane") == pytest.approx([2.75 / 6, 2 / 6], abs=0.02)
    page.keyboard.press("Enter")
    assert given(page) == "-0.25,1"
    expect(page.locator(".ov-over")).to_have_count(0)


def test_a_route_is_drawn_on_taken_back_and_drawn_again(board_server: Server, page: Page) -> None:
    ask(page, board_server, "route")
    for point in HALF_TURN[1:4]:
        page.mouse.click(*plane_pixel(page, point))
    expect(strip(page).get_by_text("4 points")).to_be_visible()
    button(page, "Take back").click()
    expect(strip(page).get_by_text("3 points")).to_be_visible()
    button(page, "Draw again").click()
    expect(button(page, "That is my prediction")).to_be_disabled()
    draw(page, [(2 - 0.1 * k, (-1) ** k) for k in range(40)])
    page.keyboard.press("Enter")
    points = given(page).split(";")
    assert 20 < len(points) <= 40
    assert points[0] == "2,0"
