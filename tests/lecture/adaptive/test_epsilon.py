"""Where ε sits: outside the root it counts for more, the flatter the ground."""

import math

import numpy as np
import pytest

from optviz.core.optimizers.composed import epsilon_gap
from optviz.core.surfaces import grid
from optviz.figures.board import Axes, Points
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.epsilon import epsilon_surface

from .helpers import compared, rates, state_of, values_of


def test_along_x_both_walk_together_and_along_y_the_first_step_is_21_times_as_long() -> None:
    comparison = compared("epsilon")
    a, b = comparison.runs
    np.testing.assert_allclose(a.x[:, 0], b.x[:, 0], atol=1e-3)
    assert a.step[0, 1] / b.step[0, 1] == pytest.approx(21, abs=0.1)


@pytest.mark.parametrize("flat", [1e-3, 1e-5, 1e-7])
def test_the_factor_of_the_first_step_is_the_computed_one(flat: float) -> None:
    comparison = compared("epsilon", flat=flat)
    slope = 1.5 * flat
    factor = math.sqrt(0.1 * slope**2 + 1e-8) / (math.sqrt(0.1) * slope + 1e-8)
    assert comparison.a.run.step[0, 1] / comparison.b.run.step[0, 1] == pytest.approx(factor, rel=1e-9)
    assert float(epsilon_gap(0.1 * slope**2, 1e-8)) == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize("preset", ["epsilon_67", "epsilon_easom"])
def test_two_grounds_on_which_the_first_step_is_67_times_as_long(preset: str) -> None:
    comparison = compared("epsilon", preset)
    assert round(float(comparison.a.run.step[0, 1] / comparison.b.run.step[0, 1])) == 67


def test_on_a_steep_bowl_its_place_makes_no_difference() -> None:
    comparison = compared("epsilon", "epsilon_steep")
    np.testing.assert_allclose(comparison.a.run.x[:60], comparison.b.run.x[:60], atol=1e-4)


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_on_the_flattest_ground_both_creep_ten_thousand_times_apart(rule: str) -> None:
    a, b = compared("epsilon", "epsilon_flatter", rule=rule).runs
    assert abs(a.x[-1, 1] - 1.5) < 0.002 and abs(b.x[-1, 1] - 1.5) < 1e-6
    assert a.step[0, 1] / b.step[0, 1] == pytest.approx(1e4, rel=1e-3)
    assert math.sqrt(0.1) * 1.5e-12 < 1e-8


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_bounds_the_rate_by_eta_over_its_root_inside_and_eta_over_itself_outside(rule: str) -> None:
    a, b = compared("epsilon", "epsilon_flatter", rule=rule).runs
    assert rates(b).max() <= 0.1 / math.sqrt(1e-8) * (1 + 1e-12)
    assert 0.99e7 < rates(a).max() <= 0.1 / 1e-8


def test_a_is_the_curvature_along_x2_not_a_slope() -> None:
    control = next(c for c in PAGE.section("epsilon").all_controls() if c.key == "flat")
    assert control.label == "curvature along x₂"
    for flat in (1e-5, 0.3):
        *_, z = grid(epsilon_surface(values_of("epsilon", flat=flat)), 3, ((-1.0, 1.0), (-1.0, 1.0)))
        assert z[2, 1] + z[0, 1] - 2 * z[1, 1] == pytest.approx(flat, rel=1e-9)


def test_the_dots_on_the_curve_lie_on_it() -> None:
    axes = state_of("epsilon").board().panel("gap", Axes)
    for dots in (layer for layer in axes.layers if isinstance(layer, Points)):
        np.testing.assert_allclose(dots.y, epsilon_gap(np.asarray(dots.x) ** 2, 1e-8), rtol=1e-12)
