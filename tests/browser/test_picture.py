"""The picture: the start under the mouse, hover, zoom, 3-D."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    FIRST_PICTURE,
    knob,
    open_stage,
    pixel,
    query,
    read,
    start,
    still,
    type_exact,
    wait_for_redraw,
    wait_for_url,
    window,
)
from tests.browser.server import Server
from tests.browser.tabs import told

pytestmark = pytest.mark.every

CAMERA = "() => document.querySelector('.ov-plotly')._fullLayout?.scene?._scene?.getCamera?.().eye ?? null"
INK = """selector => {
    const canvas = document.querySelector(selector);
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value) => value > 0);
}"""


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race, open and standing."""
    open_stage(page, server.url, BOWL)
    page.keyboard.press("End")
    return page


def in_three_dimensions(page: Page) -> None:
    """Wait until the surface stands there and the paths are drawn over it."""
    page.wait_for_function(CAMERA, timeout=FIRST_PICTURE)
    page.wait_for_function(INK, arg=".ov-layer[role=img]", timeout=FIRST_PICTURE)


def test_a_click_on_the_picture_starts_the_race_there(bowl: Page) -> None:
    seen = read(bowl)
    bowl.mouse.click(*pixel(bowl, (1.5, -1)))
    wait_for_redraw(bowl, seen)
    x, y = start(bowl)
    assert abs(x - 1.5) < 0.02 and abs(y + 1) < 0.02
    wait_for_url(bowl, f"at={x:g},{y:g}")
    assert "start (1.5" in (bowl.locator("canvas[role=img]").get_attribute("aria-label") or "")


def test_the_ring_can_be_dragged_and_the_paths_follow_it(bowl: Page) -> None:
    seen, before = read(bowl), window(bowl)
    x, y = pixel(bowl, (-2, 1))
    bowl.mouse.move(x, y)
    bowl.mouse.down()
    for part in range(1, 5):
        bowl.mouse.move(x + 15 * part, y + 10 * part)
        seen = wait_for_redraw(bowl, seen)
    bowl.mouse.up()
    bowl.wait_for_function("at => !location.search.includes(at)", arg="at=-2,1")
    assert start(bowl)[0] > -1.9 and start(bowl)[1] < 0.9
    assert window(bowl) == before
    wait_for_url(bowl, "at={:g},{:g}".format(*start(bowl)))


def test_dragging_the_ground_moves_the_window_and_not_the_start(bowl: Page) -> None:
    before = window(bowl)
    x, y = pixel(bowl, (1, -1))
    bowl.mouse.move(x, y)
    bowl.mouse.down()
    bowl.mouse.move(x + 60, y + 5, steps=4)
    bowl.mouse.up()
    bowl.wait_for_function(f"{before[0]} > document.querySelector('.ov-plotly')._fullLayout.xaxis.range[0]")
    assert start(bowl) == (-2, 1) and query(bowl)["at"] == ["-2,1"]


def test_hover_over_a_path_tells_run_step_place_and_height(bowl: Page) -> None:
    bowl.keyboard.press("Home")
    tip = bowl.locator(".ov-tip")
    x, y = pixel(bowl, (-1.9, 0.5))
    bowl.mouse.move(x, y)
    assert "t = 1" not in tip.inner_text()
    bowl.keyboard.press("End")
    bowl.mouse.move(x + 1, y)
    told = tip.inner_text()
    assert "GD, t = 1\n" in told and "x = −1.9, y = 0.5" in told and "f = 3.055" in told
    assert tip.evaluate("tip => getComputedStyle(tip).opacity") == "1"
    bowl.mouse.move(*pixel(bowl, (2, -1)))
    assert tip.evaluate("tip => getComputedStyle(tip).opacity") == "0"


def test_the_tip_goes_when_the_playhead_moves_and_when_a_drag_begins(bowl: Page) -> None:
    tip = bowl.locator(".ov-tip")
    x, y = pixel(bowl, (-1.9, 0.5))
    for nudge, act in ((1, lambda: bowl.keyboard.press("ArrowLeft")), (2, bowl.mouse.down)):
        bowl.mouse.move(x + nudge, y)
        assert tip.evaluate("tip => getComputedStyle(tip).opacity") == "1"
        act()
        assert tip.evaluate("tip => getComputedStyle(tip).opacity") == "0"
    bowl.mouse.up()


def test_zoom_survives_another_eta_another_kappa_and_another_theme_and_fit_ends_it(bowl: Page) -> None:
    whole = window(bowl)
    bowl.mouse.move(*pixel(bowl, (-1, 0.5)))
    bowl.mouse.wheel(0, -300)
    # Plotly enters a turn of the wheel into its layout a moment after it has shown it.
    bowl.wait_for_function(f"document.querySelector('.ov-plotly').layout.xaxis.range[0] > {whole[0]} + 0.01")
    bowl.get_by_role("button", name="Zoom in").click()
    bowl.wait_for_function(f"document.querySelector('.ov-plotly')._fullLayout.xaxis.range[1] < 0.7 * {whole[1]}")
    near = window(bowl)
    for key, slot, value in (("lr", 0, "0.02"), ("kappa", None, "30")):
        seen = read(bowl)
        type_exact(bowl, knob(bowl, key, slot)[1], value)
        wait_for_redraw(bowl, seen)
        assert window(bowl) == near
    bowl.emulate_media(color_scheme="dark")
    bowl.locator(".ov-root.ov-dark").wait_for(timeout=CHANGE)
    assert window(bowl) == near
    bowl.get_by_role("button", name="Fit").click()
    bowl.wait_for_function(
        f"Math.abs(document.querySelector('.ov-plotly')._fullLayout.xaxis.range[0] - {whole[0]}) < .01"
    )


