"""What all sections on one dimension keep: boards reach the browser, links open, what would puzzle is said."""

import json
from typing import Any

import pytest

from optviz.figures.board import Chart
from optviz.figures.board.message import background_message
from optviz.lecture.one_dimension import PAGE
from optviz.lecture.one_dimension.algorithm import algorithm_walk
from optviz.lecture.one_dimension.descent import descent_walk
from optviz.lecture.page_state import PageState, from_query, opened
from tests.decoder import sent

from .helpers import board_of, values

SECTIONS = [section.key for section in PAGE.sections]
PRESETS = [(section.key, preset.key) for section in PAGE.sections for preset in section.presets]


def state_of(section: str, **changes: Any) -> PageState:
    """What the page shows in a section turned to other values."""
    return opened(PAGE, section).replace(settings=tuple(values(section, **changes).items()))


STATES = (
    {section: opened(PAGE, section) for section in SECTIONS}
    | {f"{section}-{preset}": opened(PAGE, section, preset) for section, preset in PRESETS}
    | {f"{section}-{f}": state_of(section, f=f) for section in SECTIONS[:4] for f in ("kink", "plain", "terrace")}
    | {
        f"{section}-eta{eta:g}-x{x0:g}": state_of(section, eta=eta, x0=x0)
        for section in SECTIONS[:3]
        for eta in (0.0, 10.0)
        for x0 in (0.0, -3.0)
    }
)


@pytest.mark.parametrize("state", list(STATES.values()), ids=list(STATES))
def test_a_board_holds_together_and_reaches_the_browser(state):
    board, background = state.board(), state.background()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert len({len(row) for row in board.rows}) == 1
    assert len(board.heights) == len(board.rows)
    assert board.summary.endswith(".")
    for panel in board.panels:
        if isinstance(panel, Chart):
            assert all(len(series.y) <= 1001 for series in panel.series)
    read = sent(board)
    assert read["steps"] == board.steps
    assert json.dumps(read["panels"], allow_nan=False)
    assert background_message(background)


@pytest.mark.parametrize(
    ("section", "changes", "sentence"),
    [
        ("descent", {"eta": 0.0}, "With η = 0 every step has length 0: nothing moves. Give η a positive value."),
        ("descent", {"x0": 0.0}, "Nothing moves: the start is at a minimum, where |f′(x₀)| < ε already. Move x₀."),
        ("descent", {"f": "kink", "x0": 0.0}, "|x| has no slope at its kink. We take 0 there"),
        ("descent", {"f": "terrace", "x0": -2.5}, "The start lies outside the picture; move x₀ into it."),
        ("suboptimal", {"x0": 0.5}, "Nothing moves: the start is at a maximum"),
        ("suboptimal", {"f": "terrace", "x0": 0.0}, "Nothing moves: the start is at a flat inflection"),
        ("descent", {"f": "plain", "x0": 3.0, "eps": 0.1}, "Nothing moves: the start is on flat ground"),
    ],
)
def test_a_start_or_rate_that_shows_nothing_is_answered_in_a_sentence(section, changes, sentence):
    notices = board_of(section, **changes).notices
    assert len(notices) == 1 and notices[0].startswith(sentence)


def test_a_good_start_needs_no_notice():
    assert board_of("descent").notices == ()
    assert board_of("exercise_2d", rate="1000", x0=2.0, y0=1.0).notices == ()
    assert board_of("exercise_2d", rate="1", x0=0.0, y0=0.0).notices != ()


def test_a_huge_rate_is_an_outcome():
    for run in (descent_walk(values("descent", eta=10.0)), algorithm_walk(values("algorithm", eta=10.0))):
        assert run.status.kind == "diverged" or run.status.reason.startswith("Moving away")


def test_a_cycle_is_shown_for_no_longer_than_is_needed():
    assert descent_walk(values("descent", "kink")).steps < 40
    assert descent_walk(values("descent", eta=0.0)).steps <= 2


@pytest.mark.parametrize(("section", "preset"), PRESETS)
def test_a_preset_opens_from_its_link_without_a_complaint(section, preset):
    state, ignored = from_query(PAGE, f"preset={preset}")
    assert (state.section.key, ignored) == (section, ())
    assert state == opened(PAGE, section, preset)


def test_published_keys_stay():
    assert [section.key for section in PAGE.sections] == [
        "descent",
        "algorithm",
        "step_size",
        "suboptimal",
        "exercise",
        "exercise_2d",
    ]
    assert len({preset for _, preset in PRESETS}) == len(PRESETS) == 29


@pytest.mark.parametrize("section", SECTIONS)
def test_a_text_has_its_parts_and_is_short(section):
    text = PAGE.text(section)
    for part, most in ((text.body, 120), (text.notice, 50), (text.task, 40)):
        assert 0 < len(part.split()) <= most
    assert text.answer
