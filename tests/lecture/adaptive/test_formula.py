"""The formula: AdaGrad-Norm's steps, rates and limits are those that the text names."""

import math

import numpy as np
import pytest

from optviz.figures.board import Chart, Formula
from optviz.lecture.adaptive import PAGE

from .helpers import compared, lengths, rates, state_of


def test_is_the_lectures_written_as_a_python_loop() -> None:
    b = compared("formula").b.run
    x, y, total = -2.5, 1.5, 0.0
    for t in range(100):
        gx, gy = x, 10 * y
        total += gx * gx + gy * gy
        rate = 0.5 / math.sqrt(1e-8 + total)
        x, y = x - rate * gx, y - rate * gy
        assert b.x[t + 1] == pytest.approx((x, y), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("lr", [0.05, 0.5, 10.0, 100.0])
def test_the_first_step_is_eta_long_and_every_rate_is_smaller_than_the_last(lr: float) -> None:
    b = compared("formula", lr=lr).b.run
    assert lengths(b)[0] == pytest.approx(lr, rel=1e-6)
    assert (np.diff(rates(b)[:, 0]) <= 0).all() and rates(b)[-1, 0] < rates(b)[0, 0]
    assert (np.diff(b.quantities["s_next"][:, 0]) >= 0).all()


@pytest.mark.parametrize("start", [(-2.5, 1.5), (-0.1, 2.0), (3.0, 0.2)])
def test_the_first_step_is_eta_however_steep_the_slope(start: tuple[float, float]) -> None:
    assert lengths(compared("formula", x0=start[0], y0=start[1]).b.run)[0] == pytest.approx(0.5, rel=1e-6)


def test_gd_leaves_the_bowl_above_two_over_kappa_and_the_formula_does_not() -> None:
    for lr in (0.21, 0.5, 100.0):
        comparison = compared("formula", lr=lr)
        assert comparison.a.run.distance[50] > 10 * comparison.a.run.distance[0]
    assert compared("formula", lr=0.19).a.run.distance[-1] < 0.01
    assert compared("formula", "formula_large").b.run.distance[-1] < 0.3
    huge = compared("formula", "formula_huge")
    assert (huge.a.run.status.kind, huge.a.run.status.step) == ("diverged", 52)
    assert "f(x)" in huge.a.run.status.reason and huge.b.run.distance[-1] < 1e-3


def test_at_a_small_rate_gd_is_quicker() -> None:
    comparison = compared("formula", "formula_small")
    a, b = comparison.runs
    assert np.hypot(*b.grad[0]) == pytest.approx(15.2, abs=0.05)
    assert a.status.kind == "converged" and a.distance[-1] < 1e-6
    assert b.distance[-1] > 0.6 * b.distance[0]


def test_at_the_minimum_zero_over_the_root_of_epsilon_is_zero() -> None:
    b = compared("formula", "formula_minimum").b.run
    assert rates(b)[0, 0] == pytest.approx(0.5 / math.sqrt(1e-8)) and not b.step.any()


def test_text_and_board_count_the_sum_from_0_and_it_holds_the_present_gradient() -> None:
    board, text = state_of("formula").board(), PAGE.text("formula").body
    symbols = board.panel("rule_b", Formula).lines[0][0]
    assert r"\sum_{j=0}^{t}" in symbols and r"\sum_{j=0}^{t}" in text and "slide counts from 1" in text
    assert r"\sum_{j=0}^{t}" in PAGE.text("coordinates").body
    run = compared("formula").b.run
    assert run.quantities["s_next"][0, 0] == pytest.approx((run.grad[0] ** 2).sum())
    assert len(run.grad) == 100 and run.quantities["s_next"][-1, 0] == pytest.approx((run.grad**2).sum())


def test_the_sum_and_the_learning_rate_are_those_of_the_formula() -> None:
    board = state_of("formula").board()
    total = np.cumsum((compared("formula").b.run.grad ** 2).sum(axis=1))
    np.testing.assert_allclose(board.panel("sum", Chart).series[0].y, total, rtol=1e-12)
    a, b = board.panel("rate0", Chart).series
    np.testing.assert_allclose(b.y, 0.5 / np.sqrt(1e-8 + total), rtol=1e-12)
    np.testing.assert_allclose(a.y, 0.5, rtol=1e-12)
