"""A net trained by a rule for matrices: each layer as if alone, without padding; Muon as in Optax's own loop."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.network.data import toy
from optviz.core.network.mlp import Net
from optviz.core.network.training import Task, trained

NET = Net(2, 2, 5, 2, "tanh")
DATA = toy("moons", 0.1)
TASK = Task(NET, DATA, DATA.train.n, 12, 1)
"""All examples in each step: what is compared is the rule."""

Layers = dict[str, jax.Array]


def loss(layers: Layers) -> jax.Array:
    """The net's average loss, written down plainly."""
    h = jnp.asarray(DATA.train.x)
    for k in range(3):
        h = h @ layers[f"W{k}"] + layers[f"b{k}"]
        h = jnp.tanh(h) if k < 2 else h
    return jnp.mean(jax.nn.logsumexp(h, axis=1) - h[jnp.arange(DATA.train.n), DATA.train.y])


def start() -> Layers:
    """The initial weights, by layer."""
    parts = enumerate(NET.layers(TASK.start))
    return {f"{name}{k}": jnp.asarray(part) for k, pair in parts for name, part in zip("Wb", pair, strict=True)}


def joined(layers: Layers) -> np.ndarray:
    """The flat vector θ."""
    return NET.join([(np.asarray(layers[f"W{k}"]), np.asarray(layers[f"b{k}"])) for k in range(3)])


@pytest.mark.parametrize("key", MATRIX_RULES)
def test_each_layer_goes_as_if_alone_and_padding_plays_no_part(key: str) -> None:
    rule = MATRIX_RULES[key](**({"eps": 1e-5} if key == "soap" else {}))
    layers, slope, update = start(), jax.jit(jax.grad(loss)), jax.jit(rule.update)
    states: dict[str, Any] = {name: rule.init(part) for name, part in layers.items()}
    for _ in range(TASK.steps):
        grads, after = slope(layers), {}
        for name, part in layers.items():
            step, states[name] = update(grads[name], states[name], part)
            after[name] = part + step
        layers = after
    np.testing.assert_allclose(trained(TASK, rule).theta[-1], joined(layers), rtol=1e-5, atol=1e-7)


def test_muon_is_optaxs_own_loop_over_the_layers() -> None:
    transform: Any = optax.contrib.muon(0.05)
    layers: Any = start()
    slope = jax.jit(jax.grad(loss))
    state = transform.init(layers)
    for _ in range(TASK.steps):
        steps, state = transform.update(slope(layers), state, layers)
        layers = optax.apply_updates(layers, steps)
    np.testing.assert_allclose(trained(TASK, MATRIX_RULES["muon"](lr=0.05)).theta[-1], joined(layers), rtol=1e-8)


def test_a_layer_that_the_net_does_not_have_has_no_sides() -> None:
    assert Net(2, 1, 8, 2).padded_sides == ((2, 8), (0, 0), (0, 0), (8, 2))
    assert Net(64, 0, 8, 10).padded_sides == ((0, 0), (0, 0), (0, 0), (64, 10))


def test_modifiers_round_a_rule_for_matrices_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="Muon acts on matrices"):
        trained(TASK, MATRIX_RULES["muon"]().with_("cosine"))
