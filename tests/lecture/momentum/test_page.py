"""The momentum page's boards: every preset is drawn whole, and the map shows what it says."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.quadratic.rates import Regime
from optviz.core.registry import Knob
from optviz.figures.board import Arrows, Labels, Path, RampMap
from optviz.figures.board.message import board_body
from optviz.lecture.controls import Choice, Switch
from optviz.lecture.momentum import PAGE
from optviz.lecture.momentum.boards import DRAW
from optviz.lecture.momentum.common import rates
from optviz.lecture.momentum.map import region_kinds
from optviz.lecture.momentum.parts import level_lines
from optviz.lecture.page_state import opened

SHOWS = {
    preset or section.key: opened(PAGE, section.key, preset)
    for section in PAGE.sections
    for preset in ("", *(preset.key for preset in section.presets))
}


def layers(board, panel, kind):
    (plane,) = [one for one in board.panels if one.key == panel]
    return [layer for layer in plane.layers if isinstance(layer, kind)]


def test_every_section_has_a_board():
    assert list(DRAW) == [section.key for section in PAGE.sections]


@pytest.mark.parametrize("show", SHOWS.values(), ids=SHOWS)
def test_a_board_shows_each_of_its_panels_and_says_how_its_runs_ended(show):
    board = show.board()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert board.steps > 0 and board.summary.endswith(".") and board.status
    assert len(board_body(board)[1]) < 60_000


def test_the_two_arrows_of_a_step_lead_from_a_point_of_the_path_to_the_next():
    board = opened(PAGE, "two_parts").board()
    memory, slope = layers(board, "plane", Arrows)
    (run,) = [one for one in layers(board, "plane", Path) if one.name == "momentum"]
    for start, part, number in ((run.x, "dx", "x"), (run.y, "dy", "y")):
        np.testing.assert_allclose(getattr(memory, number)[:, 0], start[:-1])
        np.testing.assert_allclose(getattr(slope, number)[:, 0], start[:-1] + getattr(memory, part)[:, 0])
        np.testing.assert_allclose(getattr(slope, number)[:, 0] + getattr(slope, part)[:, 0], start[1:], atol=1e-14)


@pytest.mark.parametrize("rule", ["momentum", "nag"])
@pytest.mark.parametrize("kappa", [1.0, 3.0, 100.0, 1000.0])
def test_the_maps_colours_end_where_it_diverges_and_names_stand_in_their_regions(rule, kappa):
    show = opened(PAGE, "map")
    now = show.values | {"rule": rule, "kappa": kappa}
    board = DRAW["map"](now)
    found = rates(now)
    (colours,), (names,) = layers(board, "map", RampMap), layers(board, "map", Labels)
    np.testing.assert_array_equal(colours.value >= colours.high, found.value >= 1)
    assert colours.low <= found.best.rate
    kinds = region_kinds(rule, kappa)
    words = {"diverges": Regime.DIVERGING, "over-damped": Regime.OVER, "flips": Regime.FLIPPING}
    for x, y, text in zip(names.x, names.y, names.texts, strict=True):
        row, column = np.argmin(np.abs(found.betas - y)), np.argmin(np.abs(found.lrs - x))
        assert kinds[row, column] == words.get(text, Regime.UNDER)
    assert "diverges" in names.texts and "under-damped" in names.texts


def test_the_difference_map_is_drawn_around_zero():
    show = opened(PAGE, "map", "difference")
    (colours,) = layers(show.board(), "map", RampMap)
    assert colours.ramp == "diverging" and colours.low == -colours.high


@pytest.mark.parametrize("kappa", [1.0, 20.0, 1000.0])
def test_level_lines_are_levels_of_the_bowl(kappa):
    line = level_lines(kappa)
    height = 0.5 * (line.x**2 + kappa * line.y**2)
    levels = [level[~np.isnan(level)] for level in np.split(height, np.flatnonzero(np.isnan(height)))]
    means = [level.mean() for level in levels if len(level)]
    assert all(np.ptp(level) < 1e-9 * level.max() for level in levels if len(level))
    np.testing.assert_allclose(np.diff(np.sqrt(means)), np.sqrt(means[0]), rtol=1e-9)
    assert means[-1] < 0.5 * (9 + 4 * kappa) < (means[-1] ** 0.5 + means[0] ** 0.5) ** 2 * 1.0001


def test_a_ground_stays_as_it_is_whatever_is_turned():
    for section in PAGE.sections:
        now = opened(PAGE, section.key)
        others = tuple((now.values | {"lr": 0.01, "kappa": 99.0}).items())
        assert now.background().key == now.replace(settings=others).background().key


def corner(control):
    """Values of a control from its whole range, its ends included."""
    if isinstance(control, Knob):
        inside = st.floats(control.low, control.high)
        some = st.sampled_from([control.low, control.high, control.default])
        return (inside | some).map(control.clamp)
    return st.sampled_from(control.allowed) if isinstance(control, Choice) else st.booleans()


@settings(max_examples=60)
@given(data=st.data(), section=st.sampled_from(PAGE.sections))
def test_any_setting_is_drawn_and_never_raises(data, section):
    controls = [one for one in section.all_controls() if isinstance(one, Knob | Choice | Switch)]
    now = {one.key: data.draw(corner(one), label=one.key) for one in controls}
    board = DRAW[section.key](now)
    board_body(board)
    assert all(isinstance(text, str) and text.endswith(".") for text in board.notices)


def test_all_corners_of_the_map_are_drawn():
    for kappa, lr, beta in itertools.product((1.0, 1000.0), (0.0, 4.2), (0.0, 1.0)):
        for rule in ("momentum", "nag"):
            board_body(DRAW["map"](opened(PAGE, "map").values | {"kappa": kappa, "lr": lr, "beta": beta, "rule": rule}))
