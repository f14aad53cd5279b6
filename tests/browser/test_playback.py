"""The playhead: buttons, keys, the scrubber, the curves; nothing of it asks the server."""

import pytest
from playwright.sync_api import Page

from tests.browser.answering import SLOWEST, by_keys
from tests.browser.helpers import BOWL, CHANGE, grip, knob, listen_in, open_stage, read, wait_for, wait_for_url
from tests.browser.server import Server


def test_a_click_plays_and_pauses_and_space_does_the_same(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL + "&steps=2000&t=0")
    by_keys(page, *SLOWEST)
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, playing=True)
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 20")
    page.get_by_role("button", name="Pause", exact=True).click()
    paused = wait_for(page, playing=False)
    assert 0 < paused.step < 2000
    page.locator(".ov-count").click()
    page.keyboard.press("Space")
    wait_for(page, playing=True)
    page.keyboard.press("Space")
    wait_for(page, playing=False)


KEYS = {
    "ArrowRight": 31,
    "ArrowLeft": 29,
    "Shift+ArrowRight": 40,
    "Shift+ArrowLeft": 20,
    "Home": 0,
    "End": 60,
    "Home ArrowLeft": 0,
    "End ArrowRight": 60,
}
BUTTONS = {
    "On 1 step": 31,
    "Back 1 step": 29,
    "On 10 steps": 40,
    "Back 10 steps": 20,
    "To the start": 0,
    "To the end": 60,
}


def to_thirty(page: Page) -> None:
    """Put the playhead on step 30."""
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    wait_for(page, step=30)


def test_keys_and_buttons_move_the_playhead_and_never_past_an_end(shared: Page) -> None:
    for keys, lands in KEYS.items():
        to_thirty(shared)
        for key in keys.split():
            shared.keyboard.press(key)
        assert read(shared).step == lands, keys
    for button, lands in BUTTONS.items():
        to_thirty(shared)
        shared.get_by_role("button", name=button, exact=True).click()
        assert read(shared).step == lands, button


@pytest.fixture
def shared(server: Server, page: Page) -> Page:
    """The bowl's race, open and standing."""
    open_stage(page, server.url, BOWL)
    return page


def test_scrubbing_shows_every_place_on_the_way_and_stops_the_film(shared: Page) -> None:
    by_keys(shared, *SLOWEST)
    shared.get_by_role("button", name="Play", exact=True).click()
    wait_for(shared, playing=True)
    x, y, width = grip(shared, shared.locator(".ov-scrub"), 0.5)
    assert 25 <= wait_for(shared, playing=False).step <= 35
    shared.mouse.move(x + 0.25 * width, y)
    assert 40 <= read(shared).step <= 50
    shared.mouse.up()
    wait_for_url(shared, f"t={read(shared).step}")


def test_a_click_on_a_curve_takes_the_playhead_there(shared: Page) -> None:
    box = shared.locator(".ov-chart .u-over").first.bounding_box()
    assert box is not None
    shared.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shared.wait_for_function("Math.abs(Number(document.querySelector('[data-stage]').dataset.step) - 30) <= 1")


def test_the_film_ends_at_the_end_and_with_loop_begins_anew(shared: Page) -> None:
    shared.get_by_role("combobox", name="Speed").select_option("4×")
    shared.evaluate("document.activeElement.blur()")
    shared.keyboard.press("Home")
    shared.keyboard.press("Space")
    wait_for(shared, step=60, playing=False)
    shared.keyboard.press("l")
    assert shared.get_by_role("button", name="Loop").get_attribute("aria-pressed") == "true"
    shared.keyboard.press("Space")
    shared.evaluate("""() => {
        const root = document.querySelector("[data-stage]");
        window.backs = 0;
        let last = 0;
        new MutationObserver(() => {
            const step = Number(root.dataset.step);
            if (step < last) window.backs += 1;
            last = step;
        }).observe(root, {attributes: true, attributeFilter: ["data-step"]});
    }""")
    shared.wait_for_function("window.backs >= 2", timeout=CHANGE)
    assert read(shared).playing


def test_brackets_change_the_speed_and_a_question_mark_opens_the_sheet_of_keys(shared: Page) -> None:
    speed = shared.get_by_role("combobox", name="Speed")
    shared.keyboard.press("]")
    assert speed.input_value() == "2"
    for _ in range(9):
        shared.keyboard.press("[")
    assert speed.input_value() == "0.1"
    sheet = shared.get_by_role("dialog", name="Keys")
    shared.keyboard.press("?")
    sheet.wait_for()
    assert "play or pause" in sheet.inner_text()
    shared.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    shared.keyboard.press("ArrowRight")
    wait_for(shared, step=1)


def test_a_key_pressed_before_a_closed_sheet_has_lost_the_focus_is_not_lost(shared: Page) -> None:
    shared.keyboard.press("?")
    shared.get_by_role("dialog", name="Keys").wait_for()
    pressed = shared.evaluate("""() => {
        const { activeElement } = document;
        activeElement.closest("dialog").close();
        activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
        return activeElement.localName;
    }""")
    assert pressed == "select", "the first thing in the sheet, which keeps its arrows while the sheet is open"
    wait_for(shared, step=1)


def test_keys_typed_into_a_field_stay_there(shared: Page) -> None:
    field = knob(shared, "lr", 0)[1]
    field.click()
    shared.keyboard.press("End")
    shared.keyboard.press("Space")
    shared.keyboard.press("l")
    assert read(shared).playing is False
    assert shared.get_by_role("button", name="Loop").get_attribute("aria-pressed") == "false"


def test_playing_scrubbing_and_stepping_send_nothing_and_receive_nothing(server: Server, page: Page) -> None:
    wire = listen_in(page)
    open_stage(page, server.url, BOWL)
    before = wire.quiet(page)
    assert min(before) > 0, "both ways are listened to"
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    wait_for(page, playing=True)
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 30")
    x, y, width = grip(page, page.locator(".ov-scrub"), 0.2)
    for share in range(10):
        page.mouse.move(x + 0.05 * share * width, y)
    page.mouse.up()
    page.keyboard.press("Shift+ArrowLeft")
    wait_for_url(page, f"t={read(page).step}")
    assert wire.traffic == before


def test_reduced_motion_shows_still_pictures_instead_of_a_glide(server: Server, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_stage(page, server.url, BOWL + "&steps=1000&t=0")
    page.evaluate("""() => {
        const root = document.querySelector("[data-stage]");
        window.steps = new Set();
        new MutationObserver(() => window.steps.add(root.dataset.step))
            .observe(root, {attributes: true, attributeFilter: ["data-step"]});
    }""")
    page.get_by_role("combobox", name="Speed").select_option("4×")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    wait_for(page, step=1000, playing=False)
    assert page.evaluate("window.steps.size") <= 11
