"""The network page in a real browser: training that streams and can be stopped, regions, reliefs, painted points."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import (
    CALM,
    CHANGE,
    FIRST_PICTURE,
    SIZES,
    control,
    frames,
    listen_in,
    open_board,
    plane_pixel,
    query,
    read,
    settled,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

PICTURE = """panel => {
    const canvas = document.querySelector(`[data-panel=${panel}] canvas[role=img]`);
    const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
    const context = copy.getContext("2d", {willReadFrequently: true});
    context.drawImage(canvas, 0, 0);
    const {data} = context.getImageData(0, 0, copy.width, copy.height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum = (31 * sum + data[i] + 2 * data[i + 1] + data[i + 3]) % 1000003;
    return sum;
}"""
CHANGED = f"([panel, before]) => ({PICTURE})(panel) !== before"
AGAIN = f"([panel, before]) => ({PICTURE})(panel) === before"
LINE_AT_END = """() => {
    const [chart, line] = [".u-over", ".ov-playline"].map((part) =>
        document.querySelector(`[data-panel=loss] ${part}`).getBoundingClientRect());
    return Math.abs(line.left - chart.right) < 4;
}"""
LONG = "section=digits&batch=4&epochs=40"


def test_a_long_training_streams_its_curve_can_be_stopped_and_goes_on(server: Server, page: Page) -> None:
    wire = listen_in(page)
    page.goto(f"{server.url}/network?{LONG}")
    wait_for(page, timeout=FIRST_PICTURE, work="running")
    assert read(page).step == 0, "a training opens untrained"
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.steps) > 0", timeout=CHANGE)
    page.keyboard.press("End")
    begun = read(page)
    longer = f"Number(document.querySelector('[data-stage]').dataset.steps) > {begun.steps}"
    page.wait_for_function(longer, timeout=CHANGE)
    seen = read(page)
    assert seen.step == seen.steps, "the playhead stays at the end of a curve that grows"
    progress = page.locator(".ov-progress")
    assert "of 14,400" in progress.inner_text()
    progress.get_by_role("button", name="Stop").click()
    wait_for(page, work="paused")
    wire.quiet(page)
    stopped, traffic = read(page), wire.traffic
    frames(page, 2 * CALM)
    assert (read(page), wire.traffic) == (stopped, traffic)
    page.keyboard.press("Home")
    wait_for(page, step=0)
    progress.get_by_role("button", name="Go on").click()
    goes_on = "['running', ''].includes(document.querySelector('[data-stage]').dataset.work)"
    page.wait_for_function(goes_on, timeout=CHANGE)  # on a quick machine it is done at once
    assert read(page).step == 0, "who looks back is not torn away"
    control(page, "epochs").locator(".ov-exact").fill("1")
    page.keyboard.press("Enter")
    wait_for(page, timeout=FIRST_PICTURE, work="")
    wait_for_url(page, "epochs=1")


def test_the_regions_change_with_the_playhead_without_any_traffic(server: Server, page: Page) -> None:
    wire = listen_in(page)
    seen = open_board(page, f"{server.url}/network", "epochs=10")
    page.keyboard.press("End")
    wait_for(page, step=seen.steps)
    traffic, end = wire.quiet(page), page.evaluate(PICTURE, "plane")
    page.keyboard.press("Home")
    wait_for(page, step=0)
    page.wait_for_function(CHANGED, arg=["plane", end], timeout=CHANGE)
    page.keyboard.press("End")
    wait_for(page, step=read(page).steps)
    page.wait_for_function(AGAIN, arg=["plane", end], timeout=CHANGE)
    assert wire.traffic == traffic


def test_a_click_on_a_curve_takes_the_playhead_there(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/network", "epochs=30")
    page.keyboard.press("End")
    page.locator(f"[data-panel=loss][data-drawn='{seen.revision}']").wait_for()
    page.keyboard.press("End")
    page.wait_for_function(LINE_AT_END, timeout=CHANGE)
    expect(page.locator("[data-panel=loss] .ov-playline")).to_be_visible()
    page.locator("[data-panel=loss] .u-over").click()  # in its middle
    page.wait_for_function(f"Number(document.querySelector('[data-stage]').dataset.step) < {seen.steps}")
    assert page.locator(".ov-count").inner_text().startswith("step = 15")


def test_a_link_to_a_step_opens_there_when_the_training_has_come_so_far(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/network", "epochs=31&t=40")
    assert (seen.step, seen.steps > 100) == (40, True)
    assert "/ 310" in page.locator(".ov-count").inner_text()


def test_a_click_paints_a_point_of_the_chosen_class(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/network", "section=loss&points=-1,1,0_1,-1,1")
    control(page, "brush").get_by_role("button", name="C", exact=True).click()
    page.wait_for_function("document.querySelector('[data-control=brush] [aria-pressed=true]').textContent === 'C'")
    page.mouse.click(*plane_pixel(page, (2.0, 2.0)))
    wait_for_redraw(page, seen)
    three = "new URLSearchParams(location.search).get('points')?.split('_').length === 3"
    page.wait_for_function(three, timeout=CHANGE)
    x, y, kind = query(page)["points"][0].split("_")[-1].split(",")
    assert abs(float(x) - 2) < 0.1 and abs(float(y) - 2) < 0.1 and kind == "2"


def test_all_points_can_be_taken_away_and_painting_starts_again(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/network", "preset=nothing")
    assert "no points yet" in page.locator(".ov-notices").inner_text()
    page.mouse.click(*plane_pixel(page, (0.5, 0.5)))
    wait_for_redraw(page, seen)
    page.locator("[data-panel=bars]").wait_for(timeout=CHANGE)
    settled(page)


def test_the_table_of_digits_and_the_misread_images_follow_the_playhead(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/network", "preset=first_epoch")
    right = """[...document.querySelectorAll('.ov-cells tbody tr')]
        .reduce((sum, row, i) => sum + Number(row.cells[i + 1].textContent), 0)"""
    page.keyboard.press("End")
    wait_for(page, step=read(page).steps)
    assert page.evaluate(right) > 250
    assert page.locator(".ov-pictures-room figcaption").first.inner_text().count("→") == 1
    page.keyboard.press("Home")
    wait_for(page, step=0)
    assert page.evaluate(right) < 120


def test_the_relief_turns_and_its_paths_turn_with_it(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/network", "preset=paths_relief")
    frames(page, 10)
    before = page.evaluate(PICTURE, "map")
    box = page.locator("[data-panel=map] .ov-plane-room").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 120, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    page.wait_for_function(CHANGED, arg=["map", before], timeout=CHANGE)


def test_the_network_is_drawn_untrained_and_its_weights_grow_with_the_playhead(server: Server, page: Page) -> None:
    seen = open_board(page, f"{server.url}/network", "epochs=10")
    assert seen.step == 0 and page.locator(".ov-unit").count() == 2 + 8 + 2
    before = page.evaluate(PICTURE, "units")
    page.keyboard.press("End")
    wait_for(page, step=seen.steps)
    page.wait_for_function(CHANGED, arg=["units", before], timeout=CHANGE)


def test_the_unit_under_the_mouse_is_shown_large_and_keys_go_from_unit_to_unit(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/network", "epochs=10&t=50")
    regions = page.evaluate(PICTURE, "plane")
    page.get_by_role("button", name="hidden layer 1, unit 3").hover()
    page.wait_for_function(CHANGED, arg=["plane", regions], timeout=CHANGE)
    assert lent(page) == "hidden layer 1, unit 3"
    assert page.get_by_role("button", name="hidden layer 1, unit 3; bias").count() == 1
    page.mouse.move(5, 5)
    page.wait_for_function(AGAIN, arg=["plane", regions], timeout=CHANGE)
    page.get_by_role("button", name="input x₁").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert lent(page) == "hidden layer 1, unit 1"
    page.keyboard.press("ArrowRight")
    wait_for(page, step=51)
    assert lent(page) == "hidden layer 1, unit 1"


def lent(page: Page) -> str | None:
    """What the plane shows in place of the net's regions."""
    return page.locator("[data-panel=plane]").get_attribute("data-lent")


def test_all_first_controls_of_the_network_are_in_sight(server: Server, page: Page) -> None:
    page.set_viewport_size(SIZES["laptop"])
    open_board(page, f"{server.url}/network")
    controls = page.locator(".ov-controls > .ov-control:visible")
    boxes = [each.bounding_box() for each in controls.all()]
    assert len(boxes) == 6 and all(box and box["y"] + box["height"] <= 900 for box in boxes)
    epochs = page.locator(".ov-control[data-control=epochs]")
    assert not epochs.is_visible()
    page.get_by_text("More settings").click()
    expect(epochs).to_be_visible()


def test_an_average_that_is_asked_for_is_drawn_paler_and_named(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/network", "section=race&rule1=muon&rule2=none&rule3=none&rule4=none&epochs=3")
    names = page.locator("[data-panel=loss]")
    expect(names).not_to_contain_text("averaged")
    page.locator(".ov-folded > summary").click()
    control(page, "average").get_by_text("moving (EMA)").click()
    wait_for_url(page, "average=ema")
    control(page, "clipping").get_by_text("by norm").click()
    wait_for_url(page, "clipping=clip_norm")
    wait_for(page, timeout=FIRST_PICTURE, work="")
    settled(page)
    expect(names).to_contain_text("paler: averaged")
    expect(names).to_contain_text("Muon")
