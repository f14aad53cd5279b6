"""Rules for matrices in the notebook: at the memory, on any function of a matrix, and the sentences where they fail."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

import optviz
from optviz.core.surfaces import Surface

PAIRS = optviz.memory()


def error(x):
    """The memory's error, of the 64 numbers of W, written down plainly."""
    return jnp.sum(PAIRS.share * jnp.sum((x.reshape(8, 8) @ PAIRS.keys - PAIRS.values) ** 2, axis=0))


def memory_surface() -> Surface:
    return optviz.surface(error, dim=64)


@pytest.mark.parametrize("key", optviz.matrix_rules)
def test_a_race_on_64_numbers_is_the_memorys_own_walk(key: str) -> None:
    rule = optviz.matrix_rules[key]()
    run = optviz.simulate(memory_surface(), rule.on((8, 8)), np.zeros(64), 40)
    np.testing.assert_allclose(run.x.reshape(-1, 8, 8), optviz.learn(PAIRS, rule, 40).weights, atol=1e-7)
    assert run.optimizer.name == rule.name and run.state


def test_muon_with_a_schedule_learns_the_memory_as_optaxs_chain_does() -> None:
    rate: Any = optax.cosine_decay_schedule(0.03, 60)

    def exact(t: Any) -> Any:
        """The schedule in float64: of a whole number of steps Optax may compute it in float32."""
        return rate(t.astype(float))

    chain: Any = optax.chain(optax.clip_by_global_norm(0.2), optax.contrib.muon(exact))
    w: dict[str, Any] = {"W": jnp.zeros((8, 8))}
    steps = 60
    state, update = chain.init(w), jax.jit(chain.update)
    for _ in range(steps):
        grads = {"W": jnp.asarray(PAIRS.gradient(np.asarray(w["W"])))}
        moves, state = update(grads, state, w)
        w = {"W": w["W"] + moves["W"]}
    rule = optviz.matrix_rules["muon"](lr=0.03).with_("cosine", clip_norm=0.2)
    np.testing.assert_allclose(optviz.learn(PAIRS, rule, steps).weights[-1], w["W"], atol=1e-7)


def test_a_matrix_and_a_bias_are_each_what_they_are() -> None:
    surface = optviz.surface(lambda x: jnp.sum((x - 1) ** 2), dim=8)
    run = optviz.simulate(surface, optviz.matrix_rules["muon"](lr=0.02).on((2, 3), (2,)), np.zeros(8), 1)
    x = {"W": jnp.zeros((2, 3)), "b": jnp.zeros(2)}
    muon: Any = optax.contrib.muon(0.02)
    moves, _ = muon.update({key: 2 * (part - 1) for key, part in x.items()}, muon.init(x), x)
    np.testing.assert_allclose(run.x[-1], np.concatenate([np.ravel(moves[key]) for key in "Wb"]), atol=1e-12)


def test_on_a_point_of_the_plane_a_sentence_says_what_to_write() -> None:
    muon, surface = optviz.matrix_rules["muon"](), optviz.surfaces["rosenbrock"]()
    for rule in (muon, muon.with_("cosine")):
        with pytest.raises(TypeError, match=r"Muon acts on matrices.*muon'\]\(\)\.on\(\(8, 8\)\)"):
            optviz.race(surface, [rule])


def test_shapes_that_do_not_fit_and_steps_that_are_too_many_are_refused_in_a_sentence() -> None:
    rule = optviz.matrix_rules["soap"]()
    with pytest.raises(TypeError, match="SOAP on \\(8, 7\\) acts on 56 numbers, and the function has 64"):
        optviz.simulate(memory_surface(), rule.on((8, 7)), np.zeros(64))
    with pytest.raises(ValueError, match="1 to 200 steps, not 201"):
        optviz.learn(PAIRS, rule, 201)
    with pytest.raises(ValueError, match="a warm-up of 50 steps"):
        optviz.learn(PAIRS, rule.with_(warmup=50.0), 20)
