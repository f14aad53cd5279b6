"""A browser without WebGL, or that takes it away, libraries that do not come: the panel says so, the rest works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    FIRST_PICTURE,
    control,
    knob,
    open_stage,
    read,
    still,
    type_exact,
    wait_for,
    wait_for_redraw,
)
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


INSTEAD = ".ov-from-above .ov-plotly"
EYE = "() => document.querySelector('.ov-plotly')._fullLayout?.scene?._scene?.getCamera?.().eye ?? null"
LOSE = """() => {
    const canvases = [...document.querySelectorAll(".ov-plotly canvas")];
    const contexts = canvases.map((canvas) => canvas.getContext("webgl")).filter(Boolean);
    for (const context of contexts) context.getExtension("WEBGL_lose_context").loseContext();
    return contexts.length;
}"""
WHOLE = """() => {
    const scene = document.querySelector(".ov-plotly")._fullLayout?.scene?._scene;
    const paths = document.querySelector("canvas[role=img]");
    const {data} = paths.getContext("2d").getImageData(0, 0, paths.width, paths.height);
    return Boolean(scene) && !scene.glplot.gl.isContextLost() && data.some((value) => value > 0);
}"""
INK = """() => [...document.querySelectorAll(".ov-from-above canvas.ov-layer")].some((canvas) => {
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value) => value > 0);
})"""
NO_SCENE = "() => !document.querySelector('.ov-plotly')._fullLayout?.scene"


def stands_above(page: Page) -> None:
    """Wait until the contour is drawn in the place of the surface, with its paths."""
    page.wait_for_function(f"document.querySelector('{INSTEAD}')?._fullLayout?.xaxis", timeout=CHANGE)
    page.wait_for_function(INK, timeout=CHANGE)


def test_without_webgl_the_picture_says_so_and_shows_the_contour(server: Server, poor: Page) -> None:
    poor.add_init_script(f"({NO_WEBGL})()")
    seen = open_stage(poor, server.url, BOWL + "&view=3d")
    poor.locator(PICTURE, has_text="No 3-D in this browser (WebGL is off): seen from above.").first.wait_for(
        timeout=CHANGE
    )
    stands_above(poor)
    assert poor.locator(".ov-plotly a").count() == 0
    type_exact(poor, knob(poor, "lr", 0)[1], "0.02")
    seen = wait_for_redraw(poor, seen)
    poor.evaluate("document.activeElement.blur()")
    poor.keyboard.press("v")
    wait_for_redraw(poor, seen)
    poor.wait_for_function("document.querySelector('.ov-plotly')._fullLayout?.xaxis", timeout=CHANGE)
    assert poor.locator(PICTURE).inner_text() == ""


def test_without_webgl_a_section_shows_its_surface_from_above(server: Server, poor: Page) -> None:
    poor.add_init_script(f"({NO_WEBGL})()")
    poor.goto(f"{server.url}/network?section=landscape&view=3d&epochs=5")
    wait_for(poor, timeout=FIRST_PICTURE, work="")
    poor.locator(".ov-chart-note", has_text="WebGL is off").first.wait_for(timeout=FIRST_PICTURE)
    stands_above(poor)


def test_a_context_that_the_browser_takes_away_is_replaced_and_the_camera_stays(server: Server, poor: Page) -> None:
    open_stage(poor, server.url, BOWL + "&view=3d&camera=picture:1.7,0.4,1.1,0,0,-0.16")
    poor.wait_for_function(EYE, timeout=FIRST_PICTURE)
    eye = still(poor, EYE)
    assert eye["x"] == pytest.approx(1.7, abs=0.01)
    for _ in range(2):
        assert poor.evaluate(LOSE) > 0
        poor.wait_for_function(WHOLE, timeout=CHANGE)
        assert still(poor, EYE) == pytest.approx(eye, abs=1e-3)
    assert poor.locator(PICTURE).first.inner_text() == ""
    seen = read(poor)
    type_exact(poor, knob(poor, "lr", 0)[1], "0.02")
    wait_for_redraw(poor, seen)


def test_a_context_that_is_taken_away_again_and_again_ends_in_the_contour(server: Server, poor: Page) -> None:
    open_stage(poor, server.url, BOWL + "&view=3d")
    for _ in range(4):
        poor.wait_for_function(WHOLE, timeout=FIRST_PICTURE)
        poor.evaluate(LOSE)
        poor.wait_for_function(f"() => ({NO_SCENE})() || ({WHOLE})()", timeout=CHANGE)
    poor.locator(PICTURE, has_text="took the 3-D picture away").first.wait_for(timeout=CHANGE)
    stands_above(poor)
    poor.keyboard.press("Home")
    wait_for(poor, step=0)


def test_without_plotly_a_section_says_so_and_its_other_panels_go_on(server: Server, poor: Page) -> None:
    without(poor, "plotly-cartesian.min.js")
    poor.goto(f"{server.url}/momentum?section=two_parts")
    seen = wait_for(poor, timeout=FIRST_PICTURE)
    note = poor.locator(".ov-plane .ov-chart-note", has_text="plotly-cartesian.min.js did not load. Reload the page.")
    note.first.wait_for(timeout=CHANGE)
    assert note.count() == poor.locator(".ov-plane").count()
    poor.keyboard.press("ArrowRight")
    wait_for(poor, step=seen.step + 1)
    type_exact(poor, control(poor, "lr").locator(".ov-exact"), "0.05")
    wait_for_redraw(poor, seen)
    poor.locator(".ov-chart .uplot").first.wait_for(timeout=CHANGE)


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
