"""The compiled loop for many starts at once: one program takes every textbook rule and every built-in surface.

Points stand side by side, x (2, n), so that the processor works on eight of them at a time; rule and surface are
chosen once a step for all of them.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.fast_math import quick
from optviz.core.compiled.flatten import DIM
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.surfaces import BUILT_IN, BuiltIn, Field, Surface

RULES: tuple[type[Optimizer], ...] = tuple(OPTIMIZERS[key] for key in TEXTBOOK)
KNOBS = max(len(knobs_of(kind)) for kind in RULES)
Slope = Callable[[jax.Array], jax.Array]
Rows = tuple[jax.Array, ...]


class Crowd(NamedTuple):
    """Many points and the memory of their rule: x (2, n), ``rows`` of (n,) each, as many as the longest memory has."""

    x: jax.Array
    rows: Rows


class Memory(NamedTuple):
    """How one rule's memory lies in rows: its leaves' shapes, and which of them are one number for all points."""

    treedef: Any
    shapes: tuple[tuple[int, ...], ...]
    shared: tuple[bool, ...]


def rule_of(kind: type[Optimizer], knobs: Any) -> Optimizer:
    """Return a rule with its knobs taken from ``knobs``, (KNOBS,), in the order of its fields."""
    return kind(**{k.key: knobs[i] for i, k in enumerate(knobs_of(kind))})


def _memory(kind: type[Optimizer]) -> Memory:
    rule, x = kind(), jnp.ones(DIM)
    after = [jax.tree_util.tree_leaves(rule.update(a * x, rule.init(x), x)[1]) for a in (1.0, 2.0)]
    leaves, treedef = jax.tree_util.tree_flatten(rule.init(x))
    # What does not depend on the gradient, such as Adam's t, is the same number for every point.
    shared = tuple(not np.ndim(a) and bool(a == b) for a, b in zip(*after, strict=True))
    return Memory(treedef, tuple(np.shape(leaf) for leaf in leaves), shared)


MEMORIES: tuple[Memory, ...] = tuple(_memory(kind) for kind in RULES)
WIDTH = max(sum(int(np.prod(shape)) for shape in memory.shapes) for memory in MEMORIES)


def _unpack(memory: Memory, rows: Sequence[jax.Array]) -> Any:
    rest, leaves = list(rows), []
    for shape, shared in zip(memory.shapes, memory.shared, strict=True):
        taken = [rest.pop(0) for _ in range(int(np.prod(shape)))]
        leaves.append(jnp.stack(taken) if shape else taken[0][0] if shared else taken[0])
    return jax.tree_util.tree_unflatten(memory.treedef, leaves)


def _pack(state: Any, like: jax.Array) -> Rows:
    rows: list[jax.Array] = []
    for leaf in jax.tree_util.tree_leaves(state):
        rows += list(leaf) if leaf.ndim == 2 else [jnp.broadcast_to(leaf, like.shape)]
    return (*rows, *[jnp.zeros_like(like)] * (WIDTH - len(rows)))


def _axes(memory: Memory) -> Any:
    axes = [None if shared else len(shape) for shape, shared in zip(memory.shapes, memory.shared, strict=True)]
    return jax.tree_util.tree_unflatten(memory.treedef, axes)


def _starting(kind: type[Optimizer], memory: Memory) -> Callable:
    def start(knobs: jax.Array, x: jax.Array) -> Rows:
        state = jax.vmap(rule_of(kind, knobs).init, in_axes=1, out_axes=_axes(memory))(x)
        return _pack(state, x[0])

    return start


def _probing(kind: type[Optimizer], memory: Memory) -> Callable:
    def probe(knobs: jax.Array, x: jax.Array, rows: Rows) -> jax.Array:
        ask = jax.vmap(rule_of(kind, knobs).probe, in_axes=(1, _axes(memory)), out_axes=1)
        return ask(x, _unpack(memory, rows))

    return probe


def _updating(kind: type[Optimizer], memory: Memory) -> Callable:
    def update(knobs: jax.Array, grad: jax.Array, x: jax.Array, rows: Rows) -> tuple[jax.Array, Rows]:
        axes = _axes(memory)
        ask = jax.vmap(rule_of(kind, knobs).update, in_axes=(1, axes, 1), out_axes=(1, axes))
        step, state = ask(grad, _unpack(memory, rows), x)
        return step, _pack(state, x[0])

    return update


_PAIRS = tuple(zip(RULES, MEMORIES, strict=True))
_STARTS = tuple(_starting(*pair) for pair in _PAIRS)
_UPDATES = tuple(_updating(*pair) for pair in _PAIRS)
_LOOKS_AHEAD = tuple(kind.probe is not Optimizer.probe for kind in RULES)
_PROBES = tuple(_probing(*pair) for pair, ahead in zip(_PAIRS, _LOOKS_AHEAD, strict=True) if ahead)


def start(which: jax.Array, knobs: jax.Array, x: jax.Array) -> Crowd:
    """Return the crowd before its first step: rule number ``which`` of RULES, from points ``x``, (2, n)."""
    return Crowd(x, jax.lax.switch(which, _STARTS, knobs, x))


def step(which: jax.Array, knobs: jax.Array, slope: Slope, crowd: Crowd) -> Crowd:
    """Return the crowd one step later; ``slope`` maps (2, n) → (2, n)."""
    stay = lambda knobs, x, rows: x  # noqa: E731
    place = jnp.asarray(np.cumsum(_LOOKS_AHEAD) * np.array(_LOOKS_AHEAD))[which]
    probe = jax.lax.switch(place, (stay, *_PROBES), knobs, crowd.x, crowd.rows)
    change, rows = jax.lax.switch(which, _UPDATES, knobs, slope(probe), crowd.x, crowd.rows)
    return Crowd(crowd.x + change, rows)


def _branch(kind: type[Surface]) -> Callable[[jax.Array, jax.Array], jax.Array]:
    keys = [k.key for k in knobs_of(kind)]

    def slope(knobs: jax.Array, x: jax.Array) -> jax.Array:
        surface = kind(**{key: knobs[i] for i, key in enumerate(keys)})
        return jax.vmap(jax.grad(surface), in_axes=1, out_axes=1)(x)

    return slope


_SLOPES = tuple(_branch(kind) for kind in BUILT_IN)
_QUICK_SLOPES = tuple(quick(slope) for slope in _SLOPES)


def slope_of(field: Field, single: bool = False) -> Slope:
    """Return ∇f for many points, (2, n) → (2, n); ``single``: in float32, with quick sines and cosines."""
    if not isinstance(field, BuiltIn):
        # A surface made in a notebook.
        return jax.vmap(jax.grad(field), in_axes=1, out_axes=1)
    branches = _QUICK_SLOPES if single else _SLOPES
    return lambda x: jax.lax.switch(field.index, branches, jnp.asarray(field.knobs, x.dtype), x)
