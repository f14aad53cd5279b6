"""The text of f: a surface's own source with its knobs' values, or a typed formula."""

import ast
from collections.abc import Sequence
from typing import NamedTuple

from optviz.code.formulas import safe, statements
from optviz.code.helpers import HELPERS
from optviz.code.sources import body_of
from optviz.code.translate import Translator, Words, number, source
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.formula import Formula
from optviz.core.typed.statements import Parser
from optviz.core.typed.surface import NAMES, Typed, is_timed
from optviz.core.typed.vocabulary import Names


class Function(NamedTuple):
    """f as lines of a program, with the functions that it needs before it; ``timed``: whether it is another in each
    step, and takes t beside x."""

    lines: list[str]
    timed: bool


def function_of(surface: Surface, words: Words) -> Function:
    """Return f's text; raises ``ValueError``, in a sentence, for a function whose text is not known."""
    if isinstance(surface, Typed):
        return _typed(surface, words)
    if surface.key not in SURFACES or type(surface) is not SURFACES[surface.key]:
        raise ValueError(f"{surface.name} is a function in Python already: it cannot be written out in another library")
    body = body_of(type(surface).__call__)
    knobs = {knob.key: float(getattr(surface, knob.key)) for knob in knobs_of(surface)}
    return Function(lines_of(body, knobs, words, surface.name, timed=False), timed=False)


def _typed(surface: Typed, words: Words) -> Function:
    timed = is_timed(surface.formula)
    return Function(typed_lines(surface.formula, surface.values, NAMES, words, timed=timed), timed)


def typed_lines(
    formula: Formula, values: Sequence[float], names: Names, words: Words, *, timed: bool = False
) -> list[str]:
    """Return a typed formula, whose ``names`` are x alone or a point's x and y, as the lines of f."""
    parts = Parser(formula.text, names).statements()
    last = parts[-1]
    body = [*(["x, y = x[0], x[1]"] if "y" in names.variables else []), *statements(parts, {})]
    if last.name:
        body.append(f"return {safe(last.name)}")
    tree = ast.parse("def f(x):\n" + "\n".join(f"    {line}" for line in body)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    knobs = {safe(key): value for key, value in zip(formula.parameters, values, strict=True)}
    return lines_of(tree.body, knobs, words, formula.text, timed=timed, typed=True)


def lines_of(
    body: list[ast.stmt], knobs: dict[str, float], words: Words, name: str, *, timed: bool, typed: bool = False
) -> list[str]:
    """Return the lines of f, called ``name``, with the functions that it needs before it; ``typed``: it is a formula,
    whose kinks and gaps are the app's."""
    plain = words == "np"
    traced = {"x", "t"} if words == "jnp" else {"x"}  # within jax.jit t is no number of Python's
    translator = Translator(words, traced, complex_step=plain, branches=plain or typed)
    translator.helpers = HELPERS[words] if typed else {}
    lines = [f"def f(x{', t' if timed else ''}):", f'    """{name}."""']
    if knobs:
        lines.append(f"    {', '.join(knobs)} = {', '.join(map(number, knobs.values()))}")
    for statement in body:
        lines += _line(statement, translator, constant=typed)
    helpers = dict.fromkeys(translator.used)
    before = [line for helper in helpers for line in [*HELPERS[words][helper].splitlines(), "", ""]]
    return [*before, *lines]


def _line(statement: ast.stmt, translator: Translator, *, constant: bool) -> list[str]:
    """Return a statement's text, and take note of which of its names are arrays."""
    if isinstance(statement, ast.Return) and statement.value is not None:
        # Every library wants a result that depends on x.
        text = translator.text(statement.value)
        lost = " + 0 * x" if constant and (translator.is_number(statement.value) or "torch.as_tensor(" in text) else ""
        return [f"    return {text}{lost}"]
    assert isinstance(statement, ast.Assign)
    (target,) = statement.targets
    text = f"    {source(target)} = {translator.text(statement.value)}"
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value] * len(names)
    for each, value in zip(names, values, strict=True):
        if isinstance(each, ast.Name) and not translator.is_number(value):
            translator.arrays.add(each.id)
    return [text]
