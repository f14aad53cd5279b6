"""Forgetting: the wall stays in AdaGrad's sum and leaves RMSprop's mean."""

import math

import numpy as np
import pytest

from .helpers import compared, lengths, rates


def test_the_wall_stays_in_the_sum_and_leaves_the_mean() -> None:
    comparison = compared("forget", "forget_wall")
    a, b = comparison.runs
    assert a.slope[0, 0] == pytest.approx(16, abs=0.2)
    assert (np.diff(rates(a), axis=0) <= 0).all()
    assert a.quantities["s_next"][-1, 0] > a.grad[0, 0] ** 2
    assert rates(b)[100, 0] / rates(b)[0, 0] == pytest.approx(160, rel=0.02)
    assert a.distance[-1] > 0.8 and b.distance[-1] < 0.04
    assert pytest.approx(0.005, abs=2e-4) == 0.9**50


def test_five_steps_on_the_wall_make_73_percent_of_the_sum_after_300() -> None:
    a = compared("forget", "forget_wall").a.run
    squares = a.grad[:, 0] ** 2
    shares = np.cumsum(squares) / squares.sum()
    assert len(squares) == 300 and shares[0] == pytest.approx(0.28, abs=0.01)
    assert shares[4] == pytest.approx(0.73, abs=0.005)
    assert np.abs(a.grad[0, 0]) == np.abs(a.grad[:, 0]).max(), "of slope 16 and less"


def test_rmsprop_then_hops_about_the_minimum_by_about_eta() -> None:
    for lr in (0.05, 0.5):
        tail = lengths(compared("forget", lr=lr).b.run)[-50:]
        assert 0.9 * lr < tail.min() and tail.max() < 3.2 * lr
    rest = compared("forget", "forget_rest")
    assert rest.b.run.distance[-50:].min() > 0.2 > rest.a.run.distance[-1]


def test_a_long_memory_hardly_recovers_in_100_steps() -> None:
    b = compared("forget", "forget_slow").b.run
    assert rates(b)[100, 0] / rates(b)[0, 0] == pytest.approx(1.65, abs=0.01)
    assert 1 / math.sqrt(0.99**100) == pytest.approx(1.65, abs=0.005) and pytest.approx(0.37, abs=0.005) == 0.99**100
    assert abs(b.step[0, 0]) == pytest.approx(10 * 0.05, rel=1e-6)
    assert abs(compared("forget").b.run.step[0, 0]) == pytest.approx(3.2 * 0.05, rel=0.02)


def test_without_memory_every_step_is_eta_in_each_coordinate() -> None:
    b = compared("forget", "forget_none").b.run
    np.testing.assert_allclose(np.abs(b.step[:20]), 0.05, rtol=1e-4)
