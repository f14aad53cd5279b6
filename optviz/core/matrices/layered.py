"""A rule for matrices on parameters that are one vector: cut into matrices and vectors, each with its own memory."""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.matrices.rules import MatrixRule
from optviz.core.optimizers import Modified
from optviz.core.optimizers.base import Optimizer, State

Shape = tuple[int, ...]


class Layered(Optimizer):
    """A rule for matrices on a flat vector, (d,), of blocks of these ``shapes``, one after the other.

    ``sides`` (blocks, 2): the rows and columns that each block has without padding, 0 for a block that is not there
    and stands still: they enter a compiled program as numbers.
    """

    key = "layered"
    source = "see the rule"
    own_knobs = ()

    def __init__(self, rule: Any, shapes: Sequence[Shape], sides: np.ndarray | None = None) -> None:
        self.rule, self.shapes = rule, tuple(shapes)
        self.sides = np.array([(shape[0], shape[-1]) for shape in shapes], float) if sides is None else sides

    @property
    def name(self) -> str:  # type: ignore[override]
        """The rule's name."""
        return self.rule.name

    @property
    def latex(self) -> tuple[str, ...]:  # type: ignore[override]
        """The rule's lines."""
        return self.rule.latex

    def check_size(self, size: int) -> None:
        own = sum(map(math.prod, self.shapes))
        if own != size:
            shapes = ", ".join(map(str, self.shapes))
            raise TypeError(f"{self.name} on {shapes} acts on {own} numbers, and the function has {size}")

    @property
    def lr(self) -> Any:
        """The rule's η."""
        return getattr(self.rule, "lr")  # noqa: B009

    def with_rate(self, lr: Any) -> "Layered":
        return Layered(self.rule.with_rate(lr), self.shapes, self.sides)

    def init(self, x: jax.Array) -> State:
        return tuple(map(self.rule.init, self._cut(x)))

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        steps, memories = [], []
        for g, memory, block, sides in zip(self._cut(grad), state, self._cut(x), self.sides, strict=True):
            step, after = jax.lax.cond(
                sides[0] > 0, self._step, lambda g, memory, block, sides: (0.0 * g, memory), g, memory, block, sides
            )
            steps.append(jnp.ravel(step))
            memories.append(after)
        return jnp.concatenate(steps), tuple(memories)

    def _step(self, grad: jax.Array, memory: State, block: jax.Array, sides: jax.Array) -> tuple[jax.Array, State]:
        if block.ndim < 2:
            return self.rule.update_vector(grad, memory)
        step, after = self.rule.update_matrix(grad, memory)
        return self.rule.factor(sides[0], sides[1]) * step, after

    def _cut(self, vector: jax.Array) -> list[jax.Array]:
        sizes = [math.prod(shape) for shape in self.shapes]
        parts = jnp.split(vector, list(accumulate(sizes[:-1])))
        return [part.reshape(shape) for part, shape in zip(parts, self.shapes, strict=True)]


def on_layers(rule: Optimizer, layers: Sequence[Shape], sides: Sequence[tuple[int, int]]) -> Optimizer:
    """Return a rule for matrices on a flat vector of layers, each a matrix of this shape and a bias behind it.

    ``sides``: rows and columns of each without padding, 0 for a layer that is not there. Modifiers around it act on
    the whole vector, as in a chain of Optax: the norm that is clipped is that of all layers together. Any other rule
    is returned as it is.
    """
    if isinstance(rule, Modified):
        inner = on_layers(rule.inner, layers, sides)
        return rule if inner is rule.inner else Modified(inner, rule.modifiers)
    if not isinstance(rule, MatrixRule):
        return rule
    shapes = [part for rows, columns in layers for part in ((rows, columns), (columns,))]
    return Layered(rule, shapes, np.repeat(np.array(sides, float), 2, axis=0))


def _rebuilt(shapes: tuple[Shape, ...], leaves: tuple) -> Layered:
    return Layered(leaves[0], shapes, leaves[1])


jax.tree_util.register_pytree_node(Layered, lambda x: ((x.rule, x.sides), x.shapes), _rebuilt)
