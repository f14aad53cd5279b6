"""A browser without WebGL and libraries that do not come: the panel says so, the rest of the page works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.helpers import BOWL, CHANGE, knob, open_stage, read, type_exact, wait_for, wait_for_redraw
from tests.browser.server import Server
from tests.browser.tab import VIEWPORT

NO_WEBGL = """() => {
    const {getContext} = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return /webgl/.test(kind) ? null : getContext.call(this, kind, ...rest);
    };
}"""
PICTURE = "[data-panel=picture] .ov-chart-note"


@pytest.fixture
def poor(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain of what is missing, but nothing is thrown that nobody catches."""
    context = browser.new_context(viewport=VIEWPORT)
    page, thrown = context.new_page(), list[str]()
    page.on("pageerror", lambda error: thrown.append(error.message))
    yield page
    context.close()
    assert thrown == []


def without(page: Page, library: str) -> None:
    """Answer 404 for a library of the page."""
    page.route(f"**/{library}", lambda route: route.fulfill(status=404))


def test_without_webgl_the_picture_says_so_and_the_contour_is_one_press_away(server: Server, poor: Page) -> None:
    poor.add_init_script(f"({NO_WEBGL})()")
    seen = open_stage(poor, server.url, BOWL + "&view=3d")
    poor.locator(PICTURE, has_text="draws no 3-D pictures (WebGL is off). Choose the contour.").wait_for(timeout=CHANGE)
    assert poor.locator(".ov-plotly a").count() == 0
    poor.keyboard.press("v")
    wait_for_redraw(poor, seen)
    poor.wait_for_function("document.querySelector('.ov-plotly')._fullLayout?.xaxis", timeout=CHANGE)
    assert poor.locator(PICTURE).inner_text() == ""


def test_without_plotly_the_picture_says_so_and_curves_and_standings_go_on(server: Server, poor: Page) -> None:
    without(poor, "plotly-cartesian.min.js")
    seen = open_stage(poor, server.url, BOWL)
    poor.locator(PICTURE, has_text="plotly-cartesian.min.js did not load. Reload the page.").wait_for(timeout=CHANGE)
    poor.keyboard.press("Home")
    wait_for(poor, step=0)
    type_exact(poor, knob(poor, "lr", 0)[1], "0.02")
    wait_for_redraw(poor, seen)
    assert poor.locator(".ov-standings tbody tr").count() == 2


def test_without_uplot_the_charts_say_so_and_the_picture_goes_on(server: Server, poor: Page) -> None:
    without(poor, "uplot.min.js")
    poor.goto(f"{server.url}/?{BOWL}")
    poor.locator(".ov-chart-note", has_text="The chart library did not load.").first.wait_for(timeout=CHANGE)
    poor.wait_for_function("document.querySelector('.ov-plotly')._fullLayout?.xaxis", timeout=CHANGE)
    assert read(poor).runs == 2
