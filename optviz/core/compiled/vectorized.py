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
from optviz.core.compiled.flatten import DIM, Packing, pack
from optviz.core.compiled.rule_switch import RuleSwitch, Slope, looks_ahead, probe_of
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.surfaces import BUILT_IN, BuiltIn, Field, FieldAsData, Surface
from optviz.core.surfaces.fields import value_and_slope

RULES: tuple[type[Optimizer], ...] = tuple(OPTIMIZERS[key] for key in TEXTBOOK)
Rows = tuple[jax.Array, ...]


class Particles(NamedTuple):
    """Many points and the states of their rule: x (2, n); ``rows`` is the switch's own, in n columns."""

    x: jax.Array
    rows: Any


@dataclasses.dataclass(frozen=True, eq=False)
class PointsSwitch(RuleSwitch):
    """A :class:`RuleSwitch` for n points side by side: x and gradients are (2, n), a state is a tuple of rows (n,).

    ``knobs`` holds the rule's numbers in a row: a vector, or a tuple in which some have a value for each point, (n,).
    What depends on neither gradient nor knobs, such as Adam's t, stays one number for all points. ``fast``: powers
    are e^{t ln β}, good to 10⁻⁶, for maps in float32.
    """

    fast: bool = False

    flat = False

    @functools.cached_property
    def shared(self) -> tuple[tuple[bool, ...], ...]:
        """Which leaves of each rule's state are one number for all points."""
        return tuple(map(_shared_leaves, self.kinds))

    def rule(self, i: int, knobs: Any) -> Optimizer:
        # The knobs keep their own type: in a float32 program a float64 knob would make everything float64.
        return jax.tree_util.tree_unflatten(self.layouts[i].treedef, list(knobs))

    def init(self, place: jax.Array, knobs: Any, x: jax.Array) -> Rows:
        def branch(i: int) -> Rows:
            own, along = self._knobs(i, knobs)
            first = jax.vmap(lambda k, x: self.rule(i, k).init(x), in_axes=(along, 1), out_axes=self._axes(i))
            return self._rows(first(own, x), x[0])

        return self.choose(place, branch)

    def probe(self, place: jax.Array, knobs: Any, state: Rows, x: jax.Array, slope: Slope) -> jax.Array:
        def branch(i: int) -> jax.Array:
            if not looks_ahead(self.kinds[i]):
                return x
            own, along = self._knobs(i, knobs)
            probe = jax.vmap(lambda k, x, s: self.rule(i, k).probe(x, s), in_axes=(along, 1, self._axes(i)), out_axes=1)
            return probe(own, x, self._leaves(i, state))

        return self.choose(place, branch)

    def update(
        self, place: jax.Array, knobs: Any, grad: jax.Array, state: Rows, x: jax.Array
    ) -> tuple[jax.Array, Rows]:
        def branch(i: int) -> tuple[jax.Array, Rows]:
            (own, along), axes = self._knobs(i, knobs), self._axes(i)
            update = jax.vmap(
                lambda k, g, s, x: self.rule(i, k).update(g, s, x), in_axes=(along, 1, axes, 1), out_axes=(1, axes)
            )
            if self.fast:
                update = with_fast_math(update, powers=True)
            step, after = update(own, grad, self._leaves(i, state), x)
            return step, self._rows(after, x[0])

        return self.choose(place, branch)

    def _knobs(self, i: int, knobs: Any) -> tuple[list[jax.Array], list[int | None]]:
        """Return the numbers of rule ``i``, and along which axis each differs from point to point."""
        own = [knobs[j] for j in range(self.layouts[i].size)]
        return own, [0 if knob.ndim else None for knob in own]

    @functools.cached_property
    def _slots(self) -> tuple[int, int, int]:
        """How many leaves the longest state has of each form: (2, n), (n,), and one number for all points."""
        states = zip(self.states, self.shared, strict=True)
        forms = [[_form(*leaf) for leaf in zip(state.shapes, shared, strict=True)] for state, shared in states]
        pairs, rows, numbers = (max(own.count(form) for own in forms) for form in range(3))
        return pairs, rows, numbers

    def _axes(self, i: int) -> Any:
        layout = self.states[i]
        axes = [None if shared else len(shape) for shape, shared in zip(layout.shapes, self.shared[i], strict=True)]
        return jax.tree_util.tree_unflatten(layout.treedef, axes)

    def _leaves(self, i: int, rows: Rows) -> Any:
        ends = np.cumsum(self._slots)
        slots = [iter(rows[end - size : end]) for end, size in zip(ends, self._slots, strict=True)]
        leaves = [next(slots[_form(*leaf)]) for leaf in zip(self.states[i].shapes, self.shared[i], strict=True)]
        return jax.tree_util.tree_unflatten(self.states[i].treedef, leaves)

    def _rows(self, state: Any, like: jax.Array) -> Rows:
        leaves = [jnp.asarray(leaf, like.dtype) for leaf in jax.tree_util.tree_leaves(state)]
        rows: list[jax.Array] = []
        for size, empty in zip(self._slots, (jnp.stack([like, like]), like, like[0]), strict=True):
            own = [leaf for leaf in leaves if leaf.ndim == empty.ndim]
            rows += [*own, *[jnp.zeros_like(empty)] * (size - len(own))]
        return tuple(rows)


