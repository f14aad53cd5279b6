"""The section on two functions: the slopes, their product, and when each is shown."""

import numpy as np
import pytest

from optviz.core.backprop.functions import SCALAR_FUNCTIONS
from optviz.figures.board import Axes, MovingLine, TextLines
from optviz.lecture.backprop.chain_rule import chain_of

from .helpers import board_of, values_of


def test_at_one_the_slopes_are_nine_and_ten_and_their_product_ninety():
    chain = chain_of(values_of("chain_rule", "ninety"))
    assert chain.values.tolist() == [25, 5, 1] and chain.factors.tolist() == [10, 9] and chain.products[-1] == 90


def test_the_task_has_minus_eighteen():
    chain = chain_of(values_of("chain_rule", x=-1.0))
    assert (chain.values[1], *chain.factors, chain.products[-1]) == (-1, -2, 9, -18)


def test_either_factor_zero_makes_the_product_zero():
    inside = chain_of(values_of("chain_rule", "flat_inside"))
    assert inside.factors.tolist() == [4, 0] and inside.products[-1] == 0
    outside = chain_of(values_of("chain_rule", "flat_outside"))
    assert abs(outside.factors[0]) < 1e-3 and outside.factors[1] > 6 and abs(outside.products[-1]) < 2e-3
    assert pytest.approx(-((2 / 3) ** (1 / 3)), abs=5e-4) == -0.874


@pytest.mark.parametrize("x", [-0.5, 0.5, 1.0])
def test_swapped_functions_have_another_derivative(x):
    chain = chain_of(values_of("chain_rule", "swapped", x=x))
    assert chain.values[0] == pytest.approx(3 * x**6 + 2) and chain.products[-1] == pytest.approx(18 * x**5)
    assert chain.products[-1] != pytest.approx(54 * x**5 + 36 * x**2)


def test_a_small_change_of_x_grows_by_both_slopes():
    f, g, h = SCALAR_FUNCTIONS["square"].value, SCALAR_FUNCTIONS["cubic"].value, 1e-6
    du = g(1 + h) - g(1)
    assert du / h == pytest.approx(9, rel=1e-4)
    assert (f(g(1) + du) - f(g(1))) / du == pytest.approx(10, rel=1e-4)


def test_the_chain_rule_is_built_up_factor_by_factor():
    frames = board_of("chain_rule").panel("lines", TextLines).frames
    assert ["90" in " ".join(frame) for frame in frames] == [False] * 5 + [True]
    assert "= 9$" not in " ".join(frames[3]) and "= 9$" in " ".join(frames[4])
    assert "54x^5 + 36x^2" in frames[5][-1]
    assert "54x^5" not in " ".join(board_of("chain_rule", "swapped").panel("lines", TextLines).frames[5])


def test_a_tiny_x_is_put_into_brackets_before_it_is_raised_to_a_power():
    last = board_of("chain_rule", x=1e-5).panel("lines", TextLines).frames[-1][-1]
    assert r"54 \cdot (10^{-5})^5" in last and r"36 \cdot (10^{-5})^2" in last


def test_the_tangents_have_the_slopes_nine_ten_and_ninety():
    board = board_of("chain_rule")
    for key, slope in {"inner": 9, "outer": 10, "whole": 90}.items():
        lines = [layer for layer in board.panel(key, Axes).layers if isinstance(layer, MovingLine)]
        (tangent,) = (line for line in lines if line.name == "tangent")
        y = np.asarray(tangent.y)[-1]
        assert np.diff(y) / np.diff(np.asarray(tangent.x)) == pytest.approx(slope)


def test_the_windows_of_the_curves_do_not_move_with_x():
    first, second = (board_of("chain_rule", x=x) for x in (-1.2, 0.7))
    for key in ("inner", "outer", "whole"):
        a, b = first.panel(key, Axes), second.panel(key, Axes)
        assert (a.x, a.y) == (b.x, b.y)
