"""Presenter mode teaches: from the first section to the last by Page Down alone, every drawing can be read."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from optviz.lecture.pages import PAGES
from optviz.lecture.section import Section
from optviz.pictures import PLAYGROUND, QUIZ, TITLES
from tests.browser.answering import SLOWEST, by_keys
from tests.browser.helpers import (
    FIRST_PICTURE,
    arrive,
    faults_of,
    frames,
    open_board,
    page_down,
    read,
    still,
    wait_for,
    wait_for_url,
)
from tests.browser.line import PICTURES, held
from tests.browser.server import Server
from tests.browser.test_looks import IN_REACH
from tests.browser.whole import FAULTS as WRONG
from tests.every import some

LEAST = 125  # pixels of a drawing, its axes included
PROJECTOR = (1920, 1080)
HALL, *OTHER_HALLS = [(1280, 720), (1024, 768), PROJECTOR]
WALK = [(stem, section) for stem, page in PAGES.items() for section in page.sections]
PART = 14  # slides of a walk; the next one begins at its last
WALKS = [WALK[place : place + PART + 1] for place in range(0, len(WALK) - 1, PART)]
FAULTS = """least => {
    const said = [], box = (e) => e.getBoundingClientRect();
    const seen = (part) => [...document.querySelectorAll(part)].filter((e) => e.checkVisibility());
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    for (const drawing of seen(".ov-panels :is(.ov-plane-room, .ov-chart-plot)")) {
        const { width, height } = box(drawing);
        const { panel } = drawing.closest("[data-panel]").dataset;
        if (height < least || width < least) said.push(`${panel}: ${width} × ${height}`);
    }
    for (const chart of seen(".ov-chart-plot .u-wrap")) {
        if (!chart.querySelector("canvas.ov-curtain")) said.push("a chart has lost its axes");
    }
    const foot = seen(".ov-transport > *, .ov-board-foot .ov-bar > :not(.ov-spring, .ov-views)");
    foot.forEach((part, i) => foot.slice(i + 1).forEach((other) => {
        if (meet(box(part), box(other))) said.push(`${part.className} lies on ${other.className}`);
    }));
    for (const part of foot) {
        const { left, right, bottom } = box(part);
        if (bottom > innerHeight + 1 || left < 0 || right > innerWidth) said.push(`${part.className} is cut off`);
    }
    if ([".ov-head", ".ov-more", "[data-stage]"].some((e) => !document.querySelector(e))) return ["it is not drawn"];
    const head = box(document.querySelector(".ov-head")), root = document.querySelector("[data-stage]");
    const more = document.querySelector(".ov-more").checkVisibility({ visibilityProperty: true });
    if (root.scrollTop + root.clientHeight < root.scrollHeight - 2 && !more) said.push("no sign that it goes on below");
    if (head.top < 0 || head.height < 20) said.push("the head line is gone");
    if (root.scrollWidth > root.clientWidth) said.push("the board scrolls sideways");
    const panels = seen(".ov-panels > .ov-panel");
    panels.forEach((part, i) => panels.slice(i + 1).forEach((other) => {
        if (meet(box(part), box(other))) said.push(`${part.dataset.panel} lies on ${other.dataset.panel}`);
    }));
    const broken = document.querySelectorAll(".ov-head .katex-error").length;
    return broken ? [...said, "the rule is no formula"] : said;
}"""
# What the view was mounted with last, so that a test mounts it anew as Streamlit does.
KEPT_MESSAGE = """addEventListener("optviz-ready", () => { const { setMessage } = window.optviz;
    window.optviz.setMessage = (...all) => { window.mountedWith = all; return setMessage(...all); }; });"""


def present(page: Page, server: Server, stem: str, size: tuple[int, int], query: str = "") -> None:
    """Open a page in presenter mode."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_board(page, f"{server.url}/{stem}", f"{query}&present=1".strip("&"))


def head_faults(page: Page, section: Section) -> list[str]:
    """What the head line does not show of a section."""
    title, presets = page.locator(".ov-head-section").inner_text(), page.locator(".ov-head-presets button").count()
    said = [f"the head line says {title}"] * (title != section.title)
    said += [f"{presets} presets of {len(section.presets)}"] * (presets != len(section.presets))
    return said + ["no rule"] * (page.locator(".ov-head-rule .katex").count() != 1)


