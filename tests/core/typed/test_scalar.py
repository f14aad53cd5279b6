"""A formula at one float after the other is the formula on arrays, also where there is no number."""

import math

import numpy as np
import pytest

from optviz.core.typed.evaluate import VALUES, evaluate
from optviz.core.typed.formula import read
from optviz.core.typed.scalar import FAST, scalar_function
from optviz.core.typed.vocabulary import Names

FORMULAS = (
    "x^4-2x^2+a*x",
    "sin(3x)*exp(-x^2)+hypot(x,2)",
    "log(x)+sqrt(x)",
    "1/x+tan(x)",
    "x^0.5+x^-3+x^x",
    "min(x,1-x)+max(x,0.2,x^2)+relu(x)+step(x)+sign(x)+abs(x)",
    "if(x<1 and not x<=-1,x^2,softplus(x)+sigmoid(x))",
    "asin(x)+acos(x)+atan(x)+sinh(x)+cosh(x)+tanh(x)",
    "exp(exp(x))-exp(exp(x))",
)
PLACES = (-1e200, -50.0, -2.5, -1.0, -0.3, -0.0, 0.0, 1e-320, 0.4, 1.0, 2.0, 7.5, 800.0, 1e200, math.inf, math.nan)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_float_gives_what_an_array_gives(text: str) -> None:
    tape = read(text, Names(("x",))).tape
    function = scalar_function(tape, {"a": 0.7})
    expected = evaluate(tape, {"a": 0.7, "x": np.array(PLACES)})
    np.testing.assert_allclose([function(x) for x in PLACES], np.broadcast_to(expected, len(PLACES)), rtol=1e-13)


def test_every_operation_with_a_short_cut_is_one_of_the_language() -> None:
    assert set(FAST) < set(VALUES)


def test_a_function_of_nothing_is_a_number() -> None:
    assert scalar_function(read("2+3", Names(("x",))).tape, {})(1.0) == 5.0
