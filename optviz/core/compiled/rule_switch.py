"""Choosing a rule inside a compiled loop: as a surface, a rule enters a program as a number, not as code.

A compiled program that holds all 19 surfaces costs 7 MB and a third of a second, so rules share them: the textbook's
one, Optax's zoo another. A rule with a long memory, and one made in a notebook, has a program of its own; those that
look ahead share one where that costs a second gradient each step.
"""

import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.flatten import DIM, Packing, pack, pack_traced, state_layout
from optviz.core.compiled.modified_switch import ModifiedSwitch, modified
from optviz.core.compiled.once import once
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Modified, Optimizer

Slope = Callable[[jax.Array], jax.Array]

# A rule registered later, in a notebook, must not change compiled programs.
_BUILT_IN = tuple(OPTIMIZERS)


def looks_ahead(kind: type[Optimizer]) -> bool:
    """Return whether a rule takes its gradient elsewhere than at the current point."""
    return kind.probe is not Optimizer.probe or ascends(kind)


def ascends(kind: type[Optimizer]) -> bool:
    """Return whether a rule must know the gradient at the current point to say where it takes its gradient."""
    return kind.ascend is not Optimizer.ascend


def probe_of(rule: Optimizer, state: Any, x: jax.Array, slope: Slope) -> jax.Array:
    """Return where a rule takes its gradient; ``slope``, the gradient at a point, is asked only by one that ascends."""
    return rule.ascend(x, slope(x)) if ascends(type(rule)) else rule.probe(x, state)


def has_second_point(kind: type[Optimizer]) -> bool:
    """Return whether a built-in rule is to be judged elsewhere than at the current point."""
    return kind.average is not Optimizer.average and kind in map(OPTIMIZERS.__getitem__, _BUILT_IN)


@dataclasses.dataclass(frozen=True, eq=False)
class RuleSwitch:
    """Several rules in one program, for parameters x of ``size`` numbers; a rule enters as its ``place`` among them.

    ``layouts`` say how each one's knobs lie in a vector. Knobs, (knob_count,), and states, (state_size,), are flat
    vectors padded with zeros to the longest, so that all rules look alike to the loop.
    """

    layouts: tuple[Packing, ...]
    size: int = DIM

    flat: ClassVar[bool] = True
    """Whether a state is one vector."""

    @functools.cached_property
    def kinds(self) -> tuple[type[Optimizer], ...]:
        """The rules' classes, by place."""
        return tuple(type(layout.unpack(np.ones(layout.size))) for layout in self.layouts)

    @functools.cached_property
    def looks_ahead(self) -> bool:
        """Whether any of the rules takes its gradient elsewhere than at x."""
        return any(map(looks_ahead, self.kinds))

    def needs_second(self, place: jax.Array) -> jax.Array | bool:
        """Return whether the rule at ``place`` takes its gradient elsewhere than at x, which only some here may do."""
        ahead = [looks_ahead(kind) for kind in self.kinds]
        return ahead[0] if len(set(ahead)) == 1 else jnp.asarray(ahead)[place.astype(jnp.int32)]

    @functools.cached_property
    def passing(self) -> bool:
        """Whether there may be very many others like these, so that their program need not be kept for long."""
        return any(kind.passing for kind in self.kinds)

    @functools.cached_property
    def knob_count(self) -> int:
        """The length of the knobs' vector."""
        return max(layout.size for layout in self.layouts)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each of the knobs."""
        return ((),) * self.knob_count

    @functools.cached_property
    def states(self) -> tuple[Packing, ...]:
        """How each rule's state lies in a vector."""
        return tuple(state_layout(layout, self.size) for layout in self.layouts)

    @functools.cached_property
    def state_size(self) -> int:
        """The length of the states' vector."""
        return max(layout.size for layout in self.states)

    def init(self, place: jax.Array, knobs: jax.Array, x: jax.Array) -> Any:
        """Return the state before the first step from ``x``, (size,)."""
        return self.choose(place, lambda i: self._padded(self.rule(i, knobs).init(x)))

    def probe(self, place: jax.Array, knobs: jax.Array, state: Any, x: jax.Array, slope: Slope) -> jax.Array:
        """Return where the rule takes its gradient, (size,); ``slope`` is the gradient at a point."""
        if not self.looks_ahead:
            return x
        return self.choose(place, lambda i: probe_of(self.rule(i, knobs), self._state(i, state), x, slope))

    def update(self, place: jax.Array, knobs: jax.Array, grad: jax.Array, state: Any, x: jax.Array) -> Any:
        """Return the step, (size,), and the new state."""

        def branch(i: int) -> tuple[jax.Array, jax.Array]:
            step, after = self.rule(i, knobs).update(grad, self._state(i, state), x)
            return step, self._padded(after)

        return self.choose(place, branch)

    @functools.cached_property
    def has_second_point(self) -> bool:
        """Whether any of the rules is to be judged elsewhere than at x."""
        return any(map(has_second_point, self.kinds))

    def second_point(self, place: jax.Array, knobs: jax.Array, state: jax.Array, x: jax.Array) -> jax.Array:
        """Return the point, (size,), by which the rule is to be judged: x itself for most."""

        def branch(i: int) -> Any:
            if not has_second_point(self.kinds[i]):
                return x
            letters: Any = self._state(i, state)._asdict()
            return self.rule(i, knobs).average(x, letters)  # type: ignore[arg-type]

        return self.choose(place, branch)

    def deviation(self, sigma: jax.Array, knobs: jax.Array, state: Any) -> jax.Array:
        """Return the standard deviation of the noise on this step's gradient: here ``sigma`` itself."""
        return sigma

    def choose(self, place: jax.Array, branch: Callable[[int], Any]) -> Any:
        """Return ``branch(place)``, where only a compiled program knows the place."""
        if len(self.layouts) == 1:
            return branch(0)
        return jax.lax.switch(place.astype(jnp.int32), [functools.partial(branch, i) for i in range(len(self.layouts))])

    def rule(self, i: int, knobs: jax.Array) -> Optimizer:
        """Return rule number ``i`` with its knobs from the vector."""
        return self.layouts[i].unpack(knobs[: self.layouts[i].size])

    def _state(self, i: int, state: jax.Array) -> Any:
        return self.states[i].unpack(state[: self.states[i].size])

    def _padded(self, state: Any) -> jax.Array:
        flat = pack_traced(state)
        return jnp.concatenate([flat, jnp.zeros(self.state_size - flat.size)])


