"""Escape from the ridge: simulated times against real runs, the normal law and its logarithm."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.escape import escape_quantile, escape_times, growth, spread
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

SIGMAS = np.logspace(-8, 0, 9)


@pytest.mark.parametrize("sigma", [1e-6, 1e-3, 0.5])
def test_a_seeds_time_is_that_of_the_run_with_this_seed(sigma):
    times = escape_times(0.05, np.array([sigma]), seeds=12)[0]
    for seed, time in enumerate(times):
        run = simulate(SURFACES["saddle"](), OPTIMIZERS["sgd"](lr=0.05, sigma=sigma), (-1.5, 0.0), 400, seed=seed)
        assert np.flatnonzero(np.abs(run.x[:, 1]) > 1)[0] == time


@pytest.mark.parametrize("lr", [0.01, 0.05, 0.2])
def test_the_predicted_quantiles_are_those_of_the_seeds(lr):
    times = escape_times(lr, SIGMAS, seeds=256, steps=2000)
    a = 1 + 2 * lr
    for share in (0.25, 0.5, 0.75):
        predicted = np.array([escape_quantile(lr, s, share) for s in SIGMAS])
        measured = np.quantile(times, share, axis=1)
        # 256 seeds leave the quantile of |N(0, 1)| uncertain by some 10 %, and a step is whole.
        np.testing.assert_allclose(measured[:-1], predicted[:-1], atol=1 + 2.5 * math.log(1.1) / math.log(a))


def test_each_tenfold_smaller_noise_costs_the_same_number_of_steps():
    for lr in (0.01, 0.1):
        medians = [escape_quantile(lr, s) for s in (1e-9, 1e-8, 1e-7, 1e-6)]
        np.testing.assert_allclose(np.diff(medians), -math.log(10) / math.log(1 + 2 * lr), rtol=1e-6)


def test_the_variance_behind_the_prediction_is_that_of_a_sum():
    # y_t = −ησ Σ a^{t−1−k} ξ_k: its variance is a geometric sum; at the predicted time half of all have escaped.
    lr, sigma = 0.1, 1e-3
    a, t = growth(lr), escape_quantile(lr, sigma)
    low, high = (
        (lr * sigma) ** 2 * sum(a ** (2 * k) for k in range(int(round_(t)))) for round_ in (math.floor, math.ceil)
    )
    assert math.sqrt(low) * 0.674490 < 1 < math.sqrt(high) * 0.674490


def test_the_spread_is_that_of_many_simulated_paths():
    noise = np.random.default_rng(2).standard_normal((60, 40_000))
    y, measured = np.zeros(40_000), [0.0]
    for draw in noise:
        y = 1.1 * y - 0.05 * 0.01 * draw
        measured.append(y.std())
    np.testing.assert_allclose(spread(0.05, 0.01, np.arange(61)), measured, rtol=0.02)


@given(st.floats(0, 0.5), st.floats(0, 10), st.floats(0.05, 0.95))
def test_however_small_the_numbers_there_is_a_prediction(lr, sigma, share):
    assert escape_quantile(lr, sigma, share) >= 0
    assert not np.isnan(spread(lr, sigma, np.arange(3))).any()


def test_who_has_not_escaped_has_no_time():
    times = escape_times(0.01, np.array([0.0, 1e-8]), seeds=20, steps=200)
    assert np.isnan(times).all()
    assert escape_quantile(0.01, 0.0) == math.inf and escape_quantile(0.0, 1.0) == math.inf
    assert np.isnan(escape_times(0.0, np.array([1.0]), seeds=3)).all()


def test_a_rate_that_overflows_still_has_a_first_passage():
    assert (escape_times(1000.0, np.array([1.0]), seeds=20) == 1).all()


@pytest.mark.parametrize(
    ("lr", "sigma", "steps"), [(-0.1, 1.0, 10), (math.nan, 1.0, 10), (0.1, -1.0, 10), (0.1, 1.0, 0)]
)
def test_what_makes_no_sense_is_refused_in_words(lr, sigma, steps):
    with pytest.raises(ValueError, match=r"not negative|1 to 5000"):
        escape_times(lr, np.array([sigma]), steps=steps)


@given(st.floats(1e-3, 0.5), st.floats(1e-9, 10), st.floats(0.05, 0.95))
def test_more_noise_and_a_smaller_share_never_take_longer(lr, sigma, share):
    time = escape_quantile(lr, sigma, share)
    assert 0 <= escape_quantile(lr, 2 * sigma, share) <= time
    assert escape_quantile(lr, sigma, share / 2) <= time
