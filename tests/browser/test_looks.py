"""What everybody can see and read: names for screen readers, phones and projectors, type, themes, a quiet network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from optviz.core.surfaces import SURFACES
from tests.browser.helpers import (
    BOWL,
    CHANGE,
    FIRST_PICTURE,
    SIZES,
    knob,
    open_stage,
    read,
    type_exact,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

NAMELESS = """() => [...document.querySelectorAll(".ov-root :is(button, input, select, canvas[role])")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent).trim()).map((e) => e.outerHTML.slice(0, 120))"""
SMALL = """least => [...document.querySelectorAll(".ov-root *")]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => !e.closest(".katex, svg") && parseFloat(getComputedStyle(e).fontSize) < least)
    .map((e) => `${e.className || e.tagName} ${getComputedStyle(e).fontSize}`)"""
LOADED = """count => document.images.length >= count
    && [...document.images].every((image) => image.complete && image.naturalWidth > 0)"""
PAINT = """() => {
    const picture = document.querySelector("canvas[role=img]");
    const shade = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
    return [shade, picture.width > 0, document.querySelector(".ov-root").classList.contains("ov-dark")];
}"""
IN_REACH = """selector => {
    const part = document.querySelector(selector), box = part.getBoundingClientRect();
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.bottom <= innerHeight + 1 && part.contains(there);
}"""


def test_every_control_of_the_stage_has_a_name(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    assert page.evaluate(NAMELESS) == []


def test_the_picture_is_an_image_with_a_label_and_its_summary_is_spoken_when_it_changes(
    server: Server, page: Page
) -> None:
    open_stage(page, server.url, BOWL)
    picture = page.get_by_role("img", name="Picture. ")
    picture.wait_for()
    assert "GD: " not in (picture.get_attribute("aria-label") or ""), "how it ends is not said before it is played"
    page.keyboard.press("End")
    spoken = page.locator(".ov-root [aria-live=polite]").filter(has_text="Quadratic")
    spoken.wait_for(state="attached", timeout=CHANGE)
    before = spoken.text_content() or ""
    assert "GD: " in before and "Adam: " in before and before in (picture.get_attribute("aria-label") or "")
    type_exact(page, knob(page, "lr", 0)[1], "500")
    page.locator(".ov-root [aria-live=polite]").filter(has_text="GD: diverged").wait_for(
        state="attached", timeout=CHANGE
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_a_window_without_scrolling_sideways(server: Server, screen: Page, size: str) -> None:
    page, width, height = screen, SIZES[size]["width"], SIZES[size]["height"]
    open_stage(page, server.url)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    wide = "() => { const m = document.querySelector('.stMain'); return m.scrollWidth - m.clientWidth; }"
    assert page.evaluate(wide) <= 0
    boxes = {name: page.locator(f".ov-{name}").first.bounding_box() for name in ("picture-room", "transport", "legend")}
    for name, box in boxes.items():
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, name
    if size != "phone":
        play = boxes["transport"]
        assert play and play["y"] + play["height"] <= height, "the play button is in sight without scrolling"


def test_a_finger_moves_the_start_on_a_phone(server: Server, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    seen = open_stage(page, server.url, BOWL)
    page.locator(".ov-picture-room").scroll_into_view_if_needed()
    box = page.locator(".ov-picture-room").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 0.6 * box["width"], box["y"] + 0.4 * box["height"])
    page.wait_for_function(
        "least => document.querySelector('[data-stage]').dataset.revision > least", arg=seen.revision
    )
    page.wait_for_function("!location.search.includes('at=-2,1')", timeout=CHANGE)


def test_the_presenters_view_has_type_for_the_back_row_and_escape_leaves_it(server: Server, page: Page) -> None:
    page.set_viewport_size(SIZES["projector"])
    open_stage(page, server.url, BOWL)
    page.keyboard.press("p")
    page.locator(".ov-root.ov-present").wait_for()
    wait_for_url(page, "present=1")
    assert page.evaluate(SMALL, 24) == []
    assert page.locator(".ov-play").is_visible()
    page.keyboard.press("Escape")
    page.locator(".ov-root:not(.ov-present)").wait_for()
    page.wait_for_function("!location.search.includes('present')", timeout=CHANGE)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
@pytest.mark.parametrize("place", ["", "momentum"])
def test_the_presenter_has_the_playhead_in_the_window_and_nothing_over_it(
    server: Server, page: Page, place: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server.url}/{place}?present=1")
    wait_for(page, timeout=FIRST_PICTURE)
    page.locator(".ov-plane[data-drawn]").first.wait_for()
    for control in (".ov-play", ".ov-scrub", ".ov-count", ".ov-speed"):
        assert page.evaluate(IN_REACH, f".ov-transport {control}"), control


def test_type_is_never_small(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    assert page.evaluate(SMALL, 16) == []


def test_the_stage_follows_the_theme_without_losing_anything(server: Server, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    seen = open_stage(page, server.url, BOWL + "&t=7")
    light = page.evaluate(PAINT)
    page.emulate_media(color_scheme="dark")
    page.locator(".ov-root.ov-dark").wait_for(timeout=CHANGE)
    dark = page.evaluate(PAINT)
    assert dark[0] != light[0] and dark[1:] == [True, True]
    now = read(page)
    assert (now.step, now.status, now.runs) == (seen.step, seen.status, seen.runs)
    page.emulate_media(color_scheme="light")
    page.locator(".ov-root:not(.ov-dark)").wait_for(timeout=CHANGE)


def test_nothing_turns_grey_or_leaves_the_page_while_eta_changes(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    page.evaluate("""() => {
        const root = document.querySelector("[data-stage]");
        const picture = document.querySelector(".ov-picture-room canvas");
        window.flickers = 0;
        const pale = (e) => e && (Number(getComputedStyle(e).opacity) < 1 || pale(e.parentElement));
        const look = () => {
            if (!root.isConnected || !picture.isConnected || pale(picture)) window.flickers += 1;
            requestAnimationFrame(look);
        };
        look();
    }""")
    field = knob(page, "lr", 0)[1]
    for value in ("0.02", "0.03", "0.04"):
        type_exact(page, field, value)
        wait_for_url(page, f"lr:{value}")
    assert page.evaluate("window.flickers") == 0


def test_the_atlas_opens_an_entry_in_the_playground(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/atlas?entry=himmelblau")
    open_it = page.get_by_role("dialog").get_by_role("button", name="Open in the playground")
    open_it.wait_for(timeout=FIRST_PICTURE)
    # Who leaves before the cards' pictures and the entry's are there gets a 404 for the others.
    page.wait_for_function(LOADED, arg=len(SURFACES) + 1, timeout=CHANGE)
    open_it.click()
    page.locator("[data-stage]").wait_for(timeout=FIRST_PICTURE)
    wait_for_url(page, "surface=himmelblau")
