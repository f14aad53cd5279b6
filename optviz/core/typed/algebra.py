"""Nodes that are simplified as they are made: 0 and 1 vanish, numbers are computed, factors are gathered in front."""

import numpy as np

from optviz.core.typed.evaluate import VALUES
from optviz.core.typed.tape import Builder, Node

LONGEST_NUMBER = 10
"""A computed number with more characters than this is left as it was typed: 1/3 stays 1/3."""

MOST_OPENED = 64

Term = tuple[float, int | None]
"""A number times a node, or a number alone."""


class Algebra(Builder):
    """Makes nodes of a formula's derivative; each method returns the index of a node with the value it is named for.

    As in a book, a product with 0 is 0 and x − x is 0, whatever the values of x. ``first``: the letters that stand in
    front of others in a product. What is larger than 64 nodes, written out, is taken as it stands: a shared node could
    otherwise be multiplied out without end.
    """

    def __init__(self, first: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.first = first
        self.sizes: list[int] = []

    def push(self, op: str, *parents: int, number: float = 0.0, name: str = "") -> int:
        index = super().push(op, *parents, number=number, name=name)
        if index == len(self.sizes):
            self.sizes.append(1 + sum(self.sizes[parent] for parent in parents))
        return index

    def opened(self, index: int, *ops: str) -> bool:
        """Return whether a node is one of these ops, and small enough to be taken apart."""
        return self.nodes[index].op in ops and self.sizes[index] <= MOST_OPENED

    def number(self, value: float) -> int:
        return self.push("number", number=value + 0.0)

    def value(self, index: int) -> float | None:
        """Return the number that a node is, or None; π and e keep their names."""
        node = self.nodes[index]
        return node.number if node.op == "number" and not node.name else None

    def apply(self, op: str, *parents: int) -> int:
        """Return the node of any op, simplified where there is a rule for it."""
        rule = getattr(self, op, None) if op in ("add", "sub", "mul", "div", "neg", "pow") else None
        if rule:
            return rule(*parents)
        if op == "if":
            return self.choose(*parents)
        return self.folded(op, *parents) if op != "number" else self.push(op, *parents)

    def folded(self, op: str, *parents: int) -> int:
        """Return the node of this op, as a number where its arguments are numbers and the result is a short one."""
        values = [self.value(parent) for parent in parents]
        known = [value for value in values if value is not None]
        if op in ("add", "sub", "mul", "div", "pow") and len(known) == len(values):
            result = self.compute(op, *known)
            if result is not None:
                return self.number(result)
        return self.push(op, *parents)

    def compute(self, op: str, *values: float) -> float | None:
        """Return the result of an op on numbers if it is short enough to be shown."""
        if (op == "div" and values[1] == 0) or (op == "pow" and values[0] <= 0 and values[1] != int(values[1])):
            return None
        if op == "pow" and (values[0] == 0 or abs(values[1]) > 16):
            return None
        with np.errstate(all="ignore"):
            result = float(VALUES[op](*values))
        return result if len(repr(result).removesuffix(".0")) <= LONGEST_NUMBER and np.isfinite(result) else None

    # ---- sums ----------------------------------------------------------------------------------------------

    def add(self, a: int, b: int) -> int:
        return self.total([*self.terms(a), *self.terms(b)])

    def sub(self, a: int, b: int) -> int:
        exponent = self.lowered(a, b)
        return self.total([*self.terms(a), *self.terms(b, -1.0)]) if exponent is None else exponent

    def lowered(self, a: int, b: int) -> int | None:
        """Return a fraction of numbers less a number as one fraction: 1/3 − 1 is −2/3."""
        fraction, whole = [self.value(parent) for parent in self.nodes[a].parents], self.value(b)
        if self.nodes[a].op != "div" or whole is None or fraction[0] is None or not fraction[1]:
            return None
        return self.div(self.number(fraction[0] - whole * fraction[1]), self.nodes[a].parents[1])

    def terms(self, index: int, sign: float = 1.0) -> list[Term]:
        """Return a node as a sum of nodes with numbers in front of them."""
        node = self.nodes[index]
        if node.op == "neg":
            return self.terms(node.parents[0], -sign)
        if self.opened(index, "add", "sub"):
            first, second = node.parents
            return [*self.terms(first, sign), *self.terms(second, sign if node.op == "add" else -sign)]
        factor, rest = self.split(index)
        if rest is not None and self.nodes[rest].op == "mul" and len({*self.nodes[rest].parents}) == 1:
            rest = self.pow(self.nodes[rest].parents[0], self.number(2.0))
        return [(sign * factor, rest)]

    def total(self, terms: list[Term]) -> int:
        """Return the sum of terms, equal ones taken together; the first one with a plus stands in front."""
        merged: dict[int | None, float] = {}
        alone: list[Term] = []
        for factor, rest in terms:
            both = self.compute("add", merged.get(rest, 0.0), factor)
            if both is None and rest in merged:
                alone.append((factor, rest))
            else:
                merged[rest] = factor if both is None else both
        kept = [(factor, rest) for rest, factor in merged.items() if factor] + alone
        if not kept:
            return self.number(0.0)
        kept.insert(0, kept.pop(next((i for i, (factor, _) in enumerate(kept) if factor > 0), 0)))
        result = self.scaled(*kept[0])
        for factor, rest in kept[1:]:
            result = self.push("sub" if factor < 0 else "add", result, self.scaled(abs(factor), rest))
        return result

    def neg(self, a: int) -> int:
        node = self.nodes[a]
        if node.op == "neg":
            return node.parents[0]
        if node.op == "sub":
            return self.sub(*reversed(node.parents))
        value = self.value(a)
        return self.push("neg", a) if value is None else self.number(-value)

    # ---- products ------------------------------------------------------------------------------------------

    def split(self, index: int) -> tuple[float, int | None]:
        """Return a node as a number times another node, None where it is but a number."""
        node = self.nodes[index]
        value = self.value(index)
        if value is not None:
            return value, None
        if node.op == "neg":
            factor, rest = self.split(node.parents[0])
            return -factor, rest
        if node.op == "mul":
            first = self.value(node.parents[0])
            if first is not None:
                factor, rest = self.split(node.parents[1])
                product = self.compute("mul", first, factor)
                return (product, rest) if product is not None else (first, node.parents[1])
        return 1.0, index

    def scaled(self, factor: float, rest: int | None) -> int:
        """Return a number times a node."""
        if rest is None or factor == 0:
            return self.number(factor)
        if factor < 0:
            return self.neg(self.scaled(-factor, rest))
        node = self.nodes[rest]
        if factor == 1:
            return rest
        if node.op == "div":
            return self.div(self.mul(self.number(factor), node.parents[0]), node.parents[1])
        return self.push("mul", self.number(factor), rest)

    def mul(self, a: int, b: int) -> int:
        (ca, ra), (cb, rb) = self.split(a), self.split(b)
        factor = self.compute("mul", ca, cb)
        if factor is None:
            return self.push("mul", a, b)
        if ra is None or rb is None:
            return self.scaled(factor, rb if ra is None else ra)
        return self.scaled(factor, self.product(ra, rb))

    def product(self, a: int, b: int) -> int:
        """Return the product of two nodes without numbers in front: fractions take it above the line."""
        first, second = self.nodes[a], self.nodes[b]
        if first.op == "div" and second.op == "div":
            top = self.mul(first.parents[0], second.parents[0])
            return self.div(top, self.mul(first.parents[1], second.parents[1]))
        if second.op == "div":
            return self.div(self.mul(a, second.parents[0]), second.parents[1])
        if first.op == "div":
            return self.div(self.mul(first.parents[0], b), first.parents[1])
        if self.opened(a, "mul"):
            return self.product(first.parents[0], self.mul(first.parents[1], b))
        if self.opened(b, "mul") and self.rank(second.parents[0]) <= self.rank(a):
            return self.ordered(second.parents[0], self.mul(a, second.parents[1]))
        return self.ordered(*sorted((a, b), key=self.rank))

    def ordered(self, a: int, b: int) -> int:
        """Return the product of two factors in this order, as a power where they have the same base."""
        second = self.nodes[b]
        (base, n), (other, m) = self.whole_power(a), self.whole_power(b if second.op != "mul" else second.parents[0])
        if base != other:
            return self.push("mul", a, b)
        power = self.pow(base, self.number(n + m))
        return power if second.op != "mul" else self.push("mul", power, second.parents[1])

    def rank(self, index: int) -> tuple[int, int]:
        """Return where a factor stands in a product: π, then parameters, then variables, then all else."""
        node = self.nodes[index]
        if node.op == "mul":
            return self.rank(node.parents[0])
        base = self.whole_power(index)[0]
        if node.op == "number":
            return 0, base
        if self.nodes[base].op != "name":
            return 3, base
        return (1 if self.nodes[base].name in self.first else 2), base

    def whole_power(self, index: int) -> tuple[int, float]:
        """Return a node as base and exponent, the exponent a whole number above 0."""
        node = self.nodes[index]
        exponent = self.value(node.parents[1]) if node.op == "pow" else None
        if exponent is not None and exponent > 0 and exponent == int(exponent):
            return node.parents[0], exponent
        return index, 1.0

    def div(self, a: int, b: int) -> int:
        below = self.value(b)
        if self.value(a) == 0 and below != 0:
            return a
        if below == 1:
            return a
        for index in (a, b):
            if self.nodes[index].op == "neg":
                other = self.nodes[index].parents[0]
                return self.neg(self.div(other, b) if index == a else self.div(a, other))
        if self.nodes[a].op == "div":
            return self.div(self.nodes[a].parents[0], self.mul(self.nodes[a].parents[1], b))
        return self.reduced(a, b)

    def reduced(self, a: int, b: int) -> int:
        """Return a fraction in which the whole numbers above and below the line are reduced."""
        (top, above), (bottom, below) = self.split(a), self.split(b)
        if top and bottom and 1 not in (abs(top), abs(bottom)):
            if top % bottom == 0:
                return (
                    self.push("div", self.scaled(top / bottom, above), self.scaled(1.0, below))
                    if below
                    else (self.scaled(top / bottom, above))
                )
            if bottom % top == 0:
                return self.div(self.scaled(1.0, above), self.scaled(bottom / top, below))
        return self.push("div", a, b)

    def pow(self, a: int, b: int) -> int:
        exponent = self.value(b)
        if exponent == 0:
            return self.number(1.0)
        return a if exponent == 1 else self.folded("pow", a, b)

    # ---- the rest ------------------------------------------------------------------------------------------

    def choose(self, condition: int, a: int, b: int) -> int:
        value = self.value(condition)
        if value is not None:
            return a if value else b
        return a if a == b else self.push("if", condition, a, b)

    def copy(self, node: Node, parents: tuple[int, ...]) -> int:
        """Make a node of the formula itself as it stands."""
        return self.push(node.op, *parents, number=node.number, name=node.name)
