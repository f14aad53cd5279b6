"""Undo, redo and reset: in the playground and in a section of the lecture, by key and by button."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.helpers import (
    BOWL,
    grip,
    knob,
    open_board,
    open_stage,
    read,
    type_exact,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.line import PICTURES, held
from tests.browser.server import Server


def field_of(page: Page, place: str) -> Locator:
    """The field of the learning rate, wherever it stands."""
    return knob(page, "lr", 0)[1] if place == "" else page.locator("[data-control=lr] .ov-exact")


@pytest.mark.parametrize(("place", "link"), [("", BOWL), ("momentum", "section=nag&lr=0.05")])
def test_undo_takes_back_what_was_set_and_redo_sets_it_again(server: Server, page: Page, place: str, link: str) -> None:
    if place:
        open_board(page, f"{server.url}/{place}", link)
    else:
        open_stage(page, server.url, link)
    field = field_of(page, place)
    first = field.input_value()
    for value in ("0.06", "0.07"):
        seen = read(page)
        type_exact(page, field, value)
        wait_for_redraw(page, seen)
    field.blur()
    for key, value in (("Control+z", "0.06"), ("Control+z", first), ("Control+y", "0.06")):
        seen = read(page)
        page.keyboard.press(key)
        wait_for_redraw(page, seen)
        assert field.input_value() == value, key
    seen = read(page)
    page.get_by_role("button", name="Undo").click()
    wait_for_redraw(page, seen)
    assert field.input_value() == first
    assert page.get_by_role("button", name="Undo").is_disabled()


@pytest.mark.parametrize("rest", [0, 2000])
def test_a_drag_is_taken_back_as_one_though_the_hand_rests_in_it(
    server: Server, new_context: Callable[..., BrowserContext], rest: int
) -> None:
    page = new_context().new_page()
    seen = open_stage(page, server.url, BOWL)
    page.clock.install()
    slider, field = knob(page, "lr", 0)
    x, y, width = grip(page, slider, 0.4)
    for part in (0.1, 0.2, 0.4):
        page.mouse.move(x + part * width, y, steps=4)
        page.clock.fast_forward(rest)
    page.mouse.up()
    seen = wait_for_redraw(page, seen)
    wait_for_url(page, f"gd,lr:{field.input_value()}")
    page.keyboard.press("Control+z")
    wait_for_redraw(page, seen)
    assert field.input_value() == "0.05"


def test_undo_before_the_picture_of_a_drag_has_come_is_not_lost_and_redo_brings_its_end(
    server: Server, page: Page
) -> None:
    seen = open_stage(page, server.url, BOWL)
    slider, field = knob(page, "lr", 0)
    with held(page, PICTURES):
        x, y, width = grip(page, slider, 0.4)
        page.mouse.move(x + 0.4 * width, y, steps=12)
        page.mouse.up()
        last = field.input_value()
        page.keyboard.press("Control+z")
    seen = wait_for_redraw(page, seen)
    assert field.input_value() == "0.05"
    wait_for_url(page, "gd,lr:0.05")
    page.keyboard.press("Control+y")
    wait_for_redraw(page, seen)
    assert field.input_value() == last


def test_a_removed_run_comes_back(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, BOWL)
    page.get_by_role("button", name="Remove GD").click()
    seen = wait_for(page, revision=seen.revision + 1, runs=1)
    page.keyboard.press("Control+z")
    wait_for(page, revision=seen.revision + 1, runs=2)
    wait_for_url(page, "run=gd")


def test_a_lesson_resets_to_what_its_text_describes(server: Server, page: Page) -> None:
    seen = open_stage(page, server.url, "lesson=divergence")
    field = knob(page, "lr", 0)[1]
    before = field.input_value()
    type_exact(page, field, "0.001")
    seen = wait_for_redraw(page, seen)
    page.get_by_role("button", name="Reset").click()
    wait_for_redraw(page, seen)
    assert field.input_value() == before
    wait_for_url(page, "lesson=divergence")
    seen = read(page)
    page.keyboard.press("Control+z")  # a reset can be taken back too
    wait_for_redraw(page, seen)
    assert field.input_value() == "0.001"


def test_a_preset_resets_to_itself_and_a_section_to_its_defaults(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/momentum", "preset=critical")
    wait_for_url(page, "section=")
    before = re.sub(r"&t=\d+", "", "?" + page.url.partition("?")[2])
    slider = page.locator(".ov-control input[type=range]").first
    seen = read(page)
    slider.focus()
    page.keyboard.press("ArrowRight")
    seen = wait_for_redraw(page, seen)
    page.get_by_role("button", name="Reset").click()
    wait_for_redraw(page, seen)
    page.wait_for_function("before => location.search.replace(/&t=\\d+/, '') === before", arg=before)
