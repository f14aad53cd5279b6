"""Reverse-mode differentiation of scalars: the graph of a formula, its values, its gradients, one arrow at a time.

The idea is as old as Linnainmaa (1970); the small form follows micrograd (Karpathy, 2020). Every node keeps its value
and its derivative with respect to each of its parents. Going backward, a node hands each parent its own gradient
times that derivative; a parent that is used twice adds up what it is handed.
"""

import dataclasses
import functools
import math
from collections.abc import Mapping

import numpy as np

from optviz.core.typed.algebra import Algebra
from optviz.core.typed.derivative import PARTIALS
from optviz.core.typed.evaluate import VALUES, evaluate
from optviz.core.typed.tape import Node, Tape

Floats = tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class RecordedNode:
    """A node of the graph: what it does (``entry``), to which nodes, its value, and ∂value/∂parent for each of them.

    A number is a node of its own wherever it is used, but for an ``exponent``, which belongs to its power.
    """

    entry: Node
    parents: tuple[int, ...]
    value: float
    local: Floats
    exponent: float | None = None

    @property
    def leaf(self) -> bool:
        """Whether it is a variable or a number."""
        return not self.parents


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
class Recording:
    """A computed formula: its nodes in order, the last one being the result f."""

    nodes: tuple[RecordedNode, ...]

    @property
    def value(self) -> float:
        """The result f."""
        return self.nodes[-1].value

    @property
    def broken(self) -> int | None:
        """The index of the first node whose value is not finite, or None."""
        return next((i for i, node in enumerate(self.nodes) if not math.isfinite(node.value)), None)


@functools.cache
def _partials(op: str) -> tuple[Tape, ...]:
    """Return the partial derivatives of an op as tapes of its arguments, which are called 0, 1 …"""
    tapes = []
    for partial in PARTIALS[op]:
        algebra = Algebra()
        args = tuple(algebra.push("name", name=str(slot)) for slot in range(len(PARTIALS[op])))
        tapes.append(algebra.tape(partial(algebra, args, algebra.push(op, *args))))
    return tuple(tapes)


def record(tape: Tape, values: Mapping[str, float]) -> Recording:
    """Compute a formula forward, node by node, at ``values`` (name → number).

    A value that does not exist (log of a negative number) is NaN, one that is too large ±∞, as in float64. relu has
    the derivative 0 at its kink, as in every framework for deep learning.
    """
    return _Recorder(tape, values).recording()


class _Recorder:
    def __init__(self, tape: Tape, values: Mapping[str, float]) -> None:
        self.tape = tape
        self.values = values
        self.nodes: list[RecordedNode] = []
        self.place: dict[int, int] = {}

    def recording(self) -> Recording:
        """Record every node but the numbers, which are recorded where they are used."""
        last = len(self.tape.nodes) - 1
        for index, entry in enumerate(self.tape.nodes):
            if entry.op != "number" or index == last:
                self.place[index] = self.push(self.node(entry))
        return Recording(tuple(self.nodes))

    def push(self, node: RecordedNode) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def parent(self, index: int) -> int:
        entry = self.tape.nodes[index]
        return self.push(RecordedNode(entry, (), entry.number, ())) if entry.op == "number" else self.place[index]

    def node(self, entry: Node) -> RecordedNode:
        if not entry.parents:
            return RecordedNode(entry, (), entry.number if entry.op == "number" else float(self.values[entry.name]), ())
        second = self.tape.nodes[entry.parents[-1]]
        if entry.op == "pow" and second.op == "number":
            base = self.parent(entry.parents[0])
            value, local = _computed(entry, [self.nodes[base].value, second.number])
            return RecordedNode(entry, (base,), value, local[:1], second.number)
        parents = tuple(self.parent(parent) for parent in entry.parents)
        return RecordedNode(entry, parents, *_computed(entry, [self.nodes[parent].value for parent in parents]))


def _computed(entry: Node, args: list[float]) -> tuple[float, Floats]:
    """Return the value of a node and its derivatives with respect to its arguments."""
    at = {str(slot): value for slot, value in enumerate(args)}
    with np.errstate(all="ignore"):
        value = float(VALUES[entry.op](*(np.float64(value) for value in args)))
    if entry.op == "pow" and args[1] == 0:
        return value, (0.0, 0.0)
    return value, tuple(float(evaluate(partial, at)) for partial in _partials(entry.op))


def backward(recording: Recording) -> tuple[BackwardStep, ...]:
    """Return the steps backward, one an edge, from f to the variables.

    Edges to plain numbers, and to the condition of an ``if``, are left out.
    """
    nodes = recording.nodes
    grads = [0.0] * len(nodes)
    grads[-1] = 1.0
    steps = []
    for index in reversed(range(len(nodes))):
        node = nodes[index]
        for slot, (parent, local) in enumerate(zip(node.parents, node.local, strict=True)):
            if nodes[parent].entry.op == "number" or _condition(node.entry, slot):
                continue
            contribution = grads[index] * local
            grads[parent] += contribution
            steps.append(BackwardStep(index, slot, parent, grads[index], local, contribution, grads[parent]))
    return tuple(steps)


def _condition(entry: Node, slot: int) -> bool:
    return entry.op in ("lt", "le", "and", "or", "not") or (entry.op == "if" and slot == 0)


def gradient(recording: Recording) -> dict[str, float]:
    """Return ∂f/∂name for every variable of the formula."""
    nodes = recording.nodes
    grads = {node.entry.name: 0.0 for node in nodes if node.entry.op == "name"}
    if nodes[-1].leaf:
        return {name: 1.0 for name in grads}
    for step in backward(recording):
        if nodes[step.parent].entry.op == "name":
            grads[nodes[step.parent].entry.name] = step.total
    return grads