def _form(shape: tuple[int, ...], shared: bool) -> int:
    return 0 if shape else 2 if shared else 1


@dataclasses.dataclass(frozen=True)
class LonePoints:
    """Any one rule for n points side by side, as :class:`PointsSwitch` has the textbook's: a program of its own.

    ``layout`` says what its numbers are; its state is whatever it keeps, with the points along the last axis.
    """

    layout: Packing

    flat = False

    @property
    def layouts(self) -> tuple[Packing, ...]:
        """The layout, as a switch of several rules has them."""
        return (self.layout,)

    @property
    def knob_count(self) -> int:
        """How many arrays of numbers the rule has."""
        return len(self.layout.shapes)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each of them for one point."""
        return self.layout.shapes

    @property
    def looks_ahead(self) -> bool:
        """Whether the rule takes its gradient elsewhere than at x."""
        return looks_ahead(type(self.layout.unpack(np.ones(self.layout.size))))

    def init(self, place: jax.Array, knobs: Any, x: jax.Array) -> Any:
        """Return the states before the first step from ``x``, (2, n)."""
        return self._many(lambda rule, x: rule.init(x), knobs)(knobs, x)

    def probe(self, place: jax.Array, knobs: Any, state: Any, x: jax.Array, slope: Slope) -> jax.Array:
        """Return where the rule takes its gradients, (2, n)."""
        grad = slope(x)
        return self._many(lambda rule, x, s, g: probe_of(rule, s, x, lambda _: g), knobs)(knobs, x, state, grad)

    def update(self, place: jax.Array, knobs: Any, grad: jax.Array, state: Any, x: jax.Array) -> tuple[jax.Array, Any]:
        """Return the steps, (2, n), and the new states."""
        return self._many(lambda rule, g, s, x: rule.update(g, s, x), knobs)(knobs, grad, state, x)

    def _many(self, act: Callable[..., Any], knobs: Any) -> Callable[..., Any]:
        along = tuple(
            -1 if knob.ndim > len(shape) else None for knob, shape in zip(knobs, self.layout.shapes, strict=True)
        )

        def one(knobs: Any, *rest: Any) -> Any:
            return act(jax.tree_util.tree_unflatten(self.layout.treedef, list(knobs)), *rest)

        def many(knobs: Any, *rest: Any) -> Any:
            return jax.vmap(one, in_axes=(along, *[-1] * len(rest)), out_axes=-1)(knobs, *rest)

        return many


def _shared_leaves(kind: type[Optimizer]) -> tuple[bool, ...]:
    """Return for each leaf of a rule's state whether an update makes it without the point, its gradient and knobs."""
    x = np.ones(DIM)
    knobs, rule = jax.tree_util.tree_flatten(kind())
    state, treedef = jax.tree_util.tree_flatten(jax.eval_shape(kind().init, x))

    def update(x: jax.Array, grad: jax.Array, knobs: list[jax.Array], *state: jax.Array) -> list[jax.Array]:
        return jax.tree_util.tree_leaves(rule.unflatten(knobs).update(grad, treedef.unflatten(state), x)[1])

    program = jax.make_jaxpr(update)(x, x, knobs, *state).jaxpr
    given = 2 + len(knobs)
    ours: set[Any] = set(program.invars[:given])  # what differs from point to point
    for _ in state:  # a leaf may reach another one by way of the next step
        for equation in program.eqns:
            if any(not isinstance(atom, Literal) and atom in ours for atom in equation.invars):
                ours.update(equation.outvars)
        ours.update(
            before for before, after in zip(program.invars[given:], program.outvars, strict=True) if after in ours
        )
    return tuple(not leaf.shape and after not in ours for leaf, after in zip(state, program.outvars, strict=True))


