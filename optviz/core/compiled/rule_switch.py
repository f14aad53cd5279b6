"""One compiled program for many rules: as a surface, a rule enters as a number, not as code.

Each program holds all 19 surfaces and costs 7 MB and a third of a second. The textbook rules share one,
and so does Optax's zoo. Left out are rules that need more than the others: NAG, which takes a second
gradient each step, and L-BFGS, with its long memory; they and rules made in a notebook get their own.
"""

import functools
from collections.abc import Callable, Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.flatten import Packing, layout_of, pack, pack_traced, state_layout
from optviz.core.compiled.once import once
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer, State
from optviz.core.registry import as_pytree, knobs_of

_SMALL_MEMORY = 8

Kinds = tuple[type[Optimizer], ...]


class Member(Optimizer):
    """A rule as data: its place in its family and its knobs, padded with zeros; the memory too is padded.

    ``index``: () int32, ``knobs``: (most knobs,); state: one vector, (largest memory,).
    """

    kinds: ClassVar[Kinds]

    index: jax.Array
    knobs: jax.Array

    def init(self, x: jax.Array) -> State:
        return jax.lax.switch(self.index, _starts(self.kinds), self.knobs, x)

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        return jax.lax.switch(self.index, _updates(self.kinds), self.knobs, grad, state, x)


def _layouts(kind: type[Optimizer]) -> tuple[Packing, Packing]:
    rule = pack(kind())[0]
    return rule, state_layout(rule)


@functools.cache
def _largest(kinds: Kinds) -> int:
    return max(_layouts(kind)[1].size for kind in kinds)


@functools.cache
def _starts(kinds: Kinds) -> Sequence[Callable]:
    def start(kind: type[Optimizer]) -> Callable:
        rule, _ = _layouts(kind)
        return lambda knobs, x: _padded(rule.unpack(knobs[: rule.size]).init(x), _largest(kinds))

    return [start(kind) for kind in kinds]


@functools.cache
def _updates(kinds: Kinds) -> Sequence[Callable]:
    def update(kind: type[Optimizer]) -> Callable:
        rule, memory = _layouts(kind)

        def one(knobs: jax.Array, grad: jax.Array, state: jax.Array, x: jax.Array) -> tuple[jax.Array, jax.Array]:
            racer = rule.unpack(knobs[: rule.size])
            step, after = racer.update(grad, memory.unpack(state[: memory.size]), x)
            return step, _padded(after, _largest(kinds))

        return one

    return [update(kind) for kind in kinds]


def _padded(state: State, size: int) -> jax.Array:
    flat = pack_traced(state)
    return jnp.concatenate([flat, jnp.zeros(size - flat.size)])


def _fits(kind: type[Optimizer]) -> bool:
    return kind.probe is Optimizer.probe and _layouts(kind)[1].size <= _SMALL_MEMORY


# A rule registered later, in a notebook, must not change compiled programs.
_BUILT_IN = tuple(OPTIMIZERS)


@once
def _families() -> dict[type[Optimizer], tuple[Packing, int]]:
    """Return for each rule that shares a program its family's layout and its own place there."""
    zoo = [key for key in _BUILT_IN if key not in TEXTBOOK]
    found = {}
    for name, keys in (("Textbook", TEXTBOOK), ("Zoo", zoo)):
        kinds = tuple(OPTIMIZERS[key] for key in keys if _fits(OPTIMIZERS[key]))
        family = as_pytree(type(name, (Member,), {"kinds": kinds, "__annotations__": dict(Member.__annotations__)}))
        knobs = np.zeros(max(len(knobs_of(kind)) for kind in kinds))
        layout = layout_of(family(np.int32(0), knobs))  # type: ignore[call-arg]
        found |= {kind: (layout, i) for i, kind in enumerate(kinds)}
    return found


def entry(racer: Optimizer) -> tuple[Packing, Packing, list[float]]:
    """Return a racer's own layout, the one its program takes (its family's, if it has one), and its numbers."""
    own, knobs = pack(racer)
    layout, place = _families().get(type(racer), (own, -1))
    if place < 0 or any(own.shapes):
        return own, own, knobs
    return own, layout, [place, *knobs, *[0.0] * (layout.size - 1 - len(knobs))]
