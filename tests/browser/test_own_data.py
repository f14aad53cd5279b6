"""Data of one's own: pasted from a spreadsheet, loaded from a file, in the link or by their name, never lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.axe import violations
from tests.browser.helpers import CHANGE, FIRST_PICTURE, control, open_board, query, settled, wait_for_url
from tests.browser.server import Server
from tests.browser.tab import VIEWPORT
from tools.golden_tables import GERMAN

pytestmark = pytest.mark.every

OWN = "section=data&source=own"
HOSTILE = "<img src=x onerror=alert(1)>;<b>y</b>\n1;2\n2;3\n4;<script>alert(2)</script>\n5;6\n"
BACK = 40_000


def large(rows: int = 3_000) -> str:
    """A spreadsheet's text that no link could hold."""
    return "t in s;x in m\r\n" + "".join(f"{i / 100:.2f};{3 + i / 50:.3f}\r\n" for i in range(rows)).replace(".", ",")


def field(page: Page) -> Locator:
    """The field into which rows are pasted."""
    page.evaluate("document.querySelector('.ov-folded:has(textarea)')?.setAttribute('open', '')")
    return page.get_by_role("textbox", name="Your data")


def paste(page: Page, text: str) -> None:
    """Put a text into the clipboard and paste it into the field, as a person does."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field(page).click()
    page.keyboard.press("Control+V")


def said(page: Page, text: str) -> str:
    """Wait until the control says this, and return all that it says."""
    found = page.locator(".ov-own-said", has_text=text)
    found.wait_for(timeout=CHANGE)
    return found.inner_text()


def shown(page: Page, rows: str) -> Locator:
    """Wait until the picture is of so many of a person's own rows."""
    found = page.locator("[data-panel=data]", has_text=f"your data: {rows} rows")
    found.wait_for(timeout=FIRST_PICTURE)
    settled(page)
    return found


def load(page: Page, path: Path, text: str, encoding: str = "utf-8") -> None:
    """Choose a file with this text."""
    path.write_bytes(text.encode(encoding))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load a file…").click()
    chooser.value.set_files(path)


