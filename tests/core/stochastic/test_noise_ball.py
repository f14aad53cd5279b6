"""The noise ball: theory against all batches written out, and against long runs."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.stochastic.datasets import Data, drawn, eight
from optviz.core.stochastic.noise_ball import measured_radius, radius, rule_of_thumb, spread, tail
from optviz.core.stochastic.regression import Regression

FEW = Regression.of("line", Data.of(eight("line").points[[0, 2, 3, 5, 7]]))
MANY = Regression.of("line", drawn("line", 64))


def covariance(problem: Regression, lr: float, batch: int) -> np.ndarray:
    """Σ, where there is one."""
    found = spread(problem, lr, batch)
    assert found is not None
    return found


def by_enumeration(problem, lr, batch):
    """Follow mean and second moment of θ − θ* over all batches of B out of n until they rest."""
    gradients, design = problem.gradients(problem.minimum), np.stack([problem.data.x, np.ones(problem.n)], axis=1)
    groups = [list(g) for g in itertools.combinations(range(problem.n), batch)]
    shrink = [np.eye(2) - lr * design[g].T @ design[g] / batch for g in groups]
    push = [-lr * gradients[g].mean(axis=0) for g in groups]
    mean, second = np.array([0.3, -0.2]), np.eye(2)
    for _ in range(4000):
        terms = [
            s @ second @ s.T + np.outer(s @ mean, p) + np.outer(p, s @ mean) + np.outer(p, p)
            for s, p in zip(shrink, push, strict=True)
        ]
        mean = np.mean([s @ mean + p for s, p in zip(shrink, push, strict=True)], axis=0)
        second = np.mean(terms, axis=0)
    return second


@pytest.mark.parametrize(("lr", "batch"), [(0.02, 1), (0.1, 1), (0.1, 2), (0.3, 3), (0.2, 4)])
def test_the_covariance_is_what_all_batches_written_out_come_to_rest_at(lr, batch):
    np.testing.assert_allclose(covariance(FEW, lr, batch), by_enumeration(FEW, lr, batch), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(("lr", "batch"), [(0.02, 1), (0.1, 1), (0.1, 8), (0.3, 4), (0.5, 16)])
def test_a_long_run_with_independent_batches_has_the_radius_of_the_theory(lr, batch):
    assert measured_radius(MANY, lr, batch, 40_000) == pytest.approx(radius(MANY, lr, batch), rel=0.06)


def test_a_long_runs_cloud_has_the_shape_of_the_theory_too():
    cloud = tail(MANY, 0.1, 4, 60_000)
    np.testing.assert_allclose(np.cov(cloud.T), covariance(MANY, 0.1, 4), rtol=0.15, atol=2e-4)


@settings(max_examples=30)
@given(lr=st.floats(1e-4, 2e-3), batch=st.integers(1, 63))
def test_for_small_rates_the_radius_grows_with_the_root_of_eta(lr, batch):
    assert radius(MANY, lr, batch) == pytest.approx(rule_of_thumb(MANY, lr, batch), rel=0.01)
    assert rule_of_thumb(MANY, 4 * lr, batch) == pytest.approx(2 * rule_of_thumb(MANY, lr, batch), rel=1e-12)


def test_four_times_the_batch_halves_the_radius_while_n_is_large():
    many = Regression.of("line", drawn("line", 20_000))
    assert radius(many, 0.01, 4) / radius(many, 0.01, 16) == pytest.approx(2, rel=0.01)


def test_a_reshuffled_epoch_keeps_the_ball_smaller_the_more_so_the_smaller_eta():
    ratios = [
        measured_radius(MANY, lr, 4, 20_000, sampling="epochs") / radius(MANY, lr, 4) for lr in (0.005, 0.03, 0.1)
    ]
    assert ratios == sorted(ratios) and ratios[0] < 0.3 and ratios[-1] < 0.85


def test_with_all_examples_in_the_batch_there_is_no_ball():
    assert radius(MANY, 0.1, 64) == radius(MANY, 0.1, 1000) == 0
    assert measured_radius(MANY, 0.1, 64, 500) < 1e-12


def test_too_large_a_rate_has_no_ball_and_the_run_leaves():
    assert spread(MANY, 0.7, 1) is None and radius(MANY, 0.7, 1) == math.inf
    assert measured_radius(MANY, 0.8, 1, 20_000) == math.inf


def test_small_batches_lose_their_ball_below_the_limit_of_gd():
    """Stability ends earlier with noise: GD is stable up to 2/λ_max."""
    assert 2 / MANY.sharpest > 0.7
    assert radius(MANY, 0.5, 64) == 0 and radius(MANY, 0.5, 16) < 0.2 and radius(MANY, 0.5, 1) == math.inf


def test_points_on_a_line_make_no_noise_at_the_minimum():
    exact = Regression.of("line", Data.of([(x, 2 * x - 1) for x in (-1.0, 0.0, 1.0, 2.0)]))
    assert radius(exact, 0.1, 1) < 1e-12


def test_a_valley_has_no_ball_and_one_point_none_either():
    assert spread(Regression.of("line", Data.of([(1.0, 1.0), (1.0, 2.0)])), 0.1, 1) is None
    assert spread(Regression.of("line", Data.of([(1.0, 1.0)])), 0.1, 1) is None


def test_the_logistic_curve_and_rates_of_zero_are_refused_in_words():
    with pytest.raises(ValueError, match="line only"):
        spread(Regression.of("logistic", eight("logistic")), 0.1, 1)
    with pytest.raises(ValueError, match="η is above 0"):
        spread(MANY, 0.0, 1)
    with pytest.raises(ValueError, match="without a minimum"):
        tail(Regression.of("logistic", Data.of([(0.0, 0.0), (1.0, 1.0)])), 0.1, 1, 10)
