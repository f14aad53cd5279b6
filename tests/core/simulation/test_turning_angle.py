"""Turns are angles between consecutive steps, whatever the steps' lengths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.simulation.turning_angle import mean_so_far, turning_angles


def test_straight_on_is_0_a_corner_90_and_back_180_degrees():
    steps = np.array([[1, 0], [2, 0], [0, 3], [0, -1], [1, -1], [-1e-9, 1e-9]])
    assert turning_angles(steps) == pytest.approx([0, 90, 180, 45, 180])


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=2, max_size=6))
def test_a_turn_has_the_cosine_of_the_scalar_product(steps):
    steps = np.array([s if np.hypot(*s) > 1e-6 else (1.0, 0.0) for s in steps])
    unit = steps / np.hypot(*steps.T)[:, None]
    np.testing.assert_allclose(
        np.cos(np.radians(turning_angles(steps))), np.sum(unit[1:] * unit[:-1], axis=1), atol=1e-9
    )


def test_a_turn_across_the_negative_axis_is_small():
    assert turning_angles(np.array([[-1, 1e-3], [-1, -1e-3]])) == pytest.approx([0.1146], abs=1e-4)


def test_no_step_has_no_direction():
    steps = np.array([[1.0, 0], [0, 0], [1, 0], [np.inf, 0], [np.nan, 1]])
    assert np.isnan(turning_angles(steps)).all()


def test_the_mean_so_far_passes_over_gaps():
    found = mean_so_far(np.array([np.nan, 2, np.nan, 4, 9]))
    np.testing.assert_array_equal(found, [np.nan, 2, 2, 3, 5])
