"""What is told apart by its name: controls, headings, pages, and where the focus is after what had it is gone."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from optviz.pictures import TITLES
from optviz.ui.shell import GROUPS, PAGES
from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, SIZES, open_stage, wait_for
from tests.browser.server import Server
from tests.browser.tabs import told

pytestmark = pytest.mark.every

TWINS = "surface=quadratic&run=adam,lr:0.1&run=gd&run=adam,lr:0.3,beta1:0.5&steps=30"
# Two controls of one room that have the same name; a room is what a screen reader jumps to.
SAME = """() => {
    const names = [...document.querySelectorAll(".ov-root :is(button, input, select)")]
        .filter((e) => e.checkVisibility())
        .map((e) => [e.closest("section, [role=group]")?.getAttribute("aria-label"),
                     e.getAttribute("aria-label") || e.textContent.trim()].join(": "));
    return names.filter((name, i) => names.indexOf(name) !== i);
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((e) => e.checkVisibility()).map((e) => [Number(e.tagName[1]), e.textContent.trim()])"""
EMPTY_HEADS = (
    """() => [...document.querySelectorAll("th")].filter((e) => !e.textContent.trim()).map((e) => e.outerHTML)"""
)
# A button's name must hold what is written on it, or nobody can call it by what he sees.
OTHERWISE = """() => [...document.querySelectorAll(".ov-root button[aria-label]")]
    .filter((e) => /[a-z]/i.test(e.textContent) && !e.getAttribute("aria-label").includes(e.textContent.trim()))
    .map((e) => e.outerHTML.slice(0, 120))"""
TOOLTIPS = """() => [...document.querySelectorAll("[role=tooltip]")].filter((e) => !e.textContent.trim()).length"""


@pytest.mark.parametrize("query", [TWINS, "lesson=too_much_momentum", "run=none"])
def test_no_two_controls_of_a_room_have_the_same_name(server: Server, page: Page, query: str) -> None:
    open_stage(page, server.url, query)
    assert page.evaluate(SAME) == []


def test_two_of_one_rule_have_names_settings_and_looks_of_their_own(server: Server, page: Page) -> None:
    open_stage(page, server.url, TWINS)
    for name in ("Adam 1", "GD", "Adam 2"):
        for control in (f"Show {name}", f"Remove {name}", f"learning rate of {name}, exact value"):
            expect(page.get_by_label(control, exact=True)).to_have_count(1)
    told(page, "Standings")
    rows = page.locator(".ov-standings-room tbody tr")
    settings = {
        row.locator(".ov-run-name").inner_text(): row.locator("annotation").all_text_contents() for row in rows.all()
    }
    assert settings == {
        "Adam 1": [r"\eta = 0.1", r"\beta_1 = 0.9"],
        "GD": [r"\eta = 0.01"],
        "Adam 2": [r"\eta = 0.3", r"\beta_1 = 0.5"],
    }
    looks = page.locator(".ov-runs .ov-swatch").evaluate_all("all => all.map((canvas) => canvas.toDataURL())")
    assert len(set(looks)) == 3


def headings_in_order(page: Page, title: str) -> None:
    """Check the page's title, and that its headings begin with it and skip no level."""
    page.wait_for_function("title => document.title === title", arg=f"{title} · optviz", timeout=CHANGE)
    levels = [level for level, _ in page.evaluate(HEADINGS)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize(("stem", "title"), [page for page in PAGES if page[0] not in TITLES])
def test_a_page_without_a_picture_has_its_title_and_a_heading_of_the_first_level(
    server: Server, page: Page, stem: str, title: str
) -> None:
    page.goto(f"{server.url}/{stem}")
    page.get_by_role("heading", level=1).wait_for(timeout=FIRST_PICTURE)
    page.wait_for_function("title => document.title === title", arg=f"{title} · optviz", timeout=CHANGE)


def test_the_playground_has_its_title_and_its_parts_are_headings(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    headings_in_order(page, "Playground")
    told = [text for _, text in page.evaluate(HEADINGS)]
    assert told[:2] == ["Playground", "Optimizers"] and told[2].startswith("Worked step: GD")


@pytest.mark.parametrize("place", [f"?{BOWL}", "backprop?section=network", "backprop?section=backward"])
def test_heads_of_tables_say_something_and_buttons_are_called_what_is_on_them(
    server: Server, page: Page, place: str
) -> None:
    page.goto(f"{server.url}/{place}")
    wait_for(page, timeout=FIRST_PICTURE)
    page.locator(".ov-panel").first.wait_for(timeout=CHANGE)
    assert page.evaluate(EMPTY_HEADS) == []
    assert page.evaluate(OTHERWISE) == []
    assert page.evaluate(TOOLTIPS) == 0


def test_the_focus_goes_to_the_next_run_when_one_is_removed_and_at_last_to_what_adds_one(
    server: Server, page: Page
) -> None:
    seen = open_stage(page, server.url, BOWL + "&run=momentum")
    page.get_by_role("button", name="Remove Adam").focus()
    for runs, after in ((2, "Remove Momentum"), (1, "Remove GD"), (0, "Add an optimizer")):
        page.keyboard.press("Enter")
        seen = wait_for(page, revision=seen.revision + 1, runs=runs)
        expect(page.get_by_label(after, exact=True)).to_be_focused()


def test_the_focus_is_seen_on_the_links_at_the_top_and_round_the_page(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    ring = """e => { const {outlineStyle, outlineWidth, outlineColor, color} = getComputedStyle(e);
                     return [outlineStyle, outlineWidth, outlineColor === color]; }"""
    page.keyboard.press("Tab")
    for part in (page.get_by_test_id("stTopNavLink").first, page.locator(".stMain")):
        part.focus()
        assert part.evaluate(ring) == ["solid", "2px", True]


@pytest.mark.parametrize("width", [1280, 1440])
def test_every_page_stands_in_the_menu_which_is_one_line(server: Server, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    open_stage(page, server.url, BOWL)
    menu = page.get_by_role("navigation", name="App pages")
    tops = set[float]()
    grouped = [stem for stems in GROUPS.values() for stem in stems]
    for stem, title in PAGES:
        if stem not in grouped:
            link = menu.get_by_role("link", name=title, exact=True)
            expect(link).to_be_in_viewport(ratio=1)
            tops.add(link.evaluate("link => link.getBoundingClientRect().top"))
    assert len(tops) == 1
    for group in GROUPS:
        button = menu.get_by_role("button", name=group)
        expect(button).to_be_in_viewport(ratio=1)
        assert abs(button.evaluate("b => b.getBoundingClientRect().top") - tops.pop()) < 8
        tops.add(button.evaluate("b => b.getBoundingClientRect().top"))


@pytest.mark.parametrize(("group", "stem"), [(group, stem) for group, stems in GROUPS.items() for stem in stems])
def test_a_menu_of_the_line_leads_to_its_pages(server: Server, page: Page, group: str, stem: str) -> None:
    title = dict(PAGES)[stem]
    open_stage(page, server.url, BOWL)
    page.get_by_role("navigation", name="App pages").get_by_role("button", name=group).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
    page.wait_for_function("title => document.title === title", arg=f"{title} · optviz", timeout=CHANGE)


def test_on_a_phone_the_menu_leads_to_the_class(server: Server, touch_page: Page) -> None:
    touch_page.set_viewport_size(SIZES["phone"])
    open_stage(touch_page, server.url, BOWL)
    touch_page.get_by_test_id("stExpandSidebarButton").tap()
    touch_page.get_by_role("link", name="Class", exact=True).tap()
    expect(touch_page.get_by_role("button", name="Open a room")).to_be_visible(timeout=FIRST_PICTURE)
