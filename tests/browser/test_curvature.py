"""The page on curvature in a browser: what a method cannot do is said, and the others run on; the race of costs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import CHANGE, control, notice, open_board, plane_pixel, settled, wait_for_url
from tests.browser.server import Server

pytestmark = pytest.mark.every

TYPED = "surface=typed&x0=0.5&y0=0.5&f="


def to_the_end(page: Page) -> None:
    """Move the playhead to the last step."""
    page.locator("[data-stage]").press("End")
    settled(page)


@pytest.mark.parametrize(
    ("query", "said", "runs_on"),
    [
        ("section=squares&preset=squares_none", "Ackley is not written as a sum of squares", ""),
        ("section=squares&preset=squares_singular", "JᵀJ is singular here", "Levenberg–Marquardt: converged"),
        (f"section=newton_two&{TYPED}x^2%2By", "The Hessian is singular here", "GD, η fixed: moving"),
        ("section=newton_two&surface=absolute&x0=-1.5&y0=1.2", "The Hessian is singular here", "GD, η fixed: moving"),
        ("section=search&preset=search_none", "there is no exact step", "GD, η fixed: moving away"),
        (f"section=bfgs&{TYPED}-x^2-y^2", "no step satisfies Wolfe's conditions", "Newton: stuck at a maximum"),
        ("section=newton&fx=typed&formula=2x", "the parabola is a line", ""),
        ("section=secant&fx=typed&formula=2x", "Both slopes are equal", ""),
    ],
)
def test_what_a_method_cannot_do_is_a_sentence_and_the_others_run_on(
    server: Server, page: Page, query: str, said: str, runs_on: str
) -> None:
    open_board(page, f"{server.url}/curvature", query)
    notice(page, said)
    to_the_end(page)
    notice(page, said)
    expect(page.locator("[data-panel=plane], [data-panel=curve]").first).to_be_visible()
    expect(page.locator("div.ov-unseen[aria-live]")).to_contain_text(runs_on, timeout=CHANGE)


def test_in_the_race_of_costs_the_start_is_dragged_and_a_method_switched_on_is_counted(
    server: Server, page: Page
) -> None:
    open_board(page, f"{server.url}/curvature", "section=cost")
    counts = page.locator("[data-panel=counts]")
    expect(counts).to_contain_text("Nelder–Mead")
    to_the_end(page)
    before = counts.inner_text()
    page.mouse.click(*plane_pixel(page, (1.0, 2.5)))
    wait_for_url(page, "y0=")
    settled(page)
    expect(counts).not_to_have_text(before, timeout=CHANGE)
    control(page, "trust").locator("input").check()
    expect(counts).to_contain_text("trust region", timeout=CHANGE)
    control(page, "what").get_by_text("memory, over D").click()
    expect(page.locator("[data-panel=scaling]")).to_be_visible(timeout=CHANGE)
    expect(counts).to_contain_text("trust region")


def test_a_curve_that_explodes_is_cut_off_and_the_chart_says_where(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/curvature", "section=search&lr=0.5")
    to_the_end(page)
    expect(page.locator("[data-panel=loss]")).to_have_attribute("aria-label", re.compile("Cut off at 100"))


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
def test_in_presenter_captions_and_counts_are_in_the_window(server: Server, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path, part in (
        ("practice?section=matrices", "[data-panel=pictures] figcaption"),
        ("curvature?section=cost", "[data-panel=counts] tr"),
        ("curvature?section=cost&preset=cost_million", "[data-panel=counts] tr"),
    ):
        stem, _, query = path.partition("?")
        open_board(page, f"{server.url}/{stem}", f"{query}&present=1")
        foot = page.locator(".ov-board-foot").bounding_box()
        last = page.locator(part).last.bounding_box()
        assert foot and last and last["y"] + last["height"] <= foot["y"] + 1, (path, size)
        assert foot["height"] < 60, "playhead and buttons stand in one line"


def test_at_1024_pixels_the_sections_take_two_rows_and_the_table_does_not_scroll(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    open_board(page, f"{server.url}/curvature", "section=wrong")
    pills = page.locator(".st-key-lecture [role=radiogroup] button")
    assert len({round(pill["y"]) for each in pills.all() if (pill := each.bounding_box())}) == 2
    table = page.locator("[data-panel=ends] .ov-table-room")
    assert table.evaluate("(room) => room.scrollWidth <= room.clientWidth")
