"""Live maps: the map follows a dragged η, is drawn finer when the hand rests, and a click on it is a run."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    FIRST_PICTURE,
    control,
    grip,
    open_board,
    plane_pixel,
    query,
    read,
    stage,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

COLOURS = """() => {
    const canvas = document.querySelector("[data-panel=PANEL] canvas.ov-layer");
    const copy = new OffscreenCanvas(60, 60).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, 0, 0, 60, 60);
    return [...copy.getImageData(0, 0, 60, 60).data].filter((_, i) => i % 4 === 0);
}"""


def map_drawn(page: Page, panel: str) -> list[int]:
    """How red what stands still in a picture is, at 60 × 60 places, however large it is."""
    return page.evaluate(COLOURS.replace("PANEL", panel))


def differing(first: list[int], second: list[int]) -> float:
    """The share of pixels that differ."""
    return sum(abs(a - b) > 8 for a, b in zip(first, second, strict=True)) / len(first)


def wait_until_fine(page: Page, fine: bool = True) -> None:
    """Wait until the map is there in fine cells, or is a coarse one again."""
    page.wait_for_selector(f'[data-stage][data-fine="{str(fine).lower()}"]', timeout=FIRST_PICTURE)


def test_the_map_follows_a_dragged_eta_and_is_finer_when_the_hand_rests(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=map")
    wait_until_fine(page)
    seen = map_drawn(page, "plane")
    x, y, width = grip(page, control(page, "lr").locator("input[type=range]"), 0.4)
    for part in (0.06, 0.12, 0.18):
        before = read(page)
        page.mouse.move(x + part * width, y)
        wait_for_redraw(page, before)
    wait_until_fine(page)
    assert differing(seen, map_drawn(page, "plane")) > 0.1
    page.mouse.up()


def test_another_start_keeps_the_fine_map_and_asks_for_none(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=map")
    wait_until_fine(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/refinement/" in request.url else None)
    before = read(page)
    page.mouse.click(*plane_pixel(page, (2.0, -3.0)))
    wait_for_redraw(page, before)
    wait_for_url(page, "x0=")
    assert stage(page).get_attribute("data-fine") == "true" and asked == []
    assert float(query(page)["x0"][0]) == pytest.approx(2.0, abs=0.1)


def test_a_click_on_a_cell_sets_both_knobs_and_shows_that_run(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=knobs")
    wait_until_fine(page)
    before = read(page)
    page.mouse.click(*plane_pixel(page, (-2.0, 0.5), "map"))
    wait_for_redraw(page, before)
    wait_for_url(page, "beta=0.")
    set_to = query(page)
    assert float(set_to["lr"][0]) == pytest.approx(0.01, rel=0.1)
    assert float(set_to["beta"][0]) == pytest.approx(0.5, abs=0.02)
    assert stage(page).get_attribute("data-fine") == "true", "the map is the same"


def test_while_a_question_is_open_its_map_is_not_there(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=map&ask=slowest&q=3")
    hidden = map_drawn(page, "plane")
    open_board(page, f"{server.url}/lab", "section=map&ask=slowest&q=3&answer=-")
    wait_until_fine(page)
    assert differing(hidden, map_drawn(page, "plane")) > 0.3
