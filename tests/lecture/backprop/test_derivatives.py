"""The section on the seven derivatives: each against differences of its function, their shapes, and their product."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.gradient_check import by_jax
from optviz.core.backprop.layer_chain import backward, forward, gradients, jacobians, weight_jacobian
from optviz.core.elementary import ACTIVATIONS
from optviz.figures.board import Table
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.numbers import matrix

from .helpers import board_of, network


def functions(net):
    """u₀ … u₆ as functions of what is inside them, as the slide has them; u₆ of the entries of W₀, row by row."""
    softmax = lambda z: np.exp(z) / np.exp(z).sum()  # noqa: E731
    return (
        lambda z: z,
        lambda z: np.array([-net.y @ z]),
        np.log,
        softmax,
        lambda z: net.w1 @ z,
        ACTIVATIONS[net.activation].value,
        lambda w: w.reshape(net.w0.shape) @ net.x,
    )


def by_differences(function, at, h=1e-6):
    """The Jacobian of a function by central differences: a row for each output, a column for each input."""
    moves = h * np.eye(len(at))
    return np.stack([(function(at + move) - function(at - move)) / (2 * h) for move in moves], axis=1)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("label", ["1", "2", "3"])
def test_each_factor_is_the_jacobian_of_its_function(activation, label):
    net, forward_pass = network("derivatives", activation=activation, label=label)
    inputs = [np.atleast_1d(u) for u in forward_pass.u[1:]] + [net.w0.ravel()]
    factors = (*jacobians(net, forward_pass), weight_jacobian(net))
    for function, at, factor in zip(functions(net), inputs, factors, strict=True):
        np.testing.assert_allclose(factor, by_differences(function, at), atol=1e-7)


@given(st.lists(st.floats(-1.5, 1.5), min_size=2, max_size=2), st.sampled_from(["tanh", "sigmoid"]))
def test_the_product_of_all_seven_is_the_gradient_that_jax_finds(x, activation):
    net, forward_pass = network("derivatives", input=tuple((v,) for v in x), activation=activation)
    product = np.eye(1)
    for factor in (*jacobians(net, forward_pass), weight_jacobian(net)):
        product = product @ factor
    np.testing.assert_allclose(product.reshape(net.w0.shape), by_jax(net)[0], atol=1e-12)


def test_the_table_states_each_shape_and_each_number():
    net, forward_pass = network("derivatives")
    rows = board_of("derivatives").panel("table", Table).rows
    factors = (*jacobians(net, forward_pass), weight_jacobian(net))
    assert len(rows) == len(factors) == 7
    for row, factor in zip(rows[:6], factors, strict=False):
        assert row[2] == f"{factor.shape[0]} × {factor.shape[1]}" and row[3] == f"${matrix(factor)}$"
    assert rows[6][2] == "4 × (4·2)" and factors[6].shape == (4, 8) and rows[6][3] == f"${matrix(factors[6])}$"
    shapes = [factor.product.shape for factor in backward(net, forward_pass)] + [gradients(net, forward_pass).w0.shape]
    assert [row[4] for row in rows] == [f"{a} × {b}" for a, b in shapes]
    assert [shape[0] for shape in shapes[:6]] == [1] * 6 and shapes[1:6] == [(1, 3)] * 3 + [(1, 4)] * 2


def changed(**other):
    """Which of the seven factors change when something else is set."""
    here, there = (network("derivatives", **values)[0] for values in ({}, other))
    pairs = zip(
        (*jacobians(here, forward(here)), weight_jacobian(here)),
        (*jacobians(there, forward(there)), weight_jacobian(there)),
        strict=True,
    )
    return [k for k, (a, b) in enumerate(pairs) if not np.array_equal(a, b)]


def test_the_label_changes_one_factor_and_the_activation_three():
    assert changed(label="2") == [1]
    assert changed(activation="tanh") == [2, 3, 5]


def test_the_layout_is_stated_and_the_slides_column_is_its_transpose():
    text = PAGE.text("derivatives").body
    assert "a row for each output, a column for each input" in text and "transpose" in text
    net, forward_pass = network("derivatives")
    assert jacobians(net, forward_pass)[1].shape == (1, 3)
    np.testing.assert_array_equal(jacobians(net, forward_pass)[1].T[:, 0], -net.y)


def test_with_tanh_no_slope_is_0_or_1_and_with_all_units_off_a_factor_is_0():
    net, forward_pass = network("derivatives", "smooth_slopes")
    slopes = np.diag(jacobians(net, forward_pass)[5])
    assert ((slopes > 0) & (slopes < 1)).all()
    net, forward_pass = network("derivatives", "no_slopes")
    assert not jacobians(net, forward_pass)[5].any() and not gradients(net, forward_pass).w0.any()
