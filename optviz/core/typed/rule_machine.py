"""One compiled machine for every typed update rule: the rule enters as numbers, not as code.

A rule is a program of at most 128 instructions on registers, each with a number for every coordinate of x; what is one
number, such as t or a norm, is the same in all of them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from optviz.core.registry import as_pytree
from optviz.core.typed.instructions import NUMBER
from optviz.core.typed.machine import part_of
from optviz.core.typed.operations import VALUES_ALONE

KNOBS = 4
MAX_STATES = 8
REGISTERS = (32, 128)
"""How many registers a program has: few for nearly every rule, for they are cleared in each step."""

PLACES = 5 + MAX_STATES

Array = jax.Array
_Operation = Callable[[Array, Array, Array, Array], Array]


def _coordinates(total: Array, like: Array) -> Array:
    return jnp.broadcast_to(total, like.shape)


def _plain(function: Callable[[Array, Array, Array], Any]) -> _Operation:
    return lambda a, b, c, condition: jnp.broadcast_to(jnp.asarray(function(a, b, c), a.dtype), a.shape)


_TABLE: dict[str, _Operation] = {
    **{name: _plain(function) for name, function in VALUES_ALONE.items()},
    "if": lambda a, b, c, condition: jnp.where(condition != 0, a, b),
    "norm": lambda a, b, c, condition: _coordinates(jnp.sqrt(jnp.sum(a * a)), a),
    "dot": lambda a, b, c, condition: _coordinates(jnp.sum(a * b), a),
}
_BRANCHES = tuple(_TABLE.values())

OPERATIONS: dict[str, int] = {name: i for i, name in enumerate(_TABLE)}
"""The number of each operation in the program of a rule."""


@as_pytree
class RuleProgram:
    """An update rule as data.

    ``code``: (MAX_ROWS,) instructions as the formulas' machine has them, ``numbers``: (MAX_ROWS,) the constants in
    them, ``registers``: (R, 0), whose length alone counts, ``places``: (PLACES,) how many instructions, how many of
    them the probe needs, whether steps are counted, the registers of probe, step and the states' next values.
    """

    code: Any
    numbers: Any
    places: Any
    registers: Any


class Memory(NamedTuple):
    """What a typed rule keeps: the count of steps, where it is needed, and its states, (MAX_STATES, d)."""

    t: Array
    states: Array


def _at(registers: Array, place: Array) -> Array:
    return jax.lax.dynamic_index_in_dim(registers, place.astype(jnp.int32), keepdims=False)


def probe_of(program: RuleProgram, given: list[Any], states: Array) -> Array:
    """Return the point, (d,), where the gradient is taken; ``given``: x, g, t, T, eta and four knobs."""
    return _at(_run(program, program.places[1], given, states), program.places[3])


def step_of(program: RuleProgram, given: list[Any], states: Array) -> tuple[Array, Array]:
    """Return the step, (d,), and the states after it, (MAX_STATES, d)."""
    registers = _run(program, program.places[0], given, states)
    return _at(registers, program.places[4]), registers[program.places[5:].astype(jnp.int32)]


def _run(program: RuleProgram, count: Array, given: list[Any], states: Array) -> Array:
    x = given[0]
    rows = jnp.stack([_coordinates(jnp.asarray(value, x.dtype), x) for value in given])
    spare = program.registers.shape[0] - len(given) - MAX_STATES
    start = jnp.concatenate([rows, states, jnp.zeros((spare, *x.shape), x.dtype)])
    code = program.code.astype(jnp.int64)

    def step(row: Array, registers: Array) -> Array:
        op, a, b, c, to = (part_of(code[row], name) for name in ("op", "a", "b", "c", "to"))
        number = program.numbers[row].astype(x.dtype)
        last = registers.shape[0] - 1
        left, right = (jnp.where(i == NUMBER, number, _at(registers, jnp.minimum(i, last))) for i in (a, b))
        new = jax.lax.switch(op, _BRANCHES, left, right, number, _at(registers, c))
        return jax.lax.dynamic_update_index_in_dim(registers, new, to, 0)

    return jax.lax.fori_loop(0, count.astype(jnp.int32), step, start)
