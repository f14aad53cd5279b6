"""A training by a rule with modifiers is the recipe written out in NumPy on the same mini-batches."""

import math

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.network.data import toy
from optviz.core.network.mlp import Net
from optviz.core.network.training import Task, trained
from optviz.core.optimizers import OPTIMIZERS
from tests.core.helpers import compiling

TASK = Task(Net(2, 1, 8, 2, "tanh"), toy("moons", 0.1), 16, 2)


def slope(theta: np.ndarray, members: np.ndarray) -> np.ndarray:
    """The gradient of a mini-batch's mean loss, by JAX, of the net written anew: tanh, then softmax."""
    data = TASK.data.train
    x, y = jnp.asarray(data.x[members]), data.y[members]

    def loss(theta):
        (w0, b0), (w1, b1) = TASK.net.layers(theta)
        z = jnp.tanh(x @ w0 + b0) @ w1 + b1
        return -jax.nn.log_softmax(z)[jnp.arange(len(y)), y].mean()

    return np.asarray(jax.grad(loss)(jnp.asarray(theta)))


def test_a_nets_training_by_the_recipe_of_adamw() -> None:
    lr, clip, decay, steps = 0.05, 0.5, 0.1, TASK.steps
    warm = round(0.1 * steps)
    theta, m, v = TASK.start, np.zeros(len(TASK.start)), np.zeros(len(TASK.start))
    for t in range(steps):
        g = slope(theta, TASK.batches.members(t))
        g = g * min(1.0, clip / np.linalg.norm(g))
        eta = lr * (t / warm if t < warm else 0.5 * (1 + math.cos(math.pi * (t - warm) / (steps - warm))))
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        step = (m / (1 - 0.9 ** (t + 1))) / (np.sqrt(v / (1 - 0.999 ** (t + 1))) + 1e-8)
        theta = theta - eta * step - eta * decay * theta
    rule = OPTIMIZERS["adam"](lr=lr).with_("cosine", warmup=0.1, clip_norm=clip, decoupled=decay)
    np.testing.assert_allclose(trained(TASK, rule).theta[-1], theta, rtol=0, atol=1e-8)


def test_another_modifier_trains_in_the_same_program() -> None:
    trained(TASK, OPTIMIZERS["gd"](lr=0.1).with_("cosine"))
    with compiling() as names:
        trained(TASK, OPTIMIZERS["adam"](lr=0.1).with_("steps", warmup=0.2, clip_value=0.1, l2=0.01))
    assert names == []
