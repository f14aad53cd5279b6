"""What the section on the secant method says is what its walk does."""

import numpy as np
import pytest
import scipy.optimize

from optviz.lecture.curvature.secant import secant_bends, secant_board, walks_of

from .helpers import values


def slope(x: float) -> float:
    return x**3 / 2 - x**2 / 4 - 2 * x + 1


def test_the_walk_is_scipys():
    (x, _), _ = walks_of(values("secant"))
    assert x[-1] == pytest.approx(scipy.optimize.newton(slope, 2.9, x1=2.5))
    root = scipy.optimize.newton(slope, 2.9, x1=2.5, maxiter=1, disp=False)
    assert x[2] == pytest.approx(root)


def test_on_a_parabola_the_guess_is_exact_however_far_apart_the_points_are():
    (x, _), _ = walks_of(values("secant", "secant_parabola", back=-3.0, x=2.9))
    assert secant_bends(x[:2], 2 * x[:2]) == pytest.approx([2.0]) and x[2] == pytest.approx(0)


def test_the_digits_grow_by_the_golden_ratio_and_newtons_double():
    (x, _), (newton, _) = walks_of(values("secant"))
    error = np.abs(x[2:] - 2)
    error = error[error > 1e-13]
    ratios = np.log(error[1:]) / np.log(error[:-1])
    assert ratios[-1] == pytest.approx(1.618, abs=0.25)
    assert len(newton) - 1 < len(x) - 2 + 2


def test_the_guess_is_an_average_and_comes_to_be_right():
    (x, _), _ = walks_of(values("secant"))
    bends = secant_bends(x, np.array([slope(at) for at in x]))
    true = 1.5 * x[1:] ** 2 - x[1:] / 2 - 2
    assert abs(bends[0] - true[0]) > 0.5 and bends[4] == pytest.approx(true[4], rel=0.02)


def test_points_on_both_sides_of_the_maximum_say_little_of_either():
    (x, _), _ = walks_of(values("secant", "secant_far"))
    bend = secant_bends(x, np.array([slope(at) for at in x]))[0]
    assert abs(bend - (1.5 * 2.8**2 - 1.4 - 2)) > 5
    assert secant_bends(np.array([-1.0, 1.0]), np.array([slope(-1.0), slope(1.0)]))[0] < 0


def test_two_equal_points_are_told_in_a_sentence_or_end_the_walk():
    board = secant_board(values("secant", "secant_level"))
    assert board.summary.endswith(".")
    level = secant_board(values("secant", back=-1.0, x=1.0, fx="plain"))
    assert level.steps == 11