def walk_faults(page: Page, server: Server, walk: Sequence[tuple[str, Section]]) -> dict[str, list[str]]:
    """Go from slide to slide by Page Down alone, and tell what of each board cannot be read."""
    faults: dict[str, list[str]] = {}
    (stem, section), *_ = walk
    present(page, server, stem, HALL, f"section={section.key}")
    for place, (stem, section) in enumerate(walk):
        if place:
            page.keyboard.press("PageDown")
        arrive(page, stem, section.key)
        said = [*faults_of(page, FAULTS, LEAST), *head_faults(page, section)]
        first = section is PAGES[stem].sections[0]
        for size in OTHER_HALLS if first else [PROJECTOR]:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            said += [f"{size}: {each}" for each in (still(page, FAULTS, LEAST) if first else [])]
            said += [f"{size}: {each}" for each in (faults_of(page, WRONG, 24) if size is PROJECTOR else [])]
        page.set_viewport_size({"width": HALL[0], "height": HALL[1]})
        if said:
            faults[f"{stem}/{section.key}"] = said
    return faults


@pytest.mark.parametrize(
    "walk", some(WALKS, WALKS[::4].__contains__), ids=lambda walk: f"{walk[0][0]}/{walk[0][1].key}"
)
def test_page_down_alone_leads_through_the_lecture_and_beyond_and_every_board_can_be_read(
    server: Server, page: Page, walk: list[tuple[str, Section]]
) -> None:
    assert walk_faults(page, server, walk) == {}


def test_page_down_leads_to_the_quiz_as_the_last_slide(server: Server, page: Page) -> None:
    stem, section = WALK[-1]
    present(page, server, stem, HALL, f"section={section.key}")
    arrive(page, stem, section.key)
    page.keyboard.press("PageDown")
    page.locator(f"[data-stage={QUIZ}] .ov-quiz-choice").wait_for(timeout=FIRST_PICTURE)
    page.keyboard.press("PageDown")
    frames(page, 30)
    assert page.locator(".ov-quiz-choice").is_visible(), "the quiz is the last slide"


def test_a_view_that_streamlit_mounts_anew_in_the_same_place_still_turns(server: Server, page: Page) -> None:
    page.add_init_script(KEPT_MESSAGE)
    present(page, server, "traps", HALL)
    arrive(page, "traps", PAGES["traps"].sections[0].key)
    page.evaluate(
        """async () => { optviz.dispose(...mountedWith.slice(0, 2)); optviz.setMessage(...mountedWith);
            // Timers run in their order: this one after the engine's, which waits a second for a new place.
            await new Promise((go) => setTimeout(go, 1001)); }"""
    )
    page.keyboard.press("PageDown")
    arrive(page, "traps", PAGES["traps"].sections[1].key)


def test_a_turn_on_its_way_is_not_lost_when_streamlit_takes_long_to_mount_the_view_anew(
    server: Server, page: Page
) -> None:
    page.add_init_script(KEPT_MESSAGE)
    present(page, server, "traps", HALL)
    arrive(page, "traps", PAGES["traps"].sections[0].key)
    with held(page, PICTURES):
        page.keyboard.press("PageDown")
        page.evaluate(
            """async () => { optviz.dispose(...mountedWith.slice(0, 2));
                await new Promise((go) => setTimeout(go, 1001)); optviz.setMessage(...mountedWith); }"""
        )
    arrive(page, "traps", PAGES["traps"].sections[1].key)
    page.keyboard.press("PageDown")
    arrive(page, "traps", PAGES["traps"].sections[2].key)


def test_a_page_down_pressed_while_streamlit_has_no_view_mounted_is_kept_until_it_has(
    server: Server, page: Page
) -> None:
    page.add_init_script(KEPT_MESSAGE)
    present(page, server, "traps", HALL)
    arrive(page, "traps", PAGES["traps"].sections[0].key)
    page.evaluate("() => optviz.dispose(...mountedWith.slice(0, 2))")
    page.wait_for_function("() => document.querySelector('[data-stage=traps]') === null")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.evaluate("() => optviz.setMessage(...mountedWith)")
    arrive(page, "traps", PAGES["traps"].sections[2].key)


