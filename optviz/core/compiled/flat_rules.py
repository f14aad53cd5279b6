"""The registry's rules on parameter vectors of any length, many in one compiled program.

As in :mod:`optviz.core.compiled.rule_switch` a rule enters a program as numbers, here for vectors of d numbers
instead of 2.
"""

import dataclasses
import functools

import jax
import jax.numpy as jnp

from optviz.core.compiled.flatten import Packing, layout_of, pack, pack_traced
from optviz.core.compiled.once import once
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer

_LONG_MEMORY = ("lbfgs",)
# A rule registered later, in a notebook, must not change compiled programs.
_ZOO = tuple(key for key in OPTIMIZERS if key not in TEXTBOOK and key not in _LONG_MEMORY)


@dataclasses.dataclass(frozen=True)
class Rules:
    """Several rules in one program, for vectors of ``size`` numbers; ``layouts`` say how each one's knobs lie."""

    layouts: tuple[Packing, ...]
    size: int

    @functools.cached_property
    def memories(self) -> tuple[Packing, ...]:
        """How the memory of each rule lies in a flat vector."""
        return tuple(_memory(layout, self.size) for layout in self.layouts)

    @functools.cached_property
    def memory(self) -> int:
        """The length of the longest memory; all are padded to it."""
        return max(one.size for one in self.memories)

    def init(self, place: jax.Array, knobs: jax.Array, x: jax.Array) -> jax.Array:
        """Return the memory, (memory,), of rule number ``place`` before its first step from ``x``, (size,)."""
        starts = [lambda i=i: self._padded(self._rule(i, knobs).init(x)) for i in range(len(self.layouts))]
        return jax.lax.switch(place, starts)

    def probe(self, place: jax.Array, knobs: jax.Array, state: jax.Array, x: jax.Array) -> jax.Array:
        """Return where the rule takes its gradient, (size,)."""
        return jax.lax.switch(place, [lambda i=i: self._probe(i, knobs, state, x) for i in range(len(self.layouts))])

    def update(
        self, place: jax.Array, knobs: jax.Array, grad: jax.Array, state: jax.Array, x: jax.Array
    ) -> tuple[jax.Array, jax.Array]:
        """Return the step, (size,), and the new memory."""

        def one(i: int) -> tuple[jax.Array, jax.Array]:
            step, after = self._rule(i, knobs).update(grad, self._inside(i, state), x)
            return step, self._padded(after)

        return jax.lax.switch(place, [functools.partial(one, i) for i in range(len(self.layouts))])

    def _rule(self, i: int, knobs: jax.Array) -> Optimizer:
        return self.layouts[i].unpack(knobs[: self.layouts[i].size])

    def _inside(self, i: int, state: jax.Array) -> object:
        return self.memories[i].unpack(state[: self.memories[i].size])

    def _probe(self, i: int, knobs: jax.Array, state: jax.Array, x: jax.Array) -> jax.Array:
        return self._rule(i, knobs).probe(x, self._inside(i, state))

    def _padded(self, state: object) -> jax.Array:
        flat = pack_traced(state)
        return jnp.concatenate([flat, jnp.zeros(self.memory - flat.size)])


def rules_for(racer: Optimizer, size: int) -> tuple[Rules, int, list[float]]:
    """Return the program's rules for ``racer`` on vectors of ``size`` numbers, its place among them, and its knobs.

    The knobs are padded with zeros: equal lengths for all rules of one program.
    """
    own, numbers = pack(racer)
    for keys in (TEXTBOOK, _ZOO):
        if type(racer) in [OPTIMIZERS[key] for key in keys]:
            rules, most = _family(keys, size)
            place = next(i for i, key in enumerate(keys) if OPTIMIZERS[key] is type(racer))
            return rules, place, [*numbers, *[0.0] * (most - len(numbers))]
    return _alone(own, size), 0, numbers


@once
def _family(keys: tuple[str, ...], size: int) -> tuple[Rules, int]:
    layouts = tuple(pack(OPTIMIZERS[key]())[0] for key in keys)
    return Rules(layouts, size), max(layout.size for layout in layouts)


@once
def _alone(layout: Packing, size: int) -> Rules:
    return Rules((layout,), size)


@once
def _memory(rule: Packing, size: int) -> Packing:
    return layout_of(jax.eval_shape(lambda knobs: rule.unpack(knobs).init(jnp.zeros(size)), jnp.ones(rule.size)))
