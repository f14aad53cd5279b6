"""A race as one HTML file: opened in a browser without a server and without a net, and played."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import optviz
from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, open_stage, plane_pixel, read, settled, wait_for
from tests.browser.server import Server

MADE = 120_000  # milliseconds: the first page packs every library


@pytest.fixture(scope="module")
def race() -> Any:
    """Three runs of 500 steps."""
    racers = [optviz.optimizers["adam"](lr=0.1), *(optviz.optimizers[key](lr=0.001) for key in ("momentum", "gd"))]
    return optviz.race(optviz.surfaces["rosenbrock"](), racers, steps=500)


def shown(page: Page, path: Path) -> None:
    """Open a file and wait for its first picture."""
    page.goto(path.as_uri())
    wait_for(page, timeout=FIRST_PICTURE)
    expect(page.locator('[data-panel="picture"][data-drawn]')).to_be_visible(timeout=FIRST_PICTURE)


def test_the_file_plays_without_a_server_and_tells_numbers_to_the_mouse(race: Any, alone: Page, tmp_path: Path) -> None:
    race.to_html(path := tmp_path / "race.html")
    assert path.stat().st_size <= 1_000_000
    shown(alone, path)
    assert read(alone).step == 0
    alone.keyboard.press("Space")
    alone.wait_for_function("Number(document.querySelector('.ov-root').dataset.step) > 3", timeout=CHANGE)
    alone.keyboard.press("End")
    wait_for(alone, step=500, playing="false")
    alone.mouse.move(*plane_pixel(alone, race.runs[2].x[-1].tolist(), "picture"))
    tip = alone.locator('[data-panel="picture"] .ov-tip')
    expect(tip).to_contain_text("GD", timeout=CHANGE)
    expect(tip).to_contain_text(f"{race.runs[2].value[-1]:.3f}"[:4])
    rows = alone.locator("[data-slot]")
    expect(rows.first).to_contain_text("Momentum")


def test_only_what_works_without_a_server_is_there(race: Any, alone: Page, tmp_path: Path) -> None:
    race.to_html(path := tmp_path / "race.html")
    shown(alone, path)
    assert alone.locator(".ov-bar button:visible").all_inner_texts() == ["?"]
    for key in "eqpv":
        alone.keyboard.press(key)
    expect(alone.get_by_role("dialog")).to_have_count(0)
    alone.keyboard.press("?")
    keys = alone.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("play or pause")
    assert "export" not in keys.inner_text() and "undo" not in keys.inner_text()


def test_the_file_follows_the_reader_s_choice_of_light_or_dark(race: Any, alone: Page, tmp_path: Path) -> None:
    race.to_html(path := tmp_path / "race.html")
    shown(alone, path)
    expect(alone.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    alone.emulate_media(color_scheme="dark")
    expect(alone.locator(".ov-root")).to_contain_class("ov-dark", timeout=CHANGE)
    expect(alone.locator("body")).to_have_css("background-color", "rgb(21, 24, 28)")


def test_a_surface_in_three_dimensions_is_shown_from_above(alone: Page, tmp_path: Path) -> None:
    from optviz.pictures.web_page import web_page_of

    (path := tmp_path / "traps.html").write_text(web_page_of("traps", ""), encoding="utf-8")
    alone.goto(path.as_uri())
    wait_for(alone, timeout=FIRST_PICTURE)
    expect(alone.get_by_text("Seen from above: a recording has no 3-D.")).to_be_visible(timeout=FIRST_PICTURE)


def test_the_panel_of_exports_hands_over_the_picture_as_a_page(
    server: Server, page: Page, alone: Page, tmp_path: Path
) -> None:
    open_stage(page, server.url, BOWL)
    page.keyboard.press("End")
    steps = settled(page).steps
    page.keyboard.press("e")
    sheet = page.get_by_role("dialog", name="Export")
    sheet.get_by_role("combobox", name="File", exact=True).select_option(label="Web page that plays (HTML)")
    with page.expect_download(timeout=MADE) as waiting:
        sheet.get_by_role("button", name="Save", exact=True).click()
    assert waiting.value.suggested_filename == "optviz-playground-quadratic.html"
    waiting.value.save_as(path := tmp_path / "page.html")
    shown(alone, path)
    assert read(alone).step == 0
    alone.keyboard.press("End")
    wait_for(alone, step=steps)