Switch = RuleSwitch | ModifiedSwitch


class Entry(NamedTuple):
    """How a racer enters a program: its own ``layout``, the ``switch`` that holds it, and its numbers there.

    ``numbers``: its place in the switch, then its knobs, padded.
    """

    layout: Packing
    switch: Switch
    numbers: list[float]

    @property
    def place(self) -> int:
        """The racer's place in the switch."""
        return int(self.numbers[0])


def entry(racer: Optimizer, size: int = DIM, second_gradient: bool = False, together: bool = False) -> Entry:
    """Return how ``racer`` enters a program for parameters of ``size`` numbers.

    ``second_gradient``: the program takes the gradient at x in any case, so that a look ahead costs another one;
    rules that look ahead then have a program for themselves; without it, those that ascend stand alone. ``together``:
    all built-in rules in one, whose second gradient is chosen.
    """
    if isinstance(racer, Modified):
        return _modified(racer, entry(racer.inner, size, second_gradient, together))
    layout, knobs = pack(racer)
    shared = (_together(size) if together else _shared(size, second_gradient)).get(type(racer))
    if shared is None or any(layout.shapes):
        return Entry(layout, _alone(layout, size), [0.0, *knobs])
    switch, place = shared
    return Entry(layout, switch, [place, *knobs, *[0.0] * (switch.knob_count - len(knobs))])


def alone(racer: Optimizer, size: int = DIM) -> Entry:
    """Return how ``racer`` enters a program of its own."""
    if isinstance(racer, Modified):
        return _modified(racer, alone(racer.inner, size))
    layout, knobs = pack(racer)
    return Entry(layout, _alone(layout, size), [0.0, *knobs])


def _modified(racer: Modified, inner: Entry) -> Entry:
    return Entry(pack(racer)[0], modified(inner.switch), [*inner.numbers, *pack(racer.modifiers)[1]])


@once
def _shared(size: int, second_gradient: bool) -> dict[type[Optimizer], tuple[RuleSwitch, float]]:
    """Return for each rule that shares a program its switch and its place there."""
    apart = looks_ahead if second_gradient else ascends
    places = (
        _places([kind for kind in map(OPTIMIZERS.__getitem__, _BUILT_IN) if apart(kind)], size)
        if second_gradient
        else {}
    )
    for textbook in (True, False):
        kinds = [OPTIMIZERS[key] for key in _BUILT_IN if (key in TEXTBOOK) == textbook]
        places |= _places([kind for kind in kinds if not apart(kind)], size)
    return places


@once
def _together(size: int) -> dict[type[Optimizer], tuple[RuleSwitch, float]]:
    return _places([OPTIMIZERS[key] for key in _BUILT_IN], size)


def _places(kinds: Sequence[type[Optimizer]], size: int) -> dict[type[Optimizer], tuple[RuleSwitch, float]]:
    short = [kind for kind in kinds if not kind.long_memory]
    switch = RuleSwitch(tuple(pack(kind())[0] for kind in short), size)
    return {kind: (switch, float(i)) for i, kind in enumerate(short)}


@once
def _alone(layout: Packing, size: int) -> RuleSwitch:
    return RuleSwitch((layout,), size)
