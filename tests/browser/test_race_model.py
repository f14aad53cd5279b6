"""The quadratic model over a race and the race seen only where it has been: switches, readings, link, fog."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    control,
    knob,
    open_stage,
    pick,
    pixel,
    query,
    stage,
    turn_to,
    type_exact,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

# Is the picture at a place of the window covered as little and as much as that, 0 to 255?
_COVERED = """([[x, y], least, most]) => {
    const canvas = document.querySelector(".ov-picture-room canvas[role=img]");
    const {left, top, width} = canvas.getBoundingClientRect(), scale = canvas.width / width;
    const copy = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, -Math.round((x - left) * scale), -Math.round((y - top) * scale));
    const cover = copy.getImageData(0, 0, 1, 1).data[3];
    return least <= cover && cover <= most;
}"""
_READS = """([place, text]) => [...document.querySelectorAll("[data-panel=curvature] .ov-reading")][place]
    ?.textContent === text"""
_FAR, _NEAR = (2.5, -1.5), (-2.2, 1.1)
"""A place where no run of the bowl comes, and one beside the start."""


def switch(page: Page, key: str) -> None:
    """Press a switch beside the picture."""
    control(page, key).get_by_role("checkbox").click()


def reading(page: Page, place: int) -> str:
    """A number below the picture; 0 and 1 are the curvatures, 2 is the limit of η, 3 is η."""
    return page.locator("[data-panel=curvature] .ov-reading").nth(place).inner_text()


def wait_for_reading(page: Page, place: int, text: str) -> None:
    """Wait until a number below the picture reads so."""
    page.wait_for_function(_READS, arg=[place, text], timeout=CHANGE)


def test_the_model_is_switched_on_follows_the_knobs_and_survives_a_reload(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    assert "model" not in query(page)
    assert not page.locator("[data-panel=curvature]").count()
    switch(page, "model")
    wait_for_url(page, "model=1")
    wait_for_reading(page, 1, "10")
    assert [reading(page, place) for place in (0, 2, 3)] == ["1", "0.2", "0.05"]
    type_exact(page, knob(page, "lr", 0)[1], "0.15")
    wait_for_reading(page, 3, "0.15")
    pick(page, 1)
    wait_for_url(page, "pick=1")
    wait_for_reading(page, 3, "0.1")
    page.reload()
    wait_for(page)
    wait_for_reading(page, 3, "0.1")
    assert control(page, "model").get_by_role("checkbox").is_checked()
    switch(page, "model")
    page.locator("[data-panel=curvature]").wait_for(state="detached", timeout=CHANGE)
    page.wait_for_function("() => !location.search.includes('model')", timeout=CHANGE)


def test_the_numbers_are_those_of_the_head_at_the_playhead(server: Server, page: Page) -> None:
    open_stage(page, server.url, "surface=himmelblau&run=gd,lr:0.01&at=-0.5,-0.5&steps=60&model=1")
    assert reading(page, 1).startswith("−"), "the run starts on a hill"
    assert reading(page, 2) == "—", "where nothing curves upward no η is too large"
    stage(page).press("End")
    wait_for(page, step=60)
    page.wait_for_function(
        "() => Number(document.querySelector('[data-panel=curvature] .ov-reading').textContent) > 0", timeout=CHANGE
    )


def test_the_fog_hides_the_surface_but_where_the_runs_have_been(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    page.wait_for_function(_COVERED, arg=[pixel(page, _FAR), 0, 0], timeout=CHANGE)
    switch(page, "fog")
    wait_for_url(page, "fog=1")
    page.wait_for_function(_COVERED, arg=[pixel(page, _FAR), 255, 255], timeout=CHANGE)
    page.wait_for_function(_COVERED, arg=[pixel(page, _NEAR), 0, 128], timeout=CHANGE)
    page.reload()
    wait_for(page)
    page.wait_for_function(_COVERED, arg=[pixel(page, _FAR), 255, 255], timeout=CHANGE)


def test_from_the_side_there_is_no_fog_and_from_above_it_is_back(server: Server, page: Page) -> None:
    open_stage(page, server.url, f"{BOWL}&fog=1")
    page.locator("[data-value='3d']").click()
    wait_for_url(page, "view=3d")
    assert not control(page, "fog").count()
    assert query(page)["fog"] == ["1"]
    page.locator("[data-value='2d']").click()
    control(page, "fog").get_by_role("checkbox").wait_for(timeout=CHANGE)
    assert control(page, "fog").get_by_role("checkbox").is_checked()


def test_a_function_of_ones_own_with_a_kink_has_its_model(server: Server, page: Page) -> None:
    open_stage(page, server.url, "surface=typed&f=abs(x)%2By%5E2&run=gd,lr:0.05&at=1,1&steps=30&model=1&fog=1")
    wait_for_reading(page, 0, "0")
    assert reading(page, 1) == "2"


def test_a_link_beside_the_model_leads_to_newtons_method_from_the_same_start(server: Server, page: Page) -> None:
    open_stage(page, server.url, "surface=himmelblau&run=gd,lr:0.01&at=-0.5,-0.25&steps=60&model=1")
    page.get_by_role("link", name="Newton's method from here").click()
    turn_to(page, "newton_two")
    assert page.url.partition("?")[0].endswith("/curvature")
    assert query(page)["surface"] == ["himmelblau"] and query(page)["x0"] == ["-0.5"]
