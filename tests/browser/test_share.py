"""The Share panel: a link for others, its code for a camera, and the text of a frame."""

from collections.abc import Callable
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, open_board, open_stage, read, settled, wait_for
from tests.browser.server import Server

SVG = "{http://www.w3.org/2000/svg}"
FOREIGN = "utm_source=mail&fbclid=x&lti_token=secret"
SEVEN = ["run=adam,lr:0.0123,beta1:0.87,beta2:0.987,eps:1e-7,cosine,warmup:0.11,clip_norm:1.23,l2:0.0123,ema:0.97"] * 7


def shared(page: Page) -> Locator:
    """Open the panel by its key."""
    page.keyboard.press("c")
    sheet = page.get_by_role("dialog", name="Share")
    sheet.wait_for(timeout=CHANGE)
    return sheet


def link_in(sheet: Locator) -> str:
    """The link that the panel shows."""
    return sheet.get_by_role("textbox", name="Link", exact=True).input_value()


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race at step 2, by an address in which others have put something, too."""
    open_stage(page, server.url, f"{BOWL}&{FOREIGN}#there")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    wait_for(page, step=2)
    settled(page)
    return page


def test_a_link_passes_on_what_is_shown_and_nothing_that_others_put_there(bowl: Page, server: Server) -> None:
    assert link_in(shared(bowl)) == f"{server.url}/?{BOWL.replace('s.kappa=10&', '')}&t=2"  # 10 is its default
    assert FOREIGN in bowl.url


def test_a_link_opens_at_this_step_or_at_the_start(bowl: Page, new_context: Callable[..., BrowserContext]) -> None:
    sheet = shared(bowl)
    links = [link_in(sheet)]
    sheet.get_by_role("checkbox", name="opens at this step, t = 2").uncheck()
    links.append(link_in(sheet))
    other = new_context().new_page()
    for link, step in zip(links, (2, 0), strict=True):
        other.goto("about:blank")
        assert open_stage(other, link).step == step


def test_a_section_s_link_holds_only_what_differs(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum", "section=two_parts")
    sheet = shared(page)
    assert link_in(sheet) == f"{server.url}/momentum?section=two_parts"
    assert not sheet.get_by_role("checkbox").is_visible()


def test_a_link_is_shown_as_a_code_and_saved_as_one(bowl: Page) -> None:
    sheet = shared(bowl)
    bowl.wait_for_function("document.querySelector('.ov-share-code').naturalWidth > 0", timeout=CHANGE)
    source = sheet.get_by_role("img", name="QR code of the link").get_attribute("src") or ""
    assert unquote(source.partition("text=")[2]) == link_in(sheet)
    with bowl.expect_download(timeout=CHANGE) as waiting:
        sheet.get_by_role("button", name="Save code").click()
    assert waiting.value.suggested_filename == "optviz-playground-quadratic.svg"
    assert ElementTree.parse(waiting.value.path()).getroot().tag == f"{SVG}svg"


def test_a_link_that_is_too_long_for_a_code_is_said_to_be(page: Page, server: Server) -> None:
    open_stage(page, server.url, "&".join(["surface=booth", *SEVEN]))
    sheet = shared(page)
    assert "too long for a code" in sheet.inner_text()
    assert not sheet.get_by_role("button", name="Save code").is_visible()
    assert len(link_in(sheet)) > 600


def test_a_frame_has_the_size_and_the_colours_that_are_chosen(bowl: Page) -> None:
    sheet = shared(bowl)
    frame = sheet.get_by_role("textbox", name="Frame for a web page")
    assert 'width="640" height="480"' in frame.input_value() and "embed=true&amp;" not in frame.input_value()
    sheet.get_by_role("combobox", name="Size").select_option("960x540")
    sheet.get_by_role("combobox", name="Colours").select_option("dark")
    assert 'width="960" height="540"' in frame.input_value()
    assert "&amp;embed=true&amp;embed_options=dark_theme" in frame.input_value()


def test_without_the_browser_s_clipboard_a_link_is_copied_all_the_same(
    server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(permissions=["clipboard-read"]).new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    open_stage(page, server.url, BOWL)
    sheet = shared(page)
    sheet.get_by_role("button", name="Copy link").click()
    sheet.get_by_text("Link copied.").wait_for(timeout=CHANGE)
    link = link_in(sheet)
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.keyboard.press("Escape")
    page.locator("body > textarea").focus()
    page.keyboard.press("Control+v")
    assert page.locator("body > textarea").input_value() == link


def test_a_quiz_is_shared_without_its_answers(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/quiz?set=one_dimension&seed=8&at=2")
    wait_for(page, timeout=FIRST_PICTURE)
    assert link_in(shared(page)) == f"{server.url}/quiz?set=one_dimension&seed=8"


def test_the_panel_s_keys_move_nothing_behind_it(bowl: Page) -> None:
    before = read(bowl)
    shared(bowl)
    bowl.keyboard.press("ArrowRight")
    bowl.keyboard.press("Escape")
    bowl.get_by_role("dialog", name="Share").wait_for(state="hidden")
    assert read(bowl).step == before.step
    bowl.keyboard.press("?")
    assert "share: link, QR code" in bowl.get_by_role("dialog", name="Keys").inner_text()


@pytest.mark.parametrize(
    ("path", "ready", "own"),
    [("atlas?show=optimizers&entry=", ".st-key-atlas_cards", "?show=optimizers"), ("tours", ".ov-tour-file", "")],
)
def test_a_page_without_a_board_is_shared_by_the_same_panel(
    server: Server, page: Page, path: str, ready: str, own: str
) -> None:
    page.goto(f"{server.url}/{path}{'&' if '?' in path else '?'}{FOREIGN}")
    page.locator(ready).wait_for(timeout=FIRST_PICTURE)
    page.get_by_role("button", name="Share", exact=True).wait_for(timeout=FIRST_PICTURE)
    sheet = shared(page)
    assert link_in(sheet) == f"{server.url}/{path.partition('?')[0]}{own}"
    page.wait_for_function("document.querySelector('.ov-share-code').naturalWidth > 0", timeout=CHANGE)
    assert not sheet.get_by_role("textbox", name="Frame for a web page").count()
    sheet.get_by_role("button", name="Close").click()
    sheet.wait_for(state="hidden")
    page.get_by_role("button", name="Share", exact=True).click()
    sheet.wait_for()
