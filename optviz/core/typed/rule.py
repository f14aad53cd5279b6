"""Typed update rules: ``m = beta*m + g; x = x - eta*m`` is a step of momentum.

Statements are run in their order, in every step. x is the point, g the gradient there, t the number of the step from
1 on, T that of the last one, eta the learning rate; ``norm(g)`` and ``dot(g, m)`` go over the coordinates, all else is
done in each coordinate by itself. A name that is read before it is given a value keeps its value from the step before,
0 at the start. ``g = grad(x - eta*m)`` takes the gradient elsewhere. All other names are knobs.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from optviz.core.typed.errors import FormulaError, mendable, quoted
from optviz.core.typed.evaluate import node_values
from optviz.core.typed.latex import latex, name_latex
from optviz.core.typed.lowering import Lowering
from optviz.core.typed.rule_assembler import assemble_rule
from optviz.core.typed.statements import Parser
from optviz.core.typed.tape import Tape, cut
from optviz.core.typed.tokens import LONGEST, Token
from optviz.core.typed.trees import Statement, Tree
from optviz.core.typed.vocabulary import CONSTANTS, FUNCTIONS, RULE_FUNCTIONS, WORDS, Names
from optviz.core.typed.written import statements_text

GIVEN = ("x", "g", "t", "eta", "T")
VECTORS = ("x", "g")
WORKED = {"x": "<<x>>", "g": "<<grad>>", "t": "<<t_next>>", "T": "<<T>>", "eta": "<<lr>>"}
"""What is given, as a worked step calls it."""


@dataclasses.dataclass(frozen=True)
class RuleNames(Names):
    """The names that an update rule may use: those given, its own, and knobs."""

    variables: tuple[str, ...] = GIVEN
    columns: tuple[str, ...] = ()

    @property
    def functions(self) -> dict[str, tuple[int, int]]:
        return FUNCTIONS | RULE_FUNCTIONS


@dataclasses.dataclass(frozen=True)
class Rule:
    """An update rule: one tape with several results.

    ``outputs``: for x and each state, its name and the node of its next value; a node of op ``name`` called like a
    state is its value before the step. ``values``: for each statement, its name and the node of its value.
    ``scalars``: the states that are one number, not one a coordinate. ``probe``: the node of the point where the
    gradient ``g`` is taken, None for x itself. ``parameters``: the knobs beside eta, in the order in which they appear.
    ``latex``: a line for each statement; ``worked``: the same, with ``<<name>>`` where a number is put.
    """

    tape: Tape
    outputs: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, int], ...]
    scalars: frozenset[str]
    probe: int | None
    parameters: tuple[str, ...]
    text: str
    latex: tuple[str, ...]
    worked: tuple[str, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The names that are kept from step to step beside x."""
        return tuple(name for name, _ in self.outputs if name != "x")


def read_rule(text: str) -> Rule:
    """Return the rule that ``text`` says; raises :class:`FormulaError` with a sentence, a place and a suggestion."""
    return mendable(text, _read)


def next_state(
    rule: Rule, values: Mapping[str, ArrayLike], gradient: Callable[[np.ndarray], ArrayLike]
) -> dict[str, np.ndarray]:
    """Return x and the states after a step; ``values``: x, the states, t, T, eta and the knobs; ``gradient``: ∇f."""
    if rule.probe is None:
        point = np.asarray(values["x"], dtype=float)
    else:
        before, _ = cut(rule.tape.nodes, (rule.probe,))
        point = node_values(before, values, ())[-1]
    arrays = node_values(rule.tape, {**values, "g": gradient(point)}, ())
    like = np.asarray(values["x"], dtype=float)
    return {name: np.broadcast_to(arrays[i], like.shape) for name, i in rule.outputs}


class RuleParser(Parser):
    """Reads the statements of a rule: x may be given a value, and a name may be read before it is."""

    def __init__(self, text: str) -> None:
        super().__init__(text, RuleNames())
        follows = zip(self.tokens, self.tokens[1:], strict=False)
        signs = ("=", "+=", "-=", "*=", "/=")
        self.assigned = {a.text for a, b in follows if a.kind == "name" and b.kind == "sign" and b.text in signs}
        self.assigned -= {*GIVEN, *CONSTANTS, *self.names.functions, *WORDS}

    def check_target(self, target: Token, sign: Token) -> None:
        name = target.text
        gradient = name == "g" and self.tokens[self.position + 2].text == "grad"
        if name == "x" or gradient or name in self.assigned:
            return
        if name in GIVEN:
            message = f"{quoted(name)} is given, and cannot be given a value here."
        else:
            message = f"{quoted(name)} cannot be given a value: choose another name."
        raise FormulaError(message, target.start, target.end)


class RuleLowering(Lowering):
    """Makes the nodes of a rule; ``probe``: the point where its one gradient is taken, if it is not x."""

    probe: int | None = None
    plain: Tree | None = None

    def lower(self, tree: Tree) -> int:
        if tree.op == "name" and tree.name == "g" and "g" not in self.defined:
            self.plain = tree
            self.check_one_gradient(tree)
        if tree.op != "grad":
            return super().lower(tree)
        point = self.lower(tree.args[0])
        if self.probe not in (None, point):
            self.probe = -1
        else:
            self.probe = point
        self.check_one_gradient(tree)
        return self.push(Tree("name", name="g", start=tree.start, end=tree.end), "name")

    def check_one_gradient(self, tree: Tree) -> None:
        if self.probe == -1 or (self.probe is not None and self.plain is not None):
            message = "A rule takes one gradient in each step: g, or grad(…) at one point."
            raise FormulaError(message, tree.start, tree.end)


