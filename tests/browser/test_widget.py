"""A race as a widget, in a page that does what notebooks do: each widget's script is loaded anew, keys are commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import optviz
from tests.browser.helpers import CHANGE, FIRST_PICTURE

# As Jupyter does, its commands look for keys from the document down, unless a mark is on their way, and what is sent
# comes back; as marimo does, a widget lies in a shadow of the page, and its commands wait for the keys that rise.
HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>notebook</title><link rel="icon" href="data:,">
<label>Cell <input id="cell"></label><div id="one"></div><div id="two"></div><div id="again"></div>
<script type="module">
class Model {
  constructor(state) { Object.assign(this, { state, acts: {}, changed: false }); }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value;
    this.changed = true;
    for (const act of this.acts[`change:${name}`] ?? []) act();
  }
  save_changes() {
    if (!this.changed) return;
    this.changed = false;
    const { step } = this.state;
    const sent = this.sent = Symbol("message");
    setTimeout(() => {
      this.kernel = step;
      if (sent === this.sent) this.set("step", step);
    }, 60);
  }
  on(event, act) { (this.acts[event] ??= []).push(act); }
  off(event, act) { this.acts[event] = this.acts[event].filter((other) => other !== act); }
}
window.commands = [];
const command = ({ key }) => window.commands.push(key);
document.addEventListener("keydown", (event) => {
  if (!event.target.closest("[data-lm-suppress-shortcuts], input")) command(event);
}, true);
document.body.addEventListener("keydown", (event) => event.target.id !== "cell" && command(event));
const texts = TEXTS, states = STATES;
window.models = states.map((state) => new Model(state));
window.show = async (id, number, parent = document.getElementById(id)) => {
  const url = URL.createObjectURL(new Blob([texts.script], { type: "text/javascript" }));
  const style = document.createElement("style");
  style.textContent = texts.style;
  parent.append(style);
  return (await import(url)).default.render({ model: models[number], el: parent });
};
window.ready = true;
</script></html>"""


@pytest.fixture(scope="module")
def stages() -> list[Any]:
    """Two widgets of two races: 500 steps with the playhead at 20, and 30 steps."""
    surfaces, gd = optviz.surfaces, optviz.optimizers["gd"]
    long = optviz.race(surfaces["rosenbrock"](), [optviz.optimizers["adam"](lr=0.1), gd(lr=0.001)], steps=500)
    return [long.show(step=20), optviz.race(surfaces["beale"](), gd(lr=0.001), steps=30).show()]


@pytest.fixture
def notebook(alone: Page, stages: list[Any], tmp_path: Path) -> Iterator[Page]:
    """The notebook, with two models and no widget yet: `show(id, model)` shows one."""
    texts = {"script": str(stages[0]._esm), "style": str(stages[0]._css)}
    states = [{"step": stage.step, "parts": stage.parts} for stage in stages]
    page = HOST.replace("STATES", json.dumps(states)).replace("TEXTS", json.dumps(texts).replace("</", "<\\/"))
    (path := tmp_path / "notebook.html").write_text(page, encoding="utf-8")
    alone.goto(path.as_uri())
    alone.wait_for_function("window.ready")
    yield alone


def show(page: Page, place: str, model: int = 0) -> Locator:
    """Show a widget, and return it once its picture is there."""
    page.evaluate("([place, model]) => { show(place, model); }", [place, model])
    root = page.locator(f"#{place} .ov-root")
    expect(root.locator("[data-panel='picture'][data-drawn]")).to_be_visible(timeout=FIRST_PICTURE)
    return root


def at(root: Locator, step: int) -> None:
    """Wait until a widget shows a step."""
    expect(root).to_have_attribute("data-step", str(step), timeout=CHANGE)


def kernel(page: Page, step: int, model: int = 0) -> None:
    """Wait until the kernel knows the playhead."""
    page.wait_for_function("([model, step]) => models[model].kernel === step", arg=[model, step], timeout=CHANGE)


