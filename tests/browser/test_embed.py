"""A board in the frame of a page of another origin: it plays, it changes, it fits, and its address keeps its words."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from optviz.lecture import TITLES
from tests.browser.frames import course, framed
from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, SIZES
from tests.browser.server import Server
from tests.every import some

FRAME_WORDS = "embed=true&embed_options=dark_theme&embed_options=hide_loading_screen&utm_source=a%20b&lti_token=x"
SHOWN = """() => {
    const stage = document.querySelector("[data-stage]");
    return stage?.dataset.revision && !("waiting" in stage.dataset) && stage.dataset.work !== "running"
        && [...stage.querySelectorAll(".ov-plane")].every((plane) => plane.dataset.drawn === stage.dataset.revision)
        && !document.querySelector(".stApp[data-test-script-state=running]");
}"""
OVERFLOW = """() => {
    const parts = [document.documentElement, document.querySelector(".stMain"), document.querySelector("[data-stage]")];
    return parts.flatMap((part) => [part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight])
        .filter((pixels) => pixels > 0);
}"""
# What lies on top at points all over the frame and is not the stage's.
FOREIGN = """() => {
    const points = Array.from({ length: 400 }, (_, i) => [(i % 20 + 0.5) / 20, (Math.floor(i / 20) + 0.5) / 20]);
    const tops = points.map(([x, y]) => document.elementFromPoint(x * innerWidth, y * innerHeight));
    return tops.filter((top) => !top?.closest("[data-stage]")).map((top) => top?.outerHTML.slice(0, 80));
}"""
WORDS = "h1, h2, [data-testid=stMarkdown], [role=radiogroup], .ov-bar button"


@pytest.fixture
def course_url() -> Iterator[str]:
    """Pages of another origin."""
    with course() as url:
        yield url


def shown(page: Page, address: str) -> Frame:
    """Open a page with a frame and wait until its board is drawn."""
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator("[data-stage]").wait_for(timeout=FIRST_PICTURE)
    inside = page.frames[1]
    inside.wait_for_function(SHOWN, timeout=FIRST_PICTURE)
    return inside


def pressed_play(frame: Frame) -> None:
    """Press play and wait until it has moved."""
    frame.locator(".ov-play").click()
    frame.wait_for_function("Number(document.querySelector('[data-stage]').dataset.step) > 2", timeout=CHANGE)


def test_the_playground_plays_in_a_frame_and_a_reload_keeps_what_was_set(
    server: Server, page: Page, course_url: str
) -> None:
    frame = shown(page, framed(course_url, f"{server.url}/?{FRAME_WORDS}&{BOWL}"))
    pressed_play(frame)
    frame.locator(".ov-play").click()
    box = frame.locator(".ov-run[data-slot='0'] .ov-exact").first
    box.fill("0.07")
    box.press("Enter")
    frame.wait_for_function("location.search.includes('gd,lr:0.07')", timeout=CHANGE)
    frame.wait_for_function(SHOWN, timeout=CHANGE)
    step = frame.locator("[data-stage]").get_attribute("data-step")
    frame.wait_for_function(f"new URLSearchParams(location.search).get('t') === '{step}'", timeout=CHANGE)
    assert frame.url.endswith(f"&{FRAME_WORDS}")
    frame.evaluate("location.reload()")
    frame.locator("[data-stage].ov-dark").wait_for(timeout=FIRST_PICTURE)
    frame.wait_for_function(SHOWN, timeout=FIRST_PICTURE)
    assert frame.url.endswith(f"&{FRAME_WORDS}")
    frame.locator(f"[data-stage][data-step='{step}']").wait_for(timeout=FIRST_PICTURE)
    expect(frame.locator(".ov-run[data-slot='0'] .ov-exact").first).to_have_value("0.07", timeout=CHANGE)


def test_a_section_plays_in_a_frame_and_has_no_chrome(server: Server, page: Page, course_url: str) -> None:
    frame = shown(page, framed(course_url, f"{server.url}/momentum?section=smooth&{FRAME_WORDS}"))
    assert frame.evaluate(FOREIGN) == []
    assert [each for each in frame.locator(WORDS).all() if each.is_visible()] == []
    pressed_play(frame)
    frame.locator("[data-stage]").press("PageDown")
    assert "section=smooth" in frame.url and frame.url.endswith(f"&{FRAME_WORDS}")


def test_the_mark_opens_the_same_picture_in_the_whole_app(server: Server, page: Page, course_url: str) -> None:
    frame = shown(page, framed(course_url, f"{server.url}/?{FRAME_WORDS}&{BOWL}&t=7"))
    mark = frame.get_by_role("link", name="Open in optviz")
    assert mark.get_attribute("rel") == "noopener"
    with page.context.expect_page() as opened:
        mark.click()
    other = opened.value
    assert "embed" not in other.url and "lti_token" not in other.url and other.url.startswith(f"{server.url}/?surface")
    other.locator("[data-stage][data-step='7']").wait_for(timeout=FIRST_PICTURE)
    other.get_by_role("heading", name="Playground").wait_for(timeout=CHANGE)
    other.close()


@pytest.mark.parametrize("stem", some(["", *TITLES], ("", "adaptive", "backprop", "curvature").__contains__))
def test_a_board_fits_a_frame_of_640_by_480(server: Server, page: Page, course_url: str, stem: str) -> None:
    frame = shown(page, framed(course_url, f"{server.url}/{stem}?embed=true"))
    frame.wait_for_function(f"({OVERFLOW})().length === 0", timeout=CHANGE)
    box = frame.get_by_role("link", name="Open in optviz").bounding_box()
    assert box is not None and box["x"] + box["width"] <= 648 + 8 and box["y"] + box["height"] <= 480 + 8


@pytest.mark.parametrize(("option", "dark"), [("dark_theme", 1), ("light_theme", 0)])
def test_a_frame_has_the_colours_that_its_page_wants(
    server: Server, new_context: Callable[..., BrowserContext], course_url: str, option: str, dark: int
) -> None:
    other = new_context(color_scheme="light" if dark else "dark", viewport=SIZES["laptop"]).new_page()
    frame = shown(other, framed(course_url, f"{server.url}/traps?embed=true&embed_options={option}", 960, 540))
    assert frame.locator("[data-stage].ov-dark").count() == dark


def test_a_link_in_a_frame_that_is_broken_says_so_over_the_picture(server: Server, page: Page, course_url: str) -> None:
    frame = shown(page, framed(course_url, f"{server.url}/momentum?section=nowhere&lr=fast&embed=true"))
    said = frame.locator("[data-testid=stToast]", has_text="not understood")
    said.wait_for(timeout=CHANGE)
    middle = said.evaluate(
        "e => { const b = e.getBoundingClientRect();"
        " return e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)); }"
    )
    assert middle
