"""Trees become nodes on a tape, each made once."""

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.tape import Builder
from optviz.core.typed.trees import SWAPPED, Tree
from optviz.core.typed.vocabulary import REDUCTIONS, Names

MAX_EXPONENTS = 8
"""How many exponents may hold a name: each costs a power whose derivative needs a logarithm."""


class Lowering:
    """Makes the nodes of trees; ``defined``: the nodes of the parts that have a name so far."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.builder = Builder()
        self.defined: dict[str, int] = {}
        self.per_row: set[int] = set()
        self.reduced: set[int] = set()
        self.varying: set[int] = set()
        self.exponents = 0

    def lower(self, tree: Tree) -> int:
        """Return the index of the node that stands for ``tree``."""
        if tree.op == "name" and tree.name in self.defined:
            return self.defined[tree.name]
        parents = [self.lower(arg) for arg in tree.args]
        if tree.op == "pow":
            return self.power(tree, *parents)
        if tree.op in REDUCTIONS:
            self.check_reduction(tree, parents[0])
        if tree.op in SWAPPED:
            return self.push(tree, SWAPPED[tree.op], *reversed(parents))
        if tree.op in ("min", "max", "hypot"):
            return self.chain(tree, parents)
        return self.push(tree, tree.op, *parents)

    def chain(self, tree: Tree, parents: list[int]) -> int:
        """A function of several arguments is one of two, applied to its own result again."""
        index = parents[0]
        for parent in parents[1:]:
            index = self.push(tree, tree.op, index, parent)
        return index

    def power(self, tree: Tree, base: int, exponent: int) -> int:
        if self.builder.nodes[base].name == "e" and self.builder.nodes[base].op == "number":
            return self.push(tree, "exp", exponent)
        if exponent in self.varying:
            self.exponents += 1
            if self.exponents > MAX_EXPONENTS:
                message = f"There are more than {MAX_EXPONENTS} exponents that are not plain numbers."
                raise FormulaError(message, tree.start, tree.end)
        return self.push(tree, "pow", base, exponent)

    def check_reduction(self, tree: Tree, parent: int) -> None:
        if parent in self.reduced:
            raise self.nested(tree)
        if parent not in self.per_row:
            columns = " or ".join(f"“{name}”" for name in self.names.columns)
            raise FormulaError(f"There is no data in {tree.op}(…): use {columns}.", tree.start, tree.end)

    def push(self, tree: Tree, op: str, *parents: int) -> int:
        """Make a node, and keep in mind whether it varies, whether it is one per row of data, or made of such."""
        index = self.builder.push(op, *parents, number=tree.number, name=tree.name if not parents else "")
        if len(self.builder.nodes) > self.names.nodes:
            message = f"That has more than {self.names.nodes} nodes: try something shorter."
            raise FormulaError(message, tree.start, tree.end)
        if op == "name" or any(parent in self.varying for parent in parents):
            self.varying.add(index)
        rows = tree.name in self.names.columns if op == "name" else any(parent in self.per_row for parent in parents)
        if rows and op not in REDUCTIONS:
            self.per_row.add(index)
        if op in REDUCTIONS or any(parent in self.reduced for parent in parents):
            self.reduced.add(index)
        if index in self.per_row and index in self.reduced:
            raise self.nested(tree)
        return index

    def nested(self, tree: Tree) -> FormulaError:
        return FormulaError("A mean or a sum over data cannot stand within another one.", tree.start, tree.end)
