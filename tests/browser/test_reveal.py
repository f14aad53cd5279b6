"""The future is hidden until play: what is seen of pictures, charts and tables, and the switch that shows all."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    control,
    frames,
    open_board,
    open_stage,
    query,
    read,
    type_exact,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

INVITATION = ".ov-invitation"
# How many pixels of two canvases of a picture, what stands still and what moves, have a colour of a path.
BLUE = """panel => [...document.querySelectorAll(`[data-panel=${panel}] canvas.ov-layer`)].reduce((sum, canvas) => {
    const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
    const context = copy.getContext("2d", {willReadFrequently: true});
    context.drawImage(canvas, 0, 0);
    const {data} = context.getImageData(0, 0, copy.width, copy.height);
    for (let i = 0; i < data.length; i += 4) sum += data[i + 3] > 20 && data[i] > 200 && data[i + 1] < 90;
    return sum;
}, 0)"""
# The right edge of what a chart shows of its curves, as a share of its plot; 1 where nothing is cut off.
SHOWN = """panel => {
    const over = document.querySelector(`[data-panel=${panel}] .u-over`).getBoundingClientRect();
    const canvas = document.querySelector(`[data-panel=${panel}] .u-wrap canvas:not(.ov-curtain)`);
    const cut = /calc\\(100% - ([\\d.]+)px\\)/.exec(canvas.style.clipPath);
    const left = canvas.getBoundingClientRect().left;
    return cut ? (left + Number(cut[1]) - over.left) / over.width : 1;
}"""


def shown(page: Page, panel: str) -> Any:
    """The share of a chart that is not hidden, once it has been drawn."""
    page.locator(f"[data-panel={panel}] .uplot").wait_for(timeout=CHANGE)
    frames(page, 20)
    return page.evaluate(SHOWN, panel)


def test_a_race_opens_with_nothing_told_and_the_button_over_the_picture_plays_it(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, BOWL)
    assert (seen.step, "t" in query(page)) == (0, False)
    assert shown(page, "value") == pytest.approx(0, abs=0.02)
    assert page.locator(".ov-chip").all_inner_texts() == ["", ""]
    before = page.evaluate(BLUE, "picture")
    place = query(page)["at"]
    page.locator(INVITATION).click()
    wait_for(page, playing=True)
    page.locator(INVITATION).wait_for(state="hidden")
    page.keyboard.press("End")
    wait_for(page, step=60, playing=False)
    assert query(page)["at"] == place, "a press on the button is none on the picture"
    assert shown(page, "value") == 1 and page.evaluate(BLUE, "picture") > before + 100
    chips = {"moving": "", "converged": "✓"}
    assert page.locator(".ov-chip").all_inner_texts() == [chips[kind] for kind in read(page).status]


def test_a_curve_is_drawn_as_far_as_the_playhead(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL + "&t=30")
    assert shown(page, "value") == pytest.approx(0.5, abs=0.02)
    page.keyboard.press("Shift+ArrowRight")
    wait_for(page, step=40)
    assert shown(page, "value") == pytest.approx(2 / 3, abs=0.02)


def test_the_switch_shows_all_and_the_link_says_so(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    hidden = page.evaluate(BLUE, "picture")
    page.keyboard.press("s")
    wait_for_url(page, "all=1")
    assert shown(page, "value") == 1 and page.locator(INVITATION).is_hidden()
    assert page.evaluate(BLUE, "picture") > hidden + 100, "the paths to come are there, if pale"
    link = page.url
    open_stage(page, link)
    switch = page.get_by_role("button", name="Show all")
    assert switch.get_attribute("aria-pressed") == "true" and read(page).step == 0
    switch.click()
    page.wait_for_function("!location.search.includes('all')", timeout=CHANGE)
    assert shown(page, "value") == pytest.approx(0, abs=0.02)


def test_who_has_played_sees_at_once_what_a_turned_control_does(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/traps", "section=saddle")
    page.keyboard.press("End")
    wait_for(page, step=300)
    type_exact(page, control(page, "lr").locator(".ov-exact"), "0.05")
    after = wait_for(page, revision=seen.revision + 1)
    assert (after.step, after.steps, shown(page, "away")) == (300, 300, 1)


def test_a_table_a_map_and_a_notice_come_with_what_they_tell(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/traps", "section=basins&lr=0.5&steps=100")
    shares = page.locator("[data-panel=destinations] tbody td:last-child")
    assert {text.strip() for text in shares.all_inner_texts()} == {""}
    assert page.locator(".ov-notices p").count() == 0
    page.keyboard.press("End")
    page.locator(".ov-notices p", has_text="Every start leaves the picture").wait_for(timeout=CHANGE)
    assert all("%" in text for text in shares.all_inner_texts())


def test_a_walk_does_not_say_before_when_it_will_stop(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/one_dimension", "section=exercise&show=prints")
    count = page.locator(".ov-count")
    assert seen.steps == 69 and count.inner_text() == "t = 0"
    assert page.locator("[data-panel=printed] tbody tr").nth(1).inner_text().strip() == ""
    page.keyboard.press("End")
    wait_for(page, step=69)
    assert count.inner_text() == "t = 69 / 69"


def test_a_preset_opens_at_the_start_ready_for_space(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/traps", "section=gradient&t=50")
    page.get_by_role("button", name="A curved valley").click()
    wait_for_url(page, "surface=rosenbrock")
    assert wait_for(page, step=0).playing is False
