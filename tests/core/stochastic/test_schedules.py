"""Schedules: the factors are Optax's where it has the schedule, and its formula where it has not."""

import numpy as np
import optax
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.stochastic.schedules import SCHEDULES, factors

steps = st.integers(1, 300)
decay_times = st.floats(0.5, 500)


def test_cosine_and_halving_are_optaxs():
    t = np.arange(240)
    np.testing.assert_allclose(factors("cosine", 240), optax.cosine_decay_schedule(1.0, 240)(t), atol=1e-12)
    halved = optax.exponential_decay(1.0, 50, 0.5, staircase=True)(t)
    np.testing.assert_allclose(factors("steps", 240, 50), halved, rtol=1e-12)


def test_the_falling_rates_can_be_worked_out_on_paper():
    np.testing.assert_allclose(factors("inverse", 301, 100)[[0, 100, 300]], [1, 1 / 2, 1 / 4], rtol=1e-15)
    np.testing.assert_allclose(factors("root", 301, 100)[[0, 100, 300]], [1, 1 / 2**0.5, 1 / 2], rtol=1e-15)
    np.testing.assert_array_equal(factors("steps", 301, 100)[[0, 99, 100, 299, 300]], [1, 1, 0.5, 0.25, 0.125])


@given(key=st.sampled_from(list(SCHEDULES)), count=steps, tau=decay_times)
def test_every_schedule_starts_at_eta_and_never_rises_or_turns_negative(key, count, tau):
    rate = factors(key, count, tau)
    assert rate.shape == (count,) and rate[0] == 1
    assert (np.diff(rate) <= 0).all() and (rate >= 0).all()


def test_one_over_t_adds_up_without_end_but_its_squares_do_not():
    rate = factors("inverse", 1_000_000, 100)
    assert rate.sum() > 900 and (rate**2).sum() < 101
    assert rate[:10_000].sum() == pytest.approx(100 * np.log(101), rel=0.01)


def test_an_unknown_schedule_or_a_tau_of_zero_is_refused_in_words():
    with pytest.raises(ValueError, match="not 'linear'"):
        factors("linear", 10)
    with pytest.raises(ValueError, match="above 0, not 0"):
        factors("inverse", 10, 0)
