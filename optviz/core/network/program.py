"""The compiled loop of a training: any rule of a family, any net of a shape, any batch size, 64 steps at a time."""

import functools
import threading
from typing import Any

import cachetools
import jax
import jax.numpy as jnp

from optviz.core.aot import Ahead, ahead
from optviz.core.compiled.modified_switch import ModifiedSwitch
from optviz.core.compiled.rule_switch import Switch
from optviz.core.network.mlp import PaddedShape, total_loss

STEPS_PER_CALL = 64
"""The most steps of one call of the compiled program."""

BLOCK_SIZE = 32
"""Examples whose gradients are added at once: a mini-batch is one block or several."""

MAX_EXAMPLES = 8192
"""The most examples of one call, over all its steps."""


def noise_size(rules: Switch, shape: PaddedShape) -> int:
    """Return how many normal numbers a step draws: one for each weight where rules have modifiers, else none."""
    return shape.size if isinstance(rules, ModifiedSwitch) else 0


def _mean_gradient(
    shape: PaddedShape, config: Any, theta: jax.Array, x: jax.Array, y: jax.Array, begin: Any, end: Any
) -> list[jax.Array]:
    """Return the mean loss of the examples from ``begin`` to ``end``, and its gradient, block by block."""

    def add(j: jax.Array, sums: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        at = begin + BLOCK_SIZE * j
        block = [jax.lax.dynamic_slice_in_dim(table, at, BLOCK_SIZE) for table in (x, y)]
        weight = jnp.where(at + jnp.arange(BLOCK_SIZE) < end, 1.0, 0.0)
        loss, grad = jax.value_and_grad(total_loss, argnums=2)(shape, config, theta, *block, weight)
        return sums[0] + loss, sums[1] + grad

    blocks = (end - begin + BLOCK_SIZE - 1) // BLOCK_SIZE
    sums = jax.lax.fori_loop(0, blocks, add, (0.0, jnp.zeros(shape.size)))
    return [total / (end - begin) for total in sums]


PLAIN, LAYERED = 30_000_000, 70_000_000
"""About how many bytes a program takes with what compiling it leaves behind, measured: of a rule for matrices more."""

MOST = 8 * PLAIN


@cachetools.cached(
    cachetools.LRUCache(MOST, getsizeof=lambda made: made.size),
    key=lambda rules, shape, layered=False: (rules, shape),
    condition=threading.Condition(),
)
def program(rules: Switch, shape: PaddedShape, layered: bool = False) -> Ahead:
    """Return the compiled loop over up to STEPS_PER_CALL mini-batches, T = STEPS_PER_CALL.

    ``layered``: is a rule for matrices among them? It takes ``knobs``, ``call`` (the rule's place, 1 to resume from
    ``state``, the number of steps, the net's config), the padded θ, the rule's ``state``, the examples x and y of all
    batches in a row, with BLOCK_SIZE spare rows at the end, ``bounds``, (T+1,), where each batch begins, and ``draws``,
    (T, noise_size), the numbers of the gradient's noise. It returns θ before each step and after the last,
    (T+1, shape.size); as many points by which the rule is to be judged, or none where no rule has such; ``metrics``,
    (T, 1 + layers): the loss and the gradient's norm in each layer; the state after.
    """
    second_size = shape.size if rules.has_second_point else 0

    def loop(knobs, call, theta, state, x, y, bounds, draws):
        place, resume, steps, config = call[0], call[1], call[2], call[3:]
        put = functools.partial(jax.lax.dynamic_update_index_in_dim, axis=0)

        def judged(seconds: jax.Array, state: jax.Array, theta: jax.Array, t: jax.Array | int) -> jax.Array:
            return put(seconds, rules.second_point(place, knobs, state, theta), t) if second_size else seconds

        def step(t: jax.Array, carry: tuple) -> tuple:
            thetas, seconds, metrics, theta, state = carry
            noise = rules.deviation(jnp.zeros(()), knobs, state) * draws[t] if noise_size(rules, shape) else 0.0
            both = functools.partial(_mean_gradient, shape, config, x=x, y=y, begin=bounds[t], end=bounds[t + 1])
            loss, grad = both(rules.probe(place, knobs, state, theta, lambda theta: both(theta)[1] + noise))
            parts = [jnp.linalg.norm(grad[a:b]) for a, b in zip(shape.starts[:-1], shape.starts[1:], strict=True)]
            move, state = rules.update(place, knobs, grad + noise, state, theta)
            theta = theta + move
            metrics = put(metrics, jnp.stack([loss, *parts]), t)
            return put(thetas, theta, t + 1), judged(seconds, state, theta, t + 1), metrics, theta, state

        state = jnp.where(resume > 0, state, rules.init(place, knobs, theta))
        rows = STEPS_PER_CALL + 1
        thetas = put(jnp.zeros((rows, shape.size)), theta, 0)
        seconds = judged(jnp.zeros((rows, second_size)), state, theta, 0)
        metrics = jnp.zeros((STEPS_PER_CALL, 1 + len(shape.shapes)))
        thetas, seconds, metrics, _, state = jax.lax.fori_loop(0, steps, step, (thetas, seconds, metrics, theta, state))
        return thetas, seconds, metrics, state

    return ahead(loop, LAYERED if layered else PLAIN)
