"""What each operation of a typed formula is and how it changes with its operands, in JAX, for numbers and for arrays.

At a kink: |a|, relu and hypot have the derivative 0 there, min and max of equal numbers the mean of both, sign and step
the derivative 0 everywhere. An ``if`` has the derivative of the branch that is taken.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from optviz.core.compiled.fast_math import fast_cos, fast_sin

Array = jax.Array
Triple = tuple[Any, Any, Any]


def _single(a: Array) -> bool:
    return a.dtype == jnp.float32


def sin(a: Array) -> Array:
    return fast_sin(a) if _single(a) else jnp.sin(a)


def cos(a: Array) -> Array:
    return fast_cos(a) if _single(a) else jnp.cos(a)


def _power(a: Array, b: Array, _: Array) -> Triple:
    value = a**b
    return value, _power_slope(a, b), jnp.log(jnp.where(a == 0, 1.0, a)) * value


def _power_slope(a: Array, b: Array) -> Array:
    return jnp.where(b == 0, 0.0, b * a ** (b - 1))


def _exponential(a: Array, _: Array, c: Array) -> Triple:
    value = c**a
    return value, jnp.log(jnp.where(c == 0, 1.0, c)) * value, 0.0


def _hypot(a: Array, b: Array, _: Array) -> Triple:
    value = jnp.hypot(a, b)
    apart = jnp.where(value == 0, 1.0, value)
    return value, jnp.where(value == 0, 0.0, a / apart), jnp.where(value == 0, 0.0, b / apart)


def _larger(a: Array, b: Array) -> Array:
    """Return 1 where a > b, 0 where a < b and ½ where they are equal."""
    return jnp.where(a > b, 1.0, jnp.where(a == b, 0.5, 0.0))


def _modulo(a: Array, b: Array, _: Array) -> Triple:
    value = jnp.mod(a, b)
    return value, 1.0, (value - a) / b


def _divide(a: Array, b: Array, _: Array) -> Triple:
    value = a / b
    return value, 1 / b, -value / b


def _sqrt(a: Array) -> tuple[Any, Any]:
    value = jnp.sqrt(a)
    return value, 0.5 / value


def _tan(a: Array) -> tuple[Any, Any]:
    value = sin(a) / cos(a) if _single(a) else jnp.tan(a)
    return value, 1 + value * value


def _tanh(a: Array) -> tuple[Any, Any]:
    value = jnp.tanh(a)
    return value, 1 - value * value


def _exp(a: Array) -> tuple[Any, Any]:
    value = jnp.exp(a)
    return value, value


def _sigmoid(a: Array) -> tuple[Any, Any]:
    value = jax.nn.sigmoid(a)
    return value, value * jax.nn.sigmoid(-a)


_UNARY: dict[str, Callable[[Array], tuple[Any, Any]]] = {
    "copy": lambda a: (a, 1.0),
    "neg": lambda a: (-a, -1.0),
    "abs": lambda a: (jnp.abs(a), jnp.sign(a)),
    "sqrt": _sqrt,
    "exp": _exp,
    "log": lambda a: (jnp.log(a), 1 / a),
    "sin": lambda a: (sin(a), cos(a)),
    "cos": lambda a: (cos(a), -sin(a)),
    "tan": _tan,
    "asin": lambda a: (jnp.arcsin(a), 1 / jnp.sqrt(1 - a * a)),
    "acos": lambda a: (jnp.arccos(a), -1 / jnp.sqrt(1 - a * a)),
    "atan": lambda a: (jnp.arctan(a), 1 / (1 + a * a)),
    "sinh": lambda a: (jnp.sinh(a), jnp.cosh(a)),
    "cosh": lambda a: (jnp.cosh(a), jnp.sinh(a)),
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "relu": lambda a: (jnp.maximum(a, 0.0), jnp.where(a > 0, 1.0, 0.0)),
    "softplus": lambda a: (jnp.maximum(a, 0.0) + jnp.log1p(jnp.exp(-jnp.abs(a))), jax.nn.sigmoid(a)),
    "step": lambda a: (jnp.where(a > 0, 1.0, jnp.where(a <= 0, 0.0, a)), 0.0),  # of NaN it is NaN
    "sign": lambda a: (jnp.sign(a), 0.0),
    "not": lambda a: (jnp.where(a == 0, 1.0, 0.0), 0.0),
}


def _unary(function: Callable[[Array], tuple[Any, Any]]) -> Callable[[Array, Array, Array], Triple]:
    return lambda a, b, c: (*function(a), 0.0)


def _condition(test: Callable[[Array, Array], Array]) -> Callable[[Array, Array, Array], Triple]:
    return lambda a, b, c: (jnp.where(test(a, b), 1.0, 0.0), 0.0, 0.0)


# From operands a and b, and a number c, to the value and its derivatives by a and by b.
_TABLE: dict[str, Callable[[Array, Array, Array], Triple]] = {
    "add": lambda a, b, c: (a + b, 1.0, 1.0),
    "sub": lambda a, b, c: (a - b, 1.0, -1.0),
    "mul": lambda a, b, c: (a * b, b, a),
    "div": _divide,
    "pow": _power,
    # With a number as exponent or base no logarithm of the other one may come in.
    "pow_number": lambda a, b, c: (a**c, _power_slope(a, c), 0.0),
    "number_pow": _exponential,
    "min": lambda a, b, c: (jnp.minimum(a, b), _larger(b, a), _larger(a, b)),
    "max": lambda a, b, c: (jnp.maximum(a, b), _larger(a, b), _larger(b, a)),
    "hypot": _hypot,
    "mod": _modulo,
    "lt": _condition(lambda a, b: a < b),
    "le": _condition(lambda a, b: a <= b),
    "and": _condition(lambda a, b: (a != 0) & (b != 0)),
    "or": _condition(lambda a, b: (a != 0) | (b != 0)),
    **{name: _unary(function) for name, function in _UNARY.items()},
}

OPERATIONS: dict[str, int] = {name: i for i, name in enumerate((*_TABLE, "if"))}
"""The number of each operation in a program; ``if`` chooses among registers and is not in the switch."""

LEVEL = frozenset({"lt", "le", "and", "or", "not", "step", "sign"})
"""Operations whose derivative is 0 everywhere."""


def _branch(function: Callable[[Array, Array, Array], Triple]) -> Callable[[Array, Array, Array], tuple[Array, ...]]:
    def branch(a: Array, b: Array, c: Array) -> tuple[Array, ...]:
        return tuple(jnp.broadcast_to(jnp.asarray(part, a.dtype), a.shape) for part in function(a, b, c))

    return branch


VALUES_ALONE: dict[str, Callable[[Array, Array, Array], Any]] = {
    name: lambda a, b, c, function=function: function(a, b, c)[0] for name, function in _TABLE.items()
}
"""What each operation makes of operands a and b and a number c, without derivatives."""

BRANCHES = tuple(_branch(function) for function in _TABLE.values())
"""For ``jax.lax.switch``: operands a, b and a number c → the value and its derivatives by a and by b, all like a."""
