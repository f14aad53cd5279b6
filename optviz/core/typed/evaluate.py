"""Formulas evaluated with NumPy: the meaning of every operation, in one table."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from optviz.core.elementary import sigmoid
from optviz.core.typed.tape import Node, Tape

VALUES: dict[str, Callable[..., np.ndarray]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "pow": np.power,
    "min": np.minimum,
    "max": np.maximum,
    "hypot": np.hypot,
    "mod": np.mod,
    "lt": lambda a, b: np.less(a, b).astype(float),
    "le": lambda a, b: np.less_equal(a, b).astype(float),
    "and": np.multiply,
    "or": np.maximum,
    "not": lambda a: 1.0 - a,
    "if": lambda condition, a, b: np.where(condition != 0, a, b),
    "neg": np.negative,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda a: np.maximum(a, 0.0),
    "softplus": lambda a: np.logaddexp(0.0, a),
    "step": lambda a: np.heaviside(a, 0.0),
    "sign": np.sign,
    "norm": lambda a: np.sqrt(np.sum(a * a, axis=-1, keepdims=True)),
    "dot": lambda a, b: np.sum(a * b, axis=-1, keepdims=True),
}
"""What each op does. mod(a, b) has the sign of b, step(0) = 0, sign(0) = 0, 0⁰ = 1; a power of a negative number has a
value for whole exponents; sigmoid and softplus do not overflow; ``norm`` and ``dot`` go over the last axis, which stays
with the length 1."""

REDUCE = {"mean": np.mean, "sum": np.sum}


def evaluate(formula_tape: Tape, values: Mapping[str, ArrayLike]) -> np.ndarray:
    """Return the result at ``values`` (name → number or array), broadcast; columns of data are arrays (rows,).

    A value that does not exist (log of a negative number) is NaN, one that is too large ±∞, as in float64.
    """
    return node_values(formula_tape, values)[-1]


def node_values(
    tape: Tape, values: Mapping[str, ArrayLike], columns: Sequence[str] = ("x_i", "y_i")
) -> list[np.ndarray]:
    """Return the value of every node; those that hold data have the rows as an additional last axis."""
    arrays: list[np.ndarray] = []
    per_row: list[bool] = []
    rows = next((np.size(values[name]) for name in columns if name in values), 0)
    with np.errstate(all="ignore"):
        for node in tape.nodes:
            over_rows = node.name in columns if node.op == "name" else any(per_row[p] for p in node.parents)
            args = [arrays[p][..., None] if over_rows and not per_row[p] else arrays[p] for p in node.parents]
            if node.op in REDUCE:
                data = args[0] if over_rows else np.broadcast_to(args[0][..., None], (*args[0].shape, rows))
                arrays.append(REDUCE[node.op](data, axis=-1))
            else:
                arrays.append(_leaf(node, values) if not args else np.asarray(VALUES[node.op](*args), dtype=float))
            per_row.append(over_rows and node.op not in REDUCE)
    return arrays


def _leaf(node: Node, values: Mapping[str, ArrayLike]) -> np.ndarray:
    return np.asarray(node.number if node.op == "number" else values[node.name], dtype=float)
