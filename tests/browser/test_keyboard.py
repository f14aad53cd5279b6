"""The playground without a mouse: from the page's opening to a file, by keys alone, and the focus is never lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answering import SLOWEST, by_keys, tab_to
from tests.browser.helpers import (
    BOWL,
    CHANGE,
    card,
    knob,
    open_board,
    open_stage,
    query,
    read,
    settled,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.tabs import tab

SAID = "div.ov-unseen[aria-live]:not(.ov-plane-room *)"
# Past the last of a dialog's elements the browser's own are next, then the first again.
BEHIND = """() => document.activeElement !== document.body
    && !document.querySelector(".ov-data").contains(document.activeElement)"""
RINGS = """() => {
    const seen = (element) => {
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    };
    for (let e = document.activeElement; e && e !== document.body; e = e.parentElement) if (seen(e)) return true;
    return false;
}"""


def ring(page: Page) -> Locator:
    return page.locator(".ov-ring-keys:visible")


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def set_by_keys(page: Page) -> None:
    """Choose a surface, add an optimizer, move the start and turn a knob."""
    surface = page.get_by_role("combobox", name="Surface")
    tab_to(page, surface)
    page.keyboard.type("Rosenb")
    by_keys(page, "Enter")
    wait_for_url(page, "surface=rosenbrock")
    settled(page)

    add = page.get_by_role("combobox", name="Add an optimizer")
    tab_to(page, add)
    page.keyboard.type("Momentum")
    by_keys(page, "Enter")
    wait_for(page, runs=3)
    wait_for_url(page, "run=momentum")

    tab_to(page, ring(page))
    assert "at" not in query(page), "a surface has a start of its own"
    by_keys(page, "Shift+ArrowRight", "ArrowUp")
    expect(page.locator(".ov-plane [aria-live]")).to_have_text(re.compile("x = .*, y = "))
    expect(ring(page)).to_be_focused()
    wait_for_url(page, "at=")

    rate = knob(page, "lr", 0)[0]
    tab_to(page, rate)
    by_keys(page, "ArrowLeft")
    wait_for_url(page, "run=gd,lr:0.04")
    expect(rate).to_be_focused()


def test_a_race_is_set_run_read_and_saved_by_keys_alone(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    by_keys(page, *SLOWEST)
    set_by_keys(page)
    by_keys(page, " ")
    wait_for(page, playing=True)
    by_keys(page, " ")
    wait_for(page, playing=False)
    scrub = page.get_by_role("slider", name="Step of the race")
    tab_to(page, scrub)
    by_keys(page, "Home", "ArrowRight", "ArrowRight")
    expect(scrub).to_have_attribute("aria-valuetext", "step 2 of 60")
    by_keys(page, "End")
    expect(scrub).to_be_focused()
    for name in ("GD", "Adam", "Momentum"):
        expect(page.locator(SAID)).to_have_text(re.compile(rf"^Rosenbrock.* {name}: \w+"))
    tab_to(page, tab(page, "Curves"))
    by_keys(page, "ArrowRight")
    standings = page.locator(".ov-standings-room table")
    expect(standings.get_by_role("rowheader").or_(standings.get_by_role("button"))).to_have_count(3)

    by_keys(page, "e")
    save = dialog(page, "Export").get_by_role("button", name="Save")
    tab_to(page, save)
    with page.expect_download() as download:
        by_keys(page, "Enter")
    assert download.value.suggested_filename.endswith(".png")
    by_keys(page, "Escape")
    expect(tab(page, "Standings")).to_be_focused()


def test_the_table_of_a_picture_is_opened_read_and_left_by_keys(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    opener = page.get_by_role("button", name="Show as table: Picture (x, y)")
    tab_to(page, opener)
    expect(opener).to_have_css("opacity", "1")
    by_keys(page, "Enter")
    table = dialog(page, "The numbers behind the picture")
    runs = table.get_by_role("table", name="Where the runs were")
    expect(runs.get_by_role("row")).to_have_count(2)
    by_keys(page, "Escape")
    expect(opener).to_be_focused()

    by_keys(page, "End")
    wait_for(page, step=60)
    by_keys(page, "d")
    expect(runs.get_by_role("row")).to_have_count(51)
    expect(runs.get_by_role("columnheader")).to_have_text(
        ["step", "GD: x", "GD: y", "GD: f", "Adam: x", "Adam: y", "Adam: f"]
    )
    last = runs.get_by_role("row").last
    expect(last.get_by_role("rowheader")).to_have_text("60")
    shown = page.locator(".ov-standings-room tr", has_text="GD").locator("td").nth(2).text_content()
    assert shown and shown in last.get_by_role("cell").all_inner_texts()

    for _ in range(8):
        by_keys(page, "Tab")
        assert page.evaluate(BEHIND) is False
    tab_to(page, table.get_by_role("combobox", name="Picture"))
    by_keys(page, "ArrowDown")
    expect(table.get_by_role("table")).to_have_count(1)
    expect(table.get_by_role("columnheader")).to_have_text(["step", "GD", "Adam"])
    by_keys(page, "Escape")
    expect(opener).to_be_focused()


@pytest.mark.parametrize("place", ["", "momentum?section=smooth"])
def test_whatever_has_the_focus_shows_it_and_nothing_loses_it(server: Server, page: Page, place: str) -> None:
    if place:
        open_board(page, f"{server.url}/{place}")
    else:
        open_stage(page, server.url, BOWL)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    without: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body") and not page.evaluate(RINGS):
            without.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert without == []


def test_an_ending_is_said_once_and_nothing_while_it_plays(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    expect(page.locator(SAID)).to_have_text(re.compile("hidden until it is played"), timeout=CHANGE)
    page.evaluate(
        """() => {
            window.heard = [];
            for (const region of document.querySelectorAll(".ov-root [aria-live=polite]")) {
                new MutationObserver(() => region.textContent && heard.push(
                    [region.textContent, document.querySelector("[data-stage]").dataset.playing]
                )).observe(region, {childList: true, characterData: true, subtree: true});
            }
        }"""
    )
    assert read(page).step == 0
    page.keyboard.press(" ")
    wait_for(page, step=60, playing=False)
    page.wait_for_function("heard.length > 0")
    expect(page.get_by_role("img", name="Step 60 of 60: GD 0.004245; Adam 0.006927.")).to_have_count(1)
    heard = page.evaluate("heard")
    assert heard == [
        ["Quadratic bowl, start (−2, 1), 60 steps. GD: moving, f = 0.004245. Adam: moving, f = 0.006927.", "false"]
    ]


def test_a_run_can_be_taken_away_and_the_focus_stays_on_the_list(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    tab_to(page, card(page, 0).get_by_role("button", name="Remove GD"))
    by_keys(page, "Enter")
    wait_for(page, runs=1)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"
