"""From jax.numpy, in which surfaces and rules are written, to the words of NumPy, PyTorch and plain Python.

What depends on no array is a number, and is computed by ``math``, for PyTorch's functions take no numbers.
"""

import ast
from typing import Literal

Words = Literal["np", "jnp", "torch"]

_OF_NUMBERS = {
    "abs": "abs",
    "maximum": "max",
    "minimum": "min",
    "round": "round",
    "power": "pow",
    "arcsin": "math.asin",
    "arccos": "math.acos",
    "arctan": "math.atan",
}
_WRITTEN_OUT = {
    "relu": "max({0}, 0)",
    "step": "float({0} > 0)",
    "sign": "math.copysign(1, {0}) * ({0} != 0)",
    "mod": "({0}) % ({1})",
    "sigmoid": "1 / (1 + math.exp(-({0})))",
    "softplus": "math.log1p(math.exp({0}))",
}
"""Functions of numbers that Python's math does not have."""


class Translator(ast.NodeTransformer):
    """Rewrites expressions; ``arrays`` are the names that hold arrays, all other names hold numbers.

    ``complex_step``: arrays may be complex, and are compared by their real parts. ``branches``: a condition is of one
    number, so that ``where`` becomes an ``if``, and the branch that is not taken is not computed. ``helpers`` are the
    functions that the program defines itself, by name; ``used`` are those that occurred.
    """

    def __init__(self, words: Words, arrays: set[str], *, complex_step: bool = False, branches: bool = False) -> None:
        self.words: Words = words
        self.arrays = arrays
        self.complex_step = complex_step
        self.branches = branches
        self.given: list[str] = []
        self.helpers: dict[str, str] = {}
        self.used: list[str] = []

    def text(self, node: ast.expr) -> str:
        """Return the expression's text."""
        return source(self.visit(ast.parse(source(node), mode="eval").body))

    def is_number(self, node: ast.AST) -> bool:
        """Return whether no array occurs in an expression."""
        return not any(
            (isinstance(part, ast.Name) and part.id in self.arrays)
            or (isinstance(part, ast.Attribute) and source(part.value) == "state" and part.attr in self.arrays)
            for part in ast.walk(node)
        )

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``self.lr`` and ``state.m`` become ``lr`` and ``m``, ``jnp.pi`` becomes ``math.pi``."""
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if owner in ("jnp", "np") and node.attr in ("pi", "e"):
            return _expression(f"math.{node.attr}")
        if owner == "state" and node.attr == "t":
            return _expression("(t - 1)")
        return ast.Name(node.attr, ast.Load()) if owner in ("self", "state") else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """``0 + a`` is a."""
        left, right = self.visit(node.left), self.visit(node.right)
        nothing = isinstance(node.op, ast.Add) and isinstance(left, ast.Constant) and left.value == 0
        return right if nothing else ast.BinOp(left, node.op, right)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Complex numbers are compared by their real parts."""
        sides = [node.left, *node.comparators]
        turned = [self._real(self.visit(side)) for side in sides]
        return ast.Compare(turned[0], node.ops, turned[1:])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """``a and b`` of arrays is ``a & b``."""
        number = self.is_number(node)
        parts = [self.visit(part) for part in node.values]
        if number:
            return ast.BoolOp(node.op, parts)
        op = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        whole = parts[0]
        for part in parts[1:]:
            whole = ast.BinOp(whole, op, part)
        return whole

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """``not a`` of an array is ``~a``."""
        array = isinstance(node.op, ast.Not) and not self.is_number(node)
        return ast.UnaryOp(ast.Invert() if array else node.op, self.visit(node.operand))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A function of jax.numpy becomes the other library's, or Python's where it is given numbers."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name == "where":
            return self._where(node)
        number = self.is_number(node)
        args = [self.visit(arg) for arg in node.args]
        if name == "sign" and not number:
            args = [self._real(arg) for arg in args]
        if not name:
            return ast.Call(node.func, args, [])
        if name == "clip" and number:
            return _call("min", [_call("max", [args[0], args[1]]), args[2]])
        if number:
            if name in _WRITTEN_OUT:
                return _expression(_WRITTEN_OUT[name].format(*map(source, args)))
            return _call(_OF_NUMBERS.get(name, f"math.{name}"), args)
        if name in self.helpers:
            self.used += [name]
            return _call(name, args)
        return _call(f"{self.words}.{name}", args)

    def _where(self, node: ast.Call) -> ast.expr:
        condition, one, other = node.args
        plain = self.is_number(condition)
        branch = plain or (self.branches and self.words == "np")
        test = source(condition)
        if branch and test in self.given:  # within the branch where it holds
            return self.visit(one)
        turned = self.visit(condition)
        if branch:
            self.given.append(test)
        first = self.visit(one)
        if branch:
            self.given.pop()
            return ast.IfExp(turned, first, self.visit(other))
        if self.branches:
            return self._taken(turned, first, self.visit(other))
        return _call(f"{self.words}.where", [turned, first, self.visit(other)])

    def _taken(self, condition: ast.expr, one: ast.expr, other: ast.expr) -> ast.expr:
        """Return the branch that is taken, alone: the slope of the other one, where it is no number, would spoil it."""
        as_array = "jnp.asarray" if self.words == "jnp" else "torch.as_tensor"
        sides = [_call(as_array, [_as_float(side)]) if self.is_number(side) else side for side in (one, other)]
        if self.words == "torch":
            return ast.IfExp(condition, *sides)
        return _call("jax.lax.cond", [condition, *(_lambda(side) for side in sides)])

    def _real(self, node: ast.expr) -> ast.expr:
        if not self.complex_step or self.is_number(node) or isinstance(node, ast.Constant):
            return node
        return ast.Attribute(node, "real", ast.Load())


def source(node: ast.AST) -> str:
    """Return the text of a tree, powers written close."""
    text = ast.unparse(ast.fix_missing_locations(node)).replace(" ** ", "**")
    return text[1:-1] if isinstance(node, ast.Tuple) and text.startswith("(") else text


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _as_float(node: ast.expr) -> ast.expr:
    """Return a number as a float: both branches of a condition want one type."""
    return _expression(f"{source(node)}.0" if source(node).isdecimal() else f"float({source(node)})")


def _lambda(body: ast.expr) -> ast.expr:
    whole = _expression("lambda: 0")
    assert isinstance(whole, ast.Lambda)
    whole.body = body
    return whole


def _call(name: str, args: list[ast.expr]) -> ast.Call:
    return ast.Call(_expression(name), args, [])


def number(value: float) -> str:
    """Return a number's text: whole numbers without a point."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e6 else repr(value)
