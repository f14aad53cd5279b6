"""What all sections on momentum keep: presets and hostile values are drawn, and what would puzzle is said."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.number_text import label
from optviz.core.quadratic.rates import rate
from optviz.figures.board import Chart, Path
from optviz.figures.board.message import board_body
from optviz.lecture.controls import Choice, Control, Slider, Switch
from optviz.lecture.momentum import PAGE
from optviz.lecture.momentum.common import KAPPA, level_lines
from optviz.lecture.momentum.oscillators import directions
from optviz.lecture.page_state import opened
from tests.decoder import weight

from .helpers import arrival, layers, values

SECTIONS = [section.key for section in PAGE.sections]
PRESETS = [(section.key, preset.key) for section in PAGE.sections for preset in section.presets]
OPENINGS = [*((section, "") for section in SECTIONS), *PRESETS]


@pytest.mark.parametrize(("section", "preset"), OPENINGS, ids=[preset or section for section, preset in OPENINGS])
def test_a_board_shows_each_of_its_panels_and_says_how_its_runs_ended(section, preset):
    board = opened(PAGE, section, preset).board()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert board.steps > 0 and board.summary.endswith(".") and board.status
    assert weight(board) < 60_000


def test_a_background_stays_as_it_is_whatever_is_turned():
    for section in PAGE.sections:
        state = opened(PAGE, section.key)
        others = tuple((state.values | {"lr": 0.01, "kappa": 99.0}).items())
        assert state.background().key == state.replace(settings=others).background().key


def any_value(control: Control) -> st.SearchStrategy:
    """Values of a control from its whole range, its ends included."""
    if isinstance(control, Slider):
        inside = st.floats(control.low, control.high)
        corners = st.sampled_from([control.low, control.high, control.default])
        return (inside | corners).map(control.clamp)
    return st.sampled_from(control.allowed) if isinstance(control, Choice) else st.booleans()


@settings(max_examples=60)
@given(data=st.data(), section=st.sampled_from(PAGE.sections))
def test_any_setting_is_drawn_and_never_raises(data, section):
    controls = [control for control in section.all_controls() if isinstance(control, Slider | Choice | Switch)]
    board = section.draw({control.key: data.draw(any_value(control), label=control.key) for control in controls})
    board_body(board)
    assert all(isinstance(text, str) and text.endswith(".") for text in board.notices)


@pytest.mark.parametrize("kappa", [1.0, 20.0, 1000.0])
def test_level_lines_are_levels_of_the_bowl(kappa):
    line = level_lines(kappa)
    height = 0.5 * (line.x**2 + kappa * line.y**2)
    levels = [level[~np.isnan(level)] for level in np.split(height, np.flatnonzero(np.isnan(height)))]
    means = [level.mean() for level in levels if len(level)]
    assert all(np.ptp(level) < 1e-9 * level.max() for level in levels if len(level))
    np.testing.assert_allclose(np.diff(np.sqrt(means)), np.sqrt(means[0]), rtol=1e-9)
    assert means[-1] < 0.5 * (9 + 4 * kappa) < (means[-1] ** 0.5 + means[0] ** 0.5) ** 2 * 1.0001


def notices_of(section, **changes):
    """The sentences over a section's board, one after the other."""
    return " ".join(PAGE.section(section).draw(values(section, **changes)).notices)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_opens_without_a_warning(section):
    assert notices_of(section) == ""


@pytest.mark.parametrize("section", SECTIONS)
def test_eta_zero_is_told(section):
    assert "η = 0: every step has length 0, so nothing moves" in notices_of(section, lr=0.0)


@pytest.mark.parametrize("section", ["two_parts", "too_much", "oscillators", "nag"])
def test_a_start_at_the_minimum_is_told(section):
    assert "The start is the minimum" in notices_of(section, x0=0.0, y0=0.0)


@pytest.mark.parametrize("section", ["two_parts", "map", "oscillators", "nag"])
def test_beta_one_is_told_with_its_reason(section):
    notices = notices_of(section, beta=1.0, lr=0.01)
    assert "Momentum never settles: with β = 1 it keeps all of its last step" in notices
    assert "NAG never settles" not in notices


@pytest.mark.parametrize("section", ["map", "oscillators", "nag"])
def test_a_round_bowl_is_told(section):
    assert "κ = 1: the bowl is round" in notices_of(section, kappa=1.0, lr=0.5)
    assert rate("gd", 1.0, 0.0, (1.0, 1.0)) == 0


@pytest.mark.parametrize("beta", [0.0, 0.4, 0.9])
def test_a_rate_above_the_limit_is_told_with_the_limit(beta):
    edge = (2 + 2 * beta) / 20
    notices = notices_of("nag", lr=edge * 1.01, beta=beta)
    assert f"Momentum diverges: η = {label(edge * 1.01)} is above its limit (2 + 2β)/20 = {label(edge)}." in notices
    nag = (2 + 2 * beta) / (20 + 20 * 2 * beta)
    assert f"NAG diverges: η = {label(edge * 1.01)} is above its limit (2 + 2β)/(20(1 + 2β)) = {label(nag)}." in notices
    assert "Momentum" not in notices_of("nag", lr=edge * 0.99, beta=beta)
    assert "Momentum never settles: η is exactly at its limit" in notices_of("nag", lr=edge, beta=beta)


def test_several_runs_above_their_limits_are_told_in_one_sentence():
    notices = notices_of("too_much", lr=0.39)
    assert notices == "β = 0.5, β = 0.9 diverge: η = 0.39 is above their limits (2 + 2β)/10 = 0.3, 0.38."
    assert notices_of("two_parts", lr=0.22, beta=0.5) == "GD diverges: η = 0.22 is above its limit 2/10 = 0.2."


def test_what_is_told_to_diverge_leaves_and_what_is_not_told_arrives():
    for lr in (0.17, 0.199, 0.201, 0.3):
        notices = notices_of("oscillators", kappa=10.0, lr=lr, beta=0.0)
        run, _ = directions(values("oscillators", kappa=10.0, lr=lr, beta=0.0))
        assert ("diverges" in notices) == (run.value[-1] > run.value[0])


def test_a_direction_without_distance_cannot_diverge():
    notices = notices_of("oscillators", lr=1.0, y0=0.0)
    run, _ = directions(values("oscillators", lr=1.0, y0=0.0))
    assert notices == "" and arrival(run) < 120


def test_the_oscillators_come_before_the_map_that_they_explain():
    assert SECTIONS == ["two_parts", "smooth", "too_much", "oscillators", "map", "nag"]


def test_a_text_says_which_bowl_its_board_has():
    for section in PAGE.sections:
        kappa = section.defaults().get("kappa", KAPPA)
        text = PAGE.text(section.key)
        told = re.findall(r"\\kappa = (\d+)", text.body)
        assert set(told) <= {label(kappa)}, section.key


def test_gd_with_noise_is_not_called_sgd():
    board = opened(PAGE, "smooth").board()
    names = [layer.name for layer in layers(board, "plane", Path)]
    assert names == ["GD + noise", "momentum + noise"]
    assert [series.name for series in board.panel("loss", Chart).series] == names
    assert "model of SGD" in PAGE.text("smooth").body
