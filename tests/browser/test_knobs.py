"""Turning numbers: sliders that answer while dragged, exact entry, and what is said of a wrong value."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    BOWL,
    CALM,
    frames,
    grip,
    knob,
    listen_in,
    open_stage,
    pick,
    read,
    toast,
    type_exact,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.tabs import told
from tests.decoder import frames_of, parsed

pytestmark = pytest.mark.every

SEVEN = "&".join(f"run={rule},lr:0.02" for rule in ["gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"])


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race, open and standing."""
    open_stage(page, server.url, BOWL)
    return page


def test_dragging_eta_redraws_all_along_and_slider_field_and_link_agree(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 0)
    seen = read(bowl)
    x, y, width = grip(bowl, slider)
    for part in range(1, 6):
        bowl.mouse.move(x + 0.03 * part * width, y)
        seen = wait_for_redraw(bowl, seen)
    while_held = field.input_value()
    bowl.mouse.up()
    assert field.input_value() == while_held != "0.05"
    wait_for_url(bowl, f"gd,lr:{while_held}")
    assert slider.get_attribute("aria-valuetext") == while_held
    bowl.reload()
    wait_for(bowl)
    assert knob(bowl, "lr", 0)[1].input_value() == while_held


def test_nonsense_in_a_field_is_said_and_a_number_is_taken_as_it_is_typed_even_a_thousand(bowl: Page) -> None:
    seen = read(bowl)
    field = knob(bowl, "lr", 0)[1]
    for nonsense in ("banana", "", "0.1.2", "NaN", "1e999", "<b>1</b>"):
        type_exact(bowl, field, nonsense)
        assert "stays 0.05" in toast(bowl, f"“{nonsense}” is not a number")
        assert field.input_value() == "0.05"
    assert read(bowl).revision == seen.revision
    type_exact(bowl, field, "0.0123456")
    wait_for_redraw(bowl, seen)
    wait_for_url(bowl, "gd,lr:0.0123456")
    assert field.input_value() == "0.0123456"
    type_exact(bowl, field, "1000")
    bowl.wait_for_function("document.querySelector('[data-stage]').dataset.status.startsWith('diverged')")
    assert field.input_value() == "1000"


def test_a_value_out_of_its_limits_goes_to_the_limit_and_the_limits_are_said(bowl: Page) -> None:
    pick(bowl, 1)
    field = knob(bowl, "beta1", 1)[1]
    type_exact(bowl, field, "7")
    said = toast(bowl, "goes from 0 to")
    assert field.input_value() in said and float(field.input_value()) < 1
    wait_for_url(bowl, f"beta1:{field.input_value()}")


def test_steps_are_whole_numbers_up_to_five_thousand(bowl: Page) -> None:
    field = knob(bowl, "steps")[1]
    type_exact(bowl, field, "5001")
    assert "5000" in toast(bowl, "Number of steps goes from 1 to 5000")
    wait_for(bowl, steps=5000)
    type_exact(bowl, field, "12.4")
    toast(bowl, "in whole numbers")
    wait_for(bowl, steps=12)


def test_kappa_bends_the_bowl_while_it_is_dragged(bowl: Page) -> None:
    slider, field = knob(bowl, "kappa")
    seen = read(bowl)
    x, y, width = grip(bowl, slider, 1 / 3)
    for part in range(1, 4):
        bowl.mouse.move(x + 0.06 * part * width, y)
        seen = wait_for_redraw(bowl, seen)
    bowl.mouse.up()
    wait_for_url(bowl, f"s.kappa={field.input_value()}")
    assert float(field.input_value()) > 15


def test_noise_moves_the_paths_and_new_noise_moves_them_again(bowl: Page) -> None:
    bowl.get_by_text("Start, steps, noise").click()
    bowl.keyboard.press("End")
    dice = bowl.get_by_role("button", name="New noise")
    assert dice.is_disabled()
    table = bowl.locator(".ov-standings tbody")
    told(bowl, "Standings")
    seen, calm = read(bowl), table.inner_text()
    type_exact(bowl, knob(bowl, "noise")[1], "1")
    seen = wait_for_redraw(bowl, seen)
    noisy = table.inner_text()
    assert noisy != calm
    dice.click()
    wait_for_redraw(bowl, seen)
    assert table.inner_text() not in (calm, noisy)
    wait_for_url(bowl, "seed=1")


def test_the_playhead_stays_when_eta_changes(bowl: Page) -> None:
    bowl.keyboard.press("Home")
    bowl.keyboard.press("Shift+ArrowRight")
    seen = wait_for(bowl, step=10)
    type_exact(bowl, knob(bowl, "lr", 0)[1], "0.03")
    assert wait_for_redraw(bowl, seen).step == 10


def test_another_eta_sends_the_paths_and_not_the_grid(server: Server, page: Page) -> None:
    wire = listen_in(page)
    seen = open_stage(page, server.url, f"surface=rosenbrock&{SEVEN}&steps=1000&pick=6")
    _, before = wire.quiet(page)
    slider = knob(page, "lr", 6)[0]
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        seen = wait_for_redraw(page, seen)
    wire.quiet(page)
    answers = [request.response() for request in wire.pictures[before:]]
    assert len(answers) == 5
    for answer in answers:
        assert answer is not None and 10_000 < answer.request.sizes()["responseBodySize"] <= 82_000
        assert [parsed(frame)[0]["kind"] for frame in frames_of(answer.body())] == ["board"]


def test_values_and_paths_agree_after_a_storm_of_changes(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 0)
    x, y, width = grip(bowl, slider, 0.2)
    for part in range(60):
        bowl.mouse.move(x + 0.5 * width * part / 60, y)
    bowl.mouse.up()
    last = field.input_value()
    wait_for_url(bowl, f"gd,lr:{last}")
    frames(bowl, CALM)
    assert field.input_value() == last
