"""Opening the app: links, cold servers, crashes, and what a link may not do."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    FIRST_PICTURE,
    knob,
    notice,
    open_stage,
    query,
    read,
    stage,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.tabs import told

Cold = Callable[..., Server]
WARNING, IGNORED = "[data-testid=stAlert]", "[data-testid=stText]"


@pytest.mark.parametrize("address", ["", "playground"])
def test_a_cold_server_opens_the_playground_with_the_query_of_its_link(
    cold_server: Cold, page: Page, address: str
) -> None:
    page.goto(f"{cold_server().url}/{address}?{BOWL}&t=7")
    seen = wait_for(page, timeout=FIRST_PICTURE, step=7)
    assert (seen.steps, seen.runs) == (60, 2)
    assert query(page)["at"] == ["-2,1"] and query(page)["run"] == ["gd,lr:0.05", "adam"]
    assert page.locator(WARNING).count() == 0
    assert page.get_by_role("link", name="Momentum").count() > 0


def test_a_cold_server_opens_the_atlas_with_the_entry_of_its_link(cold_server: Cold, page: Page) -> None:
    page.goto(f"{cold_server().url}/atlas?show=optimizers&entry=rmsprop")
    page.get_by_role("dialog").get_by_text("RMSprop").first.wait_for(timeout=FIRST_PICTURE)
    assert query(page) == {"show": ["optimizers"], "entry": ["rmsprop"]}
    assert page.locator(WARNING).count() == 0


def test_a_restarted_server_shows_the_same_scene_after_a_reload(cold_server: Cold, page: Page) -> None:
    first = cold_server()
    open_stage(page, first.url, BOWL)
    knob(page, "lr", 0)[1].fill("0.08")
    knob(page, "lr", 0)[1].press("Enter")
    wait_for_url(page, "gd,lr:0.08")
    page.get_by_role("button", name="On 10 steps").click()
    wait_for_url(page, "t=10")
    before, link = read(page), page.url.partition("?")[2]
    page.goto("about:blank")
    first.kill()
    open_stage(page, cold_server().url, link)
    after = read(page)
    assert (after.step, after.steps, after.runs, after.status) == (10, before.steps, before.runs, before.status)
    assert knob(page, "lr", 0)[1].input_value() == "0.08"


def test_a_copied_address_opens_the_same_race_in_a_fresh_browser(
    server: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    seen = open_stage(page, server.url, BOWL + "&noise=0.5&seed=3")
    knob(page, "lr", 0)[1].fill("0.123")
    knob(page, "lr", 0)[1].press("Enter")
    wait_for_redraw(page, seen)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("dialog", name="Share").get_by_role("textbox", name="Link", exact=True).input_value()
    page.keyboard.press("Escape")
    other = new_context().new_page()
    open_stage(other, link)
    a, b = read(page), read(other)
    assert (a.step, a.steps, a.runs, a.status) == (b.step, b.steps, b.runs, b.status)
    fields = "boxes => boxes.map(box => box.value)"
    assert page.locator(".ov-exact").evaluate_all(fields) == other.locator(".ov-exact").evaluate_all(fields)
    for each in (page, other):
        told(each, "Standings")
    table = ".ov-standings tbody"
    assert page.locator(table).inner_text() == other.locator(table).inner_text()


def test_twenty_changes_leave_one_step_of_history_so_back_leaves_the_page(server: Server, page: Page) -> None:
    page.goto("about:blank")
    seen = open_stage(page, server.url, BOWL)
    length = page.evaluate("history.length")
    slider, _ = knob(page, "lr", 0)
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        seen = wait_for_redraw(page, seen)
    page.keyboard.press("v")
    wait_for_url(page, "view=3d")
    assert page.evaluate("history.length") == length
    page.go_back()
    assert page.url == "about:blank"


def test_a_bad_link_names_what_was_ignored_and_keeps_the_rest(server: Server, page: Page) -> None:
    open_stage(page, server.url, "surface=quadratic&run=gd,lr:banana&run=warp&steps=-4&s.colour=red&at=1,1")
    for word in ("banana", "warp", "-4", "colour"):
        page.locator(IGNORED, has_text=word).wait_for(timeout=CHANGE)
    page.wait_for_function("!location.search.includes('colour')", timeout=CHANGE)
    assert read(page).runs == 1 and query(page)["at"] == ["1,1"]


def test_a_hostile_link_runs_nothing_and_breaks_nothing(server: Server, page: Page) -> None:
    evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>![x](http://198.51.100.1/x)"
    words = quote(evil)
    open_stage(page, server.url, f"surface={words}&run={words}&run=gd&hide={words}&lesson={words}&{words}={words}")
    page.locator(WARNING).wait_for(timeout=CHANGE)
    assert page.evaluate("window.hacked") is None
    assert page.locator(f"{IGNORED} :is(img, script)").count() == 0
    assert read(page).runs == 1


@pytest.mark.parametrize("length", [15_000, 100_000])
def test_a_link_of_a_hundred_thousand_characters_opens_a_race(server: Server, page: Page, length: int) -> None:
    # Of an address longer than 16 KiB the web server answers only what comes in one piece, which is luck; so it is
    # asked for the page alone. The page has the whole link, and asks for the picture with as much as one may have.
    page.route(lambda url: len(url) > 2**14, lambda route: route.continue_(url=server.url))
    open_stage(page, server.url, "surface=quadratic&run=gd&run=" + "x" * length)
    page.wait_for_function("location.search.length < 200", timeout=CHANGE)
    assert len(query(page)["run"]) == 1
    assert read(page).runs == 1


def test_a_lesson_is_opened_from_the_menu_and_by_its_link(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url)
    page.get_by_role("combobox", name="Lesson").click()
    page.get_by_role("option", name="GD diverges above 2/L").click()
    seen = wait_for(page, revision=seen.revision + 1, runs=2)
    assert seen.status == ("moving", "leaving")
    wait_for_url(page, "lesson=divergence")
    page.get_by_text("The largest curvature of this bowl").wait_for(timeout=CHANGE)
    open_stage(page, server.url, "lesson=divergence")
    assert read(page).runs == 2
    page.get_by_text("The largest curvature of this bowl").wait_for(timeout=CHANGE)


def test_hide_in_a_link_leaves_those_panels_out(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL + "&hide=legend,standings")
    told(page, "Worked step")
    for panel, seen in (("legend", False), ("standings-room", False), ("worked-room", True), ("setup", True)):
        assert page.locator(f".ov-{panel}").is_visible() is seen, panel
    assert stage(page).is_visible()


def test_a_new_surface_starts_a_new_race_there_and_shows_its_whole_window(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, BOWL + "&t=5")
    page.get_by_role("combobox", name="Surface").click()
    page.get_by_role("option", name="Himmelblau").click()
    seen = wait_for_redraw(page, seen)
    wait_for_url(page, "surface=himmelblau")
    assert (seen.step, seen.steps) == (0, 60)
    assert "at" not in query(page)


@pytest.mark.parametrize(
    "race, said",
    [
        ("surface=quadratic&run=none", "The race is empty"),
        ("surface=quadratic&run=gd,off", "Every optimizer is switched off"),
        ("surface=quadratic&s.kappa=100&run=gd,lr:1&steps=2000", "Every run diverged"),
        ("surface=saddle&run=gd&at=0,0", "Nothing moves"),
    ],
)
def test_a_race_without_a_picture_says_what_to_do(server: Server, page: Page, race: str, said: str) -> None:
    page.goto(f"{server.url}/?{race}")
    wait_for(page, timeout=FIRST_PICTURE)
    page.keyboard.press("End")
    notice(page, said)
