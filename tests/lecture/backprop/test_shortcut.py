"""The section on the short-cut: three Jacobians multiply to answer minus label."""

import numpy as np
import pytest

from optviz.lecture.backprop.shortcut import shortcut_notices, softmax_gradient

from .helpers import values_of


@pytest.mark.parametrize("preset", ["derive", "right", "wrong"])
def test_the_three_jacobians_multiply_to_answer_minus_label(preset):
    gradient = softmax_gradient(values_of("shortcut", preset))
    assert gradient.products[2] == pytest.approx(gradient.prob - gradient.y, abs=1e-12)
    assert gradient.shortcut.sum() == pytest.approx(0, abs=1e-15)


def test_confident_and_correct_is_small_confident_and_wrong_nearly_one():
    assert np.abs(softmax_gradient(values_of("shortcut", "right")).shortcut).max() < 0.005
    wrong = np.abs(softmax_gradient(values_of("shortcut", "wrong")).shortcut)
    assert 0.99 < wrong.max() < 1


def test_with_huge_logits_only_the_short_cut_survives():
    gradient = softmax_gradient(values_of("shortcut", "huge"))
    assert gradient.prob[0] == 0 and not np.isfinite(gradient.products[2]).all() and not gradient.finite
    assert gradient.shortcut[:2].tolist() == [-1, 1] and gradient.loss == 800
    assert "not a number" in shortcut_notices(gradient)[0]
    assert shortcut_notices(softmax_gradient(values_of("shortcut"))) == ()
