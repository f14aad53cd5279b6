"""What all sections on curvature keep: presets and hostile values are drawn, and what would puzzle is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.figures.board import last_text
from optviz.figures.board.message import board_body
from optviz.lecture.controls import Choice, Control, Slider, Switch
from optviz.lecture.curvature import PAGE
from optviz.lecture.page_state import opened
from tests.decoder import weight

from .helpers import values

SECTIONS = [section.key for section in PAGE.sections]
OPENINGS = [(section.key, key) for section in PAGE.sections for key in ("", *(p.key for p in section.presets))]
ON_SURFACES = [section for section in SECTIONS if section not in ("newton", "secant", "cost")]


@pytest.mark.parametrize(("section", "preset"), OPENINGS, ids=[preset or section for section, preset in OPENINGS])
def test_a_board_shows_each_of_its_panels_and_is_light(section, preset):
    board = opened(PAGE, section, preset).board()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert board.summary.endswith(".") and weight(board) < 60_000


def any_value(control: Control) -> st.SearchStrategy:
    """Values of a control from its whole range, its ends included."""
    if isinstance(control, Slider):
        inside = st.floats(control.low, control.high)
        corners = st.sampled_from([control.low, control.high, control.default])
        return (inside | corners).map(control.clamp)
    return st.sampled_from(control.allowed) if isinstance(control, Choice) else st.booleans()


@settings(max_examples=80, deadline=None)
@given(data=st.data(), section=st.sampled_from(PAGE.sections))
def test_any_setting_is_drawn_and_never_raises(data, section):
    controls = [control for control in section.all_controls() if isinstance(control, Slider | Choice | Switch)]
    changes = {control.key: data.draw(any_value(control), label=control.key) for control in controls}
    board = section.draw(section.defaults() | changes)
    board_body(board)
    assert all(last_text(text).endswith(".") for text in board.notices)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_opens_without_a_warning(section):
    assert PAGE.section(section).draw(values(section)).notices == ()


@pytest.mark.parametrize("section", ON_SURFACES)
@pytest.mark.parametrize("formula", ["x^2 + 3y^2 + a*sin(3x)", "sqrt(x)+y^2", "abs(x)+abs(y)", "log(x^2+y^2)"])
def test_ones_own_function_is_drawn(section, formula):
    found = PAGE.section(section)
    given = values(section) | {"surface": "typed", "f": formula}
    board = found.draw(found.values_with(given) | {"x0": 0.5, "y0": 0.7})
    board_body(board)
    assert board.summary


@pytest.mark.parametrize("section", ON_SURFACES)
def test_a_start_outside_the_picture_is_told(section):
    board = PAGE.section(section).draw(values(section, x0=9.9, y0=9.9))
    assert any("lies outside this picture" in last_text(text) for text in board.notices)


@pytest.mark.parametrize("section", ["newton_two", "wrong", "search", "bfgs", "conjugate", "without", "cost"])
def test_a_start_at_which_f_is_no_number_is_told_once(section):
    found = PAGE.section(section)
    given = found.values_with(values(section) | {"surface": "typed", "f": "log(x)+y^2"})
    notices = [last_text(text) for text in found.draw(given | {"x0": -1.0, "y0": 0.5}).notices]
    assert notices[-1] == "At the start (−1, 0.5) f is not a number, so nothing moves. Choose another."
    assert not any("diverged" in notice for notice in notices)


def test_a_method_that_gives_up_is_told_when_it_has():
    board = PAGE.section("search").draw(values("search", "search_none"))
    (told,) = board.notices
    assert np.shape(told) == (1, 2) and told[0][0] == 0
