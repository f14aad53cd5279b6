"""The compiled loop: one program takes any built-in surface, any knobs and any number of steps.

Everything that enters is packed into one vector and everything that leaves is one table, a row per step.
"""

import dataclasses
import functools
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import compile_ahead
from optviz.core.compiled.flatten import Packing, pack_traced
from optviz.core.compiled.once import once
from optviz.core.compiled.rule_switch import Switch
from optviz.core.surfaces import StepField
from optviz.core.surfaces.fields import value_and_slope

CHUNK = 1000
MAX_PASSING = 8


@dataclasses.dataclass(frozen=True)
class Program:
    """A rule compiled for a kind of surface; ``table`` is the compiled function.

    ``table(vector, noise)`` takes [rule's place and knobs, surface's numbers, σ, box, steps n, first, going, x, state],
    where ``box`` (low, then high, (d,) each) is where x is brought back to after each step, ``first`` how many steps
    were taken before, ``going`` 1 if the state goes on and 0 if the rule starts; and normal noise (CHUNK+1, d).
    It returns (CHUNK+1, width), of which rows 0…n are valid. Columns of a row: x, f(x), ∇f(x), alive
    (1 while all these have been finite), state before the step, gradient used, step, probe (if not x).
    """

    dim: int
    looks_ahead: bool
    memory: int
    table: Callable[[np.ndarray, jax.Array], jax.Array]

    @functools.cached_property
    def columns(self) -> dict[str, slice]:
        """Where in a row each quantity stands."""
        probe = self.dim if self.looks_ahead else 0
        sizes = {"x": self.dim, "value": 1, "slope": self.dim, "alive": 1, "state": self.memory}
        sizes |= {"grad": self.dim, "step": self.dim, "probe": probe}
        ends = np.cumsum(list(sizes.values())).tolist()
        return {name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)}


def program(switch: Switch, field: Packing) -> Program:
    """Return the compiled program for these rules and this layout of a surface.

    Of rules of which there may be very many, a person's chains of Optax, only the last few programs are kept.
    """
    return _passing(switch, field) if switch.passing else _kept(switch, field)


def _program(switch: Switch, field: Packing) -> Program:
    numbers = 1 + switch.knob_count + field.size + 4 + 3 * switch.size + switch.state_size
    table = compile_ahead(_loop(switch, field), np.zeros(numbers), np.zeros((CHUNK + 1, switch.size)))
    return Program(switch.size, switch.looks_ahead, switch.state_size, table)


_kept = once(_program)
_passing = once(_program, MAX_PASSING)


def _loop(switch: Switch, field_layout: Packing) -> Callable:
    """Return the function that :class:`Program` compiles."""
    looks_ahead, dim = switch.looks_ahead, switch.size
    width = 2 * dim + 2 + switch.state_size + dim * (2 + looks_ahead)
    ends = np.cumsum([1, switch.knob_count, field_layout.size, 1, dim, dim, 1, 1, 1, dim])

    def table(vector: jax.Array, noise: jax.Array) -> jax.Array:
        place, knobs, surface, sigma, low, high, n, first, going, x, state = jnp.split(vector, ends)
        rule, field = (place[0], knobs), field_layout.unpack(surface)
        second = switch.needs_second(place[0])

        def body(t: jax.Array, carry: tuple) -> tuple:
            rows, x, alive, state = carry
            slope_of = value_and_slope(field.at_step(first[0] + t + 1) if isinstance(field, StepField) else field)
            value, slope = slope_of(x)
            alive = alive & jnp.isfinite(jnp.concatenate([x, value[None], slope])).all()
            drawn = switch.deviation(sigma, knobs, state) * noise[t]
            probe = switch.probe(*rule, state, x, lambda _: slope + drawn)
            grad = _either(second, lambda: slope_of(probe)[1], lambda: slope) + drawn
            step, after = switch.update(*rule, grad, state, x)
            line = pack_traced([x, value, slope, alive, state, grad, step] + [probe] * looks_ahead)
            return jax.lax.dynamic_update_index_in_dim(rows, line, t, 0), jnp.clip(x + step, low, high), alive, after

        start = jnp.where(going > 0, state, switch.init(*rule, x))
        rows = jnp.zeros((CHUNK + 1, width))
        return jax.lax.fori_loop(0, n[0].astype(jnp.int32) + 1, body, (rows, x, True, start))[0]

    def whole(vector: jax.Array, noise: jax.Array) -> jax.Array:
        steps = vector[ends[5]]
        return _in_one_piece(lambda v: table(v, noise), vector, jnp.minimum(steps, 1), (CHUNK + 1, width))

    return whole


def _either(chosen: jax.Array | bool, true: Callable[[], jax.Array], false: Callable[[], jax.Array]) -> jax.Array:
    if isinstance(chosen, bool):
        return true() if chosen else false()
    return jax.lax.cond(chosen, true, false)


def _in_one_piece(
    work: Callable[[jax.Array], jax.Array], vector: jax.Array, one: jax.Array, shape: tuple[int, ...]
) -> jax.Array:
    """Return ``work(vector)``, compiled as one machine-code function instead of dozens of small ones.

    XLA runs each operation outside a loop as a task of its own, at about a microsecond each and with
    threads woken up for them, but compiles a loop as a whole. So the work becomes a loop of one
    round. XLA must not see through that: ``one`` is a traced number that is always 1, and the vector
    changes after use, so that nothing can be moved out of the loop.
    """

    def once(_: jax.Array, carry: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        return carry[0] + 1, work(carry[0])

    return jax.lax.fori_loop(0, one.astype(jnp.int32), once, (vector, jnp.zeros(shape)))[1]
