"""The six functions of one variable: derivatives against autodiff and quotients, all critical points found."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.one_d.functions import FUNCTIONS

# Written anew, the way a textbook writes them: what the classes are compared with.
TEXTBOOK = {
    "parabola": lambda x: x**2,
    "two_valleys": lambda x: x**4 / 8 - x**3 / 12 - x**2 + x,
    "terrace": lambda x: 3 / 16 * x**4 - x**3 / 2,
    "ripples": lambda x: x**2 / 8 + (1 - jnp.cos(5 * x)) / 4,
    "kink": jnp.abs,
    "plain": lambda x: x**2 / (1 + x**2),
}
ALL = [kind() for kind in FUNCTIONS.values()]
each_function = pytest.mark.parametrize("function", ALL, ids=lambda f: f.key)


def axis(function, count=400):
    """Points on and beyond the window, none at the kink."""
    low, high = function.window
    return np.linspace(1.5 * low, 1.5 * high, count)


def test_there_are_six_functions_and_the_lectures_own_is_first():
    assert list(FUNCTIONS) == list(TEXTBOOK)


@each_function
def test_a_function_says_what_it_is(function):
    assert function.name and function.note.endswith(".") and type(function).__doc__
    for latex in (function.latex, function.slope_latex):
        assert latex.count("{") == latex.count("}")
    low, high = function.window
    assert low < function.start < high
    assert function.rate > 0


@each_function
def test_values_and_both_derivatives_are_those_of_autodiff(function):
    f, x = TEXTBOOK[function.key], axis(function)
    for ours, theirs in (
        (function.value, f),
        (function.slope, jax.grad(f)),
        (function.curvature, jax.grad(jax.grad(f))),
    ):
        np.testing.assert_allclose(ours(x), jax.vmap(theirs)(x), rtol=1e-12, atol=1e-12)


@each_function
def test_derivatives_are_limits_of_difference_quotients(function):
    x, h = axis(function), 1e-5
    x = x[np.abs(x) > 2 * h]
    np.testing.assert_allclose(function.slope(x), (function.value(x + h) - function.value(x - h)) / (2 * h), atol=1e-6)
    np.testing.assert_allclose(
        function.curvature(x), (function.slope(x + h) - function.slope(x - h)) / (2 * h), atol=1e-6
    )


@each_function
def test_a_float_and_an_array_give_the_same_number(function):
    x = axis(function, 50)
    for formula in (function.value, function.slope, function.curvature):
        alone = [formula(point) for point in x.tolist()]
        assert all(type(number) is float for number in alone)
        np.testing.assert_allclose(formula(x), alone, rtol=1e-15, atol=1e-15)


@each_function
def test_every_sign_change_of_the_slope_is_a_known_critical_point(function):
    x = np.linspace(-20, 20.0001, 400_001)
    signs = np.sign(function.slope(x))
    found = x[:-1][signs[:-1] * signs[1:] < 0]
    known = [point for point, kind in function.criticals if kind != "inflection"]
    np.testing.assert_allclose(found, known, atol=1e-4)


@each_function
def test_a_critical_point_has_no_slope_and_is_what_it_is_called(function):
    for x, kind in function.criticals:
        assert abs(function.slope(x)) < 1e-14
        left, here, right = (function.value(x + d) for d in (-0.01, 0.0, 0.01))
        assert (kind == "minimum") == (left > here < right)
        assert (kind == "maximum") == (left < here > right)
        if kind == "inflection":
            assert function.curvature(x) == 0 and left > here > right


def test_known_values_by_hand():
    by_key = {f.key: f for f in ALL}
    valleys, terrace, plain = by_key["two_valleys"], by_key["terrace"], by_key["plain"]
    assert [valleys.value(x) for x in (-2.0, 2.0, 0.5)] == pytest.approx([-10 / 3, -2 / 3, 95 / 384])
    assert [valleys.curvature(x) for x in (-2.0, 2.0, 0.5)] == [5, 3, -1.875]
    assert (terrace.value(2.0), terrace.curvature(2.0)) == (-1, 3)
    assert (plain.value(1.0), plain.slope(1.0), plain.curvature(0.0)) == (0.5, 0.5, 2)
    assert by_key["ripples"].curvature(0.0) == 26 / 4


def test_minima_come_lowest_first():
    minima = {f.key: f.minima for f in ALL}
    assert minima["two_valleys"] == (-2.0, 2.0)
    assert minima["ripples"][0] == 0 and len(minima["ripples"]) == 9
    assert minima["terrace"] == (2.0,)


@given(function=st.sampled_from(ALL), x=st.floats())
def test_no_float_raises_an_error(function, x):
    assert all(type(formula(x)) is float for formula in (function.value, function.slope, function.curvature))


@each_function
@pytest.mark.parametrize("x", [1e80, -1e80, 1e160, -1e160, 1e300])
def test_a_value_too_large_is_infinite_not_a_nonsense(function, x):
    if function.key != "plain":
        assert function.value(x) > 1e9
    assert not np.isnan(function.slope(x))