SWITCH = PointsSwitch(tuple(pack(kind())[0] for kind in RULES))


def start(place: jax.Array, knobs: jax.Array, x: jax.Array) -> Particles:
    """Return the points before their first step: rule number ``place`` of RULES, from points ``x``, (2, n)."""
    return Particles(x, SWITCH.init(place, knobs, x))


def step(place: jax.Array, knobs: jax.Array, slope: Slope, now: Particles) -> Particles:
    """Return the points one step later; ``slope`` maps (2, n) → (2, n)."""
    probe = SWITCH.probe(place, knobs, now.rows, now.x, slope)
    change, rows = SWITCH.update(place, knobs, slope(probe), now.rows, now.x)
    return Particles(now.x + change, rows)


def _branch(kind: type[Surface]) -> Callable[[jax.Array, jax.Array], Rows]:
    keys = [k.key for k in knobs_of(kind)]

    def both(knobs: jax.Array, x: jax.Array) -> Rows:
        surface = kind(**{key: knobs[i] for i, key in enumerate(keys)})

        def height(a: jax.Array, b: jax.Array) -> jax.Array:
            # As two numbers: the slope of a vector's x[0] is a vector with a zero in it, which XLA stores, n of them.
            return surface((a, b))  # type: ignore[arg-type]

        value, slope = jax.vmap(jax.value_and_grad(height, argnums=(0, 1)))(x[0], x[1])
        return value, *slope

    return both


_BOTH = tuple(_branch(kind) for kind in BUILT_IN)
_FAST = tuple(with_fast_math(both) for both in _BOTH)


def both_of(field: Field, single: bool = False) -> Callable[[jax.Array], tuple[jax.Array, jax.Array]]:
    """Return f and ∇f for many points, (2, n) → (n,), (2, n); ``single``: in float32, with fast sines and cosines."""
    if isinstance(field, FieldAsData):
        return field.value_and_slope
    if not isinstance(field, BuiltIn):
        # A surface made in a notebook.
        if single:
            field = jax.tree.map(_as_single, field)
        return jax.vmap(value_and_slope(field), in_axes=1, out_axes=(0, 1))
    branches = _FAST if single else _BOTH

    def both(x: jax.Array) -> tuple[jax.Array, jax.Array]:
        # Three rows leave the switch, not (2, n): XLA would lay that out point by point, and take twice as long.
        value, *slope = jax.lax.switch(field.index, branches, jnp.asarray(field.knobs, x.dtype), x)
        return value, jnp.stack(slope)

    return both


def _as_single(number: Any) -> Any:
    number = jnp.asarray(number)
    return number.astype(np.float32) if jnp.issubdtype(number.dtype, jnp.floating) else number


def slope_of(field: Field) -> Slope:
    """Return ∇f for many points, (2, n) → (2, n)."""
    both = both_of(field)
    return lambda x: both(x)[1]
