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
from tests.core.matrices.test_rules import shampoo, soap

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
    state, update = transform.init(layers), jax.jit(transform.update)
    for _ in range(TASK.steps):
        steps, state = update(slope(layers), state, layers)
        layers = optax.apply_updates(layers, steps)
    np.testing.assert_allclose(trained(TASK, MATRIX_RULES["muon"](lr=0.05)).theta[-1], joined(layers), rtol=1e-8)


def test_a_layer_that_the_net_does_not_have_has_no_sides() -> None:
    assert Net(2, 1, 8, 2).padded_sides == ((2, 8), (0, 0), (0, 0), (8, 2))
    assert Net(64, 0, 8, 10).padded_sides == ((0, 0), (0, 0), (0, 0), (64, 10))


RECIPE: dict[str, Any] = {"schedule": "cosine", "warmup": 3.0, "clip_norm": 0.05, "decoupled": 0.1}


def test_the_recipe_round_muon_is_optaxs_own_chain() -> None:
    rate = optax.warmup_cosine_decay_schedule(0.0, 0.05, 3, TASK.steps)

    def exact(t: Any) -> Any:
        """The schedule in float64: of a whole number of steps Optax computes it in float32, 1e-7 off."""
        return rate(t.astype(float))

    muon = optax.contrib.muon(exact, weight_decay=0.1, adam_weight_decay=0.1)
    transform: Any = optax.chain(optax.clip_by_global_norm(0.05), muon)
    layers: Any = start()
    slope = jax.jit(jax.grad(loss))
    state, clipped, update = transform.init(layers), [], jax.jit(transform.update)
    for _ in range(TASK.steps):
        grads = slope(layers)
        steps, state = update(grads, state, layers)
        layers = optax.apply_updates(layers, steps)
        norms = [float(np.linalg.norm(np.ravel(grad))) for grad in grads.values()]
        clipped.append(np.linalg.norm(norms) > 0.05 > min(norms))
    run = trained(TASK, MATRIX_RULES["muon"](lr=0.05).with_(**RECIPE))
    np.testing.assert_allclose(run.theta[-1], joined(layers), rtol=1e-8)
    assert any(clipped), "by its own norm alone this layer would not be cut"


@pytest.mark.parametrize("key", ["shampoo", "soap"])
def test_the_recipe_round_shampoo_and_soap_is_written_out_in_numpy(key: str) -> None:
    lr, clip, weight_decay, warm = 0.05, 0.05, 0.1, 3
    slope, layers, seen = jax.jit(jax.grad(loss)), start(), {name: [] for name in start()}
    for t in range(TASK.steps):
        grads = slope(layers)
        norm = np.sqrt(sum(float((np.asarray(grad) ** 2).sum()) for grad in grads.values()))
        share = (t - warm) / (TASK.steps - warm)
        rate = lr * (t / warm if t < warm else 0.5 * (1 + np.cos(np.pi * share)))
        for name, part in layers.items():
            seen[name].append(np.asarray(grads[name]) * min(1.0, clip / norm))
            step = unit_steps(key, np.array(seen[name]))[-1]
            layers[name] = part + rate * (step - weight_decay * part)
    run = trained(TASK, MATRIX_RULES[key](lr=lr, eps=1e-5).with_(**RECIPE))
    np.testing.assert_allclose(run.theta[-1], joined(layers), rtol=1e-5, atol=1e-7)


def unit_steps(key: str, grads: np.ndarray) -> np.ndarray:
    """The steps of a rule with η = 1 on these gradients."""
    if key == "shampoo":
        return np.real(shampoo(grads, 1.0, 1e-5))
    return soap(grads, 1.0, 0.95, 0.95, 1e-5, 10)
