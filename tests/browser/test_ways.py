"""Both ways of a picture to the page, by the app's route and by way of the script, do the same for a person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from optviz.lecture.pages import PAGES
from tests.browser.helpers import (
    BOWL,
    knob,
    listen_in,
    open_board,
    open_stage,
    page_down,
    query,
    read,
    settled,
    stage,
    turn_to,
    type_exact,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

DONE = "() => document.querySelector('[data-stage]').dataset.work === ''"


@pytest.fixture(params=["route", "script"])
def either(request: pytest.FixtureRequest) -> Server:
    """The app with its route, and the app as a script alone."""
    running: Server = request.getfixturevalue("server" if request.param == "route" else "script_server")
    return running


def asked(page: Page) -> list[str]:
    """Note, from now on, every address of the route that the page asks for."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url) if "/optviz/picture/" in request.url else None)
    return urls


def test_a_race_follows_its_slider_and_its_menus(either: Server, page: Page) -> None:
    seen = open_stage(page, either.url, BOWL)
    type_exact(page, knob(page, "lr", 0)[1], "0.07")
    seen = wait_for_redraw(page, seen)
    wait_for_url(page, "gd,lr:0.07")
    page.get_by_role("combobox", name="Surface").click()
    page.get_by_role("option", name="Himmelblau").click()
    wait_for(page, revision=seen.revision + 1, runs=2)
    wait_for_url(page, "surface=himmelblau")
    assert query(page)["run"] == ["gd,lr:0.07", "adam"]
    page.get_by_text("Himmelblau:").wait_for()
    settled(page)  # the script has drawn its menus anew
    page.get_by_role("combobox", name="Lesson").click()
    page.get_by_role("option", name="GD diverges above 2/L").click()
    wait_for_url(page, "lesson=divergence")
    page.get_by_text("The largest curvature of this bowl").wait_for()


def test_sections_open_by_pill_preset_and_key_and_the_words_follow(either: Server, page: Page) -> None:
    open_board(page, f"{either.url}/momentum")
    page.get_by_role("radio", name="The map").click()
    turn_to(page, "map")
    page_down(page, "nag")
    page.get_by_role("radio", name="NAG looks ahead", checked=True).wait_for()
    page.locator(".st-key-lecture_presets button").last.click()
    wait_for_url(page, "section=nag&")


def test_a_training_goes_on_until_its_end(either: Server, page: Page) -> None:
    open_board(page, f"{either.url}/network", "section=digits&epochs=3&seed=11")
    page.wait_for_function(DONE)
    seen = read(page)
    assert seen.steps > 0 and seen.step == 0
    page.keyboard.press("End")
    wait_for(page, step=seen.steps)


def test_a_drag_runs_no_script_where_there_is_a_route(server: Server, page: Page) -> None:
    wire = listen_in(page)
    seen = open_stage(page, server.url, BOWL)
    messages, pictures = wire.quiet(page)
    type_exact(page, knob(page, "lr", 0)[1], "0.09")
    wait_for_redraw(page, seen)
    wait_for_url(page, "gd,lr:0.09")
    assert wire.traffic == (messages, pictures + 1)


def test_the_first_answer_decides_once(script_server: Server, page: Page) -> None:
    urls = asked(page)
    seen = open_stage(page, script_server.url, BOWL)
    for value in ("0.06", "0.07"):
        type_exact(page, knob(page, "lr", 0)[1], value)
        seen = wait_for_redraw(page, seen)
    assert len(urls) == 1


def test_what_the_mouse_is_over_is_there_when_it_is_pressed(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum")
    urls = asked(page)
    pill = page.get_by_role("radio", name="NAG looks ahead")
    with page.expect_response(lambda response: "section=nag" in response.url):
        pill.hover()
    pill.click()
    turn_to(page, "nag")
    assert len([url for url in urls if "section=nag" in url]) == 1


def test_nothing_is_fetched_ahead_on_a_line_that_is_metered(
    server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    open_board(page, f"{server.url}/momentum")
    urls = asked(page)
    page.get_by_role("radio", name="NAG looks ahead").hover()
    page.get_by_role("radio", name="The map").click()
    turn_to(page, "map")
    assert [url for url in urls if "section=nag" in url] == []


def test_two_tabs_hold_two_states(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    other = page.context.new_page()
    try:
        open_stage(other, server.url, BOWL)
        type_exact(other, knob(other, "lr", 0)[1], "0.08")
        wait_for_url(other, "gd,lr:0.08")
        assert knob(page, "lr", 0)[1].input_value() == "0.05"
    finally:
        other.close()


def test_back_and_forward_bring_each_page_as_it_was_left(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    type_exact(page, knob(page, "lr", 0)[1], "0.08")
    wait_for_url(page, "gd,lr:0.08")
    page.get_by_role("link", name="Momentum").first.click()
    page.wait_for_url("**/momentum**")
    wait_for_url(page, "section=")
    page.go_back()
    wait_for_url(page, "gd,lr:0.08")
    wait_for(page, runs=2)
    assert knob(page, "lr", 0)[1].input_value() == "0.08"
    page.go_forward()
    wait_for_url(page, "section=")
    page.locator("[data-stage=momentum]").wait_for()


def test_a_key_is_not_lost_while_the_words_of_the_page_are_still_on_their_way(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension")
    sections = [section.key for section in PAGES["one_dimension"].sections]
    for section in sections[1:]:
        page.keyboard.press("PageDown")
        page.locator(f"[data-stage][data-section='{section}']").wait_for()
    page.get_by_role("radio", name=PAGES["one_dimension"].sections[-1].title, checked=True).wait_for()
    assert stage(page).get_attribute("data-section") == sections[-1]
