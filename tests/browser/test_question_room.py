"""How much of the screen a question's picture has: beside long answers, in a hall, on a phone, and by the answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import ask, button, by_keys, strip, told
from tests.browser.helpers import CALM, CHANGE, SIZES, frames, open_board, wait_for
from tests.browser.server import Server

HIGH = "() => document.querySelector('[data-panel=plane] .ov-plane-room').getBoundingClientRect().height"
TOP = "() => document.querySelector('[data-panel=plane]').getBoundingClientRect().top"


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
@pytest.mark.parametrize("more", ["", "&present=1"])
def test_four_long_answers_leave_the_picture_in_sight(
    board_server: Server, page: Page, size: tuple[int, int], more: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    ask(page, board_server, "choice", more)
    assert page.evaluate(HIGH) > (0.36 if more else 0.38) * size[1]
    foot, plane = (page.locator(part).bounding_box() for part in (".ov-transport", "[data-panel=plane] .ov-plotly"))
    assert foot and plane and foot["y"] > plane["y"] + (1 if more else 0.9) * plane["height"]
    if more:
        head, question = (page.locator(part).bounding_box() for part in (".ov-head", ".ov-question"))
        assert head and question and question["y"] >= head["y"] + head["height"]


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_in_a_hall_a_questions_picture_has_the_controls_room_and_keeps_it_by_the_answer(
    server: Server, page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_board(page, f"{server.url}/curvature", "section=model&ask=kind&q=1&present=1")
    plane, foot = page.locator("[data-panel=plane] .ov-plane-room"), page.locator(".ov-transport")
    for asked in (True, False):
        expect(strip(page)).to_be_visible()
        frames(page, CALM)
        box, below = plane.bounding_box(), foot.bounding_box()
        assert box and below and box["height"] > 0.4 * size[1] and below["y"] > box["y"] + box["height"]
        if asked:
            button(page, "Show me").click()
            page.locator(".ov-root:not(.ov-asking)").wait_for(timeout=CHANGE)


def test_the_picture_gets_room_by_the_answer_and_stays_where_it_is_then(board_server: Server, page: Page) -> None:
    ask(page, board_server, "choice")
    before = page.evaluate(TOP)
    by_keys(page, "2", "Enter")
    wait_for(page, playing=True)
    played = page.evaluate(TOP)
    told(page)
    assert before > played
    assert page.evaluate(TOP) == played


@pytest.mark.parametrize(
    ("link", "picture"),
    [
        ("stochastic?section=average&ask=direction&q=1", ".ov-asked .ov-plane-room"),
        ("?lesson=noise_ball&ask=order&q=1", ".ov-picture-room"),
    ],
)
def test_on_a_phone_what_a_question_is_about_is_in_sight(
    server: Server, touch_page: Page, link: str, picture: str
) -> None:
    touch_page.set_viewport_size(SIZES["phone"])
    open_board(touch_page, f"{server.url}/{link}", "")
    strip(touch_page).wait_for()
    box = touch_page.locator(picture).bounding_box()
    assert box is not None and box["y"] + 0.5 * box["height"] < SIZES["phone"]["height"]
