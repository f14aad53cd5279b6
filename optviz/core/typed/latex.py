r"""Formulas in LaTeX, as they were understood: fractions, roots, powers, products without a sign, upright functions."""

from collections.abc import Callable, Mapping, Sequence

from optviz.core import number_text
from optviz.core.typed.trees import Statement, Tree
from optviz.core.typed.vocabulary import GREEK
from optviz.core.typed.written import ATOM, LEVELS, level

ARCS = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
UPRIGHT = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "min", "max")
NAMES = {**ARCS, **{name: rf"\{name}" for name in UPRIGHT}, "sigmoid": r"\sigma"}
RAISED = (*ARCS, *(name for name in UPRIGHT if name not in ("min", "max")))
"""Functions whose powers are written sin²(x)."""

SIGNS = {
    "add": " + ",
    "sub": " - ",
    "lt": " < ",
    "le": r" \le ",
    "gt": " > ",
    "ge": r" \ge ",
    "and": r" \text{ and } ",
    "or": r" \text{ or } ",
}
TALL = (r"\frac", r"\begin", r"\sum", r"\sqrt", "|")
LETTERS = {*GREEK.values(), "varepsilon"}

Letters = Mapping[str, str]
"""Names that are written in another way than by themselves."""


def name_latex(name: str) -> str:
    r"""Return a name in LaTeX: ``x``, ``\beta_{1}``, ``w_{12}``, ``x_{i}``, ``\mathrm{rate}``."""
    head, _, index = name.partition("_")
    if index in ("hat", "bar", "tilde"):
        return rf"\{index}{{{name_latex(head)}}}"
    stem = head.rstrip("0123456789")
    digits = head[len(stem) :]
    if stem == "eps":
        stem = "varepsilon"
    letter = stem if len(stem) == 1 else rf"\{stem}" if stem in LETTERS else rf"\mathrm{{{stem}}}"
    below = ",".join(part for part in (digits, index) if part)
    return rf"{letter}_{{{below}}}" if below else letter


def statements_latex(statements: Sequence[Statement]) -> str:
    """Return a formula in LaTeX: its result, then the parts that have a name, as equations."""
    *parts, result = statements
    equations = (f"{name_latex(part.name)} = {latex(part.value)}" for part in parts)
    return r",\quad ".join((latex(result.value), *equations))


def latex(tree: Tree, least: int = 0, letters: Letters | None = None) -> str:
    """Return a tree in LaTeX, in brackets if it binds less tightly than ``least``."""
    text = _plain(tree, letters or {})
    return in_brackets(text) if level(tree) < least else text


def in_brackets(text: str) -> str:
    """Return ``text`` in brackets that are as tall as it is."""
    return rf"\left({text}\right)" if any(mark in text for mark in TALL) else f"({text})"


def _plain(tree: Tree, letters: Letters) -> str:
    if tree.op == "number":
        return {"pi": r"\pi", "e": "e"}.get(tree.name) or number_text.tex(tree.number, 15)
    if tree.op == "name":
        return letters.get(tree.name) or name_latex(tree.name)
    if tree.op in SIGNS:
        return _infix(tree, letters)
    written = WRITERS.get(tree.op)
    return written(tree.args, letters) if written else _call(tree, letters)


def _infix(tree: Tree, letters: Letters) -> str:
    own = LEVELS[tree.op]
    left = latex(tree.args[0], own, letters)
    right = latex(tree.args[1], own + 1, letters)
    if right.startswith("-"):
        right = in_brackets(right)
    return left + SIGNS[tree.op] + right


def _product(args: tuple[Tree, ...], letters: Letters) -> str:
    left, right = latex(args[0], LEVELS["mul"], letters), latex(args[1], LEVELS["mul"], letters)
    if right.startswith("-"):
        right = in_brackets(right)
    dot = right[0].isdigit() or args[0].op == "if"
    return left + (r" \cdot " if dot else r"\,") + right


def _fraction(args: tuple[Tree, ...], letters: Letters) -> str:
    return rf"\frac{{{latex(args[0], 0, letters)}}}{{{latex(args[1], 0, letters)}}}"


def _power(args: tuple[Tree, ...], letters: Letters) -> str:
    base, exponent = args
    above = latex(exponent, 0, letters)
    fraction = exponent.args[0] if exponent.op == "neg" else exponent
    if fraction.op == "div" and all(arg.op in ("number", "name") for arg in fraction.args):
        above = "-" * (exponent.op == "neg") + "/".join(latex(arg, 0, letters) for arg in fraction.args)
    if base.op in RAISED and exponent.op == "number" and exponent.number > 0:
        return rf"{NAMES[base.op]}^{{{above}}}{_arguments(base, letters)}"
    below = latex(base, ATOM, letters)
    simple = base.op in ("number", "name") and "^" not in below
    if not (simple or level(base) < ATOM or base.op in ("sqrt", "abs")):
        below = in_brackets(below)
    return rf"{below}^{{{above}}}"


def _conditional(args: tuple[Tree, ...], letters: Letters) -> str:
    """A row for each branch; an ``if`` in the place of the last one gives further rows."""
    rows = []
    condition, then, other = args
    while True:
        rows.append(rf"{latex(then, 0, letters)} & \text{{if }} {latex(condition, 0, letters)}")
        if other.op != "if":
            break
        condition, then, other = other.args
    rows.append(rf"{latex(other, 0, letters)} & \text{{otherwise}}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _call(tree: Tree, letters: Letters) -> str:
    name = NAMES.get(tree.op) or rf"\mathrm{{{tree.op}}}"
    return name + _arguments(tree, letters)


def _arguments(tree: Tree, letters: Letters) -> str:
    return in_brackets(", ".join(latex(arg, 0, letters) for arg in tree.args))


def _average(args: tuple[Tree, ...], letters: Letters) -> str:
    return rf"\frac{{1}}{{n}} {_total(args, letters)}"


def _total(args: tuple[Tree, ...], letters: Letters) -> str:
    return rf"\sum_{{i=1}}^{{n}} {latex(args[0], LEVELS['mul'], letters)}"


def _unary(before: str, after: str, least: int = 0) -> Callable[[tuple[Tree, ...], Letters], str]:
    return lambda args, letters: before + latex(args[0], least, letters) + after


WRITERS: dict[str, Callable[[tuple[Tree, ...], Letters], str]] = {
    "mul": _product,
    "div": _fraction,
    "pow": _power,
    "if": _conditional,
    "mean": _average,
    "sum": _total,
    "neg": _unary("-", "", LEVELS["mul"]),
    "not": _unary(r"\text{not } ", "", ATOM),
    "sqrt": _unary(r"\sqrt{", "}"),
    "abs": _unary(r"\left|", r"\right|"),
    "exp": _unary("e^{", "}"),
    "norm": _unary(r"\left\|", r"\right\|"),
    "grad": _unary(r"\nabla f(", ")"),
    "mod": lambda args, letters: (
        rf"({latex(args[0], LEVELS['mul'], letters)} \bmod {latex(args[1], LEVELS['mul'], letters)})"
    ),
    "dot": lambda args, letters: rf"\langle {latex(args[0], 0, letters)}, {latex(args[1], 0, letters)} \rangle",
}
