"""An update rule that a person types: understood, raced, worked out in numbers, mended, kept in the link."""

from urllib.parse import unquote

from playwright.sync_api import Page, expect

from tests.browser.helpers import (
    CHANGE,
    FIRST_PICTURE,
    control,
    open_board,
    plane_pixel,
    read,
    settled,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

SAID = ".ov-formula-said"


def test_a_typed_rule_is_raced_its_knob_turned_and_its_link_opens_it_again(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=rule")
    field = page.get_by_label("each step")
    field.fill("v = rho*v + g; x = x - eta*v/(1 + norm(v))")
    wait_for_url(page, "norm(v)")
    settled(page)
    exact = control(page, "k1").locator(".ov-exact")
    assert "ρ" in control(page, "k1").inner_text()
    exact.fill("0.5")
    exact.press("Enter")
    wait_for_url(page, "k1=0.5")
    settled(page)
    exact.blur()
    page.keyboard.press("End")
    wait_for(page, step=100, playing=False)
    wait_for_url(page, "t=100")
    worked = page.locator("[data-panel=worked]").text_content()
    page.goto("about:blank")
    page.go_back()
    expect(field).to_have_value("v=rho*v+g;x=x-eta*v/(1+norm(v))", timeout=CHANGE)
    expect(exact).to_have_value("0.5")
    wait_for(page, step=100)
    assert worked and page.locator("[data-panel=worked]").text_content() == worked


def test_a_rule_that_cannot_be_read_keeps_the_last_race_and_is_mended_by_a_press(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=rule")
    field = page.get_by_label("each step")
    field.fill("x = x - eta*sing(g)")
    expect(page.locator(".ov-wrong mark")).to_have_text("sing", timeout=CHANGE)
    page.wait_for_url(lambda address: "sing" in address and "k1" not in address)
    assert control(page, "k1").is_visible()
    page.get_by_role("button", name="Use x = x - eta*sin(g)").click()
    wait_for_url(page, "sin(g)")
    expect(page.locator(".ov-wrong")).to_have_count(0)


def test_a_chain_of_optax_is_read_by_its_names_and_its_numbers_are_knobs(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=rule")
    field = page.get_by_label("each step")
    field.fill("chain(clip_by_global_norm(1.0), adamm(0.1))")
    expect(page.locator(SAID)).to_contain_text("adam", timeout=CHANGE)
    field.fill("chain(clip_by_global_norm(1.0), adam(0.1))")
    wait_for_url(page, "adam(")
    settled(page)
    expect(control(page, "k1")).to_be_visible(timeout=CHANGE)


def test_a_rule_typed_in_the_map_of_starts_is_mapped_and_a_click_on_a_cell_plays_its_run(
    server: Server, page: Page
) -> None:
    open_board(page, f"{server.url}/lab", "section=map")
    control(page, "rule").locator("select").select_option("typed")
    field = page.get_by_label("each step")
    field.fill("x = x - eta*g/(norm(g) + eps)")
    wait_for_url(page, "norm(g)")
    settled(page)
    expect(control(page, "k1")).to_contain_text("ε")
    page.wait_for_selector('[data-stage][data-fine="true"]', timeout=FIRST_PICTURE)
    expect(page.locator("[data-panel=plane]")).not_to_contain_text("(draft)")
    before = read(page)
    page.mouse.click(*plane_pixel(page, (2.0, -3.0)))
    wait_for_redraw(page, before)
    wait_for_url(page, "x0=")
    settled(page)
    field.blur()
    page.keyboard.press("End")
    wait_for(page, step=300, playing=False)
    field.fill("x = x - eta*sing(g)")
    expect(page.locator(".ov-wrong mark")).to_have_text("sing", timeout=CHANGE)
    settled(page)
    assert "norm(g)" in unquote(page.url) and page.locator("[data-panel=shares]").is_visible()
    assert page.locator("[data-stage]").get_attribute("data-fine") == "true", "the last good map stays"


def test_a_rule_of_ones_own_is_switched_on_in_the_race_and_its_link_opens_it(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", "section=race&momentum=0&adagrad=0&rmsprop=0&adam=0")
    page.get_by_label("Your own").check()
    field = page.get_by_label("each step")
    field.fill("x = x - eta*g")
    wait_for_url(page, "eta*g")
    settled(page)
    field.blur()
    page.get_by_role("button", name="Tune", exact=True).click()
    wait_for_url(page, "tuned=1")
    settled(page)
    page.keyboard.press("End")
    expect(page.locator("[data-panel=out]")).to_contain_text("your rule", timeout=FIRST_PICTURE)
    page.reload()
    expect(field).to_have_value("x=x-eta*g", timeout=FIRST_PICTURE)
