"""The compiled walk of a training: any rule of a family, any net of a room, any batch size, 64 steps at a time."""

from collections.abc import Callable

import jax
import jax.numpy as jnp

from optviz.core.compiled.once import once
from optviz.core.compiled.rule_switch import RuleSwitch
from optviz.core.network.mlp import PaddedShape, total_loss

PIECE = 64
"""The most steps of one call."""

BLOCK = 32
"""Examples whose gradients are added at once: a mini-batch is one block or several."""

MAX_EXAMPLES = 8192
"""The most examples of one call, over all its steps."""


@once
def program(rules: RuleSwitch, room: PaddedShape) -> Callable[..., tuple[jax.Array, ...]]:
    """Return the compiled walk over up to PIECE mini-batches.

    It takes ``knobs``, ``going`` (the rule's place, 1 if ``state`` is to be taken up, the number of steps, the net's
    facts), the padded θ, the rule's memory ``state``, the examples x and y of all batches, one after the other, with
    BLOCK spare rows at the end, and ``bounds``, (PIECE+1,), where each batch begins. It returns θ before each step,
    (PIECE, room.size), the loss and the gradient's norm in each layer, (PIECE, 1 + layers), θ and the memory after.
    """

    def mean_gradient(facts, theta, x, y, begin, end):
        def add(j: jax.Array, sums: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
            at = begin + BLOCK * j
            some = [jax.lax.dynamic_slice_in_dim(table, at, BLOCK) for table in (x, y)]
            weight = jnp.where(at + jnp.arange(BLOCK) < end, 1.0, 0.0)
            loss, grad = jax.value_and_grad(total_loss, argnums=2)(room, facts, theta, *some, weight)
            return sums[0] + loss, sums[1] + grad

        blocks = (end - begin + BLOCK - 1) // BLOCK
        sums = jax.lax.fori_loop(0, blocks, add, (0.0, jnp.zeros(room.size)))
        return [one / (end - begin) for one in sums]

    def walk(knobs, going, theta, state, x, y, bounds):
        place, facts = going[0], going[3:]

        def step(t: jax.Array, carry: tuple) -> tuple:
            thetas, told, theta, state = carry
            at = rules.probe(place, knobs, state, theta)
            loss, grad = mean_gradient(facts, at, x, y, bounds[t], bounds[t + 1])
            parts = [jnp.linalg.norm(grad[a:b]) for a, b in zip(room.starts[:-1], room.starts[1:], strict=True)]
            move, state = rules.update(place, knobs, grad, state, theta)
            thetas = jax.lax.dynamic_update_index_in_dim(thetas, theta, t, 0)
            told = jax.lax.dynamic_update_index_in_dim(told, jnp.stack([loss, *parts]), t, 0)
            return thetas, told, theta + move, state

        begun = jnp.where(going[1] > 0, state, rules.init(place, knobs, theta))
        rows = jnp.zeros((PIECE, room.size)), jnp.zeros((PIECE, 1 + len(room.shapes)))
        return jax.lax.fori_loop(0, going[2], step, (*rows, theta, begun))

    return jax.jit(walk)
