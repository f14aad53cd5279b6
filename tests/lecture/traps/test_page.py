"""The page on traps: its public links, its bad input, and whatever values a person sets."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import settings_of
from optviz.core.surfaces import SURFACES
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.page_state import PageState, opened
from optviz.lecture.traps import PAGE
from optviz.lecture.traps.common import RULES, optimizer_of, rate_of
from tests.decoder import weight

from .helpers import board_of, notices, values_of

PRESETS = {
    "gradient": ("straight_down", "zigzag", "beyond", "curved_valley", "four_minima"),
    "balls": (
        "balls_four",
        "balls_camel",
        "balls_gd",
        "balls_momentum",
        "balls_rastrigin",
        "balls_saddle",
        "balls_fly",
    ),
    "suboptimal": (
        "stuck_high",
        "found_best",
        "on_the_saddle",
        "along_the_ridge",
        "nine_points",
        "no_verdict",
        "very_many",
    ),
    "basins": (
        "four_basins",
        "one_lost",
        "two_left",
        "momentum_frays",
        "camel_gd",
        "camel_momentum",
        "quadrants",
        "plateau",
    ),
    "saddle": ("ridge_gd", "hair_gd", "ridge_all", "hair_all", "hair_tiny"),
    "escape": ("escape_typical", "escape_faint", "escape_fast", "escape_slow"),
}

STATES = {
    preset or section.key: opened(PAGE, section.key, preset)
    for section in PAGE.sections
    for preset in ("", *(preset.key for preset in section.presets))
}


def test_published_presets_are_links_for_ever() -> None:
    assert {section.key: tuple(p.key for p in section.presets) for section in PAGE.sections} == PRESETS


@pytest.mark.parametrize("rule", RULES)
def test_the_optimizers_controls_reach_it(rule: str) -> None:
    values = values_of("basins", rule=rule, lr=0.03, lr_sum=0.4, lr_step=0.2, beta=0.8, rho=0.7)
    optimizer = optimizer_of(values)
    assert type(optimizer) is OPTIMIZERS[rule]
    lr = {"adagrad": 0.4, "adagrad_norm": 0.4, "rmsprop": 0.2, "adam": 0.2, "adadelta": 1}.get(rule, 0.03)
    assert rate_of(values) == settings_of(optimizer)["lr"] == lr
    for key, value in (("beta", 0.8), ("beta1", 0.8), ("rho", 0.7)):
        assert settings_of(optimizer).get(key, value) == value
    shown = {control.key for control in PAGE.section("basins").visible_controls(values)}
    assert len(shown & {"lr", "lr_sum", "lr_step"}) == (rule != "adadelta")


def test_a_start_at_a_critical_point_is_said() -> None:
    assert "exactly at a saddle" in notices("suboptimal", "on_the_saddle")
    assert "exactly at a minimum" in notices("gradient", x0=0.0, y0=0.0)
    assert "on flat ground" in notices("basins", surface="easom", x0=-2.0, y0=-2.0)
    assert "the saddle itself" in notices("saddle", x0=0.0, y0=0.0)


def test_a_learning_rate_of_zero_is_said() -> None:
    assert "η = 0" in notices("gradient", lr=0.0)
    assert "η = 0" in notices("suboptimal", lr=0.0)
    assert "η = 0: nothing moves" in notices("balls", lr=0.0)
    assert "η = 0: nothing moves" in notices("basins", lr=0.0)
    assert "η = 0: nothing moves" in notices("basins", rule="adam", lr_step=0.0)
    assert "η = 0" in notices("saddle", lr=0.0)
    assert "no run escapes" in notices("escape", lr=0.0)


def test_a_huge_learning_rate_is_said() -> None:
    assert "Diverged at step" in notices("gradient", surface="himmelblau", lr=0.5)
    assert "left the picture" in notices("gradient", "beyond")
    assert "Every start leaves the picture" in notices("balls", "balls_fly")
    assert "Every start leaves the picture" in notices("basins", lr=0.5)
    assert "overshoots" in notices("saddle", who="gd", lr=1.0)
    assert "overflow" in notices("saddle", who="all", lr=1.5)


def test_a_surface_without_a_minimum_is_said() -> None:
    assert "no minimum" in notices("balls", "balls_saddle")
    assert "no minimum" in notices("basins", surface="saddle", lr=0.1)
    assert "no minimum" in notices("gradient", surface="saddle", x0=-1.5, y0=0.1, lr=0.1)


def test_a_start_outside_the_picture_is_said() -> None:
    assert "outside this picture" in notices("gradient", surface="six_hump_camel", x0=9.0)


def test_no_preset_is_met_with_a_warning_it_does_not_deserve() -> None:
    expected = {"beyond", "balls_saddle", "balls_fly", "on_the_saddle"}
    warned = {p.key for s in PAGE.sections for p in s.presets if notices(s.key, p.key)}
    assert warned == expected


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_board_is_whole_and_small_enough_to_follow_a_drag(state: PageState) -> None:
    board, background = state.board(), state.background()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert board.steps > 0 and board.status and board.summary.endswith(".")
    assert set(background.fields) == {"f"}
    assert weight(board) < 60_000


def draw_values(data: st.DataObject, section: str) -> dict[str, Any]:
    """Any values within the limits; basins take few steps, to be quick."""
    values: dict[str, Any] = {}
    for control in PAGE.section(section).all_controls():
        if isinstance(control, Slider):
            low, high = control.low, min(control.high, 60) if control.key == "steps" else control.high
            whole = st.integers(int(low), int(high)).map(float)
            values[control.key] = data.draw(whole if control.whole else st.floats(low, high))
        elif isinstance(control, Choice):
            values[control.key] = data.draw(st.sampled_from(control.allowed))
        elif isinstance(control, Switch):
            values[control.key] = data.draw(st.booleans())
    return values


@settings(max_examples=40, deadline=None)
@given(data=st.data(), section=st.sampled_from(list(PRESETS)))
def test_any_values_within_the_limits_are_drawn_and_never_raise(data: st.DataObject, section: str) -> None:
    board = board_of(section, **draw_values(data, section))
    assert board.summary and board.status and all(text.endswith(".") for text in board.notices)


@pytest.mark.parametrize("surface", list(SURFACES)[:19])
@pytest.mark.parametrize("section", ["gradient", "balls", "suboptimal", "basins"])
def test_every_surface_is_drawn_in_every_section(section: str, surface: str) -> None:
    changes: dict[str, Any] = {"steps": 40} if section == "basins" else {}
    board = board_of(section, surface=surface, **changes)
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert np.isfinite(board.steps)
