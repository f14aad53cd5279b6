"""The lecture's worked example, and the chain rule on chains of any length."""

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.functions import SCALAR_FUNCTIONS, chain

EXAMPLE = (SCALAR_FUNCTIONS["square"], SCALAR_FUNCTIONS["cubic"])
BY_JAX = {
    "square": lambda z: z**2,
    "cubic": lambda z: 3 * z**3 + 2,
    "sin": jax.numpy.sin,
    "exp": jax.numpy.exp,
    "tanh": jax.numpy.tanh,
    "sigmoid": jax.nn.sigmoid,
    "double": lambda z: 2 * z,
    "half": lambda z: z / 2,
    "shift": lambda z: z + 1,
}


@given(st.floats(-10.0, 10.0))
def test_the_lectures_example_is_54_x_to_the_5_plus_36_x_squared(x):
    composed = chain(EXAMPLE, x)
    u = 3 * x**3 + 2
    assert composed.values.tolist() == pytest.approx([u**2, u, x])
    assert composed.factors.tolist() == pytest.approx([2 * u, 9 * x**2])
    assert composed.products[-1] == pytest.approx(54 * x**5 + 36 * x**2, rel=1e-12, abs=1e-12)


def test_at_one_it_is_ninety():
    composed = chain(EXAMPLE, 1.0)
    assert (composed.values.tolist(), composed.factors.tolist(), composed.products.tolist()) == (
        [25.0, 5.0, 1.0],
        [10.0, 9.0],
        [10.0, 90.0],
    )


@pytest.mark.parametrize("key", SCALAR_FUNCTIONS)
def test_a_function_has_its_own_value_and_slope(key):
    for z in np.linspace(-2.5, 2.5, 11):
        assert float(SCALAR_FUNCTIONS[key].value(z)) == pytest.approx(float(BY_JAX[key](z)), rel=1e-12, abs=1e-14)
        assert float(SCALAR_FUNCTIONS[key].slope(z)) == pytest.approx(
            float(jax.grad(BY_JAX[key])(float(z))), rel=1e-9, abs=1e-14
        )


@given(st.lists(st.sampled_from(sorted(SCALAR_FUNCTIONS)), min_size=1, max_size=4), st.floats(-1.0, 1.0))
def test_the_product_of_the_factors_is_the_derivative_of_the_whole_chain(keys, x):
    def whole(z):
        for key in reversed(keys):
            z = BY_JAX[key](z)
        return z

    composed = chain([SCALAR_FUNCTIONS[key] for key in keys], x)
    if abs(composed.values).max() < 1e50:
        assert composed.products[-1] == pytest.approx(float(jax.grad(whole)(x)), rel=1e-6, abs=1e-12)
        assert composed.values[0] == pytest.approx(float(whole(x)), rel=1e-6)


def test_sigmoids_shrink_the_product_and_doublings_grow_it():
    for x in np.linspace(-3, 3, 13):
        assert chain([SCALAR_FUNCTIONS["sigmoid"]] * 5, float(x)).products[-1] <= 0.25**5
        assert chain([SCALAR_FUNCTIONS["double"]] * 5, float(x)).products[-1] == 32.0
