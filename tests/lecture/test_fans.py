"""Sections whose sliders have a fan: every run in it is the run of the section's own board at that value."""

import dataclasses

import numpy as np
import pytest

from optviz.figures.board import Axes, Path
from optviz.lecture.fan import section_fan
from optviz.lecture.page_state import PageState, from_query, opened
from optviz.lecture.pages import PAGES
from optviz.lecture.section import Section

DECLARED = [
    (page, section, control)
    for page in PAGES.values()
    for section in page.sections
    if section.fan is not None
    for control in section.fan.controls
]
NAMES = [f"{page.stem}/{section.key}/{control}" for page, section, control in DECLARED]


def paths_of(state: PageState) -> dict[str, Path]:
    """Return the paths of a board by the names that they have in fans."""
    section: Section = state.section
    assert section.fan is not None
    plane = state.board().panel(section.fan.panel)
    assert isinstance(plane, Axes)
    return {layer.fan: layer for layer in plane.layers if isinstance(layer, Path) and layer.fan}


@pytest.mark.parametrize(("page", "section", "control"), DECLARED, ids=NAMES)
def test_a_fan_holds_the_paths_of_the_sections_own_boards(page: object, section: Section, control: str) -> None:
    state = opened(page, section.key)  # type: ignore[arg-type]
    fan = section_fan(state, control)
    assert fan is not None and len(fan.values) >= 64
    assert set(fan.paths) == set(paths_of(state)), "every path that a fan moves is in it"
    for i in (0, len(fan.values) // 3, -1):
        settings = tuple({**state.values, control: fan.values[i]}.items())
        for name, path in paths_of(state.replace(settings=settings)).items():
            np.testing.assert_array_equal(fan.paths[name][i], np.stack([path.x, path.y], axis=1))


@pytest.mark.parametrize(("page", "section", "control"), DECLARED, ids=NAMES)
def test_a_fan_is_coded_for_what_its_plane_shows(page: object, section: Section, control: str) -> None:
    state = opened(page, section.key)  # type: ignore[arg-type]
    fan = section_fan(state, control)
    assert fan is not None and section.fan is not None
    plane = state.board().panel(section.fan.panel)
    assert isinstance(plane, Axes)
    assert fan.window == ((plane.x.low, plane.x.high), (plane.y.low, plane.y.high))


@pytest.mark.parametrize("control", ["lr", "x0"])
def test_a_fan_on_a_typed_surface_is_along_its_own_slider(control: str) -> None:
    state, _ = from_query(PAGES["traps"], "section=gradient&surface=typed&f=(x-30)^2%2B2y^2&lr=0.05")
    fan = section_fan(state, control)
    assert fan is not None and fan.window == ((-50.0, 50.0), (-50.0, 50.0))
    if control == "x0":
        assert (fan.values[0], fan.values[-1]) == fan.window[0]
    for i in (0, len(fan.values) // 3, -1):
        settings = tuple({**state.values, control: fan.values[i]}.items())
        path = paths_of(state.replace(settings=settings))["gd"]
        np.testing.assert_array_equal(fan.paths["gd"][i], np.stack([path.x, path.y], axis=1))


def test_a_slider_without_a_declared_fan_and_one_that_is_hidden_have_none() -> None:
    page, section, _ = DECLARED[0]
    state = opened(page, section.key)
    assert section_fan(state, "nothing") is None
    bare = dataclasses.replace(section, fan=None)
    assert section_fan(state.replace(section=bare), "lr") is None
