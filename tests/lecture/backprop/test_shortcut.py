"""The section on the short-cut: three Jacobians multiply to prediction minus label."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.shortcut import shortcut_notices, softmax_gradient

from .helpers import values_of


@pytest.mark.parametrize("preset", ["derive", "right", "wrong"])
def test_the_three_jacobians_multiply_to_prediction_minus_label(preset):
    gradient = softmax_gradient(values_of("shortcut", preset))
    assert gradient.products[2] == pytest.approx(gradient.prob - gradient.y, abs=1e-12)
    assert gradient.shortcut.sum() == pytest.approx(0, abs=1e-15)


def test_confident_and_correct_is_small_confident_and_wrong_nearly_one():
    assert np.abs(softmax_gradient(values_of("shortcut", "right")).shortcut).max() < 0.005
    wrong = np.abs(softmax_gradient(values_of("shortcut", "wrong")).shortcut)
    assert 0.99 < wrong.max() < 1


@given(st.lists(st.floats(-30, 30), min_size=3, max_size=3), st.sampled_from("123"))
def test_each_component_stays_below_1_and_the_norm_below_the_root_of_2(logits, label):
    gradient = softmax_gradient(values_of("shortcut", logits=tuple((z,) for z in logits), label=label)).shortcut
    assert np.abs(gradient).max() <= 1 and np.linalg.norm(gradient) <= math.sqrt(2) + 1e-12


def test_the_norm_passes_1_and_comes_near_the_root_of_2_so_no_smaller_bound_holds():
    wrong = softmax_gradient(values_of("shortcut", "wrong")).shortcut
    assert 1.4 < np.linalg.norm(wrong) < math.sqrt(2) and np.abs(wrong).max() < 1
    assert "each component" in PAGE.text("shortcut").answer and r"\sqrt 2" in PAGE.text("shortcut").answer


def test_with_huge_logits_only_the_short_cut_survives():
    gradient = softmax_gradient(values_of("shortcut", "huge"))
    assert gradient.prob[0] == 0 and not np.isfinite(gradient.products[2]).all() and not gradient.finite
    assert gradient.shortcut[:2].tolist() == [-1, 1] and gradient.loss == 800
    assert "not a number" in shortcut_notices(gradient)[0]
    assert shortcut_notices(softmax_gradient(values_of("shortcut"))) == ()
