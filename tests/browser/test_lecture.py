"""A walk through every lecture page in a real browser, on a laptop and on a phone: whole, silent, readable, cold."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from optviz.lecture.pages import PAGES
from optviz.pictures import TITLES
from tests.browser.fingers import touch_screen
from tests.browser.helpers import (
    FIRST_PICTURE,
    SIZES,
    arrive,
    faults_of,
    open_board,
    query,
    read,
    settled,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.test_looks import IN_REACH, SMALL
from tests.browser.test_names import headings_in_order

WIDE = "() => { const m = document.querySelector('.stMain'); return m.scrollWidth - m.clientWidth; }"
SPILLED = """() => [...document.querySelectorAll("[data-stage] [data-panel]")]
    .map((e) => [e.dataset.panel, e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 60 || box.left < 0 || box.right > innerWidth + 1).map(([name]) => name)"""
WRONG = "[...document.querySelectorAll('.katex-error, [data-testid=stException]')].map((e) => e.textContent)"
NAMELESS = """() => [...document.querySelectorAll(".ov-root :is(button, input, select, canvas[role])")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent || e.closest("label")?.textContent).trim())
    .map((e) => e.outerHTML.slice(0, 120))"""
FAULTS = f"""least => [...(({WIDE})() > 0 ? ["it scrolls sideways"] : []),
    ...({SPILLED})(), ...{WRONG}, ...({NAMELESS})(), ...({SMALL})(least)]"""
CUT = """() => [...document.querySelectorAll(".st-key-lecture :is([role=radio], .st-key-lecture_presets button) p")]
    .filter((p) => p.scrollWidth > p.clientWidth + 1 || p.getBoundingClientRect().right > innerWidth)
    .map((p) => p.textContent)"""
SMALL_WINDOW = ViewportSize(width=1024, height=768)
HALVES = [list(PAGES)[:4], list(PAGES)[:3:-1]]


def first_screen_faults(page: Page) -> list[str]:
    """What is cut off, or out of reach, when the page opens in a small window and in a laptop's."""
    said = []
    parts = (".ov-play", ".ov-scrub", ".ov-count", ".ov-speed") if read(page).steps else ()
    for size in (SMALL_WINDOW, SIZES["laptop"]):
        page.set_viewport_size(size)
        said += [f"{size}: {text} is cut" for text in faults_of(page, CUT)]
        said += [f"{size}: {part}" for part in parts if not page.evaluate(IN_REACH, f".ov-transport {part}")]
    return said


def start_the_film(page: Page) -> None:
    """Play from the start, and see it run."""
    page.keyboard.press("Home")
    wait_for(page, step=0)
    page.keyboard.press("Space")
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 0")


@pytest.mark.parametrize("stem", PAGES)
def test_a_page_is_whole_from_section_to_section_and_back_leaves_it(server: Server, page: Page, stem: str) -> None:
    page.goto("about:blank")
    open_board(page, f"{server.url}/{stem}")
    length, found = page.evaluate("history.length"), {}
    headings_in_order(page, TITLES[stem])
    found["first screen"] = first_screen_faults(page)
    for place, section in enumerate(each.key for each in PAGES[stem].sections):
        if place:
            page.keyboard.press("PageDown")
        arrive(page, stem, section)
        assert not read(page).playing, "a film ends with its section"
        page.set_viewport_size(SIZES["laptop"])
        found[f"{section}, laptop"] = faults_of(page, FAULTS, 16)
        with touch_screen(page):
            page.set_viewport_size(SIZES["phone"])
            found[f"{section}, phone"] = faults_of(page, FAULTS, 16)
        if place == 1:
            start_the_film(page)
    wait_for_url(page, f"section={PAGES[stem].sections[-1].key}")
    assert {where: said for where, said in found.items() if said} == {}
    assert page.evaluate("history.length") == length
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.parametrize("stem", PAGES)
def test_every_section_is_whole_on_a_projector(server: Server, page: Page, stem: str) -> None:
    page.set_viewport_size(SIZES["projector"])
    open_board(page, f"{server.url}/{stem}", "present=1")
    found = {}
    for place, section in enumerate(each.key for each in PAGES[stem].sections):
        if place:
            page.keyboard.press("PageDown")
        arrive(page, stem, section)
        found[section] = faults_of(page, FAULTS, 24)
    assert {where: said for where, said in found.items() if said} == {}


@pytest.mark.parametrize("stems", HALVES, ids=lambda stems: stems[0])
def test_a_cold_server_opens_the_last_section_of_a_page_that_nobody_has_seen(
    cold_server: Callable[..., Server], page: Page, stems: list[str]
) -> None:
    url = cold_server().url
    for stem in stems:
        last = PAGES[stem].sections[-1].key
        page.goto(f"{url}/{stem}?section={last}")
        wait_for(page, timeout=FIRST_PICTURE, section=last)
        assert query(page)["section"] == [last]
        assert page.locator("[data-testid=stAlert]").count() == 0
        assert page.get_by_role("link", name="Playground").count() > 0


@pytest.mark.parametrize(
    ("key", "first", "presses", "stem", "place"),
    [("PageDown", 0, 3, "momentum", 3), ("PageUp", 1, 3, "stochastic", -2), ("PageDown", -1, 2, "adaptive", 1)],
)
def test_each_press_turns_one_section_however_fast_and_over_a_pages_end(
    server: Server, page: Page, key: str, first: int, presses: int, stem: str, place: int
) -> None:
    open_board(page, f"{server.url}/momentum", f"section={PAGES['momentum'].sections[first].key}")
    for _ in range(presses):
        page.keyboard.press(key)
    arrives_and_stays(page, stem, PAGES[stem].sections[place].key)


def arrives_and_stays(page: Page, stem: str, section: str) -> None:
    arrive(page, stem, section)
    settled(page)
    assert page.locator("[data-stage]").get_attribute("data-section") == section
