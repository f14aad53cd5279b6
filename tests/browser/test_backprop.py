"""What a person types on the page on backpropagation, and the graph that follows the playhead."""

from playwright.sync_api import Page

from tests.browser.helpers import (
    CHANGE,
    FIRST_PICTURE,
    control,
    open_board,
    toast,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

COVERED = """() => {
    const boxes = [...document.querySelectorAll(".ov-box")].map((e) => e.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.filter((a, i) => boxes.some((b, k) => k < i && meet(a, b))).length;
}"""
PLACES = "[...document.querySelectorAll('.ov-box')].map((e) => Object.values(e.getBoundingClientRect().toJSON()))"


def test_a_typed_expression_becomes_a_graph_and_a_wrong_one_a_sentence_beside_it(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/backprop", "section=graph")
    field = page.get_by_label("f(x, y, z) =")
    field.fill("x*y*z + x*x")
    field.press("Enter")
    wait_for_redraw(page, seen)
    assert page.locator(".ov-box").count() == 7 and page.evaluate(COVERED) == 0
    wait_for_url(page, "expression=")
    field.fill("sine(x)")
    field.press("Enter")
    page.locator(".ov-notices p", has_text="Did you mean sin?").wait_for(timeout=CHANGE)
    assert field.input_value() == "sine(x)" and page.locator(".ov-box").count() == 7
    wait_for_url(page, "last_expression=")
    page.reload()
    page.locator(".ov-notices p", has_text="Did you mean sin?").wait_for(timeout=FIRST_PICTURE)
    assert page.locator(".ov-box").count() == 7


def test_the_graph_follows_the_playhead_and_nothing_moves(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/backprop", "section=backward&t=0")
    page.locator("[data-panel=graph][data-drawn]").wait_for(timeout=CHANGE)
    places = page.evaluate(PLACES)
    assert page.locator(".ov-box.ov-lit").get_attribute("data-box") == "1"
    page.keyboard.press("ArrowRight")
    wait_for(page, step=1)
    assert page.locator(".ov-box.ov-lit").get_attribute("data-box") == "2"
    page.keyboard.press("End")
    wait_for(page, step=6)
    assert page.locator(".ov-box.ov-lit").get_attribute("data-box") == "w0"
    assert page.evaluate(PLACES) == places
    page.locator("[data-box='4']").click()
    wait_for(page, step=3)


def test_a_matrix_is_edited_entry_by_entry_and_a_word_is_answered(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/backprop", "section=backward")
    cell = control(page, "w0").locator("[data-cell='w0.1.0']")
    cell.fill("nan")
    cell.press("Enter")
    assert "stays -0.6" in toast(page, "is not a number") and cell.input_value() == "-0.6"
    cell.fill("1.5")
    cell.press("Enter")
    seen = wait_for_redraw(page, seen)
    wait_for_url(page, "w0=")
    slider = page.locator("[data-control=w0] input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_for_redraw(page, seen)
    assert float(cell.input_value()) > 1.5
    assert page.locator("[data-cell='w0.0.0']").input_value() == "0.5"


def test_letters_get_their_values_in_a_line_and_a_slider_grows_to_what_is_typed(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/backprop", "section=graph")
    field = page.get_by_label("f(x, y, z) =")
    field.fill("(a*b + y)*z")
    field.press("Enter")
    seen = wait_for_redraw(page, seen)
    page.locator(".ov-notices p", has_text="a, b are 1").wait_for(timeout=CHANGE)
    letters = page.locator("[data-control=letters] input")  # where the notice asks for it nothing folds it away
    letters.fill("a = 2, b = -3")
    letters.press("Enter")
    seen = wait_for_redraw(page, seen)
    y = page.locator("[data-control=y]")
    y.locator("input:not([type=range])").fill("10")
    y.locator("input:not([type=range])").press("Enter")
    wait_for_redraw(page, seen)
    wait_for_url(page, "y=10")
    assert y.locator("input[type=range]").get_attribute("aria-valuetext") == "10"
    page.locator(".ov-box", has_text="10").wait_for(timeout=CHANGE)
    page.reload()
    page.locator(".ov-box", has_text="10").wait_for(timeout=CHANGE)
    assert y.locator("input:not([type=range])").input_value() == "10" and letters.input_value() == "a = 2, b = -3"
