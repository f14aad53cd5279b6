"""Every section of every lecture page in a real browser, at three sizes: whole, silent, readable; cold by its link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from optviz.lecture.pages import PAGES
from tests.browser.helpers import (
    FIRST_PICTURE,
    SIZES,
    open_board,
    page_down,
    query,
    read,
    turn_to,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.test_looks import SMALL

WIDE = "() => { const m = document.querySelector('.stMain'); return m.scrollWidth - m.clientWidth; }"
SPILLED = """() => [...document.querySelectorAll("[data-stage] [data-panel]")]
    .map((e) => [e.dataset.panel, e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 60 || box.left < 0 || box.right > innerWidth + 1).map(([name]) => name)"""
WRONG = "[...document.querySelectorAll('.katex-error, [data-testid=stException]')].map((e) => e.textContent)"
NAMELESS = """() => [...document.querySelectorAll(".ov-root :is(button, input, select, canvas[role])")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent || e.closest("label")?.textContent).trim())
    .map((e) => e.outerHTML.slice(0, 120))"""


def whole(page: Page, section: str, least: int) -> None:
    """Check that the section on the screen is complete."""
    seen = turn_to(page, section)
    assert seen.revision >= 1, section
    assert page.evaluate(WIDE) <= 0, f"{section} scrolls sideways"
    assert page.evaluate(SPILLED) == [], section
    assert page.evaluate(WRONG) == [], section
    assert page.evaluate(NAMELESS) == [], section
    assert page.evaluate(SMALL, least) == [], section


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stem", PAGES)
def test_every_section_is_whole(server: Server, screen: Page, stem: str, size: str) -> None:
    open_board(screen, f"{server.url}/{stem}", "present=1" if size == "projector" else "")
    sections = [section.key for section in PAGES[stem].sections]
    for place, section in enumerate(sections):
        whole(screen, section, 24 if size == "projector" else 16)
        if place + 1 < len(sections):
            page_down(screen, sections[place + 1])


@pytest.mark.parametrize("stem", PAGES)
def test_a_cold_server_opens_the_last_section_by_its_link(
    cold_server: Callable[..., Server], page: Page, stem: str
) -> None:
    last = PAGES[stem].sections[-1].key
    page.goto(f"{cold_server().url}/{stem}?section={last}")
    wait_for(page, timeout=FIRST_PICTURE, section=last)
    assert query(page)["section"] == [last]
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert page.get_by_role("link", name="Playground").count() > 0


@pytest.mark.parametrize("stem", PAGES)
def test_the_film_runs_and_back_leaves_the_page(server: Server, page: Page, stem: str) -> None:
    page.goto("about:blank")
    sections = [section.key for section in PAGES[stem].sections]
    open_board(page, f"{server.url}/{stem}", f"section={sections[1]}")
    length = page.evaluate("history.length")
    page.keyboard.press("Home")
    wait_for(page, step=0)
    page.keyboard.press("Space")
    page.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 0")
    page_down(page, sections[2])
    wait_for_url(page, f"section={sections[2]}")
    assert read(page).playing is False
    assert page.evaluate("history.length") == length
    page.go_back()
    assert page.url == "about:blank"
