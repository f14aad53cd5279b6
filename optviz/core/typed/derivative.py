r"""Exact derivatives of formulas, as formulas.

At a kink a subgradient is taken: 0 for abs and relu at 0 and for hypot at (0, 0), the mean of both slopes for min and
max of equal numbers, as JAX does. The derivative of step, sign and a comparison is 0, that of ``if`` the derivative of
the branch that is taken. sqrt has an infinite slope at 0.
"""

from collections.abc import Callable, Sequence

from optviz.core.typed.algebra import Algebra
from optviz.core.typed.formula import Formula
from optviz.core.typed.latex import latex
from optviz.core.typed.tape import REDUCTIONS, Node, Tape
from optviz.core.typed.trees import Tree
from optviz.core.typed.written import written

MOST_SHOWN = 60
"""A derivative with more nodes, written out, than this has no text and no LaTeX."""

Partial = Callable[[Algebra, tuple[int, ...], int], int]
"""A partial derivative of an op: from its arguments and its result, the node of the derivative."""


def _one_over(make: Partial, *, minus: bool = False) -> Partial:
    def partial(b: Algebra, args: tuple[int, ...], out: int) -> int:
        quotient = b.div(b.number(1.0), make(b, args, out))
        return b.neg(quotient) if minus else quotient

    return partial


def _unary(op: str) -> Partial:
    return lambda b, args, out: b.push(op, args[0])


def _square(b: Algebra, index: int) -> int:
    return b.pow(index, b.number(2.0))


def _one_minus_square(b: Algebra, args: tuple[int, ...], out: int) -> int:
    return b.push("sqrt", b.sub(b.number(1.0), _square(b, args[0])))


def _exponent_first(b: Algebra, args: tuple[int, ...], out: int) -> int:
    base, exponent = args
    return b.mul(exponent, b.pow(base, b.sub(exponent, b.number(1.0))))


def _greater(b: Algebra, large: int, small: int) -> int:
    """Return 1 where one node is above another, 0 where it is below, ½ where they are equal."""
    one, zero, half = b.number(1.0), b.number(0.0), b.number(0.5)
    return b.choose(b.push("lt", small, large), one, b.choose(b.push("lt", large, small), zero, half))


def _over_length(b: Algebra, side: int, length: int) -> int:
    zero = b.number(0.0)
    return b.choose(b.push("lt", zero, length), b.div(side, length), zero)


ZERO: Partial = lambda b, args, out: b.number(0.0)  # noqa: E731
ONE: Partial = lambda b, args, out: b.number(1.0)  # noqa: E731
MINUS_ONE: Partial = lambda b, args, out: b.number(-1.0)  # noqa: E731

PARTIALS: dict[str, tuple[Partial, ...]] = {
    "add": (ONE, ONE),
    "sub": (ONE, MINUS_ONE),
    "mul": (lambda b, a, out: a[1], lambda b, a, out: a[0]),
    "div": (
        _one_over(lambda b, a, out: a[1]),
        lambda b, a, out: b.neg(b.div(a[0], _square(b, a[1]))),
    ),
    "pow": (_exponent_first, lambda b, a, out: b.mul(out, b.push("log", a[0]))),
    "min": (lambda b, a, out: _greater(b, a[1], a[0]), lambda b, a, out: _greater(b, a[0], a[1])),
    "max": (lambda b, a, out: _greater(b, a[0], a[1]), lambda b, a, out: _greater(b, a[1], a[0])),
    "hypot": (lambda b, a, out: _over_length(b, a[0], out), lambda b, a, out: _over_length(b, a[1], out)),
    "mod": (ONE, lambda b, a, out: b.div(b.sub(out, a[0]), a[1])),
    "if": (
        ZERO,
        lambda b, a, out: b.choose(a[0], b.number(1.0), b.number(0.0)),
        lambda b, a, out: b.choose(a[0], b.number(0.0), b.number(1.0)),
    ),
    "neg": (MINUS_ONE,),
    "abs": (_unary("sign"),),
    "sqrt": (_one_over(lambda b, a, out: b.mul(b.number(2.0), out)),),
    "exp": (lambda b, a, out: out,),
    "log": (_one_over(lambda b, a, out: a[0]),),
    "sin": (_unary("cos"),),
    "cos": (lambda b, a, out: b.neg(b.push("sin", a[0])),),
    "tan": (lambda b, a, out: b.add(b.number(1.0), _square(b, out)),),
    "asin": (_one_over(_one_minus_square),),
    "acos": (_one_over(_one_minus_square, minus=True),),
    "atan": (_one_over(lambda b, a, out: b.add(b.number(1.0), _square(b, a[0]))),),
    "sinh": (_unary("cosh"),),
    "cosh": (_unary("sinh"),),
    "tanh": (lambda b, a, out: b.sub(b.number(1.0), _square(b, out)),),
    "sigmoid": (lambda b, a, out: b.mul(out, b.sub(b.number(1.0), out)),),
    "relu": (_unary("step"),),
    "softplus": (_unary("sigmoid"),),
    **{op: (ZERO,) for op in ("step", "sign", "not")},
    **{op: (ZERO, ZERO) for op in ("lt", "le", "and", "or")},
}
"""The partial derivative of each op with respect to each argument."""