def test_a_german_spreadsheet_is_pasted_drawn_and_opened_again_by_its_link(
    server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    open_board(page, f"{server.url}/lab", OWN)
    page.locator(".ov-notices p", has_text="Until then this is the pendulum").wait_for(timeout=CHANGE)
    paste(page, GERMAN)
    words = said(page, "3 rows: x is “Länge ℓ in cm”, y is “T² in s²”.")
    assert "Row 5 is left out, as a cell is missing." in words
    shown(page, "3")
    wait_for_url(page, "data=Länge ℓ in cm,T² in s²_10,0.46_20,0.91_40,1.71")
    stranger = new_context().new_page()
    open_board(stranger, page.url)
    shown(stranger, "3")
    assert field(stranger).input_value().splitlines()[1:] == ["10,0.46", "20,0.91", "40,1.71"]


def test_what_cannot_be_read_is_said_with_its_place_and_the_picture_stays(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", OWN + "&data=1,2_2,4_3,5")
    shown(page, "3")
    field(page).fill("x;y\n1;2\n3;four\n5;6")
    page.get_by_role("button", name="Use these rows").click()
    assert said(page, "not a number") == "Row 3, column 2: “four” is not a number."
    assert query(page)["data"] == ["1,2_2,4_3,5"]
    shown(page, "3")


def test_markup_in_a_file_stays_text(server: Server, page: Page, tmp_path: Path) -> None:
    open_board(page, f"{server.url}/lab", OWN)
    load(page, tmp_path / "<i>hostile.csv", HOSTILE)
    said(page, "Row 4, column 2: “<script>alert(2)</sc…” is not a number.")
    load(page, tmp_path / "named.csv", HOSTILE.replace("<script>alert(2)</script>", "7"))
    said(page, "4 rows: x is “img src x onerror alert(”, y is “b y /b”.")
    shown(page, "4")
    assert page.locator(".ov-root :is(img, script), .ov-root b").count() == 0


def test_a_third_column_can_be_chosen_instead(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/lab", OWN)
    field(page).fill("a;b;c\n1;2;30\n2;4;20\n3;6;10")
    page.get_by_role("button", name="Use these rows").click()
    said(page, "x is “a”, y is “b”")
    page.get_by_label("y is").select_option("c")
    said(page, "x is “a”, y is “c”")
    wait_for_url(page, "data=a,c_1,30_2,20_3,10")


def test_a_file_of_windows_is_read_in_its_old_coding(server: Server, page: Page, tmp_path: Path) -> None:
    open_board(page, f"{server.url}/lab", OWN)
    load(page, tmp_path / "alt.csv", "Länge;Größe\n1,5;2\n2,5;3\n", "windows-1252")
    said(page, "2 rows: x is “Länge”, y is “Größe”.")


@pytest.fixture
def reader(browser: Browser) -> BrowserContext:
    """A profile whose console may tell of a server that is gone."""
    return browser.new_context(viewport=VIEWPORT)


def test_a_large_file_comes_back_after_the_server_has_died_and_another_browser_is_told(
    tmp_path: Path, reader: BrowserContext, browser: Browser
) -> None:
    first = Server(tmp_path / "log0.txt")
    page = reader.new_page()
    open_board(page, f"{first.url}/lab", OWN)
    load(page, tmp_path / "fall.csv", large())
    said(page, "3,000 rows: x is “t in s”, y is “x in m”.")
    shown(page, "3,000")
    wait_for_url(page, "data=")
    (name,) = query(page)["data"]
    assert len(name) == 24
    link = page.url
    first.kill()
    second = Server(tmp_path / "log1.txt", port=first.port)
    try:
        control(page, "standard").get_by_role("checkbox").uncheck()
        page.locator("[data-panel=now]", has_not_text="for raw").wait_for(timeout=BACK)
        shown(page, "3,000")
        stranger_at(browser, link)
        page.goto(link)
        shown(page, "3,000")
        assert "From this browser: fall.csv." in said(page, "3,000 rows")
        assert large()[40:60] not in second.text() and second.complaints() == []
    finally:
        second.stop()
        reader.close()


def stranger_at(browser: Browser, link: str) -> None:
    """The same link where the data were never loaded: the server, asked by their owner, still knows them."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    open_board(page, link)
    said(page, "These data were loaded in another browser; the server still remembers them.")
    shown(page, "3,000")
    context.close()


def test_a_link_to_data_that_nobody_has_says_so_and_takes_the_file(server: Server, page: Page, tmp_path: Path) -> None:
    open_board(page, f"{server.url}/lab", f"{OWN}&data={'0' * 24}")
    page.locator(".ov-notices p", has_text="lie only in the browser in which they were loaded").wait_for(timeout=CHANGE)
    said(page, "These data are not in this browser. Load the file again to see them.")
    assert query(page)["data"] == ["0" * 24]
    load(page, tmp_path / "again.csv", large(200))
    shown(page, "200")


def test_the_field_and_its_buttons_have_names_and_fit_a_phone(server: Server, touch_page: Page) -> None:
    touch_page.set_viewport_size({"width": 390, "height": 844})
    open_board(touch_page, f"{server.url}/lab", OWN)
    assert [each for each in violations(touch_page) if "ov-" in each] == []
    for button in touch_page.locator(".ov-own-data button").all():
        box = button.bounding_box()
        assert box and box["height"] >= 34 and box["x"] + box["width"] <= 390
    field(touch_page).fill("1;2\n2;3\n3;5")
    touch_page.get_by_role("button", name="Use these rows").tap()
    shown(touch_page, "3")


def test_a_network_learns_rows_with_two_inputs_and_a_class(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/network", "data=own&epochs=5")
    page.locator(".ov-notices p", has_text="Until then these are the moons").wait_for(timeout=CHANGE)
    clouds = [f"{i % 2 * 4 + i / 40:.2f};{i % 7},5;{i % 2}".replace(".", ",") for i in range(40)]
    field(page).fill("a;b;kind\n" + "\n".join(clouds))
    page.get_by_role("button", name="Use these rows").click()
    said(page, "40 rows: x₁ is “a”, x₂ is “b”, class is “kind”.")
    page.locator(".ov-notices p", has_text="these are the moons").wait_for(state="hidden", timeout=CHANGE)
    wait_for_url(page, "rows=a,b,kind_0,0.5,0_4.03,1.5,1")
    settled(page)