def test_a_new_surface_drops_the_zoom(bowl: Page) -> None:
    bowl.get_by_role("button", name="Zoom in").click()
    seen = read(bowl)
    bowl.get_by_role("combobox", name="Surface").click()
    bowl.get_by_role("option", name="Himmelblau").click()
    wait_for_redraw(bowl, seen)
    bowl.wait_for_function("document.querySelector('.ov-plotly')._fullLayout.yaxis.range[1] >= 4.9", timeout=CHANGE)


def test_v_shows_the_surface_in_3d_with_the_same_paths_and_brings_the_contour_back(bowl: Page) -> None:
    told(bowl, "Standings")
    seen, table = read(bowl), bowl.locator(".ov-standings tbody").inner_text()
    bowl.keyboard.press("v")
    in_three_dimensions(bowl)
    wait_for_url(bowl, "view=3d")
    assert bowl.get_by_role("button", name="3-D surface").get_attribute("aria-pressed") == "true"
    now = read(bowl)
    assert (now.step, now.status) == (seen.step, seen.status)
    assert bowl.locator(".ov-standings tbody").inner_text() == table
    bowl.keyboard.press("v")
    bowl.wait_for_function("!location.search.includes('view=3d')", timeout=CHANGE)
    assert read(bowl).status == seen.status
    bowl.wait_for_function("document.querySelector('.ov-plotly')._fullLayout?.xaxis.range[0] < -2", timeout=CHANGE)


def test_the_camera_survives_another_eta_and_a_look_at_the_contour(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL + "&view=3d")
    in_three_dimensions(page)
    first = page.evaluate(CAMERA)
    box = page.locator(".ov-picture-room").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 30, steps=6)
    page.mouse.up()
    moved = f"() => Math.abs(({CAMERA})().x - {first['x']}) > .05"
    page.wait_for_function(moved, timeout=CHANGE)
    turned, seen = still(page, CAMERA), read(page)  # it glides on for a moment
    type_exact(page, knob(page, "lr", 0)[1], "0.02")
    seen = wait_for_redraw(page, seen)
    assert page.evaluate(CAMERA) == pytest.approx(turned, abs=1e-3)
    page.get_by_role("button", name="Contour").click()
    seen = wait_for_redraw(page, seen)
    page.get_by_role("button", name="3-D surface").click()
    wait_for_redraw(page, seen)
    assert page.evaluate(CAMERA) == pytest.approx(turned, abs=1e-3)


def test_the_ground_goes_on_beyond_the_window_and_ends_with_what_there_is_to_see(bowl: Page) -> None:
    whole = window(bowl)
    out = bowl.get_by_role("button", name="Zoom out")
    out.click()
    traces = "document.querySelector('.ov-plotly').data.map(({x}) => [x[0], x[x.length - 1]])"
    bowl.wait_for_function(f"{traces}.length === 2", timeout=CHANGE)
    around, ground = bowl.evaluate(traces)
    assert ground == pytest.approx(whole[:2]) and around == pytest.approx([5 * end for end in whole[:2]])
    for _ in range(5):
        out.click()
    seen = still(bowl, "() => document.querySelector('.ov-plotly')._fullLayout.xaxis.range")
    assert around[0] <= seen[0] < whole[0] and whole[1] < seen[1] <= around[1]
    page = bowl
    type_exact(page, knob(page, "kappa")[1], "30")
    wait_for_url(page, "s.kappa=30")
    page.wait_for_function(f"{traces}.length === 2", timeout=CHANGE)
    page.get_by_role("button", name="Fit").click()
    page.wait_for_function("!location.search.includes('window=')", timeout=CHANGE)


def test_the_tip_goes_when_the_wheel_zooms_and_while_the_ring_is_dragged(bowl: Page) -> None:
    tip = bowl.locator(".ov-tip")
    seen = "tip => getComputedStyle(tip).opacity"
    x, y = pixel(bowl, (-1.9, 0.5))
    bowl.mouse.move(x + 1, y)
    assert tip.evaluate(seen) == "1"
    bowl.mouse.wheel(0, -200)
    bowl.wait_for_function("getComputedStyle(document.querySelector('.ov-tip')).opacity === '0'")
    bowl.get_by_role("button", name="Fit").click()
    x, y = pixel(bowl, (-2, 1))
    bowl.mouse.move(x, y)
    bowl.mouse.down()
    for part in range(1, 4):
        bowl.mouse.move(x + 10 * part, y)
        assert tip.evaluate(seen) == "0"
    bowl.mouse.up()
