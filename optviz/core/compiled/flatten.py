"""Trees of numbers as flat vectors: each array that crosses between Python and XLA costs microseconds."""

import dataclasses
import functools
import itertools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.once import once

DIM = 2
FLOAT = np.dtype(float)


@dataclasses.dataclass(frozen=True)
class Packing:
    """How a tree of numbers is laid out in a flat vector. Hashable, so that programs can be cached by it."""

    treedef: Any
    shapes: tuple[tuple[int, ...], ...]
    dtypes: tuple[Any, ...]

    @functools.cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(int(np.prod(shape)) for shape in self.shapes)

    @functools.cached_property
    def size(self) -> int:
        return sum(self.sizes)

    def leaves(self, vector: Any) -> list[Any]:
        """Cut ``vector``, (…, size), into leaves of shape (…, *shape)."""
        ends = itertools.accumulate(self.sizes)
        return [
            vector[..., end - size : end].reshape(vector.shape[:-1] + shape)
            for end, size, shape in zip(ends, self.sizes, self.shapes, strict=True)
        ]

    def unpack(self, vector: jax.Array | np.ndarray) -> Any:
        """Rebuild the tree from ``vector``, (size,), each leaf in its own type."""
        leaves = [a.astype(t) for a, t in zip(self.leaves(vector), self.dtypes, strict=True)]
        return jax.tree_util.tree_unflatten(self.treedef, leaves)


def pack(tree: Any) -> tuple[Packing, list[float]]:
    """Return the layout of ``tree`` and its leaves in order, each flattened, as one list of numbers."""
    leaves, treedef = jax.tree_util.tree_flatten(tree)
    if all(type(leaf) is float for leaf in leaves):
        return _all_scalar(treedef), leaves
    numbers: list[float] = []
    for leaf in leaves:
        numbers.extend(np.ravel(leaf).tolist())
    return layout_of(tree), numbers


def layout_of(tree: Any) -> Packing:
    """Return the layout of a tree of numbers, arrays or their shapes; raises ``TypeError`` for anything else."""
    leaves, treedef = jax.tree_util.tree_flatten(tree)
    if odd := [leaf for leaf in leaves if getattr(_dtype(leaf), "kind", "?") not in "fiub"]:
        raise TypeError(f"only numbers can be packed, not {odd[0]!r}")
    return Packing(treedef, tuple(np.shape(leaf) for leaf in leaves), tuple(map(_dtype, leaves)))


@functools.lru_cache(maxsize=256)
def _all_scalar(treedef: Any) -> Packing:
    return Packing(treedef, ((),) * treedef.num_leaves, (FLOAT,) * treedef.num_leaves)


def _dtype(leaf: Any) -> Any:
    return getattr(leaf, "dtype", FLOAT)


def pack_traced(tree: Any) -> jax.Array:
    """Return the leaves of ``tree`` as one float64 vector, inside a compiled program."""
    return jnp.concatenate([jnp.ravel(a).astype(float) for a in jax.tree_util.tree_leaves(tree)] or [jnp.zeros(0)])


@once
def state_layout(rule: Packing, size: int = DIM) -> Packing:
    """Return how a rule's state is laid out for parameters of ``size`` numbers; ``rule`` is the layout of its knobs."""
    return layout_of(_first_state(rule, size))


@once
def state_names(rule: Packing, size: int = DIM) -> tuple[str, ...]:
    """Return a name for each leaf of a rule's state: the field it sits in, numbered where two share one."""
    names: list[str] = []
    for path, _ in jax.tree_util.tree_flatten_with_path(_first_state(rule, size))[0]:
        fields = [str(step.name) for step in path if hasattr(step, "name")]
        name = fields[-1] if fields else "state"
        same = sum(other.rstrip("0123456789") == name for other in names)
        names.append(f"{name}{same + 1}" if same else name)
    return tuple(names)


def _first_state(rule: Packing, size: int) -> Any:
    return jax.eval_shape(lambda knobs: rule.unpack(knobs).init(jnp.zeros(size)), np.ones(rule.size))
