"""A rule as a loop: what it keeps, where it takes its gradient, and the lines of a step, as trees in jax.numpy's words.

The trees come from the rule's own methods, or from the statements of a typed one, so that there is no second text.
"""

import ast
import dataclasses
from typing import Any

from optviz.code.formulas import python, safe, statements
from optviz.code.sources import Renamed, body_of
from optviz.code.translate import Translator, Words, source
from optviz.code.written import WRITTEN
from optviz.core.optimizers import OPTIMIZERS, Modified, Optimizer
from optviz.core.optimizers.modifiers import OFF, Modifiers
from optviz.core.registry import knobs_of
from optviz.core.typed.rule import RuleParser
from optviz.core.typed.trees import Statement, Tree
from optviz.core.typed.typed_rule import TypedRule

AVERAGES = {"schedule_free": "a", "schedule_free_adamw": "a", "lookahead": "s"}
"""The part of a rule's memory by which its runs are judged."""


@dataclasses.dataclass
class Loop:
    """A rule's trees: ``init`` by name, ``before`` the gradient, then its ``probe`` or ``ascend``, ``step`` after it.

    ``rate`` is what the learning rate is called, ``knobs`` all numbers, ``average`` the name of the point it is judged
    by. ``text``: a rule that no formula says has its lines here, and nothing else.
    """

    knobs: dict[str, float]
    rate: str = "lr"
    init: dict[str, ast.expr] = dataclasses.field(default_factory=dict)
    before: list[ast.stmt] = dataclasses.field(default_factory=list)
    probe: ast.expr | None = None
    ascend: list[ast.stmt] = dataclasses.field(default_factory=list)
    step: list[ast.stmt] = dataclasses.field(default_factory=list)
    average: str = ""
    gradient: str = "grad"


def parts(rule: Optimizer) -> tuple[Optimizer, Modifiers]:
    """Return a rule without its modifiers, and them."""
    return (rule.inner, rule.modifiers) if isinstance(rule, Modified) else (rule, OFF)


def loop_of(rule: Optimizer) -> Loop:
    """Return a rule's loop; raises ``ValueError``, in a sentence, for one whose text is not known."""
    if isinstance(rule, TypedRule):
        return _typed(rule)
    if rule.key not in OPTIMIZERS or type(rule) is not OPTIMIZERS[rule.key]:
        raise ValueError(f"{rule.name} is made of Python objects: its text is not known, so it cannot be written out")
    knobs = {knob.key: float(getattr(rule, knob.key)) for knob in knobs_of(rule) if knob.key != "sigma"}
    if rule.key == "lbfgs":
        return Loop(knobs)
    owner: Any = WRITTEN.get(rule.key, type(rule))
    loop = Loop(knobs, init=_memory(owner), average=AVERAGES.get(rule.key, ""))
    if getattr(owner, "probe", Optimizer.probe) is not Optimizer.probe:
        loop.probe = _returned(owner.probe)
    if getattr(owner, "ascend", Optimizer.ascend) is not Optimizer.ascend:
        loop.ascend = body_of(owner.ascend)
    loop.step = _steps(owner, list(loop.init))
    return loop


def _returned(function: Any) -> ast.expr:
    last = body_of(function)[-1]
    assert isinstance(last, ast.Return) and last.value is not None
    return last.value


def _memory(owner: Any) -> dict[str, ast.expr]:
    """Return the memory before the first step by name; t is the loop's."""
    *lines, last = body_of(owner.init)
    known: dict[str, ast.expr] = {}
    for line in lines:
        assert isinstance(line, ast.Assign)
        (target,) = line.targets
        if isinstance(target, ast.Tuple) and isinstance(line.value, ast.Tuple):
            known |= dict(zip(map(source, target.elts), line.value.elts, strict=True))
        else:
            known[source(target)] = line.value
    assert isinstance(last, ast.Return) and isinstance(last.value, ast.Call)
    made = {word.arg or "": Renamed(known).visit(word.value) for word in last.value.keywords}
    return {name: _start(value) for name, value in made.items() if name != "t"}


def _start(value: ast.expr) -> ast.expr:
    """Return a first value; ``jnp.zeros((), x.dtype)`` is the number 0."""
    return ast.parse(source(value).replace("jnp.zeros((), x.dtype)", "0.0"), mode="eval").body


