"""A formula as data: nodes in an order in which each comes after those it needs."""

import dataclasses

LEAVES = ("number", "name")
UNARY = (
    *("neg", "abs", "sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    *("sigmoid", "relu", "softplus", "step", "sign", "not"),
)
BINARY = ("add", "sub", "mul", "div", "pow", "min", "max", "hypot", "mod", "lt", "le", "and", "or")
TERNARY = ("if",)
REDUCTIONS = ("mean", "sum")

ARITY = {
    op: n for n, ops in enumerate((LEAVES, UNARY + REDUCTIONS + ("norm",), (*BINARY, "dot"), TERNARY)) for op in ops
}
"""How many parents a node of each op has; ``norm`` and ``dot``, over coordinates, stand in update rules only."""

MAX_NODES = 120


@dataclasses.dataclass(frozen=True)
class Node:
    """One node: what it does (``op``) to which earlier nodes (``parents``).

    ``number`` is the value of an op ``number`` (with a ``name`` where it is pi or e); ``name`` is the variable,
    parameter or column of data of an op ``name``. Conditions (``lt le and or not``) are 1 where true, 0 where false;
    ``if`` takes (condition, value, other value). ``mean`` and ``sum`` reduce their parent over the rows of data; a
    reduction never depends on another one, so that one pass over the rows computes them all.
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


SYMMETRIC = ("add", "mul", "min", "max", "hypot", "and", "or", "dot")


class Builder:
    """Nodes as they are made: a node that is there already, also with its two parents swapped, is not made again."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[Node, int] = {}

    def push(self, op: str, *parents: int, number: float = 0.0, name: str = "") -> int:
        """Return the index of this node, made now if need be."""
        node = Node(op, parents, number, name)
        key = Node(op, tuple(sorted(parents)), number, name) if op in SYMMETRIC else node
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
        return self._known[key]

    def tape(self, result: int) -> Tape:
        """Return the nodes that ``result`` needs, itself last."""
        return cut(self.nodes, (result,))[0]


def cut(nodes: list[Node] | tuple[Node, ...], results: tuple[int, ...]) -> tuple[Tape, tuple[int, ...]]:
    """Return the tape of the nodes that ``results`` need, in their order, and where the results now stand."""
    needed = set(results)
    for index in reversed(range(len(nodes))):
        if index in needed:
            needed.update(nodes[index].parents)
    place = {old: new for new, old in enumerate(sorted(needed))}
    kept = (dataclasses.replace(nodes[i], parents=tuple(place[p] for p in nodes[i].parents)) for i in sorted(needed))
    return Tape(tuple(kept)), tuple(place[result] for result in results)