def test_page_up_goes_back_to_the_last_section_of_the_page_before_and_to_the_playground(
    server: Server, page: Page
) -> None:
    (first, page_1), (second, page_2) = list(PAGES.items())[:2]
    present(page, server, second, HALL)
    page.keyboard.press("PageUp")
    arrive(page, first, page_1.sections[-1].key)
    assert page.locator(".ov-root.ov-present").count() == 1
    page.keyboard.press("PageDown")
    arrive(page, second, page_2.sections[0].key)
    page.goto(f"{server.url}/{first}?present=1")
    arrive(page, first, page_1.sections[0].key)
    page.keyboard.press("PageUp")
    page.locator(f"[data-stage={PLAYGROUND}]").wait_for(timeout=FIRST_PICTURE)
    wait_for(page, timeout=FIRST_PICTURE)
    assert page.locator(".ov-head-page").inner_text() == TITLES[PLAYGROUND]
    page.keyboard.press("PageDown")
    arrive(page, first, page_1.sections[0].key)


def test_back_returns_to_the_page_that_was_left_by_page_down(server: Server, page: Page) -> None:
    (first, page_1), (second, page_2) = list(PAGES.items())[:2]
    open_board(page, f"{server.url}/{first}", f"section={page_1.sections[-1].key}")
    page.keyboard.press("PageDown")
    arrive(page, second, page_2.sections[0].key)
    page.go_back()
    arrive(page, first, page_1.sections[-1].key)
    assert not page.locator(".ov-root.ov-present").count()


def test_the_playground_in_presenter_has_its_playhead_at_the_edge(server: Server, page: Page) -> None:
    for size in (HALL, *OTHER_HALLS):
        present(page, server, PLAYGROUND, size)
        assert still(page, FAULTS, LEAST) == [], size
        for control in (".ov-play", ".ov-scrub", ".ov-count", ".ov-speed"):
            assert page.evaluate(IN_REACH, f".ov-transport {control}"), control


def test_task_and_answer_are_a_key_away_and_go_with_their_section(server: Server, page: Page) -> None:
    present(page, server, "momentum", HALL, "section=two_parts")
    words = page.locator(".st-key-lecture_words")
    page.keyboard.press("t")
    words.get_by_text("Try it.").wait_for()
    assert page.evaluate(IN_REACH, ".st-key-lecture_task")
    assert not words.get_by_text("What to notice.").is_visible() and not words.locator("details").is_visible()
    page.keyboard.press("a")
    words.locator("details[open]").wait_for()
    page_down(page, "smooth")
    page.locator("html:not([data-ov-words])").wait_for(state="attached")
    page.keyboard.press("a")
    words.locator("details[open]").wait_for()
    assert "1/" not in page.locator(".ov-head-page").inner_text()
    page.keyboard.press("Escape")
    page.locator("html:not([data-ov-words])").wait_for(state="attached")
    assert page.locator(".ov-root.ov-present").count() == 1
    page.keyboard.press("w")
    words.get_by_text("What to notice.").wait_for()
    page.keyboard.press("w")
    page.locator("html:not([data-ov-words])").wait_for(state="attached")


def test_a_digit_opens_the_preset_of_that_number(server: Server, page: Page) -> None:
    present(page, server, "momentum", HALL, "section=map")
    section = PAGES["momentum"].section("map")
    page.keyboard.press("2")
    values = section.presets[1].values
    wait_for_url(page, next(f"{key}={value}" for key, value in values.items() if value != section.defaults()[key]))


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_space_plays_after_a_preset_and_a_pill(server: Server, page: Page, how: str) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts")
    by_keys(page, *SLOWEST)
    for button in (page.locator(".st-key-lecture_presets button").nth(1), page.get_by_role("radio", name="Too much")):
        page.keyboard.press("Home")
        before = wait_for(page, step=0)
        if how == "mouse":
            button.click()
        else:
            page.keyboard.press("Shift+Tab")
            button.focus()
            page.keyboard.press("Enter")
        wait_for(page, revision=before.revision + 1)
        page.keyboard.press("Home")
        page.keyboard.press("Space")
        wait_for(page, playing=True)
        page.keyboard.press("Space")
        wait_for(page, playing=False)


def test_what_is_reached_by_tab_keeps_space_and_a_menu_that_was_used_does_not(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts&t=0")
    by_keys(page, *SLOWEST)
    loop = page.get_by_role("button", name="Loop")
    page.keyboard.press("Tab")
    loop.focus()
    page.keyboard.press("Space")
    assert loop.get_attribute("aria-pressed") == "true" and not read(page).playing
    page.keyboard.press("Enter")
    assert loop.get_attribute("aria-pressed") == "false"
    loop.click()
    page.keyboard.press("Space")
    wait_for(page, playing=True)
    assert loop.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Space")
    wait_for(page, playing=False)
