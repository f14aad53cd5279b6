"""The page on stochastic gradients: every preset is drawn whole, whatever the values, and nothing is too heavy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.figures.board import Axes, last_text
from optviz.figures.board.message import board_body
from optviz.lecture.controls import Choice, Control, Points, Slider, Switch
from optviz.lecture.page_state import PageState, opened
from optviz.lecture.section import Section
from optviz.lecture.stochastic import PAGE
from tests.decoder import sent, weight

STATES = {
    preset or section.key: opened(PAGE, section.key, preset)
    for section in PAGE.sections
    for preset in ("", *(preset.key for preset in section.presets))
}
each_section = pytest.mark.parametrize("section", PAGE.sections, ids=[section.key for section in PAGE.sections])
each_state = pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))


@each_section
def test_every_section_has_a_board_and_a_background(section: Section) -> None:
    assert callable(section.draw) and callable(section.background) and section.work is None


@each_state
def test_a_board_shows_each_of_its_panels_on_a_background_and_is_light(state: PageState) -> None:
    board, background = state.board(), state.background()
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}
    assert board.summary.endswith(".")
    assert all(np.isfinite(field.z).all() for field in background.fields.values())
    assert weight(board) < 60_000
    back = sent(board)
    assert [panel["key"] for panel in back["panels"]] == [panel.key for panel in board.panels]


def any_value(control: Control) -> st.SearchStrategy:
    if isinstance(control, Slider):
        span = st.floats(control.low, control.high)
        ends = st.sampled_from([control.low, control.high, control.default])
        return (span | ends).map(control.clamp)
    if isinstance(control, Points):
        number = st.floats(-20, 20).map(lambda v: round(v, 1))
        return st.lists(st.tuples(number, number), min_size=1, max_size=12).map(tuple)
    if isinstance(control, Switch):
        return st.booleans()
    assert isinstance(control, Choice)
    return st.sampled_from(control.allowed)


def any_values(section: Section) -> st.SearchStrategy[dict]:
    fields = {control.key: any_value(control) for control in section.all_controls() if control.valued}
    if "n" in fields and section.key == "batch_size":
        fields["n"] = st.sampled_from(["8", "100", "1000"])
    return st.fixed_dictionaries(fields)


@each_section
@settings(max_examples=20)
@given(data=st.data())
def test_any_values_give_a_board_and_never_an_exception(section: Section, data: st.DataObject) -> None:
    values = data.draw(any_values(section))
    board = section.draw(values)
    assert board.steps >= 0 and board_body(board)[0] > 0
    assert all(last_text(text).endswith(".") for text in board.notices)
    assert section.background is not None
    assert all(np.isfinite(field.z).all() for field in section.background(values).fields.values())


@each_state
def test_what_is_dragged_on_a_plane_is_one_of_the_controls_that_are_shown(state: PageState) -> None:
    keys = {control.key for control in state.section.visible_controls(state.values) if not isinstance(control, Choice)}
    for panel in state.board().panels:
        if isinstance(panel, Axes) and panel.drag:
            assert {panel.drag.x, panel.drag.y, panel.drag.points} - {""} <= keys
