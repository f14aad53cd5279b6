"""A tour is played as a lecturer plays it: by a clicker, across pages and a reload; one's own file lies in the tab."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.helpers import (
    FIRST_PICTURE,
    arrive,
    control,
    open_board,
    open_stage,
    query,
    settled,
    stage,
    toast,
    wait_for_url,
)
from tests.browser.server import Server

FILE = """\
title: Mine
stops:
  - title: No line
    link: weights?preset=xor
    words: Will it <b>ever</b> stop?
    minutes: 3
  - part: Momentum
    title: Two parts
    link: momentum?section=two_parts&beta=0.5&t=7
    hide: [lr, x0]
    minutes: 4
    notes: Ask before you play.
  - title: The map
    link: momentum?section=map
    minutes: 5
"""


def bar(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Tour: ")


def at_stop(page: Page, count: str, title: str) -> None:
    """Wait until the bar says this stop."""
    expect(page.locator(".ov-tour-count")).to_have_text(count)
    expect(page.locator(".ov-tour-title")).to_have_text(title)


def open_tours(page: Page, server: Server) -> None:
    """Open the page of tours and wait until its script has ended: nothing on it is made anew."""
    page.goto(f"{server.url}/tours")
    page.get_by_label("Your lesson file").wait_for(timeout=FIRST_PICTURE)
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for(timeout=FIRST_PICTURE)


def choose_file(page: Page, text: str, name: str = "mine.yaml") -> None:
    page.get_by_label("Your lesson file").set_input_files(
        [{"name": name, "mimeType": "", "buffer": text.encode()}], timeout=FIRST_PICTURE
    )


def open_own(page: Page, server: Server) -> None:
    """Open one's own tour at its first stop."""
    open_tours(page, server)
    choose_file(page, FILE)
    expect(page.locator(".ov-tour-file")).to_contain_text("Mine · 3 stops, 12 minutes")
    page.get_by_role("button", name="Start your tour").click()
    arrive(page, "weights", "perceptron")
    at_stop(page, "1 of 3", "No line")


def test_a_clicker_leads_through_ones_own_tour_across_pages_and_a_reload(page: Page, server: Server) -> None:
    open_own(page, server)
    assert query(page)["tour"] == ["own"] and query(page)["stop"] == ["1"]
    expect(page.locator(".ov-tour-words")).to_have_text("Will it <b>ever</b> stop?")
    expect(page.locator(".ov-tour-time")).to_have_text("min 0–3 of 12")
    page.keyboard.press("PageDown")
    arrive(page, "momentum", "two_parts")
    at_stop(page, "2 of 3", "Two parts")
    assert settled(page).step == 7
    expect(control(page, "lr")).to_be_hidden()
    expect(control(page, "beta")).to_be_visible()
    wait_for_url(page, "stop=2")
    page.reload()
    arrive(page, "momentum", "two_parts")
    at_stop(page, "2 of 3", "Two parts")
    expect(control(page, "lr")).to_be_hidden()
    page.keyboard.press("PageDown")
    arrive(page, "momentum", "map")
    at_stop(page, "3 of 3", "The map")
    expect(page.locator(".ov-tour-time")).to_have_text("min 7–12 of 12")
    expect(control(page, "lr")).to_be_visible()
    page.keyboard.press("PageDown")
    toast(page, "This was the last stop of the tour.")
    page.keyboard.press("PageUp")
    arrive(page, "momentum", "two_parts")
    page.keyboard.press("PageUp")
    arrive(page, "weights", "perceptron")
    at_stop(page, "1 of 3", "No line")


