"""Data sets: the slide's eight points, and random ones that a seed fixes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.stochastic.datasets import MAX_POINTS, MODELS, Data, classes, drawn, eight


@pytest.mark.parametrize("model", MODELS)
def test_the_slides_figure_has_eight_different_points(model):
    data = eight(model)
    assert data.n == 8 and len(np.unique(data.points, axis=0)) == 8


def test_the_eight_points_have_both_classes_and_they_overlap():
    data = eight("logistic")
    off, on = data.x[data.y == 0], data.x[data.y == 1]
    assert len(off) == len(on) == 4 and off.max() > on.min()


@pytest.mark.parametrize("model", MODELS)
def test_more_points_begin_with_the_same_ones(model):
    few, many = drawn(model, 50, 3), drawn(model, 400, 3)
    np.testing.assert_array_equal(few.points, many.points[:50])
    assert not np.array_equal(few.points, drawn(model, 50, 4).points)


def test_many_points_lie_about_the_line_they_are_drawn_from():
    data = drawn("line", 100_000)
    slope, height = np.polyfit(data.x, data.y, 1)
    assert slope == pytest.approx(1.0, abs=0.01) and height == pytest.approx(0.5, abs=0.01)
    assert np.std(data.y - data.x - 0.5) == pytest.approx(0.7, abs=0.01)
    assert (data.x.min(), data.x.max()) == (-1.5, 3.0)


def test_the_share_of_class_one_follows_the_logistic_curve():
    data = drawn("logistic", 100_000)
    for place in (-0.5, 0.7, 1.5):
        near = np.abs(data.x - place) < 0.1
        assert data.y[near].mean() == pytest.approx(1 / (1 + np.exp(-(2.5 * place - 1.75))), abs=0.03)


def test_a_million_points_are_data_and_one_more_is_not():
    assert drawn("line", MAX_POINTS).n == MAX_POINTS
    with pytest.raises(ValueError, match="1 to 1000000 points, not 1000001"):
        Data.of(np.zeros((MAX_POINTS + 1, 2)))


def test_data_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        drawn("line", 8).x[0] = 7.0


@pytest.mark.parametrize(
    ("points", "words"),
    [([], "1 to 1000000 points, not 0"), ([(0, np.nan)], "finite"), ([(np.inf, 0)], "finite")],
)
def test_points_that_are_none_or_not_numbers_are_refused_in_words(points, words):
    with pytest.raises(ValueError, match=words):
        Data.of(points)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=20))
def test_a_class_is_the_nearer_of_0_and_1(points):
    for (x, y), (same, label) in zip(points, classes(Data.of(points)).points, strict=True):
        assert same == x and label == (1 if abs(y - 1) <= abs(y) else 0)
