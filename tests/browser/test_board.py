"""The board: what a person does with a lecture page's panels and controls, on a page that has all of them."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.answering import SLOWEST, by_keys
from tests.browser.helpers import (
    CHANGE,
    SIZES,
    control,
    grip,
    listen_in,
    open_board,
    plane_pixel,
    query,
    read,
    toast,
    turn_to,
    type_exact,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

INKED = """panel => {
    const canvas = document.querySelector(`[data-panel=${panel}] canvas[role=img]`);
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) count += data[i] > 0;
    return count;
}"""


def field(page: Page, key: str) -> Locator:
    return control(page, key).locator(".ov-exact")


def test_a_section_opens_with_its_playhead_and_plays_without_any_traffic(board_server: Server, page: Page) -> None:
    wire = listen_in(page)
    assert (open_board(page, board_server.url).step, read(page).steps) == (0, 40)
    before = wire.quiet(page)
    by_keys(page, *SLOWEST)
    page.keyboard.press("Space")
    wait_for(page, step=2, playing=True)
    page.keyboard.press("Space")
    assert wait_for(page, playing=False).step >= 2
    assert wire.traffic == before


def test_table_program_formula_and_readings_follow_the_playhead(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "t=5")
    page.emulate_media(color_scheme="dark")
    page.locator(".ov-board.ov-dark").wait_for(timeout=CHANGE)
    assert read(page).step == 5, "the board follows the theme"
    marked = page.locator("[data-panel=table] tr.ov-picked")
    assert marked.inner_text().split() == ["5", "0.65536"]
    assert page.locator("[data-panel=code] .ov-lit").inner_text().startswith("2a.")
    page.keyboard.press("ArrowRight")
    wait_for(page, step=6)
    assert marked.inner_text().split() == ["6", "0.5242880000000001"]
    assert page.locator("[data-panel=code] .ov-lit").inner_text().startswith("1.")
    page.locator("[data-panel=readings] .ov-reading", has_text="0.2749").wait_for()
    page.locator("[data-panel=formula] annotation", has_text="0.4194").first.wait_for(state="attached")
    symbol = page.locator('[data-panel="table"] th .katex-html').first
    wide = symbol.evaluate(
        "element => element.getBoundingClientRect().width / parseFloat(getComputedStyle(element).fontSize)"
    )
    assert 0 < wide < 3, "mathematics in a table's head is as wide as it is long"


def test_a_dragged_slider_answers_all_the_way_and_keeps_the_playhead(board_server: Server, page: Page) -> None:
    seen = open_board(page, board_server.url, "t=7")
    x, y, width = grip(page, control(page, "lr").locator("input[type=range]"), 0.4)
    for move in range(1, 6):
        page.mouse.move(x + 0.04 * move * width, y)
        seen = wait_for_redraw(page, seen)
    page.mouse.up()
    page.wait_for_function("location.search.includes('lr=')", timeout=CHANGE)
    assert read(page).step == 7


def test_a_click_on_a_plane_sets_its_knob(board_server: Server, page: Page) -> None:
    seen = open_board(page, board_server.url)
    page.mouse.click(*plane_pixel(page, (-1.0, 4.0)))
    wait_for_redraw(page, seen)
    assert abs(float(field(page, "x0").input_value()) + 1) < 0.02
    wait_for_url(page, "x0=-")


def test_a_click_on_a_map_with_a_logarithmic_axis_sets_its_knob(board_server: Server, page: Page) -> None:
    seen = open_board(page, board_server.url, "section=map")
    box = page.locator("[data-panel=ramp] .ov-plane-room").bounding_box()
    area = page.evaluate("""() => { const {xaxis} = document.querySelector("[data-panel=ramp] .ov-plotly")._fullLayout;
        return [xaxis._offset, xaxis._length]; }""")
    assert box is not None
    page.mouse.click(box["x"] + area[0] + 2 / 3 * area[1], box["y"] + box["height"] / 2)
    wait_for_redraw(page, seen)
    assert abs(float(field(page, "lr").input_value()) - 1) < 0.03


def test_choices_show_and_hide_the_controls_that_belong_to_them(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=map")
    assert control(page, "beta").count() == 0
    page.get_by_role("button", name="Saddle", exact=True).click()
    control(page, "beta").wait_for(timeout=CHANGE)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"section": ["map"], "shape": ["saddle"]})


def test_a_whole_number_stays_whole_and_a_word_is_refused_in_words(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=map")
    type_exact(page, field(page, "count"), "9.7")
    toast(page, "in whole numbers: set to 10")
    type_exact(page, field(page, "count"), "many")
    toast(page, "“many” is not a number")
    assert field(page, "count").input_value() == "10"


def test_points_are_added_dragged_and_taken_away(board_server: Server, page: Page) -> None:
    seen = open_board(page, board_server.url, "section=points&t=0")
    page.mouse.click(*plane_pixel(page, (-2.0, -2.0)))
    seen = wait_for_redraw(page, seen)
    wait_for_url(page, "_-")
    x, y = plane_pixel(page, (1.0, 1.0))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*plane_pixel(page, (1.0, 2.0)), steps=4)
    page.mouse.up()
    wait_for_url(page, "_1,2")
    before = len(query(page)["data"][0].split("_"))
    page.mouse.dblclick(*plane_pixel(page, (2.0, 1.5)))
    page.wait_for_function(
        "n => decodeURIComponent(location.search).split('_').length === n", arg=before - 1, timeout=CHANGE
    )
    page.get_by_role("button", name="Reset points").click()
    page.wait_for_function("!location.search.includes('data')", timeout=CHANGE)


def test_page_down_and_up_turn_the_sections_as_a_clicker_does(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url)
    for section in ("map", "points"):
        page.keyboard.press("PageDown")
        turn_to(page, section)
    page.keyboard.press("PageUp")
    turn_to(page, "map")
    wait_for_url(page, "section=map")
    page.get_by_role("radio", name="A map", checked=True).wait_for(timeout=CHANGE)


def test_a_preset_brings_its_values_and_its_playhead(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url)
    page.get_by_role("button", name="Too fast").click()
    wait_for(page, step=3)
    assert field(page, "lr").input_value() == "1"
    wait_for_url(page, "lr=1")


def test_every_kind_of_layer_leaves_ink(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=map&t=4")
    page.locator("[data-panel=cost] .uplot").wait_for(timeout=CHANGE)
    page.wait_for_function(f"({INKED})('plane') > 500", timeout=CHANGE)
    open_board(page, board_server.url, "section=points")
    page.wait_for_function(f"({INKED})('plane') > 50", timeout=CHANGE)


def test_a_notice_is_shown_over_the_board_and_goes_again(board_server: Server, page: Page) -> None:
    open_board(page, board_server.url, "section=map&lr=8")
    page.locator(".ov-notices p", has_text="A notice.").wait_for()
    type_exact(page, field(page, "lr"), "0.1")
    page.locator(".ov-notices p").wait_for(state="detached", timeout=CHANGE)


def test_the_presenters_view_keeps_everything_in_one_window(board_server: Server, page: Page) -> None:
    page.set_viewport_size(SIZES["projector"])
    open_board(page, board_server.url)
    page.keyboard.press("p")
    page.locator(".ov-board.ov-present").wait_for()
    wait_for_url(page, "present=1")
    bottoms = "[...document.querySelectorAll('.ov-control')].map((e) => e.getBoundingClientRect().bottom)"
    assert page.evaluate(f"Math.max(...{bottoms})") <= 1080
    page.keyboard.press("PageDown")
    turn_to(page, "map")
    assert page.locator(".ov-board.ov-present").count() == 1
    page.keyboard.press("Escape")
    page.locator(".ov-board:not(.ov-present)").wait_for()


def test_a_program_is_copied_as_it_stands(board_server: Server, new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_board(page, board_server.url, "section=points")
    page.get_by_role("button", name="Copy", exact=True).click()
    toast(page, "Program copied")
    assert page.evaluate("navigator.clipboard.readText()") == "x = 1\nprint(x)\n"


def test_a_timer_runs_stops_is_up_and_can_be_reset(
    board_server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    open_board(page, board_server.url, "section=points")
    page.clock.install()
    left = page.get_by_role("timer")
    assert left.inner_text() == "0:30"
    page.get_by_role("button", name="Start", exact=True).click()
    page.clock.run_for(10_400)
    assert left.inner_text() == "0:20"
    page.get_by_role("button", name="Stop", exact=True).click()
    page.clock.run_for(5_000)
    assert left.inner_text() == "0:20"
    page.get_by_role("button", name="Start", exact=True).click()
    page.clock.run_for(20_500)
    assert left.inner_text() == "0:00"
    toast(page, "Time is up.")
    page.get_by_role("button", name="Reset timer").click()
    assert left.inner_text() == "0:30"
