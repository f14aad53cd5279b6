"""The elementary functions agree with SciPy, NumPy and JAX, to the ends of float64, and never warn."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optviz.core.elementary import ACTIVATIONS, log_softmax, sigmoid, softmax, symmetric_eigenvalues

# pytest turns every warning into an error, so whatever is called here at these ends is called without one.
ENDS = np.array([-1e308, -1e3, -745.2, -710.0, -36.8, -1.0, -1e-8, 0.0, 1e-8, 1.0, 36.8, 710.0, 745.2, 1e3, 1e308])
BY_JAX = {"relu": jax.nn.relu, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid}
SLOPES_BY_JAX = {key: jax.jit(jax.vmap(jax.grad(function))) for key, function in BY_JAX.items()}
each_activation = pytest.mark.parametrize("key", list(ACTIVATIONS))
# XLA takes subnormal numbers for 0.
numbers = st.floats(-1e3, 1e3, allow_subnormal=False)
logits = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=numbers)


@given(arrays(float, 8, elements=numbers))
def test_sigmoid_is_scipys(z: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(z), scipy.special.expit(z), rtol=1e-14, atol=1e-300)


def test_sigmoid_reaches_both_ends_without_overflow() -> None:
    np.testing.assert_allclose(sigmoid(ENDS), scipy.special.expit(ENDS), rtol=1e-14, atol=1e-300)
    assert sigmoid([-1e3, 0.0, 1e3]).tolist() == [0.0, 0.5, 1.0]
    assert sigmoid([-np.inf, np.inf]).tolist() == [0.0, 1.0] and np.isnan(sigmoid(np.nan))


def test_a_number_has_a_number_as_its_sigmoid() -> None:
    assert float(sigmoid(-1000.0)) == 0.0 and np.shape(sigmoid(0.3)) == ()
    assert sigmoid(0) == 0.5 and sigmoid([[1, 2]]).shape == (1, 2)


@given(logits)
def test_softmax_and_its_logarithm_are_scipys(z: np.ndarray) -> None:
    np.testing.assert_allclose(softmax(z), scipy.special.softmax(z, axis=-1), rtol=1e-13)
    np.testing.assert_allclose(log_softmax(z), scipy.special.log_softmax(z, axis=-1), rtol=1e-13, atol=1e-13)


@given(arrays(float, (3, 5), elements=numbers))
def test_softmax_and_its_logarithm_are_jaxs(z: np.ndarray) -> None:
    np.testing.assert_allclose(softmax(z), jax.nn.softmax(z), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(log_softmax(z), jax.nn.log_softmax(z), rtol=1e-12, atol=1e-12)


def test_the_logarithm_stays_finite_where_softmax_is_zero() -> None:
    huge = np.array([1000.0, 0.0, -1000.0])
    assert softmax(huge).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax(huge).tolist() == [0.0, -1000.0, -2000.0]
    assert softmax([-1e308, 1e308]).tolist() == [0.0, 1.0]


def test_logits_that_are_not_finite_give_no_warning() -> None:
    assert np.isnan(softmax([np.inf, 0.0])).any() and np.isnan(log_softmax([np.nan, 0.0])).all()


@each_activation
@given(arrays(float, 8, elements=numbers))
def test_an_activation_and_its_slope_are_jaxs(key: str, z: np.ndarray) -> None:
    activation = ACTIVATIONS[key]
    np.testing.assert_allclose(activation.value(z), BY_JAX[key](z), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(activation.slope(z), SLOPES_BY_JAX[key](z), rtol=1e-13, atol=1e-15)


@each_activation
def test_an_activation_has_values_and_slopes_at_both_ends(key: str) -> None:
    activation = ACTIVATIONS[key]
    assert np.isfinite(activation.value(ENDS)).all() and (np.diff(activation.value(ENDS)) >= 0).all()
    slope = activation.slope(ENDS)
    assert ((slope >= 0) & (slope <= 1)).all() and slope[0] == 0
    assert float(activation.value(0.5)) == activation.value(np.array([0.5]))[0]


def test_relu_has_slope_zero_at_its_kink() -> None:
    assert ACTIVATIONS["relu"].slope(np.array([-0.0, 0.0, 1e-300])).tolist() == [0.0, 0.0, 1.0]


def test_the_slope_of_sigmoid_keeps_its_digits_far_out() -> None:
    z = np.array([-700.0, -40.0, 40.0, 700.0])
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].slope(z), np.exp(-np.abs(z)), rtol=1e-13)


@given(a=numbers, b=numbers, d=numbers)
def test_eigenvalues_are_numpys_in_ascending_order(a: float, b: float, d: float) -> None:
    matrix = np.array([[a, b], [b, d]])
    least, largest = symmetric_eigenvalues(matrix)
    assert least <= largest
    assert (least, largest) == pytest.approx(np.linalg.eigvalsh(matrix), rel=1e-13, abs=1e-11)


def test_eigenvalues_can_be_worked_out_on_paper() -> None:
    assert symmetric_eigenvalues(np.array([[2.0, 1.0], [1.0, 2.0]])) == (1.0, 3.0)
    assert symmetric_eigenvalues(np.array([[1e200, 0.0], [0.0, -1e200]])) == (-1e200, 1e200)
    assert all(math.isnan(value) for value in symmetric_eigenvalues(np.array([[np.nan, 0.0], [0.0, 1.0]])))
