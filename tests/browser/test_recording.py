"""A race as one HTML file, and as a widget: opened in a browser without a server and without a net, and played."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import optviz
from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, open_stage, plane_pixel, read, settled, wait_for
from tests.browser.server import Server

MADE = 120_000  # milliseconds: the first page packs every library

HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>notebook</title>
<style>STYLE</style>
<label>Cell <input id="cell"></label><div id="light"></div><div id="dark" style="background:#111"></div>
<script type="module">
const text = SCRIPT;
const widget = (await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))).default;
class Model {
  constructor(state) { Object.assign(this, { state, acts: {}, saved: 0 }); }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; for (const act of this.acts[`change:${name}`] ?? []) act(); }
  save_changes() { this.saved += 1; }
  on(event, act) { (this.acts[event] ??= []).push(act); }
  off(event) { delete this.acts[event]; }
}
window.models = {}; window.leave = {};
for (const id of ["light", "dark"]) {
  window.models[id] = new Model(STATE);
  window.leave[id] = widget.render({ model: window.models[id], el: document.getElementById(id) });
}
</script></html>"""


@pytest.fixture(scope="module")
def race() -> Any:
    """Three runs of 500 steps."""
    racers = [optviz.optimizers["adam"](lr=0.1), *(optviz.optimizers[key](lr=0.001) for key in ("momentum", "gd"))]
    return optviz.race(optviz.surfaces["rosenbrock"](), racers, steps=500)


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page that no net reaches; it must be silent, and ask for no more than the one file."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == asked[:1]


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


def widgets(page: Page) -> list[str]:
    """The step of each widget on the page, as it shows it."""
    return page.evaluate("[...document.querySelectorAll('.ov-root')].map((root) => root.dataset.step)")


def test_two_widgets_share_a_page_and_each_its_playhead_with_the_kernel(race: Any, alone: Page, tmp_path: Path) -> None:
    stage = race.show(step=20)
    state = json.dumps({"step": stage.step, "parts": stage.parts})
    page = HOST.replace("STYLE", str(stage._css)).replace("STATE", state)
    page = page.replace("SCRIPT", json.dumps(str(stage._esm)).replace("</", "<\\/"))
    (path := tmp_path / "host.html").write_text(page, encoding="utf-8")
    alone.goto(path.as_uri())
    alone.wait_for_function(
        "document.querySelectorAll('.ov-root[data-step=\"20\"]').length === 2", timeout=FIRST_PICTURE
    )
    alone.locator("#cell").focus()
    alone.keyboard.press("End")  # the cell's, not the widgets'
    alone.locator("#light .optviz-widget").focus()
    alone.keyboard.press("ArrowRight")
    alone.wait_for_function("models.light.state.step === 21 && models.light.saved > 0", timeout=CHANGE)
    assert widgets(alone) == ["21", "20"]
    alone.evaluate("models.dark.set('step', 77)")
    alone.wait_for_function("document.querySelector('#dark .ov-root').dataset.step === '77'", timeout=CHANGE)
    expect(alone.locator("#dark .ov-root")).to_contain_class("ov-dark")
    expect(alone.locator("#light .ov-root")).not_to_contain_class("ov-dark")
