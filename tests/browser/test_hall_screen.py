"""A hall's first screen: every drawing lies between head line and playhead, and no control is cut by it."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import faults_of, open_board, still
from tests.browser.server import Server

pytestmark = pytest.mark.every

HALLS = ((1280, 720), (1024, 768), (1920, 1080))
PLACES = [
    "adaptive?section=adam",
    "adaptive?section=formula",
    "adaptive?section=rotation",
    "stochastic?section=batch_size",
    "momentum?section=map",
    "network?section=race",
]
BELOW = """() => {
    const said = [], box = (e) => e.getBoundingClientRect();
    const seen = (part) => [...document.querySelectorAll(part)].filter((e) => e.checkVisibility());
    const [head] = seen(".ov-head").map((e) => box(e).bottom);
    const [foot] = seen(".ov-board-foot, .ov-playground .ov-transport").map((e) => box(e).top);
    for (const drawing of seen(":is(.ov-panels, .ov-charts) :is(.ov-plane-room, .ov-chart-plot)")) {
        const { top, bottom } = box(drawing), { panel } = drawing.closest("[data-panel]").dataset;
        if (top < head - 1 || bottom > foot + 1) said.push(`${panel}: ${top}, ${bottom}, not in ${head}, ${foot}`);
    }
    for (const control of seen(".ov-board > .ov-controls > *")) {
        const { top, bottom } = box(control);
        if (top < foot - 1 && bottom > foot + 1) said.push(`${control.dataset.control} is cut`);
    }
    return said;
}"""
CUT = """() => [...document.querySelectorAll(".ov-panels > .ov-panel:not(.ov-fills)")]
    .filter((e) => [e, ...e.children].some((part) => part.scrollHeight > part.clientHeight + 2))
    .map((e) => e.dataset.panel)"""
ROWS = """() => ["transport > .ov-play", "bar > button:last-child"].map((part) => {
    const { top, height } = document.querySelector(`.ov-board-foot .ov-${part}`).getBoundingClientRect();
    return Math.round(top + height / 2);
})"""


@pytest.mark.parametrize("place", PLACES)
def test_every_drawing_is_on_a_halls_first_screen_and_no_control_is_cut(server: Server, page: Page, place: str) -> None:
    page.set_viewport_size({"width": HALLS[0][0], "height": HALLS[0][1]})
    open_board(page, f"{server.url}/{place}&present=1")
    for width, height in HALLS:
        page.set_viewport_size({"width": width, "height": height})
        assert faults_of(page, BELOW) == [], (width, height)
        assert faults_of(page, CUT) == [], (width, height)


def test_the_playgrounds_curves_stand_on_the_same_screen_as_its_picture(server: Server, page: Page) -> None:
    for width, height in HALLS:
        page.set_viewport_size({"width": width, "height": height})
        open_board(page, f"{server.url}", "surface=saddle&present=1")
        assert faults_of(page, BELOW) == [], (width, height)


def test_the_foot_is_one_line_on_a_narrow_screen(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    for section in ("step_size", "algorithm"):
        open_board(page, f"{server.url}/one_dimension", f"section={section}&present=1")
        play, last = still(page, ROWS)
        assert abs(play - last) < 8, section


def test_what_is_set_seldom_comes_after_the_other_controls(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_board(page, f"{server.url}/network", "section=landscape&present=1")
    controls, fold = (page.locator(f".ov-board > .ov-{part}").bounding_box() for part in ("controls", "folded"))
    assert controls and fold and fold["y"] >= controls["y"] + controls["height"]
