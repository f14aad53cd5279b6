"""Reverse-mode differentiation of scalars on a tape: the graph of a computation, its values and its gradients.

The idea is as old as Linnainmaa (1970); the small form follows micrograd (Karpathy, 2020). Every node keeps its value
and its derivative with respect to each of its parents. Going backward, a node hands each parent its own gradient
times that derivative; a parent that is used twice adds up what it is handed.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping

import numpy as np

from optviz.core.backprop.expression import Entry, Expression

Floats = tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class Op:
    """An elementary operation: its value, and its derivative with respect to each argument."""

    value: Callable[..., float]
    local: Callable[..., Floats]


OPS: dict[str, Op] = {
    "add": Op(lambda a, b: a + b, lambda a, b: (1.0, 1.0)),
    "sub": Op(lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "mul": Op(lambda a, b: a * b, lambda a, b: (b, a)),
    "div": Op(lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2)),
    "neg": Op(lambda a: -a, lambda a: (-1.0,)),
    "sin": Op(np.sin, lambda a: (np.cos(a),)),
    "cos": Op(np.cos, lambda a: (-np.sin(a),)),
    "exp": Op(np.exp, lambda a: (np.exp(a),)),
    "log": Op(np.log, lambda a: (1 / a if a > 0 else math.nan,)),
    "relu": Op(lambda a: max(a, 0.0), lambda a: (1.0 if a > 0 else 0.0,)),
    "tanh": Op(np.tanh, lambda a: (1 - np.tanh(a) ** 2,)),
}


@dataclasses.dataclass(frozen=True)
class Node:
    """A node of the graph: what it does, to which nodes, its value, and ∂value/∂parent for each of its parents."""

    entry: Entry
    value: float
    local: Floats

    @property
    def parents(self) -> tuple[int, ...]:
        """The indices of the nodes that this one is made of; the same index twice for x·x."""
        return self.entry.parents

    @property
    def leaf(self) -> bool:
        """Whether it is a variable or a number."""
        return not self.entry.parents


@dataclasses.dataclass(frozen=True)
class BackwardStep:
    """One step backward along one edge: ``contribution`` = ``upstream`` · ``local`` is added to the parent's gradient.

    ``node`` hands to ``parent``, its argument number ``slot``; ``total`` is the parent's gradient after it.
    """

    node: int
    slot: int
    parent: int
    upstream: float
    local: float
    contribution: float
    total: float


@dataclasses.dataclass(frozen=True)
class Tape:
    """A computed expression: its nodes in order, the last one being the result f."""

    nodes: tuple[Node, ...]

    @property
    def value(self) -> float:
        """The result f."""
        return self.nodes[-1].value

    @property
    def broken(self) -> int | None:
        """The index of the first node whose value is not finite, or None."""
        return next((i for i, node in enumerate(self.nodes) if not math.isfinite(node.value)), None)


def record(expression: Expression, values: Mapping[str, float]) -> Tape:
    """Compute an expression forward, node by node, at ``values`` (name → number).

    A value that does not exist (log of a negative number) is NaN, one that is too large ±∞, as in float64. relu has
    the derivative 0 at its kink, as in every framework for deep learning.
    """
    nodes: list[Node] = []
    with np.errstate(all="ignore"):
        for entry in expression.entries:
            nodes.append(_node(entry, [np.float64(nodes[i].value) for i in entry.parents], values))
    return Tape(tuple(nodes))


def _node(entry: Entry, args: list[np.float64], values: Mapping[str, float]) -> Node:
    if entry.op == "input":
        return Node(entry, float(values[entry.name]), ())
    if entry.op == "number":
        return Node(entry, entry.number, ())
    if entry.op == "pow":
        n = int(entry.number)
        return Node(entry, float(args[0] ** n), (float(n * args[0] ** (n - 1)) if n else 0.0,))
    op = OPS[entry.op]
    return Node(entry, float(op.value(*args)), tuple(float(d) for d in op.local(*args)))


def backward(tape: Tape) -> tuple[BackwardStep, ...]:
    """Return the steps backward, one an edge, from f to the variables; edges to plain numbers are left out."""
    grads = [0.0] * len(tape.nodes)
    grads[-1] = 1.0
    steps = []
    for index in reversed(range(len(tape.nodes))):
        node = tape.nodes[index]
        for slot, (parent, local) in enumerate(zip(node.parents, node.local, strict=True)):
            if tape.nodes[parent].entry.op == "number":
                continue
            contribution = grads[index] * local
            grads[parent] += contribution
            steps.append(BackwardStep(index, slot, parent, grads[index], local, contribution, grads[parent]))
    return tuple(steps)


def gradient(tape: Tape) -> dict[str, float]:
    """Return ∂f/∂name for every variable of the tape."""
    grads = {node.entry.name: 0.0 for node in tape.nodes if node.entry.op == "input"}
    if tape.nodes[-1].leaf:
        return {name: 1.0 for name in grads}
    for step in backward(tape):
        if tape.nodes[step.parent].entry.op == "input":
            grads[tape.nodes[step.parent].entry.name] = step.total
    return grads