def test_two_widgets_share_a_page_and_each_shows_its_own_race(notebook: Page) -> None:
    one, two = show(notebook, "one"), show(notebook, "two", 1)
    expect(one.locator(".ov-count")).to_contain_text("20 / 500")
    expect(two.locator(".ov-count")).to_contain_text("0 / 30")
    notebook.locator("#cell").focus()
    notebook.keyboard.press("End")  # the cell's, not the widgets'
    notebook.locator("#one .optviz-widget").focus()
    notebook.keyboard.press("ArrowRight")
    kernel(notebook, 21)
    at(one, 21)
    at(two, 0)
    assert notebook.locator("style[data-optviz]").count() == 1


def test_python_moves_the_playhead_before_the_picture_is_there_and_after(notebook: Page) -> None:
    notebook.evaluate("models[0].set('step', 77)")
    one = show(notebook, "one")
    at(one, 77)
    notebook.evaluate("models[0].set('step', 5)")
    at(one, 5)
    at(show(notebook, "again"), 5)  # the same widget once more, in another cell


def test_it_plays_to_its_end_though_what_it_sends_comes_back(notebook: Page) -> None:
    two, again = show(notebook, "two", 1), show(notebook, "again", 1)
    notebook.locator("#two .optviz-widget").focus()
    notebook.keyboard.press("Space")
    at(two, 30)
    at(again, 30)
    kernel(notebook, 30, model=1)


def test_a_key_alone_is_no_command_of_the_notebook_one_with_ctrl_is(notebook: Page) -> None:
    one = show(notebook, "one")
    notebook.locator("#one .optviz-widget").focus()
    for key in ["d", "d", "c", "p", "Enter", "ArrowDown", "Space", "Space", "Home"]:
        notebook.keyboard.press(key)
    at(one, 0)
    assert notebook.evaluate("commands") == []
    notebook.keyboard.press("Shift+Enter")
    assert notebook.evaluate("commands") == ["Enter", "Enter"]


def test_a_change_of_the_notebook_s_theme_is_followed(notebook: Page) -> None:
    one = show(notebook, "one")
    expect(one).not_to_contain_class("ov-dark")
    notebook.evaluate("document.body.setAttribute('style', 'background: color(srgb 0.1 0.1 0.1)')")
    expect(one).to_contain_class("ov-dark", timeout=CHANGE)
    expect(notebook.locator("#one .optviz-widget")).to_have_css("background-color", "rgb(21, 24, 28)")
    notebook.evaluate("document.body.removeAttribute('style')")
    expect(one).not_to_contain_class("ov-dark", timeout=CHANGE)


def test_in_a_shadow_of_the_page_a_menu_keeps_its_arrows_until_something_is_chosen(notebook: Page) -> None:
    notebook.evaluate("""() => {
      const shadow = document.getElementById("one").attachShadow({ mode: "open" });
      show("one", 0, shadow.appendChild(document.createElement("div")));
    }""")
    one = notebook.locator("#one .ov-root")
    expect(one.locator("[data-panel='picture'][data-drawn]")).to_be_visible(timeout=FIRST_PICTURE)
    notebook.evaluate("document.body.setAttribute('style', 'background: color(srgb 0.1 0.1 0.1)')")
    expect(one).to_contain_class("ov-dark", timeout=CHANGE)
    speed = one.get_by_label("Speed")
    speed.focus()
    notebook.keyboard.press("ArrowRight")
    at(one, 20)
    speed.select_option("2")
    notebook.keyboard.press("ArrowRight")
    at(one, 21)


def test_it_is_no_higher_than_a_notebook_shows_and_every_status_is_in_sight(notebook: Page) -> None:
    notebook.set_viewport_size({"width": 1280, "height": 900})
    roots = show(notebook, "one"), show(notebook, "two", 1)
    for width in (832, 1000):
        notebook.evaluate("width => { document.body.style.width = width + 'px'; }", width)
        for root in roots:
            panel = root.locator("[data-panel='standings']").bounding_box()
            for status in root.locator(".ov-fate").all():
                box = status.bounding_box()
                assert box and panel and box["x"] + box["width"] <= panel["x"] + panel["width"] + 1
            box = root.bounding_box()
            assert box and box["height"] <= 850
            expect(root).not_to_contain_class("ov-tight")
