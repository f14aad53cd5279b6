"""A function that a person types in the playground: understood, drawn, mended, kept in the link."""

from playwright.sync_api import Page

from tests.browser.helpers import CHANGE, open_stage, wait_for, wait_for_url
from tests.browser.server import Server

LATEX = ".ov-formula-math annotation"
SMALL = "run=gd,lr:0.05&run=adam&steps=60"


def test_a_typed_function_is_raced_and_its_link_opens_it_again(server: Server, page: Page) -> None:
    open_stage(page, server.url, f"surface=typed&{SMALL}")
    field = page.get_by_label("f(x, y) =")
    field.fill("(x - a)^2 + k y^2")
    page.locator("[data-control='s.k']").wait_for(timeout=CHANGE)
    assert page.locator(".ov-formula-said").inner_text().startswith("1 minimum found")
    wait_for_url(page, "f=(x-a)^2+k*y^2")
    exact = page.locator("[data-control='s.k'] input:not([type=range])")
    exact.fill("73")
    exact.press("Enter")
    wait_for_url(page, "s.k=73")
    page.reload()
    page.locator("[data-control='s.k']").wait_for(timeout=CHANGE)
    assert field.input_value() == "(x-a)^2+k*y^2" and exact.input_value() == "73"


def test_what_cannot_be_read_keeps_the_last_picture_and_is_mended_by_a_press(server: Server, page: Page) -> None:
    open_stage(page, server.url, f"surface=typed&f=x^2%2By^2&{SMALL}")
    field = page.get_by_label("f(x, y) =")
    understood = page.locator(LATEX).text_content()
    field.fill("sine(3x) y^2 + 0.1 x^2")
    page.locator(".ov-wrong mark", has_text="sine").wait_for(timeout=CHANGE)
    assert "Did you mean sin?" in page.locator(".ov-formula-said").inner_text()
    assert page.locator(LATEX).text_content() == understood
    wait_for(page, runs=2)
    page.get_by_role("button", name="Use sin(3x) y^2 + 0.1 x^2").click()
    wait_for_url(page, "f=sin(3x)*y^2+0.1x^2")
    assert page.locator(".ov-wrong").count() == 0 and r"\sin" in (page.locator(LATEX).text_content() or "")


def test_markup_that_is_typed_stays_text(server: Server, page: Page) -> None:
    open_stage(page, server.url, f"surface=typed&{SMALL}")
    page.get_by_label("f(x, y) =").fill("<img src=x onerror=alert(1)>")
    page.locator(".ov-wrong").wait_for(timeout=CHANGE)
    assert page.locator(".ov-formula-said img").count() == 0
