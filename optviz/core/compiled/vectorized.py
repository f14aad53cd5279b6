"""The compiled loop for many starts at once: one program takes every textbook rule and every built-in surface.

Points stand side by side, x (2, n), so that the processor works on eight of them at a time; rule and surface are
chosen once a step for all of them.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import Literal

from optviz.core.compiled.fast_math import with_fast_math
from optviz.core.compiled.flatten import DIM, pack
from optviz.core.compiled.rule_switch import RuleSwitch
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.surfaces import BUILT_IN, BuiltIn, Field, FieldAsData, Surface

RULES: tuple[type[Optimizer], ...] = tuple(OPTIMIZERS[key] for key in TEXTBOOK)
Slope = Callable[[jax.Array], jax.Array]
Rows = tuple[jax.Array, ...]


class Particles(NamedTuple):
    """Many points and the states of their rule: x (2, n), ``rows`` of (n,) each, as many as the longest state has."""

    x: jax.Array
    rows: Rows


@dataclasses.dataclass(frozen=True, eq=False)
class PointsSwitch(RuleSwitch):
    """A :class:`RuleSwitch` for n points side by side: x and gradients are (2, n), a state is a tuple of rows (n,).

    What does not depend on the gradient, such as Adam's t, stays one number for all points.
    """

    @functools.cached_property
    def shared(self) -> tuple[tuple[bool, ...], ...]:
        """Which leaves of each rule's state are one number for all points."""
        return tuple(map(_shared_leaves, self.kinds))

    def rule(self, i: int, knobs: jax.Array) -> Optimizer:
        # The knobs keep their own type: in a float32 program a float64 knob would make everything float64.
        return jax.tree_util.tree_unflatten(self.layouts[i].treedef, list(knobs[: self.layouts[i].size]))

    def init(self, place: jax.Array, knobs: jax.Array, x: jax.Array) -> Rows:
        def branch(i: int) -> Rows:
            return self._rows(jax.vmap(self.rule(i, knobs).init, in_axes=1, out_axes=self._axes(i))(x), x[0])

        return self.choose(place, branch)

    def probe(self, place: jax.Array, knobs: jax.Array, state: Rows, x: jax.Array) -> jax.Array:
        def branch(i: int) -> jax.Array:
            if self.kinds[i].probe is Optimizer.probe:
                return x
            return jax.vmap(self.rule(i, knobs).probe, in_axes=(1, self._axes(i)), out_axes=1)(
                x, self._leaves(i, state)
            )

        return self.choose(place, branch)

    def update(
        self, place: jax.Array, knobs: jax.Array, grad: jax.Array, state: Rows, x: jax.Array
    ) -> tuple[jax.Array, Rows]:
        def branch(i: int) -> tuple[jax.Array, Rows]:
            axes = self._axes(i)
            update = jax.vmap(self.rule(i, knobs).update, in_axes=(1, axes, 1), out_axes=(1, axes))
            step, after = update(grad, self._leaves(i, state), x)
            return step, self._rows(after, x[0])

        return self.choose(place, branch)

    def _axes(self, i: int) -> Any:
        layout = self.states[i]
        axes = [None if shared else len(shape) for shape, shared in zip(layout.shapes, self.shared[i], strict=True)]
        return jax.tree_util.tree_unflatten(layout.treedef, axes)

    def _leaves(self, i: int, rows: Rows) -> Any:
        rest, leaves = list(rows), []
        for shape, size, shared in zip(self.states[i].shapes, self.states[i].sizes, self.shared[i], strict=True):
            taken, rest = rest[:size], rest[size:]
            leaves.append(jnp.stack(taken) if shape else taken[0][0] if shared else taken[0])
        return jax.tree_util.tree_unflatten(self.states[i].treedef, leaves)

    def _rows(self, state: Any, like: jax.Array) -> Rows:
        rows: list[jax.Array] = []
        for leaf in jax.tree_util.tree_leaves(state):
            rows += list(leaf) if leaf.ndim == 2 else [jnp.broadcast_to(leaf, like.shape)]
        return (*rows, *[jnp.zeros_like(like)] * (self.state_size - len(rows)))


def _shared_leaves(kind: type[Optimizer]) -> tuple[bool, ...]:
    """Return for each leaf of a rule's state whether an update makes it without the point and its gradient."""
    rule, x = kind(), np.ones(DIM)
    state, treedef = jax.tree_util.tree_flatten(jax.eval_shape(rule.init, x))

    def update(x: jax.Array, grad: jax.Array, *state: jax.Array) -> list[jax.Array]:
        return jax.tree_util.tree_leaves(rule.update(grad, treedef.unflatten(state), x)[1])

    program = jax.make_jaxpr(update)(x, x, *state).jaxpr
    ours: set[Any] = set(program.invars[:2])  # what differs from point to point
    for _ in state:  # a leaf may reach another one by way of the next step
        for equation in program.eqns:
            if any(not isinstance(atom, Literal) and atom in ours for atom in equation.invars):
                ours.update(equation.outvars)
        ours.update(before for before, after in zip(program.invars[2:], program.outvars, strict=True) if after in ours)
    return tuple(not leaf.shape and after not in ours for leaf, after in zip(state, program.outvars, strict=True))


SWITCH = PointsSwitch(tuple(pack(kind())[0] for kind in RULES))


def start(place: jax.Array, knobs: jax.Array, x: jax.Array) -> Particles:
    """Return the points before their first step: rule number ``place`` of RULES, from points ``x``, (2, n)."""
    return Particles(x, SWITCH.init(place, knobs, x))


def step(place: jax.Array, knobs: jax.Array, slope: Slope, now: Particles) -> Particles:
    """Return the points one step later; ``slope`` maps (2, n) → (2, n)."""
    probe = SWITCH.probe(place, knobs, now.rows, now.x)
    change, rows = SWITCH.update(place, knobs, slope(probe), now.rows, now.x)
    return Particles(now.x + change, rows)


def _branch(kind: type[Surface]) -> Callable[[jax.Array, jax.Array], jax.Array]:
    keys = [k.key for k in knobs_of(kind)]

    def slope(knobs: jax.Array, x: jax.Array) -> jax.Array:
        surface = kind(**{key: knobs[i] for i, key in enumerate(keys)})
        return jax.vmap(jax.grad(surface), in_axes=1, out_axes=1)(x)

    return slope


_SLOPES = tuple(_branch(kind) for kind in BUILT_IN)
_FAST_SLOPES = tuple(with_fast_math(slope) for slope in _SLOPES)


def slope_of(field: Field, single: bool = False) -> Slope:
    """Return ∇f for many points, (2, n) → (2, n); ``single``: in float32, with fast sines and cosines."""
    if isinstance(field, FieldAsData):
        return field.slopes
    if not isinstance(field, BuiltIn):
        # A surface made in a notebook.
        return jax.vmap(jax.grad(field), in_axes=1, out_axes=1)
    branches = _FAST_SLOPES if single else _SLOPES
    return lambda x: jax.lax.switch(field.index, branches, jnp.asarray(field.knobs, x.dtype), x)
