"""Fair races in a real browser: tune, stop, tune again, read the table, come back by the link, save the table."""

import csv
from math import log10

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.helpers import (
    CHANGE,
    FIRST_PICTURE,
    control,
    open_board,
    plane_pixel,
    query,
    settled,
    wait_for,
    wait_for_url,
)
from tests.browser.server import Server

pytestmark = pytest.mark.every

# Long enough to be stopped: a typed function takes several times as long as a built-in one.
LONG = "section=race&surface=typed&f=sin(3x)y^2%2B0.1x^2&settings=256&grid=both&starts=many&steps=200"
TUNED = 3 * FIRST_PICTURE  # a few seconds of a processor that others use too
TABLE = """() => [...document.querySelectorAll("[data-panel=out] tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent.trim()))"""


def tune_stop_and_go_on(page: Page) -> None:
    """Press Tune, stop the work while it runs, and let it go on to its end."""
    page.get_by_role("button", name="Tune", exact=True).click()
    stop = page.get_by_role("button", name="Stop", exact=True)
    stop.click(timeout=FIRST_PICTURE)
    wait_for(page, work="paused")
    wait_for_url(page, "tuned=1")
    page.get_by_role("button", name="Go on", exact=True).click()
    page.locator(".ov-progress").wait_for(state="hidden", timeout=TUNED)
    page.wait_for_function("document.querySelector('[data-stage]').dataset.work !== 'running'", timeout=TUNED)
    settled(page)


def at_the_end(page: Page) -> list[list[str]]:
    """The table's rows, its head first, when all is shown."""
    page.keyboard.press("End")
    page.wait_for_function(f"({TABLE})()[1]?.[1]", timeout=CHANGE)
    return page.evaluate(TABLE)


def saved_table(page: Page) -> tuple[str, list[list[str]]]:
    """The name and the rows of the table that is saved."""
    with page.expect_download(timeout=CHANGE) as waiting:
        page.keyboard.press("e")
        sheet = page.get_by_role("dialog", name="Export")
        sheet.get_by_role("combobox", name="File", exact=True).select_option(label="Table (CSV)")
        sheet.get_by_role("button", name="Save", exact=True).click()
    page.keyboard.press("Escape")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    return waiting.value.suggested_filename, list(csv.reader(text.splitlines()))


def test_a_race_is_tuned_stopped_tuned_to_its_end_and_found_again_by_its_link(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/lab", LONG)
    tune_stop_and_go_on(page)
    table = at_the_end(page)
    head, *rows = table
    assert head == ["rule", "default", "tuned", "", "η", "β", "width", "budget"]
    assert [row[0] for row in rows] == ["GD", "Momentum", "AdaGrad", "RMSprop", "Adam"]
    assert [row[-1] for row in rows] == [str(256 * 200 * 64)] * 5
    name, saved = saved_table(page)
    assert name == "optviz-lab-race.csv" and saved == table
    wait_for_url(page, "tuned=1")
    page.reload()
    wait_for(page, timeout=FIRST_PICTURE)
    page.wait_for_function("document.querySelector('[data-stage]').dataset.work !== 'running'", timeout=TUNED)
    assert at_the_end(page) == table
    control(page, "tuned").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Tune", exact=True).wait_for(timeout=CHANGE)
    settled(page)
    assert at_the_end(page)[0] == ["rule", "steps", "", "η", "β"]


def test_the_networks_race_is_tuned_too_and_keeps_the_rates_set_by_hand(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/network", "section=race&lr1=0.25")
    tune_stop_and_go_on(page)
    wait_for_url(page, "lr1=0.25")
    table = at_the_end(page)
    assert table[0][1] == "tuned η" and table[1][:2] == ["SGD", "0.562"]
    page.reload()
    wait_for(page, timeout=FIRST_PICTURE)
    page.wait_for_function("document.querySelector('[data-stage]').dataset.work !== 'running'", timeout=TUNED)
    assert at_the_end(page) == table
    control(page, "tuned").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Tune", exact=True).wait_for(timeout=CHANGE)
    settled(page)
    page.wait_for_function(f"({TABLE})()[1]?.[1] === '0.25'", timeout=FIRST_PICTURE)


def test_a_click_on_a_curve_sets_the_rate_and_the_runs_follow(page: Page, server: Server) -> None:
    open_board(page, f"{server.url}/lab", "section=sensitivity&all=1")
    page.mouse.click(*plane_pixel(page, (log10(0.3), log10(30)), "curves"))
    page.wait_for_function("new URLSearchParams(location.search).get('lr')", timeout=CHANGE)
    assert float(query(page)["lr"][0]) == pytest.approx(0.3, rel=0.1)


def test_a_table_of_the_playground_is_saved_as_it_stands(page: Page, server: Server) -> None:
    open_board(page, server.url, "surface=quadratic&run=gd,lr:0.05&at=-2,1&steps=60&t=60")
    name, (head, row) = saved_table(page)
    assert name == "optviz-playground-quadratic.csv"
    assert head[0] == "Run" and row[0] == "GD" and float(row[1]) == pytest.approx(0.0042, abs=0.0002)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_a_tuned_table_fits_beside_its_picture_and_the_file_has_what_had_no_room(
    page: Page, server: Server, width: int, height: int
) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=height))
    open_board(page, f"{server.url}/lab", "section=race&grid=both&starts=many&settings=16&tuned=1")
    page.wait_for_function("document.querySelector('[data-stage]').dataset.work !== 'running'", timeout=TUNED)
    at_the_end(page)
    settled(page)
    room = page.locator("[data-panel=out] .ov-table-room")
    assert room.evaluate("(room) => room.scrollWidth - room.clientWidth") == 0
    seen = room.locator("thead tr > :visible").all_inner_texts()
    head = saved_table(page)[1][0]
    assert seen[:3] == head[:3] and head[-1] == "budget" and len(seen) >= 6
