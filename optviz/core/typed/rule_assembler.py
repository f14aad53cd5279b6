"""From an update rule to a program of the rule machine: what the probe needs first, then the step, then the memory."""

from collections.abc import Mapping, Sequence

import numpy as np

from optviz.core.typed.assembler import MULTIPLIED, Line, Operand, Translation
from optviz.core.typed.instructions import NUMBER, encoded
from optviz.core.typed.machine import MAX_ROWS
from optviz.core.typed.rule_machine import KNOBS, MAX_STATES, OPERATIONS, PLACES, REGISTERS, RuleProgram
from optviz.core.typed.tape import Node, Tape

GIVEN = ("x", "g", "t", "T", "eta")
FIRST_STATE = len(GIVEN) + KNOBS


def assemble_rule(
    tape: Tape, outputs: Sequence[tuple[str, int]], probe: int | None, knobs: Sequence[str] = ()
) -> RuleProgram:
    """Return the program of a rule; see :class:`optviz.core.typed.rule.Rule` for what it is made of.

    Raises ``ValueError``, in a sentence, for a rule with too many states or instructions.
    """
    states = [name for name, _ in outputs if name != "x"]
    if len(states) > MAX_STATES:
        raise ValueError(f"That keeps {len(states)} values from step to step, at most {MAX_STATES} can be kept.")
    knobs = knobs or [name for name in tape.names if name not in (*GIVEN, *states)]
    program: list[Line] = []
    for multiplied in MULTIPLIED:
        translation = _RuleTranslation([*GIVEN, *knobs], states, multiplied)
        translation.translate(tape)
        program, results = translation.results(tape, dict(outputs), probe)
        if len(program) <= MAX_ROWS:
            return _placed(program, results, translation, "t" in tape.names)
    raise ValueError(f"That takes {len(program)} instructions, at most {MAX_ROWS} can be run: try something shorter.")


class _RuleTranslation(Translation):
    """Lines from the nodes of a rule; ``homes``: the register in which each given value lies."""

    def __init__(self, given: Sequence[str], states: Sequence[str], multiplied: tuple[int, ...]) -> None:
        super().__init__({}, 0, multiplied)
        self.states = states
        self.variables = {name: Line(name) for name in (*given, *states)}
        self.names = dict(self.variables)
        self.homes = {self.variables[name]: i for i, name in enumerate(given)}
        self.homes |= {self.variables[name]: FIRST_STATE + i for i, name in enumerate(states)}
        self.values: list[Operand] = []

    def translate(self, tape: Tape) -> None:
        """Make the lines of all nodes."""
        for node in tape.nodes:
            self.values.append(self.translated(node, [self.values[parent] for parent in node.parents]))

    def translated(self, node: Node, parents: list[Operand]) -> Operand:
        if node.op in ("norm", "dot"):
            return self.push(node.op, *map(self.line, parents))
        return super().translated(node, parents)

    def results(self, tape: Tape, outputs: Mapping[str, int], probe: int | None) -> tuple[list[Line], list[Line]]:
        """Return the lines in the order in which they run, and those of the probe, the step and the states."""
        at = self.variables["x"] if probe is None else self.line(self.values[probe])
        step = self.line(self.step(tape, outputs["x"]))
        wanted = [at, step, *(self.line(self.values[outputs[name]]) for name in self.states)]
        first = self.needed(wanted[:1])
        return [*first, *(line for line in self.needed(wanted) if line not in first)], wanted

    def step(self, tape: Tape, index: int) -> Operand:
        """Return x after the step less x before; of x − u it is −u itself, not rounded twice."""
        node, x = tape.nodes[index], self.variables["x"]
        if node.op in ("add", "sub") and self.values[node.parents[0]] is x:
            change = self.values[node.parents[1]]
        elif node.op == "add" and self.values[node.parents[1]] is x:
            change = self.values[node.parents[0]]
        else:
            return self.push("sub", self.values[index], x)
        if node.op == "add":
            return change
        return self.push("neg", change) if isinstance(change, Line) else -change

    def needed(self, results: Sequence[Line]) -> list[Line]:
        """Return the lines that these results need, in their order."""
        needed = set(results)
        for line in reversed(self.lines):
            if line in needed:
                needed.update(line.lines)
        return [line for line in self.lines if line in needed]


def _placed(program: list[Line], results: Sequence[Line], translation: _RuleTranslation, counts: bool) -> RuleProgram:
    """Give out registers and write the instructions down."""
    homes = _registers(program, results, translation)
    codes, numbers = np.zeros(MAX_ROWS), np.zeros(MAX_ROWS)
    for i, line in enumerate(program):
        a, b = line.operands[0], line.operands[min(1, len(line.operands) - 1)]
        at = [homes[operand] if isinstance(operand, Line) else NUMBER for operand in (a, b)]
        condition = line.operands[-1]
        c = homes[condition] if line.op == "if" and isinstance(condition, Line) else 0
        codes[i] = encoded(op=OPERATIONS[line.op], a=at[0], b=at[1], c=c, to=homes[line])
        numbers[i] = next((operand for operand in line.operands if not isinstance(operand, Line)), 0.0)
    places = np.zeros(PLACES)
    # Of a state that the rule does not have, its register stays 0.
    places[-MAX_STATES:] = FIRST_STATE + np.arange(MAX_STATES)
    ahead = len(translation.needed(results[:1]))
    own = [homes[line] for line in results]
    places[: 3 + len(own)] = [len(program), ahead, float(counts), *own]
    size = next(size for size in REGISTERS if max(homes.values()) < size)
    return RuleProgram(codes, numbers, places, np.zeros((size, 0)))


def _registers(program: list[Line], results: Sequence[Line], translation: _RuleTranslation) -> dict[Line, int]:
    """Return the register of each line: one that nobody will read any more is free for the next."""
    last = {operand: i for i, line in enumerate(program) for operand in line.lines}
    homes = dict(translation.homes)
    free = list(range(REGISTERS[-1] - 1, FIRST_STATE + MAX_STATES - 1, -1))
    for i, line in enumerate(program):
        for operand in {*line.lines}:
            if last[operand] == i and operand not in translation.homes and operand not in results:
                free.append(homes[operand])
        if not free:
            raise ValueError("That keeps too many values at once: try something shorter.")
        homes[line] = free.pop()
    return homes
