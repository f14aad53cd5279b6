"""The address: what others have put there stays, through all that a person does; what is looked at is in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.helpers import (
    BOWL,
    CHANGE,
    FIRST_PICTURE,
    control,
    knob,
    open_board,
    open_stage,
    page_down,
    read,
    settled,
    still,
    type_exact,
    wait_for,
    wait_for_redraw,
    wait_for_url,
    window,
)
from tests.browser.server import Server

OTHERS = "embed=false&embed_options=dark_theme&utm_source=a%20b&fbclid=Iw=0&lrs="
WARNING = "[data-testid=stAlert]"
CAMERA = """() => {
    const camera = document.querySelector(".ov-plotly")._fullLayout?.scene?._scene?.getCamera?.();
    return camera ? [camera.eye, camera.center, camera.up].flatMap(({x, y, z}) => [x, y, z]) : null;
}"""


def copied(page: Page) -> str:
    """Press Copy link in the Share panel and return the link that was copied; the panel is closed again."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    sheet = page.get_by_role("dialog", name="Share")
    link = sheet.get_by_role("textbox", name="Link", exact=True).input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.get_by_role("button", name="Copy link").click()
    sheet.get_by_text("Link copied.").wait_for(timeout=CHANGE)
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.keyboard.press("Escape")
    return link


def untouched(page: Page) -> None:
    """What is not ours stands at the end of the address, letter by letter, and nothing is said of it."""
    assert page.url.endswith(f"&{OTHERS}#there")
    assert page.locator(WARNING).count() == 0


def test_what_is_not_the_playground_s_stays_in_its_address(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/?{OTHERS}&{BOWL}#there")
    seen = wait_for(page, timeout=FIRST_PICTURE, runs=2)
    page.wait_for_function("location.search.startsWith('?surface')")
    untouched(page)
    type_exact(page, knob(page, "lr", 0)[1], "0.07")
    wait_for_redraw(page, seen)
    wait_for_url(page, "gd,lr:0.07")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("p")
    wait_for_url(page, "present=1")
    page.keyboard.press("p")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("!location.search.includes('0.07')")
    page.get_by_role("combobox", name="Surface").click()
    page.get_by_role("option", name="Himmelblau").click()
    wait_for_url(page, "surface=himmelblau")
    untouched(page)
    page.reload()
    wait_for(page, timeout=FIRST_PICTURE)
    untouched(page)
    page.locator("[data-stage].ov-dark").wait_for(timeout=CHANGE)
    assert copied(page) == page.url.removesuffix(f"&{OTHERS}#there")


def test_what_is_not_a_section_s_stays_in_its_address(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/momentum?lr=0.03&{OTHERS}#there")
    wait_for(page, timeout=FIRST_PICTURE)
    page.wait_for_function("location.search.startsWith('?section')")
    untouched(page)
    seen = read(page)
    type_exact(page, control(page, "lr").locator(".ov-exact"), "0.05")
    wait_for_redraw(page, seen)
    wait_for_url(page, "lr=0.05")
    page.evaluate("document.activeElement.blur()")
    page_down(page, "smooth")
    wait_for_url(page, "section=smooth")
    untouched(page)


def test_what_is_not_the_atlas_s_stays_in_its_address(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/atlas?{OTHERS}&show=optimizers#there")
    page.get_by_role("heading", name="Adam", exact=True).wait_for(timeout=FIRST_PICTURE)
    page.wait_for_function("location.search.startsWith('?show=optimizers')", timeout=CHANGE)
    untouched(page)


def test_a_copied_link_opens_the_part_of_the_plane_that_is_looked_at(
    server: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    open_stage(page, server.url, BOWL)
    whole = window(page)
    box = page.locator(".ov-picture-room").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"document.querySelector('.ov-plotly').layout.xaxis.range[0] > {whole[0]} + 0.01")
    seen = still(
        page,
        "() => { const l = document.querySelector('.ov-plotly')._fullLayout;"
        " return [...l.xaxis.range, ...l.yaxis.range]; }",
    )
    link = copied(page)
    assert "window=picture:" in link and len(link) < len(page.url.partition("window")[0]) + 60
    other = new_context(viewport={"width": 1440, "height": 900}).new_page()
    open_stage(other, link)
    assert window(other) == pytest.approx(seen, abs=1e-3 * (seen[1] - seen[0]))
    other.get_by_role("button", name="Fit").click()
    other.wait_for_function("!location.search.includes('window=')", timeout=CHANGE)
    assert window(other) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize(
    ("place", "link"), [("", BOWL + "&view=3d"), ("network", "section=landscape&view=3d&epochs=5")]
)
def test_a_copied_link_opens_the_surface_from_where_it_is_looked_at(
    server: Server, page: Page, place: str, link: str
) -> None:
    def opened(tab: Page, address: str) -> None:
        tab.goto(address)
        wait_for(tab, timeout=FIRST_PICTURE, work="")
        settled(tab)
        tab.wait_for_function(CAMERA, timeout=FIRST_PICTURE)

    opened(page, f"{server.url}/{place}?{link}")
    first = still(page, CAMERA)
    assert "camera" not in page.url
    box = page.locator(".ov-relief-room").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 90, box["y"] + box["height"] / 2 + 40, steps=6)
    page.mouse.up()
    turned = still(page, CAMERA)
    assert max(abs(a - b) for a, b in zip(first, turned, strict=True)) > 0.05
    link = copied(page)
    page.goto("about:blank")
    opened(page, link)
    assert still(page, CAMERA) == pytest.approx(turned, abs=5e-3)


def test_a_bad_view_in_a_link_is_named_and_the_whole_is_shown(server: Server, page: Page) -> None:
    open_stage(page, server.url, f"{BOWL}&window=picture:1,nan,0,1&window=elsewhere:0,1,0,1&camera=picture:1,1")
    for said in ("window = nan: not a finite number.", "three, six or nine numbers"):
        page.locator("[data-testid=stText]", has_text=said).wait_for(timeout=CHANGE)
    page.locator(".ov-toast", has_text="window = elsewhere: there is no such picture here.").wait_for(state="attached")
    page.wait_for_function("!location.search.includes('window=')", timeout=CHANGE)


def test_a_section_opens_at_its_own_axes_whatever_a_link_says(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts&window=path:0,1,0,1")
    page.locator(".ov-toast", has_text="there is no such picture here.").wait_for(state="attached")
