"""Formulas as text in one canonical spelling: what links and caches hold."""

from collections.abc import Sequence

from optviz.core.typed.trees import Statement, Tree

COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "and": " and ", "or": " or ", **COMPARISONS}
ROWS = (("or",), ("and",), ("not",), tuple(COMPARISONS), ("add", "sub"), ("mul", "div"), ("neg",), ("pow",))
LEVELS = {op: level for level, ops in enumerate(ROWS) for op in ops}
"""How tightly each operation binds."""

ATOM = len(ROWS)


def level(tree: Tree) -> int:
    """Return how tightly an operation binds: from ``or`` (0) to a name, a number or a function (8)."""
    if tree.op == "number" and tree.number < 0:
        return LEVELS["neg"]
    return LEVELS.get(tree.op, ATOM)


def number_text(value: float) -> str:
    """Return the shortest text that reads as this number: ``0.1``, ``100``, ``1e-5``."""
    text = repr(float(value))
    text = text[:-2] if text.endswith(".0") else text
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else text


def statements_text(statements: Sequence[Statement]) -> str:
    """Return the canonical text of the parts of a formula or of a rule."""
    return ";".join(f"{part.name}={written(part.value)}" if part.name else written(part.value) for part in statements)


def written(tree: Tree, least: int = 0) -> str:
    """Return the canonical text of a tree, in brackets if it binds less tightly than ``least``."""
    text = _plain(tree)
    return f"({text})" if level(tree) < least else text


def _plain(tree: Tree) -> str:
    op, args = tree.op, tree.args
    if op == "number":
        return tree.name or number_text(tree.number)
    if op == "name":
        return tree.name
    if op == "neg":
        return f"-{written(args[0], LEVELS['pow'])}"
    if op == "not":
        return f"not {written(args[0], LEVELS['not'])}"
    if op == "pow":
        return f"{written(args[0], ATOM)}^{written(args[1], LEVELS['neg'])}"
    if op in SIGNS:
        return _infix(tree)
    return f"{op}({','.join(written(arg) for arg in args)})"


def _infix(tree: Tree) -> str:
    own = LEVELS[tree.op]
    left = written(tree.args[0], own + 1 if tree.op in COMPARISONS else own)
    right = written(tree.args[1], own + 1)
    first = tree.args[0]
    number = tree.op == "mul" and first.op == "number" and not first.name
    return left + ("" if number and _may_follow_a_number(right) else SIGNS[tree.op]) + right


def _may_follow_a_number(text: str) -> bool:
    """Return whether ``2`` and this text are a product as they stand; ``2e3`` would be one number."""
    return text[0] == "(" or (text[0].isalpha() and (text[0] not in "eE" or text.startswith("exp(")))
