"""The section on many functions: every product so far is a derivative, and products vanish or explode."""

import numpy as np
import pytest

from optviz.core.backprop.functions import SCALAR_FUNCTIONS
from optviz.lecture.backprop.many import chain_of
from optviz.lecture.backprop.messages import chain_notices

from .helpers import board_of, values_of


def test_every_product_so_far_is_a_derivative_of_y():
    chain = chain_of(values_of("many", "backward_product"))
    functions, h = [SCALAR_FUNCTIONS[key] for key in ("square", "shift", "sin", "double")], 1e-6
    for k in range(4):

        def outer(u, last=k):
            for function in reversed(functions[: last + 1]):
                u = function.value(u)
            return u

        u = chain.values[k + 1]
        assert chain.products[k] == pytest.approx((outer(u + h) - outer(u - h)) / (2 * h), rel=1e-6)


def test_five_sigmoids_leave_less_than_a_thousandth_and_five_doublings_give_32():
    vanish = chain_of(values_of("many", "vanish"))
    assert len(vanish.factors) == 5 and (vanish.factors <= 0.25).all() and vanish.products[-1] < 1e-3
    for x in np.linspace(-3, 3, 25):
        assert chain_of(values_of("many", "vanish", x=x)).products[-1] < 1e-3
    assert chain_of(values_of("many", "explode")).products[-1] == 32


def test_one_factor_zero_makes_everything_before_it_zero():
    chain = chain_of(values_of("many", "one_zero"))
    assert chain.factors.tolist() == [1, 0, 1] and chain.products.tolist() == [1, 0, 0]


def test_the_task_has_the_slope_three():
    chain = chain_of(values_of("many", n="2"))
    assert chain.values[1] == 1.5 and chain.factors.tolist() == [3, 1] and chain.products[-1] == 3


def test_a_value_too_large_is_said():
    huge = {"n": "5", "x": 3.0, **{f"f{k}": "exp" for k in range(1, 6)}}
    assert "too large" in chain_notices(chain_of(values_of("many", **huge)))[0]
    assert chain_notices(chain_of(values_of("many"))) == ()
    assert board_of("many", **huge).notices == chain_notices(chain_of(values_of("many", **huge)))
