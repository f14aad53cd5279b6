"""A formula as data: nodes in an order in which each comes after those it needs."""

import dataclasses

LEAVES = ("number", "name")
UNARY = (
    *("neg", "abs", "sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    *("sigmoid", "relu", "softplus", "step", "sign", "not"),
)
BINARY = ("add", "sub", "mul", "div", "pow", "min", "max", "hypot", "lt", "le", "and", "or")
TERNARY = ("if",)
REDUCTIONS = ("mean", "sum")

ARITY = {op: n for n, ops in enumerate((LEAVES, UNARY + REDUCTIONS, BINARY, TERNARY)) for op in ops}
"""How many parents a node of each op has."""

MAX_NODES = 120


@dataclasses.dataclass(frozen=True)
class Node:
    """One node: what it does (``op``) to which earlier nodes (``parents``).

    ``number`` is the value of an op ``number``, ``name`` the variable, parameter or column of data of an op ``name``.
    Conditions (``lt le and or not``) are 1 where true and 0 where false; ``if`` takes (condition, value, other value).
    ``mean`` and ``sum`` reduce their parent over the rows of data.
    """

    op: str
    parents: tuple[int, ...] = ()
    number: float = 0.0
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Tape:
    """A formula as nodes, no two of them equal; the last one is the result."""

    nodes: tuple[Node, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that occur, in the order of the nodes."""
        return tuple(node.name for node in self.nodes if node.op == "name")
