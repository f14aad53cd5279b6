"""A method's source as a tree: its statements, with the names it calls resolved."""

import ast
import copy
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping
from typing import Any


@functools.lru_cache(maxsize=256)
def _parsed(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(f"{function.__name__} is no function that can be written out")
    return tree


def body_of(function: Callable[..., Any]) -> list[ast.stmt]:
    """Return a function's statements, its docstring left out; its module's functions and constants written in."""
    statements: list[ast.stmt] = []
    constants = {name: value for name, value in function.__globals__.items() if isinstance(value, int | float)}
    put = Renamed({name: ast.Constant(value) for name, value in constants.items()})
    for statement in map(put.visit, copy.deepcopy(_parsed(function).body)):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        helper = _helper(statement, function.__globals__)
        statements += _inlined(helper, statement) if helper else [statement]  # type: ignore[arg-type]
    return statements


def _helper(statement: ast.stmt, known: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the function of the same module whose result a statement gives names to; None for any other statement."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name)):
        return None
    function = known.get(value.func.id)
    return function if inspect.isfunction(function) else None


def _inlined(helper: Callable[..., Any], statement: ast.Assign) -> list[ast.stmt]:
    call = statement.value
    assert isinstance(call, ast.Call)
    put = Renamed(dict(zip([a.arg for a in _parsed(helper).args.args], call.args, strict=True)))
    *lines, last = [put.visit(ast.parse(ast.unparse(line)).body[0]) for line in body_of(helper)]
    return [*lines, ast.Assign(statement.targets, last.value, lineno=0)]


class Renamed(ast.NodeTransformer):
    """Puts an expression in the place of each name that is read."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return what stands in the name's place."""
        return self.values.get(node.id, node) if isinstance(node.ctx, ast.Load) else node
