"""What is put around a run on its card: switched on and off, in the link, in the curves and in the worked step."""

from playwright.sync_api import Page

from tests.browser.helpers import BOWL, card, knob, open_stage, pick, settled, type_exact, wait_for_url
from tests.browser.server import Server


def opened(page: Page, server: Server) -> None:
    """The bowl's race with the modifiers of Adam in sight."""
    open_stage(page, server.url, BOWL)
    pick(page, 1)
    settled(page)
    card(page, 1).locator(".ov-modifiers > summary").click()


def test_clipping_is_switched_on_set_and_off_again(server: Server, page: Page) -> None:
    opened(page, server)
    box = card(page, 1).get_by_role("checkbox", name="clip by norm of Adam, on or off")
    box.check()
    wait_for_url(page, "clip_norm:1")
    type_exact(page, knob(page, "clip_norm", 1)[1], "0.5")
    wait_for_url(page, "clip_norm:0.5")
    settled(page)
    assert "clip by norm" in card(page, 1).locator(".ov-modifier-words").inner_text()
    assert page.locator(".ov-worked-line").count() == 6
    box.uncheck()
    wait_for_url(page, "run=adam&")
    settled(page)
    assert "clip" not in page.url
    assert page.locator(".ov-worked-line").count() == 5


def test_a_schedule_shows_its_shape_and_its_learning_rate_against_the_step(server: Server, page: Page) -> None:
    opened(page, server)
    assert page.locator("[data-panel=eta]").count() == 0
    card(page, 1).get_by_role("combobox", name="Schedule of Adam").select_option("cosine")
    wait_for_url(page, "adam,cosine")
    settled(page)
    page.locator("[data-panel=eta]").wait_for()
    points = card(page, 1).locator(".ov-schedule-curve polyline").get_attribute("points")
    heights = [float(pair.split(",")[1]) for pair in (points or "").split()]
    assert len(heights) == 81 and heights == sorted(heights), "a cosine falls all the way; y grows downwards"


def test_a_clip_at_nought_in_a_link_is_told_and_the_run_is_kept(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL.replace("run=adam", "run=adam,clip_norm:0"))
    page.get_by_text("is a finite number above 0").first.wait_for()
    assert card(page, 1).locator(".ov-run-name").inner_text() == "Adam"
