"""Modifiers around whatever rule a switch chooses: they enter a program as numbers, behind those of the rule."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.flatten import pack
from optviz.core.compiled.once import once
from optviz.core.optimizers.modified import rate_place
from optviz.core.optimizers.modifiers import OFF, Modifiers

LAYOUT, _ = pack(OFF)


@dataclasses.dataclass(frozen=True, eq=False)
class ModifiedSwitch:
    """The rules of another switch, ``base``, each with modifiers; otherwise like that one.

    The modifiers act outside the choice of rules, once for all of them. Knobs are the base's, then the modifiers'
    numbers; the state begins with how many steps were taken, for all points the same.
    """

    base: Any

    @property
    def size(self) -> int:
        """How many numbers the parameters x are."""
        return self.base.size

    @property
    def looks_ahead(self) -> bool:
        """Whether any of the rules takes its gradient elsewhere than at x."""
        return self.base.looks_ahead

    @property
    def passing(self) -> bool:
        """Whether there may be very many others like these."""
        return self.base.passing

    @property
    def knob_count(self) -> int:
        """The length of the knobs' vector."""
        return self.base.knob_count + LAYOUT.size

    @property
    def state_size(self) -> int:
        """The length of the states' vector."""
        return 1 + self.base.state_size

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each of the knobs."""
        return (*self.base.shapes, *LAYOUT.shapes)

    @functools.cached_property
    def rate_place(self) -> int | None:
        """Which of the knobs is η, the same for all rules here; None where a rule has none."""
        (place,) = {rate_place(layout.unpack(np.ones(layout.size))) for layout in self.base.layouts}
        return place

    def needs_second(self, place: jax.Array) -> jax.Array | bool:
        """Return whether the rule at ``place`` takes its gradient elsewhere than at x."""
        return self.base.needs_second(place)

    def init(self, place: jax.Array, knobs: Any, x: jax.Array) -> Any:
        """Return the state before the first step from ``x``."""
        state = self.base.init(place, self._split(knobs)[0], x)
        return self._joined(jnp.zeros((), x.dtype), state)

    def probe(
        self, place: jax.Array, knobs: Any, state: Any, x: jax.Array, slope: Callable[[jax.Array], jax.Array]
    ) -> jax.Array:
        """Return where the rule takes its gradient; ``slope`` is the gradient at a point."""
        if not self.looks_ahead:
            return x
        own, modifiers = self._split(knobs)
        t, inner = self._parted(state)
        return self.base.probe(place, self._turned(own, modifiers.rate_factor(t)), inner, x, slope)

    def update(self, place: jax.Array, knobs: Any, grad: jax.Array, state: Any, x: jax.Array) -> tuple[jax.Array, Any]:
        """Return the step and the new state."""
        own, modifiers = self._split(knobs)
        t, inner = self._parted(state)
        factor = modifiers.rate_factor(t)
        step, after = self.base.update(place, self._turned(own, factor), modifiers.on_gradient(grad, x), inner, x)
        rate = factor if self.rate_place is None else own[self.rate_place] * factor
        step = factor * step if self.rate_place is None else step
        return step - rate * modifiers.decoupled * x, self._joined(t + 1, after)

    @property
    def has_second_point(self) -> bool:
        """Whether any of the rules is to be judged elsewhere than at x."""
        return self.base.has_second_point

    def second_point(self, place: jax.Array, knobs: Any, state: Any, x: jax.Array) -> jax.Array:
        """Return the point by which the rule is to be judged: x itself for most."""
        return self.base.second_point(place, self._split(knobs)[0], self._parted(state)[1], x)

    def deviation(self, sigma: jax.Array, knobs: Any, state: Any) -> jax.Array:
        """Return the standard deviation of the noise on this step's gradient: ``sigma`` and the modifiers' own."""
        _, modifiers = self._split(knobs)
        return jnp.sqrt(sigma * sigma + modifiers.noise_variance(self._parted(state)[0]))

    def _split(self, knobs: Any) -> tuple[Any, Modifiers]:
        own, numbers = knobs[: self.base.knob_count], knobs[self.base.knob_count :]
        # They keep their own type, as the rules' knobs do: float32 in a program of that.
        return own, jax.tree_util.tree_unflatten(LAYOUT.treedef, list(numbers))

    def _turned(self, own: Any, factor: jax.Array) -> Any:
        place = self.rate_place
        if place is None:
            return own
        if isinstance(own, tuple):
            return (*own[:place], own[place] * factor, *own[place + 1 :])
        return jnp.concatenate([own[:place], own[place : place + 1] * factor, own[place + 1 :]])

    def _joined(self, t: jax.Array, state: Any) -> Any:
        if self.base.flat:
            return jnp.concatenate([t[None], state])
        return t, state

    def _parted(self, state: Any) -> tuple[jax.Array, Any]:
        return (state[0], state[1:]) if self.base.flat else state


@once
def modified(base: Any) -> ModifiedSwitch:
    """Return the rules of ``base`` with modifiers around them."""
    return ModifiedSwitch(base)
