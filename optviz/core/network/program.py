"""The compiled loop of a training: any rule of a family, any net of a shape, any batch size, 64 steps at a time."""

import functools
import threading
from collections.abc import Callable

import cachetools
import jax
import jax.numpy as jnp

from optviz.core.aot import ahead
from optviz.core.compiled.rule_switch import Switch
from optviz.core.network.mlp import PaddedShape, total_loss

STEPS_PER_CALL = 64
"""The most steps of one call of the compiled program."""

BLOCK_SIZE = 32
"""Examples whose gradients are added at once: a mini-batch is one block or several."""

MAX_EXAMPLES = 8192
"""The most examples of one call, over all its steps."""


# 10 to 16 MB each: the lecture and its presets use five.
@cachetools.cached(cachetools.LRUCache(8), condition=threading.Condition())
def program(rules: Switch, shape: PaddedShape) -> Callable[..., tuple[jax.Array, ...]]:
    """Return the compiled loop over up to STEPS_PER_CALL mini-batches, T = STEPS_PER_CALL.

    It takes ``knobs``, ``call`` (the rule's place, 1 to resume from ``state``, the number of steps, the
    net's config), the padded θ, the rule's ``state``, the examples x and y of all batches, one after the other, with
    BLOCK_SIZE spare rows at the end, and ``bounds``, (T+1,), where each batch begins. It returns θ before each step,
    (T, shape.size); ``metrics``, (T, 1 + layers): the loss and the gradient's norm in each layer; θ and state after.
    """

    def mean_gradient(config, theta, x, y, begin, end):
        def add(j: jax.Array, sums: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
            at = begin + BLOCK_SIZE * j
            block = [jax.lax.dynamic_slice_in_dim(table, at, BLOCK_SIZE) for table in (x, y)]
            weight = jnp.where(at + jnp.arange(BLOCK_SIZE) < end, 1.0, 0.0)
            loss, grad = jax.value_and_grad(total_loss, argnums=2)(shape, config, theta, *block, weight)
            return sums[0] + loss, sums[1] + grad

        blocks = (end - begin + BLOCK_SIZE - 1) // BLOCK_SIZE
        sums = jax.lax.fori_loop(0, blocks, add, (0.0, jnp.zeros(shape.size)))
        return [total / (end - begin) for total in sums]

    def loop(knobs, call, theta, state, x, y, bounds):
        place, resume, steps, config = call[0], call[1], call[2], call[3:]

        def step(t: jax.Array, carry: tuple) -> tuple:
            thetas, metrics, theta, state = carry
            both = functools.partial(mean_gradient, config, x=x, y=y, begin=bounds[t], end=bounds[t + 1])
            loss, grad = both(rules.probe(place, knobs, state, theta, lambda theta: both(theta)[1]))
            parts = [jnp.linalg.norm(grad[a:b]) for a, b in zip(shape.starts[:-1], shape.starts[1:], strict=True)]
            move, state = rules.update(place, knobs, grad, state, theta)
            thetas = jax.lax.dynamic_update_index_in_dim(thetas, theta, t, 0)
            metrics = jax.lax.dynamic_update_index_in_dim(metrics, jnp.stack([loss, *parts]), t, 0)
            return thetas, metrics, theta + move, state

        state = jnp.where(resume > 0, state, rules.init(place, knobs, theta))
        rows = jnp.zeros((STEPS_PER_CALL, shape.size)), jnp.zeros((STEPS_PER_CALL, 1 + len(shape.shapes)))
        return jax.lax.fori_loop(0, steps, step, (*rows, theta, state))

    return ahead(loop)
