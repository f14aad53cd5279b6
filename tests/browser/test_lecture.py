"""A walk through every lecture page in a real browser, on a laptop and on a phone: whole, silent, readable, cold."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from optviz.lecture.pages import PAGES
from optviz.lecture.section import Section
from optviz.pictures import TITLES
from tests.browser.axe import violations
from tests.browser.fingers import touch_screen
from tests.browser.helpers import (
    CHANGE,
    FIRST_PICTURE,
    SIZES,
    arrive,
    faults_of,
    open_board,
    query,
    read,
    settled,
    still,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.test_looks import IN_REACH
from tests.browser.test_names import headings_in_order
from tests.browser.whole import FAULTS
from tests.every import some

CUT = """() => [...document.querySelectorAll(".st-key-lecture :is([role=radio], .st-key-lecture_presets button) p")]
    .filter((p) => p.scrollWidth > p.clientWidth + 1 || p.getBoundingClientRect().right > innerWidth)
    .map((p) => p.textContent)"""
WINDOWS = ((1440, 900), (1366, 768), (1280, 720))
LEAST = 0.45
# The lowest of what can be set or pressed, and how high the picture is, unless all of it is in sight already.
LOWEST = """() => {
    document.querySelector(".stMain").scrollTop = 0;
    const parts = [...document.querySelectorAll(".ov-root :is(.ov-control, button, summary, .ov-transport)")];
    const seen = parts.filter((part) => part.checkVisibility() && !part.closest(".ov-panels"));
    const picture = document.querySelector(".ov-panels");
    const whole = picture.clientHeight >= picture.scrollHeight;
    return [Math.max(...seen.map((part) => part.getBoundingClientRect().bottom)), picture.clientHeight, whole];
}"""
WORDS = """() => !document.querySelector(
    ".stApp[data-test-script-state=running], .st-key-lecture_words [data-stale=true]"
)"""
SECTIONS = 3
"""How many sections a walk goes through."""
PARTS = [(stem, part) for stem in PAGES for part in range(0, len(PAGES[stem].sections), SECTIONS)]
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


def section_faults(page: Page, section: Section) -> dict[str, list[str]]:
    """What is wrong with a section on a desk's windows, to axe in light and dark, and on a phone."""
    page.set_viewport_size(SIZES["laptop"])
    found = {"laptop": faults_of(page, FAULTS, 16)}
    page.locator("[role=radio][aria-checked=true]", has_text=section.title).wait_for(timeout=FIRST_PICTURE)
    page.wait_for_function(WORDS, timeout=CHANGE)
    found["axe"] = violations(page, ".st-key-lecture")
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        found[f"{width} x {height}"] = fold_faults(page, height)
    with touch_screen(page):
        page.set_viewport_size(SIZES["phone"])
        found["phone"] = faults_of(page, FAULTS, 16)
    return found


def fold_faults(page: Page, height: int) -> list[str]:
    """Whether a control lies below the fold, or the picture is small."""
    lowest, picture, whole = still(page, LOWEST)
    said = [f"the lowest control ends at {lowest}"] if lowest > height else []
    return said if whole or picture >= LEAST * height else [*said, f"the picture is {picture} high"]


def start_the_film(page: Page) -> None:
    """Play from the start, and see it run."""
    page.keyboard.press("Home")
    wait_for(page, step=0)
    page.keyboard.press("Space")
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 0")


@pytest.mark.parametrize(("stem", "part"), some(PARTS, lambda case: not case[1]))
def test_sections_are_whole_on_one_screen_and_in_the_hand_axe_finds_no_fault_and_back_leaves_the_page(
    server: Server, page: Page, stem: str, part: int
) -> None:
    sections = PAGES[stem].sections[part : part + SECTIONS]
    page.goto("about:blank")
    open_board(page, f"{server.url}/{stem}", f"section={sections[0].key}" if part else "")
    length, found = page.evaluate("history.length"), {}
    if not part:
        headings_in_order(page, TITLES[stem])
        found["first screen"] = first_screen_faults(page)
    for place, section in enumerate(sections):
        if place:
            page.keyboard.press("PageDown")
        arrive(page, stem, section.key)
        assert not read(page).playing, "a film ends with its section"
        found |= {f"{section.key}, {where}": said for where, said in section_faults(page, section).items()}
        if not part and place == 1:
            start_the_film(page)
    assert {where: said for where, said in found.items() if said} == {}
    if len(sections) > 1:
        wait_for_url(page, f"section={sections[-1].key}")
    assert page.evaluate("history.length") == length
    page.go_back()
    assert page.url == "about:blank"


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
