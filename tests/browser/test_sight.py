"""For who sees little: zoomed pages, text spaced out, colours that are forced, and nothing that moves by itself."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import BOWL, faults_of, open_board, open_stage, stage, wait_for
from tests.browser.server import Server

pytestmark = pytest.mark.every

PLACES = ("", "momentum?section=smooth", "adaptive?section=adam", "backprop?section=network", "curvature?section=cost")
ZOOMED = {"width": 720, "height": 450}  # 1440 × 900 at 200 %
REFLOWED = {"width": 320, "height": 640}  # 1280 at 400 %
# WCAG 1.4.12: what a reader may set.
SPACED = """*:not(.katex *) {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p:not(.katex *) { margin-bottom: 2em !important; }"""
SIDEWAYS = """() => [document.scrollingElement, document.querySelector(".stMain")]
    .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className || e.tagName)"""
CUT = """() => [...document.querySelectorAll(
        ".ov-root :is(button, label, select, summary, h2, h3, td, th, p, span), [role=radiogroup] button, h1"
    )].filter((e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .filter((e) => !e.closest(".ov-unseen, .katex, .ov-sheet-room") && /hidden|clip/.test(getComputedStyle(e).overflow))
    .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)
    .map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)"""
BESIDE = """() => {  // buttons and fields that lie over one another, but for what stays in sight over what scrolls
    const stuck = (e) => e && (getComputedStyle(e).position === "sticky" ? e : stuck(e.parentElement));
    const all = [...document.querySelectorAll(".ov-transport, .ov-bar, .ov-controls, .ov-side")].flatMap((part) =>
        [...part.querySelectorAll("button, input, select")].filter((e) => e.checkVisibility())
            .map((e) => [e, e.getBoundingClientRect()]));
    return all.flatMap(([a, p], i) => all.slice(i + 1).filter(([b, q]) => !a.contains(b) && !b.contains(a)
        && stuck(a) === stuck(b)
        && Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2
        && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 2
    ).map(([b]) => `${a.outerHTML.slice(0, 60)} over ${b.outerHTML.slice(0, 60)}`));
}"""
COLOUR = "(element, name) => getComputedStyle(element)[name]"


def open_place(page: Page, server: Server, place: str) -> None:
    if place:
        open_board(page, f"{server.url}/{place}")
    else:
        open_stage(page, server.url, BOWL)


def style(element: Locator, name: str) -> str:
    value: str = element.evaluate(COLOUR, name)
    return value


@pytest.mark.parametrize("size", [ZOOMED, REFLOWED], ids=["200 %", "400 %"])
def test_nothing_is_cut_off_or_lies_over_another_where_the_page_is_zoomed(
    server: Server, page: Page, size: dict[str, int]
) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    for place in PLACES:
        open_place(page, server, place)
        for program in (SIDEWAYS, CUT, BESIDE):
            assert faults_of(page, program) == [], place


def test_text_that_a_reader_spaces_out_is_not_cut(server: Server, page: Page) -> None:
    for place in PLACES:
        open_place(page, server, place)
        page.add_style_tag(content=SPACED)
        for program in (SIDEWAYS, CUT, BESIDE):
            assert faults_of(page, program) == [], place


def test_where_colours_are_forced_runs_are_told_apart_and_what_is_chosen_has_a_frame(
    server: Server, page: Page
) -> None:
    page.emulate_media(forced_colors="active")
    open_stage(page, server.url, BOWL)
    dots = page.locator(".ov-chart").first.locator(".ov-dot")
    assert style(dots.nth(0), "backgroundColor") != style(dots.nth(1), "backgroundColor")
    play = page.get_by_role("button", name="Play", exact=True)
    assert style(play, "backgroundColor") != style(play.locator("svg"), "color")
    button = page.get_by_role("button", name="On 1 step")
    assert style(button, "borderStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 1
    open_board(page, f"{server.url}/backprop", "section=network")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ov-box.ov-lit").first).to_have_css("outline-style", "solid")
    chosen = page.get_by_role("radio", name="Network", exact=True)
    expect(chosen).to_have_css("outline-style", "solid")
    page.emulate_media(forced_colors="none")


def test_where_less_motion_is_wished_nothing_plays_by_itself_and_play_goes_in_still_pictures(
    server: Server, page: Page
) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_stage(page, server.url, BOWL)
    assert stage(page).get_attribute("data-playing") == "false"
    moving = """() => document.getAnimations().filter((each) => each.playState === "running"
        && each.effect.target?.closest(".ov-root") && each.effect.getComputedTiming().duration > 1).length"""
    assert page.evaluate(moving) == 0
    page.evaluate(
        """() => {
            window.steps = [];
            new MutationObserver(() => steps.push(document.querySelector("[data-stage]").dataset.step))
                .observe(document.querySelector("[data-stage]"), {attributeFilter: ["data-step"]});
        }"""
    )
    page.keyboard.press(" ")
    wait_for(page, step=60, playing=False)
    assert page.evaluate("new Set(steps).size") <= 11


def test_where_more_contrast_is_wished_faint_words_are_as_strong_as_others(server: Server, page: Page) -> None:
    page.emulate_media(contrast="more")
    open_stage(page, server.url, BOWL)
    count = page.locator(".ov-transport")
    assert style(page.get_by_text("Modifiers").first, "color") == style(count, "color")
    page.emulate_media(contrast="no-preference")
