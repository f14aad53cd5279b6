"""A formula at one number after the other, in Python's floats: for loops that take one step at a time."""

import functools
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from optviz.core.elementary import sigmoid
from optviz.core.typed.evaluate import VALUES, evaluate
from optviz.core.typed.tape import Tape

FAST: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "neg": operator.neg,
    "abs": abs,
    **{name: getattr(math, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: getattr(math, name) for name in ("sinh", "cosh", "tanh", "hypot")},
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
    "if": lambda condition, a, b: a if condition != 0 else b,
    "min": lambda a, b: a if a < b else b,
    "max": lambda a, b: a if a > b else b,
    "relu": lambda a: a if a > 0 else 0.0,
    "step": lambda a: float(a > 0),
    "sign": lambda a: float((a > 0) - (a < 0)),
    "sigmoid": lambda a: float(sigmoid(np.float64(a))),
}
"""What an op does with floats; the others are as in :data:`VALUES`."""


def scalar_function(tape: Tape, values: Mapping[str, float], variable: str = "x") -> Callable[[float], float]:
    """Return the function of one float that a tape is, at these values of its other names.

    Wherever Python would raise an error, or a value in between is not finite, the number is that of :func:`evaluate`:
    NaN or ±∞.
    """
    start = [
        node.number if node.op == "number" else float(values.get(node.name, 0.0)) if node.op == "name" else 0.0
        for node in tape.nodes
    ]
    places = tuple(i for i, node in enumerate(tape.nodes) if node.op == "name" and node.name == variable)
    work = tuple(
        (i, FAST.get(node.op) or functools.partial(_plain, node.op), node.parents)
        for i, node in enumerate(tape.nodes)
        if node.parents
    )

    def exactly(x: float) -> float:
        return float(evaluate(tape, {**values, variable: np.float64(x)}))

    def function(x: float) -> float:
        at = start.copy()
        for place in places:
            at[place] = x
        try:
            for i, op, parents in work:
                at[i] = op(at[parents[0]]) if len(parents) == 1 else op(*[at[p] for p in parents])
            return at[-1] if math.isfinite(sum(at)) else exactly(x)
        except (ArithmeticError, ValueError, TypeError):  # a power of a negative number may be complex
            return exactly(x)

    return function


def _plain(op: str, *args: float) -> float:
    with np.errstate(all="ignore"):
        return float(VALUES[op](*(np.float64(arg) for arg in args)))
