"""How an instruction of the machine lies in a number."""

from typing import TypeVar

import jax
import numpy as np

Codes = TypeVar("Codes", np.ndarray, jax.Array)

# How an instruction lies in an integer: the bits of each part, from the lowest. A float64 holds all 48 of them.
_BITS = {"op": 6, "a": 8, "b": 8, "c": 7, "by": 4, "to": 7, "back": 8}
_SHIFTS = dict(zip(_BITS, np.cumsum([0, *_BITS.values()]).tolist(), strict=False))
NUMBER = 255
"""The place of an operand that is not in a register but the instruction's own number."""
COLUMN = 253
"""The place of an operand that is a column of the data: COLUMN + 0 or COLUMN + 1."""


def encoded(**parts: int) -> int:
    """Return an instruction as an integer.

    ``op``: what to do; ``a``, ``b``, ``c``: the registers of its operands; ``by``: whether a and b depend on x and y
    (bits: a on x, a on y, b on x, b on y); ``to``: the register to write; ``back``: where to go on for the next row of
    data, plus 1, or 0.
    """
    return sum(value << _SHIFTS[name] for name, value in parts.items())


def part(code: Codes, name: str) -> Codes:
    """Return one part of instructions, as :func:`encoded` names them."""
    return (code >> _SHIFTS[name]) & (2 ** _BITS[name] - 1)
