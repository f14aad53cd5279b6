"""In front of a hall: each key of the lecturer's does what the sheet of keys says, and the next one undoes it."""

import pytest
from playwright.sync_api import Page, ViewportSize

from optviz.lecture.pages import PAGES
from optviz.pictures import PLAYGROUND
from tests.browser.helpers import (
    BOWL,
    arrive,
    control,
    frames,
    open_board,
    read,
    settled,
    stage,
    still,
    toast,
    type_exact,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

SIZE = ViewportSize(width=1280, height=720)
MOMENTUM = "section=two_parts&present=1&t=30"
INK = """() => [...document.querySelectorAll(".ov-panels .ov-panel canvas")].map((canvas) => canvas.toDataURL())"""
LOCKS = """() => {
    window.locks = [];
    const lock = () => Object.assign(new EventTarget(), { released: false,
        async release() { this.released = true; } });
    Object.defineProperty(navigator, "wakeLock", { value: { async request(kind) {
        if (kind !== "screen") throw new TypeError(kind);
        locks.push(lock());
        return locks.at(-1);
    } }, configurable: true });
}"""
HELD = "count => locks.filter((lock) => !lock.released).length === count"
SHOW_PAGE = """state => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    if (state === "hidden") for (const lock of locks) lock.released = true;
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def hall(page: Page, server: Server, stem: str = "momentum", query: str = MOMENTUM) -> None:
    """Open a page in presenter mode on a projector."""
    page.set_viewport_size(SIZE)
    open_board(page, f"{server.url}/{stem}", query)
    page.locator(".ov-root.ov-present").wait_for()


def drawn(page: Page) -> list[str]:
    """What the panels' canvases show."""
    return page.evaluate(INK)


def test_a_ring_follows_the_pointer_after_h_and_on_the_next_page_too(server: Server, page: Page) -> None:
    hall(page, server)
    ring = page.locator(".ov-halo")
    page.mouse.move(400, 300)
    assert not ring.is_visible()
    page.keyboard.press("h")
    ring.wait_for()
    page.mouse.move(600, 350)
    box = ring.bounding_box()
    assert box is not None
    assert abs(box["x"] + box["width"] / 2 - 600) < 1 and abs(box["y"] + box["height"] / 2 - 350) < 1
    assert box["width"] > SIZE["height"] / 20, "the last row sees it"
    assert page.evaluate("document.elementFromPoint(600, 350).closest('.ov-halo') === null"), "it takes no press"
    page.goto(f"{server.url}/traps?present=1")
    arrive(page, "traps", PAGES["traps"].sections[0].key)
    page.mouse.move(500, 300)
    ring.wait_for()
    page.keyboard.press("p")
    ring.wait_for(state="hidden")
    page.keyboard.press("p")
    page.keyboard.press("h")
    frames(page, 3)
    assert not ring.is_visible()


def test_b_and_a_clickers_point_blank_the_screen_and_any_key_returns_without_doing_more(
    server: Server, page: Page
) -> None:
    hall(page, server)
    blank = page.locator(".ov-blank")
    section = stage(page).get_attribute("data-section")
    page.keyboard.press("Home")
    for key, colour in (("b", "rgb(0, 0, 0)"), (".", "rgb(0, 0, 0)"), (",", "rgb(255, 255, 255)")):
        for back in (key, "PageDown", "Escape", "Space"):
            page.keyboard.press(key)
            blank.wait_for()
            assert blank.evaluate("each => getComputedStyle(each).backgroundColor") == colour
            box = blank.bounding_box()
            assert box is not None and (box["width"], box["height"]) == (SIZE["width"], SIZE["height"])
            page.keyboard.press(back)
            blank.wait_for(state="hidden")
    page.keyboard.press("b")
    page.keyboard.press("Shift")
    assert blank.is_visible()
    blank.click()
    blank.wait_for(state="hidden")
    now = wait_for(page, section=section, step=0, playing=False)
    assert now.step == 0 and page.locator(".ov-root.ov-present").count() == 1


def test_a_blank_screen_pauses_the_run(server: Server, page: Page) -> None:
    hall(page, server, query="section=two_parts&present=1")
    page.keyboard.press("[")
    page.keyboard.press("Space")
    wait_for(page, playing=True)
    page.keyboard.press("b")
    wait_for(page, playing=False)


def test_a_frozen_picture_stays_until_it_is_let_go_and_shows_then_what_was_set(server: Server, page: Page) -> None:
    hall(page, server)
    field = control(page, "beta").locator(".ov-exact")
    still(page, INK)
    page.keyboard.press("z")
    freeze = page.get_by_role("button", name="Frozen")
    freeze.wait_for()
    before = drawn(page)
    now = read(page)
    type_exact(page, field, "0.5")
    wait_for(page, revision=now.revision + 1)
    wait_for_url(page, "beta=0.5")
    frames(page, 10)
    assert drawn(page) == before
    freeze.click()
    freeze.wait_for(state="hidden")
    settled(page)
    assert drawn(page) != before


def test_a_frozen_section_is_still_seen_while_the_next_one_is_prepared(server: Server, page: Page) -> None:
    hall(page, server)
    panels = ".ov-panels > [data-panel]"
    names = "all => all.map((each) => each.dataset.panel)"
    before = page.locator(panels).evaluate_all(names)
    page.keyboard.press("z")
    page.keyboard.press("PageDown")
    wait_for(page, section="smooth")
    assert page.locator(panels).evaluate_all(names) == before
    page.keyboard.press("z")
    settled(page)
    assert page.locator(panels).evaluate_all(names) != before
    assert page.locator(".ov-root.ov-frozen").count() == 0


def test_c_hides_how_a_run_ends_until_it_is_played(server: Server, page: Page) -> None:
    for stem, query in (("momentum", MOMENTUM + "&all=1"), (PLAYGROUND, f"{BOWL}&t=60&present=1")):
        hall(page, server, "" if stem == PLAYGROUND else stem, query)
        seen, all_seen = read(page).step, "all=1" in page.url
        assert seen
        page.keyboard.press("c")
        wait_for(page, step=0, playing=False)
        show_all = page.get_by_role("button", name="Show all")
        assert show_all.get_attribute("aria-pressed") == "false"
        assert page.locator(".ov-play.ov-beckons").is_visible(), "the run waits to be played"
        assert page.locator(".ov-invitation").is_hidden(), "nothing lies over a hall's picture"
        page.keyboard.press("c")
        wait_for(page, step=seen)
        assert show_all.get_attribute("aria-pressed") == str(all_seen).lower()
        page.keyboard.press("c")
        page.keyboard.press("End")
        assert wait_for(page, playing=False).step == read(page).steps


def test_c_covers_a_picture_that_has_no_playhead(server: Server, page: Page) -> None:
    hall(page, server, "stochastic", "section=average&present=1")
    plane, title = page.locator("[data-panel=theta] .ov-plane-room"), page.locator("[data-panel=theta] .ov-chart-title")
    page.keyboard.press("c")
    plane.wait_for(state="hidden")
    assert title.is_visible()
    page.get_by_role("button", name="Show what is covered").click()
    plane.wait_for()
    page.keyboard.press("c")
    plane.wait_for(state="hidden")
    page.keyboard.press("PageDown")
    wait_for(page, section="cost")
    page.locator(".ov-panels .ov-plane-room").first.wait_for()


def test_c_says_so_where_nothing_is_to_be_hidden(server: Server, page: Page) -> None:
    hall(page, server, query="section=two_parts&present=1")
    page.keyboard.press("c")
    toast(page, "hidden already")


def test_n_shows_what_to_notice_under_the_picture_of_every_section_that_comes(server: Server, page: Page) -> None:
    hall(page, server)
    line = page.locator(".ov-caption")
    assert not line.is_visible()
    page.keyboard.press("n")
    line.get_by_text("What to notice.").wait_for()
    first = line.inner_text()
    page.keyboard.press("PageDown")
    wait_for(page, section="smooth")
    page.wait_for_function(
        "was => [...document.querySelectorAll('.ov-caption')].some((at) => at.offsetHeight && at.innerText !== was)",
        arg=first,
    )
    box, foot = line.bounding_box(), page.locator(".ov-transport").bounding_box()
    assert box is not None and foot is not None
    assert box["y"] + box["height"] <= foot["y"] + 1 and box["y"] > SIZE["height"] / 3
    page.keyboard.press("n")
    line.wait_for(state="hidden")


def test_the_playgrounds_lesson_has_its_line_too(server: Server, page: Page) -> None:
    hall(page, server, "", "lesson=narrow_bowl&present=1")
    page.keyboard.press("n")
    page.locator(".ov-caption").get_by_text("Notice:").wait_for()


def test_the_screen_stays_awake_while_a_run_plays(server: Server, page: Page) -> None:
    page.add_init_script(f"({LOCKS})()")
    hall(page, server, query="section=two_parts&present=1")
    page.keyboard.press("l")
    page.keyboard.press("Space")
    page.wait_for_function(HELD, arg=1)
    page.evaluate(SHOW_PAGE, "hidden")
    page.wait_for_function(HELD, arg=0)
    page.evaluate(SHOW_PAGE, "visible")
    page.wait_for_function(HELD, arg=1)
    page.keyboard.press("Space")
    page.wait_for_function(HELD, arg=0)


def test_without_a_wake_lock_a_run_plays_as_well(server: Server, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'wakeLock', { value: undefined, configurable: true })")
    hall(page, server, query="section=two_parts&present=1")
    page.keyboard.press("Space")
    wait_for(page, playing=True)


def test_a_clickers_start_key_keeps_presenter_and_scene_and_undoes_its_end_key(server: Server, page: Page) -> None:
    hall(page, server)
    page.evaluate("() => { window.untouched = true; }")
    for key in ("F5", "Shift+F5"):
        page.keyboard.press(key)
        toast(page, "Presenter is on")
    before = read(page)
    page.keyboard.press("Escape")
    page.locator(".ov-root:not(.ov-present)").wait_for()
    page.keyboard.press("F5")
    page.locator(".ov-root.ov-present").wait_for()
    assert read(page).step == before.step and page.evaluate("window.untouched") is True


def test_outside_presenter_f5_is_the_browsers(server: Server, page: Page) -> None:
    hall(page, server)
    page.keyboard.press("p")
    page.locator(".ov-root:not(.ov-present)").wait_for()
    assert not page.evaluate(
        """() => { const press = new KeyboardEvent("keydown", { key: "F5", cancelable: true, bubbles: true });
            document.body.dispatchEvent(press); return press.defaultPrevented; }"""
    )


def test_the_sheet_of_keys_lists_them_in_presenter(server: Server, page: Page) -> None:
    hall(page, server)
    page.keyboard.press("?")
    rows = page.locator(".ov-sheet .ov-key-row")
    for key, text in (("H", "ring"), ("Z", "freeze"), ("C", "hide"), ("N", "notice"), ("B .", "black"), (",", "white")):
        row = rows.filter(has=page.locator("kbd", has_text=key)).filter(has_text=text)
        row.wait_for()
