"""One compiled machine for every typed formula: the formula enters as numbers, not as code.

A formula is a program of at most 128 instructions. Each takes its operands from registers, which hold a value and its
derivatives by x and by y, and writes one register. The same program serves one point and many side by side: then every
register is an array, and an instruction is chosen once for all of them.
"""

import dataclasses
import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero

from optviz.core.registry import as_pytree
from optviz.core.typed import interpreter
from optviz.core.typed.instructions import COLUMN, NUMBER, part
from optviz.core.typed.operations import BRANCHES, OPERATIONS

MAX_ROWS = 128
REGISTERS = (16, 128)
"""How many registers a program has: few for nearly every formula, for they are cleared at each evaluation."""
_FEW = 6
"""Registers that are enough for most formulas: for very many points to clear more takes longer than the formula."""


def part_of(code: jax.Array, name: str) -> jax.Array:
    """Return one part of an instruction; see :func:`encoded`."""
    return part(code, name).astype(jnp.int32)


def _at(registers: jax.Array, place: jax.Array) -> jax.Array:
    return jax.lax.dynamic_index_in_dim(registers, place, keepdims=False)


def _kept(wanted: jax.Array, x: jax.Array) -> jax.Array:
    # Not a product with 0 or 1: an infinite derivative by what an operand does not depend on must leave no NaN.
    return jnp.where(wanted, x, jnp.zeros_like(x))


Registers = tuple[jax.Array, jax.Array, jax.Array]


@as_pytree
class FormulaField:
    """A typed formula as data. A program compiled for one serves all of them, but those that need more registers.

    ``code``: (MAX_ROWS,) int64, ``numbers``: (MAX_ROWS,), ``count``: () how many instructions, ``result``: () the
    register of f, ``data``: (m, 2) rows of data, most often none, ``registers``: (R, 0), whose length alone counts.
    """

    code: Any
    numbers: Any
    count: Any
    result: Any
    data: Any
    registers: Any

    def __call__(self, x: jax.Array) -> jax.Array:
        """Return f at ``x``, shape (2,) → () or, for n points side by side, (2, n) → (n,)."""
        return _height(self, x)

    def value_and_slope(self, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Return f and ∇f at ``x``, (2,) → (), (2,) or (2, n) → (n,), (2, n); exact, forward from x and y."""
        value, by_x, by_y = self._run(x)
        return value, jnp.stack([by_x, by_y])

    def slopes(self, x: jax.Array) -> jax.Array:
        """Return ∇f for many points, (2, n) → (2, n), in the precision of ``x``."""
        return self.value_and_slope(x)[1]

    def values(self, x: jax.Array) -> jax.Array:
        """Return f at many points, (2, n) → (n,)."""
        return self._run(x)[0]

    def with_few_registers(self) -> "FormulaField":
        """Return the same formula with no more registers than most need, if it is one of those: for many points."""
        written = part(np.asarray(self.code)[: int(self.count)], "to")
        if written.max(initial=1) >= _FEW or self.registers.shape[0] <= _FEW:
            return self
        return dataclasses.replace(self, registers=self.registers[:_FEW])

    def heights(self, points: np.ndarray) -> np.ndarray:
        """Return f at many points, (n, 2) → (n,), in NumPy."""
        return interpreter.heights(self, points)

    def jets(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return f (n,), ∇f (n, 2) and the Hessian (n, 2, 2) at many points, (n, 2), in NumPy."""
        return interpreter.jets(self, points)

    def _run(self, x: jax.Array) -> Registers:
        return jax.tree.map(jnp.asarray, self)._traced(jnp.asarray(x))

    def _traced(self, x: jax.Array) -> Registers:
        zero = jnp.zeros((self.registers.shape[0], *x.shape[1:]), x.dtype)
        start = (zero.at[0].set(x[0]).at[1].set(x[1]), zero.at[0].set(1.0), zero.at[1].set(1.0))
        if self.data.shape[0]:
            registers = self._over_data(start)
        else:
            registers = jax.lax.fori_loop(0, self.count, lambda row, now: self._step(row, jnp.int32(0), now), start)
        value, by_x, by_y = (_at(part, self.result) for part in registers)
        return value, by_x, by_y

    def _over_data(self, start: Registers) -> Registers:
        """Run a program that goes back for each row of data."""

        def step(carry: tuple) -> tuple:
            row, datum, now = carry
            back = part_of(self.code[row], "back")
            again = (back > 0) & (datum + 1 < self.data.shape[0])
            after = self._step(row, datum, now)
            return jnp.where(again, back - 1, row + 1), datum + again, after

        return jax.lax.while_loop(lambda carry: carry[0] < self.count, step, (jnp.int32(0), jnp.int32(0), start))[2]

    def _step(self, row: jax.Array, datum: jax.Array, now: Registers) -> Registers:
        """Return the registers after one instruction."""
        code = self.code[row]
        op, a, b, by = (part_of(code, name) for name in ("op", "a", "b", "by"))
        number = self.numbers[row]
        if self.data.shape[0]:
            number = jnp.where((a >= COLUMN) & (a < NUMBER), self.data[datum, (a - COLUMN) & 1], number)
        number = number.astype(now[0].dtype)
        last = now[0].shape[0] - 1
        at_a, at_b = jnp.minimum(a, last), jnp.minimum(b, last)
        left, right = (jnp.where(i >= COLUMN, number, _at(now[0], at)) for i, at in ((a, at_a), (b, at_b)))

        def along(k: int, by_left: jax.Array | float = 1.0, by_right: jax.Array | float = 1.0) -> tuple[jax.Array, ...]:
            """Return what the changes of the two operands along variable k add to that of the result."""
            left_change, right_change = by_left * _at(now[1 + k], at_a), by_right * _at(now[1 + k], at_b)
            return _kept((by >> k) & 1 != 0, left_change), _kept((by >> (k + 2)) & 1 != 0, right_change)

        def computed() -> Registers:
            value, by_left, by_right = jax.lax.switch(op, BRANCHES, left, right, number)
            by_x, by_y = (left + right for left, right in (along(k, by_left, by_right) for k in (0, 1)))
            return value, by_x, by_y

        def chosen() -> Registers:
            true = _at(now[0], part_of(code, "c")) != 0
            by_x, by_y = (jnp.where(true, *along(k)) for k in (0, 1))
            return jnp.where(true, left, right), by_x, by_y

        new = jax.lax.cond(op == OPERATIONS["if"], chosen, computed)
        to = part_of(code, "to")
        value, by_x, by_y = (
            jax.lax.dynamic_update_index_in_dim(old, n, to, 0) for old, n in zip(now, new, strict=True)
        )
        return value, by_x, by_y


@jax.custom_jvp
def _height(field: FormulaField, x: jax.Array) -> jax.Array:
    return field.values(x)


# So that jax.grad, which goes backwards, need not go backwards through the loop over instructions.
@functools.partial(_height.defjvp, symbolic_zeros=True)
def _height_jvp(primals, tangents):
    field, x = primals
    along_field, along_x = tangents
    if not all(
        isinstance(leaf, SymbolicZero) or leaf.dtype == jax.dtypes.float0 for leaf in jax.tree.leaves(along_field)
    ):
        raise TypeError("a typed formula has derivatives by x and y alone, not by its numbers")
    value, slope = field.value_and_slope(x)
    return value, jnp.zeros_like(value) if isinstance(along_x, SymbolicZero) else jnp.sum(slope * along_x, axis=0)