def _steps(owner: Any, names: list[str]) -> list[ast.stmt]:
    """Return the lines of a step, from ``update``: x and the memory get their next values."""
    *lines, last = body_of(owner.update)
    assert isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple)
    step, memory = last.value.elts
    lines = [line for line in lines if source(line) != "t = state.t + 1"]
    after = [_assign("x", _moved(step))]
    if isinstance(memory, ast.Call):
        assert isinstance(memory.func, ast.Name)
        fields = owner.update.__globals__[memory.func.id]._fields
        for name, value in zip(fields, memory.args, strict=True):
            if name in names and source(value) not in (name, f"state.{name}"):
                after.append(_assign(name, value))
    return [*lines, *after]


def _assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value, lineno=0)


def _moved(step: ast.expr) -> ast.expr:
    """Return x + step: ``x - …`` for a step with a minus before it, and the place itself for ``place - x``."""
    x = ast.Name("x", ast.Load())
    if isinstance(step, ast.BinOp) and isinstance(step.op, ast.Sub) and source(step.right) == "x":
        return step.left
    first: ast.expr = step
    while isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult | ast.Div):
        holder, first = first, first.left
        if isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.USub):
            holder.left = first.operand
            return ast.BinOp(x, ast.Sub(), step)
    return ast.BinOp(x, ast.Add(), step)


# ---- typed rules -------------------------------------------------------------------------------------------


def _typed(rule: TypedRule) -> Loop:
    lines = RuleParser(rule.rule.text).statements()
    names = {"T": "STEPS", "g": "grad"}
    knobs = {"eta": float(rule.lr)} | {safe(k): float(getattr(rule, k)) for k in rule.rule.parameters}
    loop = Loop(knobs, "eta", {safe(name): _first(name, rule) for name in rule.rule.states})
    asked = next((place for place, line in enumerate(lines) if _probe(line.value)), None)
    if asked is not None:
        loop.before = _read(statements(lines[:asked], names))
        loop.probe = _expression(python(_probe(lines[asked].value), names))  # type: ignore[arg-type]
        lines = [Statement(line.name, _without(line.value)) for line in lines[asked:]]
        lines = [line for line in lines if not (line.name == "g" and line.value.name == "g")]
    loop.step = _read([_given(line) for line in statements(lines, names)])
    return loop


def _given(line: str) -> str:
    return "grad" + line[1:] if line.startswith("g =") else line


def _first(name: str, rule: TypedRule) -> ast.expr:
    return _expression("0.0" if name in rule.rule.scalars else "jnp.zeros_like(x)")


def _probe(tree: Tree) -> Tree | None:
    """Return the point where an expression takes the gradient."""
    if tree.op == "grad":
        return tree.args[0]
    return next((found for arg in tree.args if (found := _probe(arg))), None)


def _without(tree: Tree) -> Tree:
    """Return the expression with g in the place of ``grad(…)``."""
    if tree.op == "grad":
        return Tree("name", name="g")
    return dataclasses.replace(tree, args=tuple(map(_without, tree.args)))


def _read(lines: list[str]) -> list[ast.stmt]:
    return ast.parse("\n".join(lines)).body


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


# ---- arrays and numbers ------------------------------------------------------------------------------------


def translator_for(loop: Loop, words: Words) -> Translator:
    """Return what rewrites a loop's lines, told which of its names hold arrays and which plain numbers."""
    arrays = {"x", "grad", "point", "before"}
    while True:
        translator = Translator(words, set(arrays))
        known = translator.arrays
        known |= {name for name, value in loop.init.items() if not translator.is_number(value)}
        for line in [*loop.before, *loop.ascend, *loop.step]:
            known |= _arrays_in(line, translator)
        if known == arrays:
            return translator
        arrays = known


def _arrays_in(line: ast.stmt, translator: Translator) -> set[str]:
    """Return the names that a line makes arrays."""
    if not isinstance(line, ast.Assign):
        return set()
    (target,) = line.targets
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    values = line.value.elts if isinstance(line.value, ast.Tuple) else [line.value] * len(names)
    return {source(name) for name, value in zip(names, values, strict=True) if not translator.is_number(value)}
