"""The net: its gradient against finite differences and against a backpropagation written here in NumPy."""

import dataclasses

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.elementary import ACTIVATIONS, softmax
from optviz.core.network.mlp import MAX_HIDDEN, Net, losses, total_loss

GRADIENT = jax.jit(jax.value_and_grad(total_loss, argnums=2), static_argnums=0)
NETS = [Net(2, hidden, 5, 3, kind) for hidden in range(MAX_HIDDEN + 1) for kind in ACTIVATIONS]
EACH_NET = pytest.mark.parametrize("net", NETS, ids=lambda net: f"{net.hidden}-{net.activation}")
SLOPES = {
    "relu": lambda z: (z > 0).astype(float),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
}
CURVES = {"relu": lambda z: z * (z > 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def examples(net: Net, n: int = 12, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, net.inputs)), rng.integers(0, net.classes, n).astype(np.int32)


def weights(net: Net, seed: int = 1) -> np.ndarray:
    """Random weights and biases, none of them 0."""
    return np.random.default_rng(seed).standard_normal(net.size)


def ours(net: Net, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Loss, gradient, and what the compiled program says about the units that are not there."""
    loss, grad = GRADIENT(net.padded_shape, net.config, net.padded(theta), x, y, np.full(len(y), 1 / len(y)))
    grad = np.asarray(grad)
    return float(loss), grad[net.positions], np.delete(grad, net.positions)


def backpropagation(net: Net, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """The average cross-entropy and its gradient, layer by layer, by the chain rule."""
    layers, inputs, sums = net.layers(theta), [x], []
    for weight, bias in layers:
        sums.append(inputs[-1] @ weight + bias)
        inputs.append(CURVES[net.activation](sums[-1]))
    shares = np.exp(sums[-1]) / np.exp(sums[-1]).sum(axis=1, keepdims=True)
    loss = -np.log(shares[np.arange(len(y)), y]).mean()
    delta = (shares - np.eye(net.classes)[y]) / len(y)
    parts = []
    for k in reversed(range(len(layers))):
        parts.append((inputs[k].T @ delta, delta.sum(axis=0)))
        if k:
            delta = (delta @ layers[k][0].T) * SLOPES[net.activation](sums[k - 1])
    return loss, net.join(parts[::-1])


@EACH_NET
def test_the_gradient_is_backpropagations(net: Net) -> None:
    theta, (x, y) = weights(net), examples(net)
    loss, grad, _ = ours(net, theta, x, y)
    expected, slopes = backpropagation(net, theta, x, y)
    assert loss == pytest.approx(expected, rel=1e-13)
    np.testing.assert_allclose(grad, slopes, rtol=1e-11, atol=1e-14)


@EACH_NET
def test_the_gradient_agrees_with_central_differences(net: Net) -> None:
    theta, (x, y) = weights(net), examples(net)
    _, grad, _ = ours(net, theta, x, y)
    h = 1e-6
    for i in range(0, net.size, 3):
        nudge = h * (np.arange(net.size) == i)
        up, down = (losses(net.logits(theta + s * nudge, x), y).mean() for s in (1, -1))
        assert grad[i] == pytest.approx((up - down) / (2 * h), abs=2e-9)


@EACH_NET
def test_units_that_are_padding_have_no_gradient(net: Net) -> None:
    _, _, padding = ours(net, weights(net), *examples(net))
    assert len(padding) and not padding.any()


@EACH_NET
def test_numpys_forward_pass_and_the_compiled_one_agree(net: Net) -> None:
    theta, (x, y) = weights(net), examples(net)
    assert ours(net, theta, x, y)[0] == pytest.approx(losses(net.logits(theta, x), y).mean(), rel=1e-13)


def test_many_weights_at_once_are_each_one_by_itself() -> None:
    net = NETS[7]
    thetas, (x, _) = np.stack([weights(net, seed) for seed in range(4)]), examples(net)
    for theta, z in zip(thetas, net.logits(thetas, x), strict=True):
        np.testing.assert_allclose(z, net.logits(theta, x), rtol=1e-13)


@settings(max_examples=30, deadline=None)
@given(hidden=st.integers(0, 3), width=st.integers(1, 64), classes=st.integers(2, 10), inputs=st.integers(1, 70))
def test_a_net_is_padded_without_two_numbers_in_one_position(hidden, width, classes, inputs) -> None:
    net = Net(inputs, hidden, width, classes)
    positions = net.positions
    assert len(positions) == net.size == len(np.unique(positions)) and positions.max() < net.padded_shape.size
    theta = np.arange(net.size) + 1.0
    assert np.array_equal(net.padded(theta)[positions], theta) and net.padded(theta).sum() == theta.sum()
    assert np.array_equal(net.join(net.layers(theta)), theta)
    assert [w.shape for w, _ in net.layers(theta)] == list(net.shapes)


def test_a_slider_needs_three_padded_shapes_for_all_widths_and_depths() -> None:
    shapes = {Net(2, hidden, width, 2).padded_shape for hidden in range(4) for width in range(1, 65)}
    assert sorted(shape.width for shape in shapes) == [16, 32, 64]


def test_the_lectures_net_of_digits_has_2410_numbers() -> None:
    assert Net(64, 1, 32, 10).size == 64 * 32 + 32 + 32 * 10 + 10 == 2410


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=6), st.floats(-1e6, 1e6))
def test_softmax_sums_to_one_and_a_shift_of_all_logits_changes_nothing(z, shift) -> None:
    shares = softmax(np.array(z))
    assert shares.sum() == pytest.approx(1) and (shares >= 0).all()
    np.testing.assert_allclose(softmax(np.array(z) + shift), shares, rtol=1e-8, atol=1e-9)


def test_cross_entropy_is_finite_where_the_plain_formula_overflows() -> None:
    z, y = np.array([[1000.0, 0.0], [1000.0, 0.0], [-1000.0, -1000.0]]), np.array([0, 1, 0])
    np.testing.assert_allclose(losses(z, y), [0.0, 1000.0, np.log(2)], atol=1e-12)


def test_a_net_of_zeros_loses_log_k_and_gives_each_class_the_same_probability() -> None:
    net = Net(2, 1, 4, 3)
    z = net.logits(np.zeros(net.size), np.ones((5, 2)))
    np.testing.assert_allclose(softmax(z), 1 / 3)
    np.testing.assert_allclose(losses(z, np.zeros(5, int)), np.log(3))


@pytest.mark.parametrize(("init", "variance"), [("he", 2 / 64), ("glorot", 2 / (64 + 64))])
def test_first_weights_have_the_published_variance_and_biases_are_zero(init: str, variance: float) -> None:
    (first, bias), (second, _), *_ = Net(64, 3, 64, 10).layers(Net(64, 3, 64, 10).start(init, 5))
    for weight in (first, second):
        assert weight.var() == pytest.approx(variance, rel=0.05) and abs(weight.mean()) < 0.01
    assert not bias.any()


def test_with_hes_weights_relu_keeps_the_size_of_its_signals_and_with_glorots_it_shrinks() -> None:
    x = np.random.default_rng(0).standard_normal((500, 64))
    kept = {}
    for init in ("he", "glorot"):
        sizes = []
        for seed in range(20):
            h = x
            for weight, bias in Net(64, 3, 64, 10).layers(Net(64, 3, 64, 10).start(init, seed))[:-1]:
                h = np.maximum(h @ weight + bias, 0)
            sizes.append((h**2).mean() / (x**2).mean())
        kept[init] = float(np.mean(sizes))
    assert kept["he"] == pytest.approx(1, rel=0.15) and kept["glorot"] == pytest.approx(1 / 8, rel=0.2)


@pytest.mark.parametrize(
    "bad",
    [
        {"width": 0},
        {"width": 65},
        {"hidden": -1},
        {"hidden": 4},
        {"classes": 1},
        {"inputs": 0},
        {"activation": "step"},
    ],
)
def test_a_net_outside_the_limits_is_refused_with_a_sentence(bad: dict) -> None:
    with pytest.raises(ValueError, match=r"not|is one of"):
        dataclasses.replace(Net(2, 1, 8, 2), **bad)


def test_an_unknown_initialisation_is_refused() -> None:
    with pytest.raises(ValueError, match="he, glorot"):
        Net(2, 1, 8, 2).start("zero")
