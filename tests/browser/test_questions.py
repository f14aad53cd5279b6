"""A question from its opening to what the run says: nothing is told before, and links, keys and faults keep it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.answering import (
    LAST,
    MARK,
    MOUSE,
    SECTION,
    SLOWEST,
    ask,
    button,
    by_keys,
    given,
    strip,
    tab_to,
    told,
)
from tests.browser.helpers import (
    CALM,
    CHANGE,
    control,
    frames,
    open_board,
    plane_pixel,
    query,
    read,
    toast,
    type_exact,
    wait_for,
    wait_for_url,
)
from tests.browser.line import PICTURES, held
from tests.browser.server import Server
from tests.browser.tab import VIEWPORT
from tests.browser.test_faults import BACK, back, cut, offline

STEP_SIZE = "section=step_size&ask=regime&q=1"


@pytest.fixture
def lone(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain: a browser tells of every request that nobody answers."""
    context = browser.new_context(viewport=VIEWPORT)
    yield context.new_page()
    context.close()


def test_nothing_that_tells_it_is_there_before_and_all_of_it_after(board_server: Server, page: Page) -> None:
    ask(page, board_server, "target")
    table = page.locator("[data-panel=table] .ov-table")
    expect(table).to_be_hidden()
    expect(page.locator("[data-panel=readings] .ov-reading").first).to_be_hidden()
    assert page.locator("[data-panel=loss]").is_visible()
    by_keys(page, "End", "ArrowRight", "s", " ")
    frames(page, CALM)
    assert (read(page).step, read(page).playing) == (0, False)
    MOUSE["target"](page)
    page.keyboard.press("Enter")
    told(page)
    expect(table).to_be_visible()


