"""The cheap sine, cosine and e^x − 1 are NumPy's, to float32."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.compiled.fast_math import fast_cos, fast_sin, with_fast_math


@given(st.floats(-1e4, 1e4, width=32))
def test_sine_and_cosine_are_numpys_to_a_millionth(x):
    single = jnp.float32(x)
    assert abs(float(fast_sin(single)) - np.sin(x)) < 2e-6
    assert abs(float(fast_cos(single)) - np.cos(x)) < 2e-6


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_they_stay_within_one_however_large_the_number(x):
    for function in (fast_sin, fast_cos):
        value = float(function(jnp.float32(x)))
        assert not abs(value) > 1 + 1e-6


def test_a_function_keeps_its_meaning():
    def f(x):
        return jnp.where(x > 0, jnp.sin(3 * x) * jnp.cos(x), jnp.expm1(x)) + jnp.tanh(x) ** 2

    x = jnp.linspace(-4, 4, 801, dtype=jnp.float32)
    cheap = jax.jit(with_fast_math(f))(x)
    assert cheap.dtype == jnp.float32
    z = np.asarray(x, dtype=float)
    exact = np.where(z > 0, np.sin(3 * z) * np.cos(z), np.expm1(z)) + np.tanh(z) ** 2
    np.testing.assert_allclose(cheap, exact, atol=3e-6)


def test_a_gradient_may_be_made_cheaper_as_a_whole():
    slope = with_fast_math(jax.vmap(jax.grad(lambda x: jnp.sin(x) ** 2)))
    x = np.linspace(-3, 3, 50)
    np.testing.assert_allclose(slope(jnp.asarray(x, jnp.float32)), np.sin(2 * x), atol=3e-6)
