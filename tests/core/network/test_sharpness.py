"""Sharpness against the whole Hessian's eigenvalues, and gradient descent that leaves a minimum above 2/λ."""

import jax
import numpy as np
import pytest

from optviz.core.network.data import toy
from optviz.core.network.mlp import Net, total_loss
from optviz.core.network.sharpness import largest_eigenvalues
from optviz.core.network.training import Task, trained
from optviz.core.optimizers.adaptive import Adam

DATA = toy("moons", 0.15)
HESSIAN = jax.jit(jax.hessian(total_loss, argnums=2), static_argnums=0)


def top(net: Net, theta: np.ndarray) -> float:
    """The largest eigenvalue of the Hessian, all of it formed, by NumPy."""
    weight = np.full(DATA.train.n, 1 / DATA.train.n)
    whole = np.asarray(HESSIAN(net.padded_shape, net.config, net.padded(theta), DATA.train.x, DATA.train.y, weight))
    return float(np.linalg.eigvalsh(whole[np.ix_(net.positions, net.positions)])[-1])


@pytest.mark.parametrize("kind", ["tanh", "relu"])
def test_lanczos_finds_the_largest_eigenvalue_of_the_whole_hessian(kind: str) -> None:
    net = Net(2, 1, 8, 2, kind)
    run = trained(Task(net, DATA, 16, 8, seed=1), Adam(lr=0.02))
    thetas = run.theta[[0, 20, -1]]
    for theta, value in zip(thetas, largest_eigenvalues(net, thetas, DATA.train), strict=True):
        assert value == pytest.approx(top(net, theta), rel=1e-4)


def test_a_net_smaller_than_the_number_of_iterations_is_no_trouble() -> None:
    net = Net(2, 0, 1, 2)
    theta = net.start(seed=2)
    (value,) = largest_eigenvalues(net, theta[None], DATA.train)
    assert net.size == 6 and value == pytest.approx(top(net, theta), rel=1e-9)


def test_softmax_regression_has_the_closed_form_curvature_at_zero_weights() -> None:
    # At θ = 0, K = 2: the Hessian is (xxᵀ averaged, with a 1 for the bias) ⊗ (1/2)(I − 11ᵀ/2).
    net, x = Net(2, 0, 1, 2), np.column_stack([DATA.train.x, np.ones(DATA.train.n)])
    (value,) = largest_eigenvalues(net, np.zeros((1, net.size)), DATA.train)
    assert value == pytest.approx(np.linalg.eigvalsh(x.T @ x / len(x))[-1] / 2, rel=1e-12)


def test_weights_that_are_not_finite_have_no_sharpness() -> None:
    net = Net(2, 1, 8, 2, "tanh")
    assert np.isnan(next(largest_eigenvalues(net, np.full((1, net.size), np.inf), DATA.train)))