def _read(text: str) -> Rule:
    parser = RuleParser(text)
    statements = parser.statements()
    _check_statements(text, statements)
    lowering = RuleLowering(parser.names)
    made: list[int] = []
    for statement in statements:
        lowering.defined[statement.name] = lowering.lower(statement.value)
        made.append(lowering.defined[statement.name])
    nodes = lowering.builder.nodes
    read = {node.name for node in nodes if node.op == "name"}
    kept = [name for name in lowering.defined if name == "x" or (name in read and name not in GIVEN)]
    results = tuple(lowering.defined[name] for name in kept)
    probe = () if lowering.probe is None else (lowering.probe,)
    tape, places = cut(nodes, (*results, *probe, *made))
    canonical = statements_text(statements)
    if len(canonical) > LONGEST:
        raise FormulaError(f"That is longer than {LONGEST} characters when written out.", 0, len(text))
    outputs = tuple(zip(kept, places, strict=False))
    scalars = _scalars(tape, outputs, text)
    parameters = tuple(name for name in parser.parameters if name in tape.names)
    at = places[len(kept)] if probe else None
    if at is not None and tape.nodes[at].name == "x":
        at = None
    values = tuple(zip(value_names(statements, kept), places[len(kept) + len(probe) :], strict=True))
    try:
        assemble_rule(tape, outputs, at)
    except ValueError as error:
        raise FormulaError(str(error), 0, len(text)) from None
    lines, worked = _lines(statements, {*kept}), _worked(statements, {*kept}, [name for name, _ in values])
    return Rule(tape, outputs, values, scalars, at, parameters, canonical, lines, worked)


def value_names(statements: Sequence[Statement], kept: Sequence[str]) -> list[str]:
    """Return what each statement's value is called in a worked step: ``m_next`` for a state's, its own name else.

    Where a name is given several values, all but the last have a number: ``m_1``.
    """
    last = {statement.name: i for i, statement in enumerate(statements)}
    names = []
    for i, statement in enumerate(statements):
        name = statement.name
        if last[name] != i:
            names.append(f"{name}_{i + 1}")
        elif name == "g":
            names.append("grad")
        else:
            names.append(f"{name}_next" if name in kept else name)
    return names


def _check_statements(text: str, statements: Sequence[Statement]) -> None:
    for statement in statements:
        if not statement.name:
            edit = (statement.start, statement.start, "x = ")
            message = "Each part of a rule gives a name a value, as in x = x − eta*g."
            raise FormulaError(message, statement.start, statement.end, edit)
    if not any(statement.name == "x" for statement in statements):
        edit = (len(text), len(text), "; x = x - eta*g")
        message = "x gets no new value: a rule needs a part such as x = x − eta*g."
        raise FormulaError(message, 0, len(text), edit)


def _scalars(tape: Tape, outputs: Sequence[tuple[str, int]], text: str) -> frozenset[str]:
    """Return the states that are one number: their next values are made of numbers, norms and products alone."""
    scalars = {name for name, _ in outputs} - {*VECTORS}
    while True:
        vectors: list[bool] = []
        states = {name for name, _ in outputs}
        for node in tape.nodes:
            own = node.op == "name" and (node.name in VECTORS or (node.name in states and node.name not in scalars))
            vectors.append(own or (node.op not in ("norm", "dot") and any(vectors[p] for p in node.parents)))
        left = {name for name, index in outputs if name in scalars and not vectors[index]}
        if left == scalars:
            break
        scalars = left
    for node in tape.nodes:
        if node.op in ("norm", "dot") and not all(vectors[p] for p in node.parents):
            raise FormulaError(f"{node.op}(…) needs what has coordinates, such as g or x.", 0, len(text))
    return frozenset(scalars)


def _lines(statements: Sequence[Statement], states: set[str]) -> tuple[str, ...]:
    r"""Return each statement in LaTeX with its steps: ``m_{t} = \beta\,m_{t-1} + g_{t}``."""
    letters = {name: _at(name, "t-1") for name in states} | {"x": "x_{t}", "g": "g_{t}"}
    lines = []
    for statement in statements:
        value = latex(statement.value, 0, letters)
        letters[statement.name] = _at(statement.name, "t+1" if statement.name == "x" else "t")
        lines.append(f"{letters[statement.name]} = {value}")
    return tuple(lines)


def _worked(statements: Sequence[Statement], states: set[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return each statement with ``<<name>>`` in place of what has a value: ``<<m_next>> = <<beta>>\\,<<m>> + …``."""
    letters = {name: f"<<{name}>>" for name in states} | WORKED
    lines = []
    for statement, name in zip(statements, names, strict=True):
        value = latex(statement.value, 0, _Marked(letters)).replace(r"\,", r" \cdot ")
        letters[statement.name] = f"<<{name}>>"
        lines.append(f"<<{name}>> = {value}")
    return tuple(lines)


class _Marked(dict[str, str]):
    """Letters in which any other name is marked by itself."""

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]
        return super().get(key) or f"<<{key}>>"


def _at(name: str, step: str) -> str:
    """Return a name with the number of a step below it."""
    written = name_latex(name)
    return f"{written[:-1]},{step}}}" if written.endswith("}") and "_{" in written else f"{written}_{{{step}}}"