def gradient(formula: Formula, wrt: Sequence[str]) -> tuple[Formula, ...]:
    """Return ∂f/∂name for each name in ``wrt``, each a formula; ``text`` and ``latex`` are empty where it is long."""
    return tuple(_derivative(formula, name) for name in wrt)


def _derivative(formula: Formula, name: str) -> Formula:
    algebra = Algebra(formula.parameters)
    copies: list[int] = []
    slopes: list[int] = []
    for node in formula.tape.nodes:
        parents = tuple(copies[p] for p in node.parents)
        copies.append(algebra.copy(node, parents))
        slopes.append(_slope(algebra, node, parents, copies[-1], [slopes[p] for p in node.parents], name))
    tape = algebra.tape(slopes[-1])
    tree = tree_of(tape)
    parameters = tuple(parameter for parameter in formula.parameters if parameter in tape.names)
    return Formula(tape, parameters, written(tree) if tree else "", latex(tree) if tree else "")


def _slope(b: Algebra, node: Node, parents: tuple[int, ...], out: int, slopes: list[int], name: str) -> int:
    """Return the derivative of a node, from the derivatives of its arguments."""
    zero = b.number(0.0)
    if node.op == "name":
        return b.number(1.0) if node.name == name else zero
    if all(slope == zero for slope in slopes):
        return zero
    if node.op in REDUCTIONS:
        return _reduced(b, node.op, slopes[0])
    if node.op == "if":
        return b.choose(parents[0], slopes[1], slopes[2])
    if node.op in ("min", "max"):
        return _extreme(b, node.op, parents, slopes)
    total = zero
    for partial, slope in zip(PARTIALS[node.op], slopes, strict=True):
        if slope != zero:
            total = b.add(total, b.mul(partial(b, parents, out), slope))
    return total


def _reduced(b: Algebra, op: str, slope: int) -> int:
    """The derivative of a mean is the mean of derivatives; a number is its own mean."""
    return slope if op == "mean" and b.value(slope) is not None else b.push(op, slope)


def _extreme(b: Algebra, op: str, parents: tuple[int, ...], slopes: list[int]) -> int:
    """The derivative of the smaller or larger of two: that of the one that is taken, or their mean."""
    small, large = parents if op == "max" else parents[::-1]
    half = b.div(b.add(*slopes), b.number(2.0))
    otherwise = b.choose(b.push("lt", large, small), slopes[0], half)
    return b.choose(b.push("lt", small, large), slopes[1], otherwise)


def tree_of(tape: Tape, most: int = MOST_SHOWN) -> Tree | None:
    """Return the tape written out as a tree, shared nodes as often as they are used, or None where it is long."""
    sizes: list[int] = []
    for node in tape.nodes:
        sizes.append(1 + sum(sizes[p] for p in node.parents))
    if sizes[-1] > most:
        return None
    trees: list[Tree] = []
    for node in tape.nodes:
        trees.append(Tree(node.op, tuple(trees[p] for p in node.parents), node.number, node.name))
    return trees[-1]
