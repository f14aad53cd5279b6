"""An average: the arrows are gradients of single points, and what the words say of their mean is so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.stochastic.datasets import Data
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Arrows, Line, Points
from optviz.lecture.section import Values
from optviz.lecture.stochastic.average import average_background, edited_regression
from optviz.lecture.stochastic.common import LEVELS, START, level_lines, sample_regression, theta_of
from optviz.lecture.stochastic.messages import about_shape, about_theta

from .helpers import board_of, layers, minimum_of, values_of

EIGHT = sample_regression("line", 8)


def gradients(values: Values) -> np.ndarray:
    return edited_regression(values).gradients(np.array(theta_of(values)))


def test_far_out_most_arrows_agree_with_their_mean() -> None:
    for theta in (START, (4.0, 4.0), (-2.0, -2.0)):
        each = EIGHT.gradients(np.array(theta))
        assert (each @ each.mean(axis=0) > 0).sum() >= 6


def test_at_the_minimum_the_mean_is_zero_but_the_arrows_are_not() -> None:
    values = values_of("average", "average_minimum")
    each = gradients(values)
    lengths = np.hypot(*each.T)
    assert np.hypot(*each.mean(axis=0)) < 0.006 < 0.2 < np.median(lengths)
    assert "cancel" in about_theta(edited_regression(values), values)[0]
    exact = EIGHT.gradients(minimum_of(EIGHT))
    assert np.abs(exact.mean(axis=0)).max() < 1e-15 and np.hypot(*exact.T).max() > 0.5


def test_one_point_far_off_pulls_the_minimum_away() -> None:
    values = values_of("average", "average_outlier")
    lengths = np.hypot(*gradients(values).T)
    assert lengths.argmax() == 7 and lengths[7] > 5 * np.sort(lengths)[-2]
    assert minimum_of(edited_regression(values))[0] < 0.3 < 1 < minimum_of(EIGHT)[0]


def test_one_point_makes_a_valley_of_lines_through_it_and_a_second_closes_it() -> None:
    problem = edited_regression(values_of("average", "average_one"))
    assert problem.shape == "valley" and problem.n == 1
    (x, y), a = problem.data.points[0], np.linspace(-3, 3, 7)
    np.testing.assert_allclose(problem.loss(np.stack([a, y - a * x], axis=1)), 0, atol=1e-14)
    assert Regression.of("line", Data.of([(x, y), (x + 1, y)])).shape == "bowl"
    assert "There is one point" in about_shape(problem)[0]


def test_points_over_one_x_make_a_valley_too() -> None:
    assert about_shape(edited_regression(values_of("average", "average_same"))) == (
        "All points lie over one x: a whole line of θ has the same least loss.",
    )


def test_classes_have_a_minimum_only_while_they_overlap() -> None:
    assert edited_regression(values_of("average", "average_classes")).shape == "bowl"
    separated = edited_regression(values_of("average", "average_parted"))
    assert "A threshold on x separates the classes" in about_shape(separated)[0]
    further = [float(separated.loss(np.array([k, -0.7 * k]))) for k in (1, 5, 20, 100)]
    assert further == sorted(further, reverse=True) and further[-1] < 1e-8
    points = ((0.0, 1.0), (1.0, 1.0))
    single = edited_regression(values_of("average", "average_classes", logistic_points=points))
    assert "one class only" in about_shape(single)[0]


def test_there_is_an_arrow_for_each_point_and_one_for_their_mean() -> None:
    each, mean = layers(board_of("average"), "theta", Arrows)
    by_hand = EIGHT.gradients(np.array([-1.0, 2.5]))
    np.testing.assert_allclose(np.stack([each.dx[0], each.dy[0]], axis=1), -by_hand)
    np.testing.assert_allclose([mean.dx[0, 0], mean.dy[0, 0]], -by_hand.mean(axis=0))
    assert each.scale == mean.scale == "fit" and each.group == mean.group != ""


def test_classes_have_marks_of_their_own_and_the_decision_line_lies_where_the_curve_says_one_half() -> None:
    board = board_of("average", "average_classes")
    (points,) = layers(board, "data", Points)
    assert points.mark == ("dot", "dot", "dot", "square", "dot", "square", "square", "square")
    decision, curve = layers(board, "data", Line)
    assert decision.x == [2.0, 2.0] and decision.dashed
    assert np.interp(decision.x[0], curve.x, curve.y) == pytest.approx(0.5, abs=1e-3)


def test_a_point_of_a_class_stays_where_it_was_put() -> None:
    board = board_of("average", "average_classes", logistic_points=((0.0, 0.7), (1.0, 0.2), (2.0, 0.9)))
    (points,) = layers(board, "data", Points)
    assert points.y.tolist() == [0.7, 0.2, 0.9] and points.mark == ("square", "dot", "square")


def test_the_background_changes_with_the_classes_alone() -> None:
    values = values_of("average", "average_classes")
    first = average_background(values)
    assert average_background(values | {"a": 2.0}).key == first.key
    assert average_background(values | {"logistic_points": ((0.0, 0.0), (1.0, 1.0))}).key != first.key


@settings(max_examples=40)
@given(points=st.lists(st.tuples(st.integers(-3, 3), st.floats(-5, 5)), min_size=1, max_size=8))
def test_level_lines_lie_where_the_loss_has_their_value_for_bowls_and_valleys(points: list) -> None:
    problem = Regression.of("line", Data.of(points))
    line = level_lines(problem, ((-2.0, 4.0), (-2.0, 4.0)))
    rows = np.stack([line.x, line.y], axis=1).reshape(LEVELS, 2, -1, 2)[:, :, :-1]
    top = max(problem.loss(np.array([a, b])) for a in (-2.0, 4.0) for b in (-2.0, 4.0))
    for k, level in enumerate(rows):
        wanted = problem.floor + ((k + 1) / LEVELS) ** 2 * (top - problem.floor)
        np.testing.assert_allclose(problem.loss(level), wanted, rtol=1e-6)


def test_a_dragged_data_point_moves_the_level_lines_and_not_the_background() -> None:
    values = values_of("average")
    moved = values | {"line_points": ((0.0, 0.0), *values["line_points"][1:])}
    assert average_background(moved).key == average_background(values).key
    boards = board_of("average"), board_of("average", line_points=moved["line_points"])
    before, after = (layers(board, "theta", Line)[0] for board in boards)
    assert not np.allclose(before.x, after.x, equal_nan=True)
