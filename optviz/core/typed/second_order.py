"""How each operation of the machine bends: its first and second derivatives by its operands, in NumPy.

The same as :mod:`.operations` and a derivative more, for many points at once and with nothing compiled.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optviz.core.elementary import sigmoid
from optviz.core.typed.evaluate import VALUES
from optviz.core.typed.operations import LEVEL

Array = Any


class Partials(NamedTuple):
    """The derivatives of an operation by its operands a and b; None where one is 0 everywhere."""

    a: Array = None
    b: Array = None
    aa: Array = None
    ab: Array = None
    bb: Array = None


def _power_slope(a: Array, c: Array) -> Array:
    return np.where(c == 0, 0.0, c * np.power(a, c - 1))


def _power_bend(a: Array, c: Array) -> Array:
    return np.where((c == 0) | (c == 1), 0.0, c * (c - 1) * np.power(a, c - 2))


def _log(a: Array) -> Array:
    return np.log(np.where(a == 0, 1.0, a))


def _power(a: Array, b: Array, _: Array, v: Array) -> Partials:
    log = _log(a)
    mixed = np.power(a, b - 1) * (1 + b * log)
    return Partials(_power_slope(a, b), log * v, _power_bend(a, b), mixed, log * log * v)


def _exponential(a: Array, _: Array, c: Array, v: Array) -> Partials:
    log = _log(c)
    return Partials(log * v, aa=log * log * v)


def _divide(a: Array, b: Array, _: Array, v: Array) -> Partials:
    return Partials(1 / b, -v / b, None, -1 / (b * b), 2 * v / (b * b))


def _hypot(a: Array, b: Array, _: Array, v: Array) -> Partials:
    at_kink = v == 0
    apart = np.where(at_kink, 1.0, v)
    x, y = np.where(at_kink, 0.0, a / apart), np.where(at_kink, 0.0, b / apart)
    return Partials(x, y, y * y / apart, -x * y / apart, x * x / apart)


def _larger(a: Array, b: Array) -> Array:
    return np.where(a > b, 1.0, np.where(a == b, 0.5, 0.0))


def _asin(a: Array) -> tuple[Array, Array]:
    slope = 1 / np.sqrt(1 - a * a)
    return slope, a * slope**3


def _atan(a: Array) -> tuple[Array, Array]:
    slope = 1 / (1 + a * a)
    return slope, -2 * a * slope * slope


def _softplus(a: Array) -> tuple[Array, Array]:
    slope = sigmoid(a)
    return slope, slope * sigmoid(-a)


def _sigmoid(a: Array, v: Array) -> tuple[Array, Array]:
    rest = sigmoid(-a)
    return v * rest, v * rest * (rest - v)


def _sqrt(v: Array) -> tuple[Array, Array]:
    slope = 0.5 / v
    return slope, -0.5 / (v * v) * slope


# From a and the value to the first and the second derivative.
_UNARY: dict[str, Callable[[Array, Array], tuple[Array, Array]]] = {
    "copy": lambda a, v: (1.0, None),
    "neg": lambda a, v: (-1.0, None),
    "abs": lambda a, v: (np.sign(a), None),
    "sqrt": lambda a, v: _sqrt(v),
    "exp": lambda a, v: (v, v),
    "log": lambda a, v: (1 / a, -1 / (a * a)),
    "sin": lambda a, v: (np.cos(a), -v),
    "cos": lambda a, v: (-np.sin(a), -v),
    "tan": lambda a, v: (1 + v * v, 2 * v * (1 + v * v)),
    "asin": lambda a, v: _asin(a),
    "acos": lambda a, v: tuple(-part for part in _asin(a)),  # type: ignore[return-value]
    "atan": lambda a, v: _atan(a),
    "sinh": lambda a, v: (np.cosh(a), v),
    "cosh": lambda a, v: (np.sinh(a), v),
    "tanh": lambda a, v: (1 - v * v, -2 * v * (1 - v * v)),
    "sigmoid": _sigmoid,
    "relu": lambda a, v: (np.where(a > 0, 1.0, 0.0), None),
    "softplus": lambda a, v: _softplus(a),
}


def _unary(function: Callable[[Array, Array], tuple[Array, Array]]) -> Callable[..., Partials]:
    def partials(a: Array, b: Array, c: Array, v: Array) -> Partials:
        slope, bend = function(a, v)
        return Partials(slope, aa=bend)

    return partials


PARTIALS: dict[str, Callable[[Array, Array, Array, Array], Partials]] = {
    "add": lambda a, b, c, v: Partials(1.0, 1.0),
    "sub": lambda a, b, c, v: Partials(1.0, -1.0),
    "mul": lambda a, b, c, v: Partials(b, a, ab=1.0),
    "div": _divide,
    "pow": _power,
    "pow_number": lambda a, b, c, v: Partials(_power_slope(a, c), aa=_power_bend(a, c)),
    "number_pow": _exponential,
    "min": lambda a, b, c, v: Partials(_larger(b, a), _larger(a, b)),
    "max": lambda a, b, c, v: Partials(_larger(a, b), _larger(b, a)),
    "hypot": _hypot,
    "mod": lambda a, b, c, v: Partials(1.0, (v - a) / b),
    **{name: _unary(function) for name, function in _UNARY.items()},
    **{name: lambda a, b, c, v: Partials() for name in LEVEL},
}
"""From operands a and b, the instruction's number c and the value to the derivatives."""


def value(op: str, a: Array, b: Array, c: Array) -> Array:
    """Return what an operation makes of its operands and the instruction's number."""
    if op == "copy":
        return a
    if op == "pow_number":
        return np.power(a, c)
    if op == "number_pow":
        return np.power(c, a)
    function = VALUES[op]
    return function(a, b) if op in _BINARY else function(a)


_BINARY = {"add", "sub", "mul", "div", "pow", "min", "max", "hypot", "mod", "lt", "le", "and", "or"}