def test_what_is_changed_at_a_stop_is_kept_until_the_next_stop_sets_its_own(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/one_dimension", "preset=downhill&tour=lecture&stop=4")
    at_stop(page, "4 of 25", "Walking downhill")
    control(page, "x0").locator(".ov-exact").fill("-1")
    control(page, "x0").locator(".ov-exact").press("Enter")
    wait_for_url(page, "x0=-1")
    page.reload()
    arrive(page, "one_dimension", "descent")
    at_stop(page, "4 of 25", "Walking downhill")
    assert query(page)["x0"] == ["-1"]
    page.get_by_role("button", name="Next ›").click()
    arrive(page, "one_dimension", "algorithm")
    at_stop(page, "5 of 25", "The algorithm, line by line")
    wait_for_url(page, "stop=5")
    wait_for_url(page, "section=algorithm")
    assert "x0" not in query(page)


def test_the_map_leads_to_any_stop_and_the_cross_ends_the_tour(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/one_dimension", "preset=downhill&tour=lecture&stop=4")
    at_stop(page, "4 of 25", "Walking downhill")
    page.get_by_role("button", name="Stops", exact=True).click()
    stops = page.get_by_role("dialog", name="Stops of the tour")
    expect(stops.locator("[aria-current=step]")).to_have_text("Walking downhill")
    stops.get_by_role("button", name="Too much momentum hurts").click()
    arrive(page, "momentum", "too_much")
    at_stop(page, "19 of 25", "Too much momentum hurts")
    page.get_by_role("button", name="End the tour").click()
    expect(bar(page)).to_be_hidden()
    page.wait_for_function("() => !location.search.includes('tour=')")
    page.keyboard.press("PageDown")
    arrive(page, "momentum", "oscillators")


def test_presenter_mode_keeps_the_bar_in_sight_and_n_shows_the_notes(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/one_dimension", "preset=downhill&tour=lecture&stop=4")
    at_stop(page, "4 of 25", "Walking downhill")
    page.keyboard.press("p")
    expect(page.locator(".ov-head .ov-tour")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("note", name="Notes")).to_be_hidden()
    page.keyboard.press("m")
    expect(page.get_by_role("note", name="Notes")).to_contain_text("The climber of the slides")
    page.keyboard.press("PageDown")
    arrive(page, "one_dimension", "algorithm")
    expect(page.get_by_role("note", name="Notes")).to_contain_text("the running line is marked")
    for _ in range(4):
        page.keyboard.press("PageDown")
    arrive(page, "traps", "suboptimal")
    at_stop(page, "9 of 25", "Converged is not best")
    expect(page.locator(".ov-head .ov-tour")).to_be_in_viewport(ratio=1)


def test_a_tour_by_its_name_alone_opens_at_its_first_stop_and_a_stop_that_is_not_there_says_so(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/?tour=recipe")
    arrive(page, "practice", "decay")
    at_stop(page, "1 of 13", "Weight decay")
    page.goto(f"{server.url}/practice?section=clip&tour=recipe&stop=99")
    toast(page, "This tour has 13 stops. It opens at the first.")
    arrive(page, "practice", "decay")


def test_an_unknown_tour_is_a_sentence_with_a_way_on_and_the_picture_is_there(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/momentum", "section=map&tour=lectur&stop=2")
    expect(page.locator(".ov-tour")).to_contain_text("There is no tour “lectur”; did you mean lecture?")
    assert stage(page).get_attribute("data-section") == "map"
    page.get_by_role("link", name="All tours").click()
    page.get_by_role("heading", name="Tours and symptoms").wait_for()
    assert "tour=" not in page.url


def test_ones_own_tour_in_another_tab_says_where_it_lies(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/momentum", "section=map&tour=own&stop=2")
    expect(page.locator(".ov-tour")).to_contain_text("it lies in the browser tab in which its file was opened")


def test_a_broken_file_is_told_by_its_lines_and_the_tour_opened_before_stays(page: Page, server: Server) -> None:
    open_own(page, server)
    open_tours(page, server)
    said = page.locator(".ov-tour-file")
    expect(said).to_contain_text("Mine · 3 stops")
    choose_file(page, "title: <img src=x onerror=alert(1)>\nstops:\n  - titel: x", "broken.yaml")
    expect(said).to_contain_text("broken.yaml was not opened. The tour opened before is still there.")
    expect(said).to_contain_text("Line 3: a stop has no key “titel”; did you mean title?")
    choose_file(page, "x" * 70_000, "large.yaml")
    expect(said).to_contain_text("The file is too large: a lesson file has at most 64,000 bytes.")
    page.get_by_role("button", name="Show the tour opened before").click()
    expect(said).to_contain_text("Mine · 3 stops")


def test_a_symptom_leads_to_its_scene_and_the_clicker_to_what_to_try(page: Page, server: Server) -> None:
    open_tours(page, server)
    page.get_by_role("button", name="It explodes").or_(page.get_by_role("radio", name="It explodes")).first.click()
    page.get_by_role("link", name=re.compile("See it: Each step")).click()
    page.locator("[data-stage=playground]").wait_for()
    at_stop(page, "5 of 28", "Each step is longer than the last")
    settled(page)
    assert query(page)["lesson"] == ["divergence"]
    page.keyboard.press("PageDown")
    arrive(page, "one_dimension", "step_size")
    at_stop(page, "6 of 28", "A learning rate below 2/λ")


def test_the_tours_of_the_page_start_at_their_first_stop(page: Page, server: Server) -> None:
    open_tours(page, server)
    page.locator(".st-key-tours_why_adam").get_by_role("link", name="Start").click()
    at_stop(page, "1 of 14", "It zigzags in a narrow valley")
    settled(page)
    assert query(page)["lesson"] == ["narrow_bowl"]


def test_axe_finds_no_fault_in_the_page_of_tours_a_bar_with_notes_and_the_map(page: Page, server: Server) -> None:
    open_tours(page, server)
    choose_file(page, "title: x", "broken.yaml")
    expect(page.locator(".ov-tour-file")).to_contain_text("a tour needs stops")
    assert violations(page) == []
    open_board(page, f"{server.url}/one_dimension", "preset=downhill&tour=lecture&stop=4")
    at_stop(page, "4 of 25", "Walking downhill")
    page.keyboard.press("m")
    assert violations(page) == []
    page.get_by_role("button", name="Stops", exact=True).click()
    page.get_by_role("dialog", name="Stops of the tour").wait_for()
    assert violations(page) == []


def test_a_page_without_a_tour_has_no_bar(page: Page, server: Server) -> None:
    open_stage(page, server.url)
    expect(page.locator(".ov-tour")).to_be_hidden()


def test_a_file_that_is_kept_is_gone_with_the_tab(page: Page, server: Server) -> None:
    open_own(page, server)
    assert page.evaluate("() => Object.keys(sessionStorage).includes('optviz-tour')")
    assert page.evaluate("() => !JSON.stringify(localStorage).includes('No line')")
