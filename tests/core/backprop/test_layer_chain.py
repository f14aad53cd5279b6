"""The chain u₀ … u₆ against jax.grad, central differences and a backpropagation written here as loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optviz.core.backprop.gradient_check import by_differences, by_jax, max_difference, sweep
from optviz.core.backprop.layer_chain import (
    Network,
    backward,
    forward,
    gradients,
    jacobians,
    softmax_jacobian,
    step,
    weight_jacobian,
)
from optviz.core.elementary import ACTIVATIONS, log_softmax, softmax

D, H, K = 2, 4, 3
PIECES = {"relu": lambda z: max(z, 0.0), "tanh": math.tanh, "sigmoid": lambda z: 1 / (1 + math.exp(-z))}
SLOPES = {
    "relu": lambda z: 1.0 if z > 0 else 0.0,
    "tanh": lambda z: 1 / math.cosh(z) ** 2,
    "sigmoid": lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
}


def numbers(shape, size=2.0):
    return arrays(float, shape, elements=st.floats(-size, size).map(lambda v: round(v, 3)))


def networks(size=2.0):
    return st.builds(
        Network,
        numbers(D, size),
        st.integers(0, K - 1),
        numbers((H, D), size),
        numbers((K, H), size),
        st.sampled_from(sorted(ACTIVATIONS)),
    )


def by_hand(net):
    """Loss and both gradients with plain sums, as an exercise sheet has them."""
    act, slope = PIECES[net.activation], SLOPES[net.activation]
    z = [sum(net.w0[i, j] * net.x[j] for j in range(D)) for i in range(H)]
    a = [act(v) for v in z]
    logits = [sum(net.w1[k, i] * a[i] for i in range(H)) for k in range(K)]
    total = sum(math.exp(v - max(logits)) for v in logits)
    probs = [math.exp(v - max(logits)) / total for v in logits]
    error = [probs[k] - (k == net.label) for k in range(K)]
    hidden = [slope(z[i]) * sum(net.w1[k, i] * error[k] for k in range(K)) for i in range(H)]
    w0 = [[hidden[i] * net.x[j] for j in range(D)] for i in range(H)]
    w1 = [[error[k] * a[i] for i in range(H)] for k in range(K)]
    return -math.log(probs[net.label]), np.array(w0), np.array(w1)


@given(networks())
def test_loss_and_gradients_are_those_of_plain_sums_and_of_jax(net):
    at = forward(net)
    grads = gradients(net, at)
    loss, w0, w1 = by_hand(net)
    assert at.loss == pytest.approx(loss, abs=1e-12)
    np.testing.assert_allclose(grads.w0, w0, atol=1e-12)
    np.testing.assert_allclose(grads.w1, w1, atol=1e-12)
    assert max_difference(grads, by_jax(net)) < 1e-12


@given(networks())
def test_the_product_of_the_jacobians_is_the_gradient(net):
    at = forward(net)
    factors = backward(net, at)
    grads = gradients(net, at)
    np.testing.assert_allclose(np.outer(factors[-1].product, net.x), grads.w0, atol=1e-9)
    np.testing.assert_allclose(factors[3].product[0], at.u[3] - net.y, atol=1e-10)
    np.testing.assert_allclose(np.outer(factors[3].product, at.u[5]), grads.w1, atol=1e-9)


@given(networks())
def test_every_jacobian_is_that_of_its_own_function(net):
    at = forward(net)
    functions = (
        lambda u: u,
        lambda u: np.atleast_1d(-net.y @ u),
        np.log,
        softmax,
        lambda u: net.w1 @ u,
        ACTIVATIONS[net.activation].value,
    )
    h = 1e-6
    for function, jacobian, u in zip(functions, jacobians(net, at), at.u[1:], strict=True):
        point = np.atleast_1d(u)
        if function is functions[-1] and net.activation == "relu" and np.min(np.abs(point)) < 2 * h:
            continue
        small = h * np.minimum(1.0, np.abs(point)) if function is np.log else np.full(len(point), h)
        columns = [
            (function(point + side) - function(point - side)) / (2 * width)
            for width, side in zip(small, np.diag(small), strict=True)
        ]
        np.testing.assert_allclose(jacobian, np.stack(columns, axis=1), rtol=1e-5, atol=1e-6)


@given(networks())
def test_shapes_are_those_that_the_page_names(net):
    at = forward(net)
    assert [np.size(u) for u in at.u] == [1, 1, K, K, K, H, H]
    assert [factor.jacobian.shape for factor in backward(net, at)] == [(1, 1), (1, K), (K, K), (K, K), (K, H), (H, H)]
    assert [factor.product.shape for factor in backward(net, at)] == [(1, n) for n in (1, K, K, K, H, H)]
    grads = gradients(net, at)
    assert grads.w0.shape == (H, D) and grads.w1.shape == (K, H)


@given(networks())
def test_values_are_those_of_the_lectures_functions(net):
    u = forward(net).u
    np.testing.assert_allclose(u[2], np.log(u[3]), atol=1e-12)
    assert float(u[0]) == float(u[1]) == pytest.approx(-np.log(u[3][net.label]))
    assert u[3].sum() == pytest.approx(1.0, abs=1e-15)


SMALL = Network(np.array([1.0, -2.0]), 1, np.array([[0.5, 0.25], [1, 0], [0, 1], [-1, -1]]), np.ones((K, H)))


def test_relu_at_its_kink_has_the_derivative_zero_here_and_in_jax_while_differences_find_half():
    u6 = forward(SMALL).u[6]
    assert u6[0] == 0.0
    net = SMALL.replace(w1=np.arange(12.0).reshape(K, H) / 10)
    grads = gradients(net, forward(net))
    assert grads.delta6[0] == 0.0 and max_difference(grads, by_jax(net)) < 1e-15
    without_kink = float(net.w1[:, 0] @ grads.delta4)
    differences = by_differences(net, 1e-6)[0]
    np.testing.assert_allclose(differences[0], without_kink * net.x / 2, rtol=1e-5)


def test_softmax_survives_logits_that_would_overflow():
    huge = np.array([1000.0, 0.0, -1000.0])
    assert softmax(huge).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax(huge).tolist() == [0.0, -1000.0, -2000.0]


@given(numbers(K, 700.0), st.floats(-1000.0, 1000.0))
def test_softmax_does_not_change_when_all_logits_do(z, shift):
    np.testing.assert_allclose(softmax(z + shift), softmax(z), atol=1e-10)


@given(networks(100.0))
def test_weights_of_any_allowed_size_leave_loss_and_gradients_finite(net):
    at = forward(net)
    grads = gradients(net, at)
    assert math.isfinite(at.loss) and np.isfinite(grads.w0).all() and np.isfinite(grads.w1).all()
    assert max_difference(grads, by_jax(net)) < 1e-9


def test_where_the_true_class_has_probability_zero_the_product_breaks_and_the_short_cut_does_not():
    net = SMALL.replace(w1=np.array([[0.0, 900, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    at = forward(net)
    assert at.u[3].tolist() == [1.0, 0.0, 0.0] and at.loss == 900.0
    assert not np.isfinite(backward(net, at)[-1].product).all()
    assert gradients(net, at).delta4.tolist() == [1.0, -1.0, 0.0]


def test_the_softmax_jacobian_has_rows_that_sum_to_zero():
    jacobian = softmax_jacobian(softmax(np.array([0.3, -1.0, 2.0])))
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)
    np.testing.assert_array_equal(jacobian, jacobian.T)


@given(networks())
def test_a_small_step_lowers_the_loss_by_about_eta_times_the_squared_gradient(net):
    at = forward(net)
    grads = gradients(net, at)
    lr = 1e-6
    after = forward(step(net, grads, lr)).loss
    if net.activation != "relu" or np.min(np.abs(at.u[6])) > 1e-3:
        assert at.loss - after == pytest.approx(lr * grads.square, rel=1e-2, abs=1e-12)


def test_a_step_moves_only_the_matrices_that_are_asked_for():
    grads = gradients(SMALL, forward(SMALL))
    moved = step(SMALL, grads, 0.5, w1=False)
    assert moved.w1 is SMALL.w1 and np.array_equal(moved.w0, SMALL.w0 - 0.5 * grads.w0)


def test_central_differences_err_by_h_squared_until_rounding_takes_over():
    net = Network(
        np.array([0.7, -1.1]), 2, np.sin(np.arange(8.0)).reshape(H, D), np.cos(np.arange(12.0)).reshape(K, H), "tanh"
    )
    curve = sweep(net, gradients(net, forward(net)), 10.0 ** np.arange(-12, 0))
    error = dict(zip(range(-12, 0), curve.error, strict=True))
    assert error[-2] / error[-3] == pytest.approx(100, rel=0.01)
    assert error[-12] > 1e-6 and min(error.values()) < 1e-9 and 1e-7 < curve.best < 1e-4


@given(networks())
def test_the_last_factor_turns_the_product_into_the_gradient_for_w0(net):
    grads = gradients(net, forward(net))
    product = grads.delta6 @ weight_jacobian(net)
    assert weight_jacobian(net).shape == (H, H * D)
    np.testing.assert_allclose(product.reshape(net.w0.shape), grads.w0, atol=1e-12)
    np.testing.assert_allclose(weight_jacobian(net) @ net.w0.ravel(), net.w0 @ net.x, atol=1e-12)
