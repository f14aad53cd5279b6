"""The boards on stochastic gradients: every preset is drawn whole, whatever the values, and shows what it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.registry import Knob
from optviz.core.stochastic.datasets import Data
from optviz.core.stochastic.regression import fit
from optviz.figures.board import Arrows, Line, Path
from optviz.figures.board import Points as Marks
from optviz.figures.board.message import board_body
from optviz.lecture.controls import Choice, Points, Randomize, Switch
from optviz.lecture.message import board_message
from optviz.lecture.page_state import opened
from optviz.lecture.stochastic import PAGE
from optviz.lecture.stochastic.boards import DRAW, GROUND
from optviz.lecture.stochastic.common import drawn_fit
from optviz.lecture.stochastic.parts import LEVELS, level_lines
from tests.decoder import opened_board

SHOWS = {
    preset or section.key: opened(PAGE, section.key, preset)
    for section in PAGE.sections
    for preset in ("", *(one.key for one in section.presets))
}


def panel(board, key):
    return next(one for one in board.panels if one.key == key)


def layers(board, key, kind):
    return [layer for layer in panel(board, key).layers if isinstance(layer, kind)]


def test_every_section_has_a_board_and_a_ground():
    assert list(DRAW) == list(GROUND) == [section.key for section in PAGE.sections]


@pytest.mark.parametrize("show", SHOWS.values(), ids=SHOWS)
def test_a_board_shows_each_of_its_panels_on_a_ground_and_is_light(show):
    board, ground = show.board(), show.background()
    assert {key for row in board.rows for key in row} == {one.key for one in board.panels}
    assert board.summary.endswith(".")
    assert all(np.isfinite(field.z).all() for field in ground.fields.values())
    assert len(board_body(board)[1]) < 60_000
    back = opened_board(board_message(show, ground.key, board_body(board)))
    assert [one["key"] for one in back["panels"]] == [one.key for one in board.panels]


def one_value(control):
    if isinstance(control, Knob):
        span = st.floats(control.low, control.high)
        ends = st.sampled_from([control.low, control.high, control.default])
        return (span | ends).map(control.clamp)
    if isinstance(control, Points):
        number = st.floats(-20, 20).map(lambda v: round(v, 1))
        return st.lists(st.tuples(number, number), min_size=1, max_size=12).map(tuple)
    return st.booleans() if isinstance(control, Switch) else st.sampled_from(control.allowed)


def any_values(section):
    controls = [one for one in section.all_controls() if not isinstance(one, Randomize)]
    fields = {one.key: one_value(one) for one in controls}
    if "n" in fields and section.key == "batch_size":
        fields["n"] = st.sampled_from(["8", "100", "1000"])
    return st.fixed_dictionaries(fields)


@pytest.mark.parametrize("section", PAGE.sections, ids=lambda one: one.key)
@settings(max_examples=20)
@given(data=st.data())
def test_any_values_give_a_board_and_never_an_exception(section, data):
    values = data.draw(any_values(section))
    board = DRAW[section.key](values)
    assert board.steps >= 0 and board_body(board)[0] > 0
    assert all(text.endswith(".") for text in board.notices)
    assert all(np.isfinite(field.z).all() for field in GROUND[section.key](values).fields.values())


def test_the_average_has_an_arrow_for_each_point_and_one_for_their_mean():
    board = SHOWS["average"].board()
    each, mean = layers(board, "theta", Arrows)
    slopes = drawn_fit("line", 8).gradients(np.array([-1.0, 2.5]))
    np.testing.assert_allclose(np.stack([each.dx[0], each.dy[0]], axis=1), -slopes)
    np.testing.assert_allclose([mean.dx[0, 0], mean.dy[0, 0]], -slopes.mean(axis=0))
    assert each.scale == mean.scale == "fit" and each.group == mean.group != ""


def test_classes_have_marks_of_their_own_and_the_decision_line_lies_where_the_curve_says_one_half():
    board = SHOWS["average_classes"].board()
    (points,) = layers(board, "data", Marks)
    assert points.mark == ("dot", "dot", "dot", "square", "dot", "square", "square", "square")
    decision, curve = layers(board, "data", Line)
    assert decision.x == [2.0, 2.0] and decision.dashed
    assert np.interp(decision.x[0], curve.x, curve.y) == pytest.approx(0.5, abs=1e-3)


def test_a_point_of_a_class_stays_where_it_was_put():
    show = SHOWS["average_classes"]
    board = DRAW["average"](show.values | {"logistic_points": ((0.0, 0.7), (1.0, 0.2), (2.0, 0.9))})
    (points,) = layers(board, "data", Marks)
    assert points.y.tolist() == [0.7, 0.2, 0.9] and points.mark == ("square", "dot", "square")


def test_the_rings_and_arrows_of_a_mini_batch_are_its_examples():
    board = SHOWS["batch_three"].board()
    problem = drawn_fit("line", 8)
    rings = layers(board, "data", Marks)[1]
    rows = panel(board, "table").rows
    members, full, mean = layers(board, "theta", Arrows)
    for t, row in enumerate(rows):
        named = [int(i) - 1 for i in row[3].split(", ")]
        lit = ~np.isnan(rings.x[t])
        np.testing.assert_array_equal(rings.x[t][lit], problem.data.x[named])
        theta = np.array([full.x[t, 0], full.y[t, 0]])
        slopes = problem.gradients(theta)
        np.testing.assert_allclose(-members.dx[t][lit], slopes[named, 0])
        np.testing.assert_allclose([-mean.dx[t, 0], -mean.dy[t, 0]], slopes[named].mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose([-full.dx[t, 0], -full.dy[t, 0]], slopes.mean(axis=0), rtol=1e-12)
    assert [row[1:3] for row in rows[:4]] == [("1", "1 of 3"), ("1", "2 of 3"), ("1", "3 of 3"), ("2", "1 of 3")]


def test_the_step_formula_adds_up_at_every_playhead():
    numbers = panel(SHOWS["minibatch"].board(), "next").columns
    np.testing.assert_allclose(numbers["next"], numbers["theta"] - numbers["lr"] * numbers["mine"], rtol=1e-14)


def test_the_race_is_drawn_against_steps_and_against_gradients():
    board = SHOWS["race_epoch"].board()
    steps, cost = panel(board, "steps"), panel(board, "cost")
    assert [round(one.x[-1]) for one in steps.series] == [1, 4]
    assert [round(one.x[-1]) for one in cost.series] == [8, 8]
    for one in (*steps.series, *cost.series):
        assert (np.diff(one.x) > 0).all(), "a chart's abscissas rise"
    assert not steps.log and panel(SHOWS["race_long"].board(), "steps").log


def test_the_three_pictures_start_in_one_place_and_share_their_looks_with_the_chart():
    board = SHOWS["batch_size"].board()
    paths = [layers(board, f"size{i}", Path)[0] for i in range(3)]
    assert {(path.x[0], path.y[0]) for path in paths} == {(-1.0, 2.5)}
    assert [path.look for path in paths] == [one.look for one in panel(board, "cost").series]
    assert [panel(board, f"size{i}").title for i in range(3)] == ["GD: B = 1,000 = n", "SGD: B = 100", "SGD: B = 4"]
    assert board.steps // board.per == 10


def test_the_circle_has_the_radius_of_the_theory_and_a_click_on_a_chart_sets_its_abscissa():
    board = SHOWS["noise_ball"].board()
    (circle,) = layers(board, "cloud", Line)
    star = drawn_fit("line", 64).minimum
    np.testing.assert_allclose(np.hypot(circle.x - star[0], circle.y - star[1]), 0.10331446, rtol=1e-6)
    assert (panel(board, "rate").drag.x, panel(board, "batch").drag.x) == ("lr", "batch")


def test_without_a_ball_there_is_no_circle():
    (circle,) = layers(SHOWS["ball_burst"].board(), "cloud", Line)
    assert np.isnan(circle.x).all()


def test_the_decaying_rate_is_drawn_as_it_was_used():
    board = SHOWS["decay"].board()
    constant, slow, falling = panel(board, "rate").series
    assert set(constant.y) == {0.3} and set(slow.y) == {0.03}
    np.testing.assert_allclose(falling.y, 0.3 / (1 + falling.x / 50))


def test_the_loss_chart_of_decay_is_a_mean_over_the_last_epoch():
    show = SHOWS["decay"]
    board = show.board()
    problem = drawn_fit("line", 64)
    (path,) = [one for one in layers(board, "theta", Path) if one.name == "decay"]
    falling = panel(board, "loss").series[2]
    assert falling.y[0] == pytest.approx(problem.loss((-1.0, 2.5)) - problem.floor)
    assert len(falling.y) == len(falling.x) == len(path.x) == board.steps + 1
    assert falling.y[2] < falling.y[0] and (falling.y > 0).all()


def test_the_ground_changes_with_the_classes_alone():
    values = SHOWS["average_classes"].values
    first = GROUND["average"](values)
    assert GROUND["average"](values | {"a": 2.0}).key == first.key
    assert GROUND["average"](values | {"logistic_points": ((0.0, 0.0), (1.0, 1.0))}).key != first.key


own_points = st.lists(st.tuples(st.integers(-3, 3), st.floats(-5, 5)), min_size=1, max_size=8)


@settings(max_examples=40)
@given(points=own_points)
def test_level_lines_lie_where_the_loss_has_their_value_for_bowls_and_valleys(points):
    problem = fit("line", Data.of(points))
    line = level_lines(problem, ((-2.0, 4.0), (-2.0, 4.0)))
    rows = np.stack([line.x, line.y], axis=1).reshape(LEVELS, 2, -1, 2)[:, :, :-1]
    top = max(problem.loss((a, b)) for a in (-2.0, 4.0) for b in (-2.0, 4.0))
    for k, level in enumerate(rows):
        wanted = problem.floor + ((k + 1) / LEVELS) ** 2 * (top - problem.floor)
        np.testing.assert_allclose(problem.loss(level), wanted, rtol=1e-6)


def test_a_dragged_data_point_moves_the_level_lines_and_not_the_ground():
    values = SHOWS["average"].values
    moved = values | {"line_points": ((0.0, 0.0), *values["line_points"][1:])}
    assert GROUND["average"](moved).key == GROUND["average"](values).key
    before, after = (layers(DRAW["average"](now), "theta", Line)[0] for now in (values, moved))
    assert not np.allclose(before.x, after.x, equal_nan=True)


def test_every_chooser_is_one_of_the_controls_that_are_shown():
    for show in SHOWS.values():
        keys = {one.key for one in show.section.visible_controls(show.values) if not isinstance(one, Choice)}
        for one in show.board().panels:
            drag = getattr(one, "drag", None)
            if drag:
                assert {drag.x, drag.y, drag.points} - {""} <= keys