def test_a_question_hides_what_is_to_come_though_all_was_shown_before(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=curve&all=1")
    page.keyboard.press("q")
    wait_for_url(page, "ask=")
    assert "all" not in query(page)
    expect(page.locator(".ov-transport [aria-label='Show all']")).to_have_attribute("aria-pressed", "false")


def test_show_me_plays_it_without_an_answer_and_says_the_right_one(board_server: Server, page: Page) -> None:
    ask(page, board_server, "point")
    button(page, "Show me").click()
    assert told(page).startswith("Not predicted. So it is. The run says: (0, 0)")
    assert given(page) == "-"
    assert page.evaluate(MARK, "plane") is None


def test_who_leaves_a_question_keeps_its_setting_and_has_the_plane_again(board_server: Server, page: Page) -> None:
    ask(page, board_server, "target")
    MOUSE["target"](page)
    button(page, "Leave").click()
    strip(page).wait_for(state="hidden")
    page.mouse.click(*plane_pixel(page, (1, 1)))
    wait_for_url(page, "x0=1")
    assert not {"ask", "answer"} & query(page).keys()
    expect(page.locator(".ov-over")).to_have_count(0)


@pytest.mark.parametrize("key", ["choice", "ranking", "point", "route"])
def test_a_link_with_an_answer_opens_it_again_also_by_reload_and_back(
    board_server: Server, page: Page, key: str
) -> None:
    ask(page, board_server, key)
    MOUSE[key](page)
    page.keyboard.press("Enter")
    said = told(page)
    wait_for_url(page, f"t={LAST[SECTION.get(key, 'curve')]}")
    answer, link = given(page), page.url
    for come_back in (page.reload, lambda: (page.goto("about:blank"), page.go_back())):
        come_back()
        wait_for(page, step=LAST[SECTION.get(key, "curve")], timeout=CHANGE)
        expect(strip(page).locator(".ov-verdict strong")).to_be_visible()
        assert strip(page).locator(".ov-verdict").inner_text() == said
        wait_for_url(page, answer)
    page.goto(link.split("&t=")[0])
    wait_for(page, step=0, timeout=CHANGE)
    expect(strip(page).locator(".ov-verdict strong")).to_be_hidden()


def test_a_click_on_the_plane_beside_an_answer_keeps_question_setting_and_verdict(
    board_server: Server, page: Page
) -> None:
    ask(page, board_server, "target")
    MOUSE["target"](page)
    page.keyboard.press("Enter")
    said, answer = told(page), given(page)
    wait_for_url(page, f"t={LAST['curve']}")
    before = page.url
    page.mouse.click(*plane_pixel(page, (1, 1)))
    assert "“Leave” leads to where you can change it" in toast(page, "keeps its setting")
    frames(page, CALM)
    assert (page.url, given(page)) == (before, answer)
    assert strip(page).locator(".ov-verdict").inner_text() == said
    button(page, "Leave").click()
    strip(page).wait_for(state="hidden")
    page.mouse.click(*plane_pixel(page, (1, 1)))
    wait_for_url(page, "x0=1")


def test_a_slider_moved_beside_an_answer_goes_back_and_loses_nothing(board_server: Server, page: Page) -> None:
    ask(page, board_server, "choice")
    by_keys(page, "1", "Enter")
    said = told(page)
    field = control(page, "lr").locator(".ov-exact")
    before = field.input_value()
    type_exact(page, field, "0.9")
    toast(page, "keeps its setting")
    expect(field).to_have_value(before)
    assert strip(page).locator(".ov-verdict").inner_text() == said and query(page)["ask"] == ["choice"]


def test_what_the_form_lets_through_and_the_run_cannot_take_is_said_and_answered_once_more(
    board_server: Server, page: Page
) -> None:
    ask(page, board_server, "number")
    field = strip(page).locator("input")
    field.fill("1e999")
    page.keyboard.press("Enter")
    assert "1e999" in toast(page, "This was not taken")
    expect(button(page, "That is my prediction")).to_be_enabled()
    page.wait_for_function("!location.search.includes('answer')", timeout=CHANGE)
    field.fill("2.56")
    page.keyboard.press("Enter")
    assert told(page).startswith("Right")
    assert given(page) == "2.56"


def test_digits_choose_an_answer_while_it_is_open_and_open_presets_after(board_server: Server, page: Page) -> None:
    ask(page, board_server, "choice")
    by_keys(page, "1", "2")
    expect(strip(page).locator("input").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    assert given(page) == "1"
    button(page, "To the answer").click()
    page.keyboard.press("1")
    wait_for_url(page, "lr=1")
    assert "ask" not in query(page)


def test_the_controls_stand_still_while_a_question_is_open(board_server: Server, page: Page) -> None:
    ask(page, board_server, "choice")
    field = control(page, "lr").locator(".ov-exact")
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not field.evaluate("field => field === document.activeElement")
    button(page, "Show me").click()
    given(page)
    tab_to(page, field)


def test_an_answer_that_is_given_while_the_line_is_cut_is_kept_and_arrives(server: Server, lone: Page) -> None:
    open_board(lone, f"{server.url}/one_dimension", STEP_SIZE)
    with offline(lone.context):
        by_keys(lone, "2", "Enter")
        cut(lone)
        expect(button(lone, "That is my prediction")).to_be_disabled()
        by_keys(lone, "3", "Enter")
        expect(strip(lone).locator("input").nth(1)).to_be_checked()
        assert given(lone, answered=False) == "1"
    back(lone)
    wait_for(lone, playing=True, timeout=BACK)
    button(lone, "To the answer").click()
    expect(strip(lone).locator(".ov-verdict strong")).to_be_visible()
    assert given(lone) == "1"


@pytest.mark.parametrize(("keys", "step"), [("Home", 0), ("Space ArrowRight ArrowRight", 2), ("ArrowRight Home", 0)])
def test_where_a_key_sends_the_playhead_while_the_answer_is_on_its_way_it_stays(
    server: Server, page: Page, keys: str, step: int
) -> None:
    open_board(page, f"{server.url}/one_dimension", STEP_SIZE)
    with held(page, PICTURES):
        by_keys(page, "2", "Enter", *keys.split())
        assert given(page, answered=False) == "1" and read(page).step == 0
    wait_for(page, step=step, playing=False)
    frames(page, CALM)
    assert (read(page).step, read(page).playing) == (step, False)
    page.keyboard.press("Space")
    wait_for(page, playing=True)


def test_space_while_the_answer_is_on_its_way_plays_once_it_is_there(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension", STEP_SIZE)
    with held(page, PICTURES):
        by_keys(page, *SLOWEST, "2", "Enter", "End", "Space")
        given(page, answered=False)
    wait_for(page, playing=True)


def test_show_me_and_an_answer_pressed_at_once_are_one_answer(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension", STEP_SIZE)
    page.keyboard.press("1")
    both = ".ov-question-foot button:nth-child(-n + 2)"
    assert (
        strip(page).evaluate("(strip, both) => [...strip.querySelectorAll(both)].map((b) => b.click()).length", both)
        == 2
    )
    assert given(page) == "0"


def test_what_a_question_asks_to_change_is_changed_once_it_is_answered(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/weights", "section=hidden&ask=turn&q=1")
    angle = control(page, "angle1").locator(".ov-exact")
    before = float(angle.input_value())
    button(page, "Show me").click()
    wait_for_url(page, "answer=-")
    turned = str((before + 20 + 180) % 360 - 180).removesuffix(".0")
    expect(angle).to_have_value(turned)
