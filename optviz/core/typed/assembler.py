"""From a tape to a program of the machine: constants folded, small powers multiplied out, registers given out."""

import dataclasses
from collections.abc import Iterable, Mapping

import numpy as np

from optviz.core.typed.evaluate import VALUES
from optviz.core.typed.instructions import COLUMN, NUMBER, encoded
from optviz.core.typed.machine import MAX_ROWS, REGISTERS, FormulaField
from optviz.core.typed.operations import LEVEL, OPERATIONS
from optviz.core.typed.tape import Node, Tape

VARIABLES = ("x", "y")
COLUMNS = ("x_i", "y_i")
# Exponents whose powers are products, as a person and JAX compute them; fewer where that would make too many lines.
MULTIPLIED = ((1, 2, 3, 4), (1, 2))
_NO_DATA = np.zeros((0, 2))


@dataclasses.dataclass(eq=False)
class Line:
    """An instruction before it has a register; its operands are lines, or numbers, which are constants.

    ``by``: on which variables it depends, bit 0 for x, bit 1 for y. ``stage``: 0 before the rows of data, 1 once for
    each row, 2 after them. ``onto``: the line whose register it writes, for a sum that grows with the rows.
    """

    op: str
    operands: tuple["Line | float", ...] = ()
    by: int = 0
    stage: int = 0
    onto: "Line | None" = None
    column: int = 0

    @property
    def home(self) -> "Line":
        """The line in whose register its result lies."""
        return self.onto or self

    @property
    def lines(self) -> list["Line"]:
        """The operands that are in registers."""
        return [operand for operand in self.operands if isinstance(operand, Line)]


Operand = Line | float


def assemble(tape: Tape, values: Mapping[str, float] | None = None, data: np.ndarray | None = None) -> FormulaField:
    """Return the program of ``tape`` with its parameters' ``values``, and ``data``, (m, 2), for its means and sums.

    Raises ``ValueError`` for a tape that is too long for the machine, or a mean without data.
    """
    rows = _NO_DATA if data is None else np.asarray(data, dtype=float).reshape(-1, 2)
    program: list[Line] = []
    for multiplied in MULTIPLIED:
        translation = Translation(values or {}, len(rows), multiplied)
        program, result = translation.program(tape)
        if len(program) <= MAX_ROWS:
            return _placed(program, result, rows if any(line.stage == 1 for line in program) else _NO_DATA)
    raise ValueError(f"the formula takes {len(program)} instructions, more than {MAX_ROWS}")


class Translation:
    """Lines from nodes; what depends on nothing that varies is computed at once."""

    def __init__(self, values: Mapping[str, float], rows: int, multiplied: tuple[int, ...]) -> None:
        self.rows = rows
        self.multiplied = multiplied
        self.lines: list[Line] = []
        self.constants: dict[str, Line] = {}
        self.variables = {name: Line(name, by=1 << i) for i, name in enumerate(VARIABLES)}
        self.names: dict[str, Operand] = {name: float(value) for name, value in values.items()} | self.variables

    def program(self, tape: Tape) -> tuple[list[Line], Line]:
        """Return the lines that the result needs, in the order in which they run, and the line of the result."""
        results: list[Operand] = []
        for node in tape.nodes:
            results.append(self.translated(node, [results[parent] for parent in node.parents]))
        result = self.line(results[-1])
        needed = {result}
        for line in reversed(self.lines):
            if line in needed or line.onto in needed:
                needed.update(line.lines)
        kept = [line for line in self.lines if line in needed]
        return [line for stage in range(3) for line in kept if line.stage == stage], result

    def translated(self, node: Node, parents: list[Operand]) -> Operand:
        """Return what a node is: a number, or the line that computes it."""
        if node.op == "number":
            return float(node.number)
        if node.op == "name":
            return self.named(node.name)
        if node.op in ("mean", "sum"):
            return self.reduced(node.op, parents[0])
        numbers = [np.float64(parent) for parent in parents if not isinstance(parent, Line)]
        if len(numbers) == len(parents):
            with np.errstate(all="ignore"):
                return float(VALUES[node.op](*numbers))
        if node.op == "if":
            return self.chosen(*parents)
        if node.op == "pow":
            return self.power(*parents)
        return self.push(node.op, *parents)

    def named(self, name: str) -> Operand:
        if name in COLUMNS and name not in self.names:
            if not self.rows:
                raise ValueError("the formula has a mean or a sum over data, and no data is given")
            self.lines.append(Line("copy", (0.0,), stage=1, column=COLUMN + COLUMNS.index(name)))
            self.names[name] = self.lines[-1]
        return self.names[name]

    def push(self, op: str, *operands: Operand) -> Line:
        """Append an instruction with at most one constant operand of two."""
        lines = [operand for operand in operands if isinstance(operand, Line)]
        by = 0 if op in LEVEL else int(np.bitwise_or.reduce([line.by for line in lines] or [0]))
        stage = max((line.stage for line in lines), default=0)
        self.lines.append(Line(op, operands, by, stage))
        return self.lines[-1]

    def line(self, operand: Operand) -> Line:
        """Return an operand as a line: a constant is copied into a register, once."""
        if isinstance(operand, Line):
            return operand
        key = repr(operand)  # −0.0 is not 0.0
        if key not in self.constants:
            self.constants[key] = self.push("copy", operand)
        return self.constants[key]

    def chosen(self, condition: Operand, a: Operand, b: Operand) -> Operand:
        if not isinstance(condition, Line):
            return a if condition != 0 else b
        if not isinstance(a, Line) and not isinstance(b, Line):
            b = self.line(b)
        return self.push("if", a, b, condition)

    def power(self, base: Operand, exponent: Operand) -> Operand:
        if isinstance(exponent, Line):
            return (
                self.push("pow", base, exponent) if isinstance(base, Line) else self.push("number_pow", exponent, base)
            )
        assert isinstance(base, Line)
        if exponent == 0:
            return 1.0
        whole = abs(exponent)
        if whole not in self.multiplied:
            return self.push("pow_number", base, exponent)
        product = base if whole == 1 else self.push("mul", base, base)
        if whole > 2:
            product = self.push("mul", product, base if whole == 3 else product)
        return product if exponent > 0 else self.push("div", 1.0, product)

    def reduced(self, op: str, operand: Operand) -> Operand:
        """Return a sum over the rows of data: a register that starts at 0 and grows with each row."""
        if not self.rows:
            raise ValueError("the formula has a mean or a sum over data, and no data is given")
        if not isinstance(operand, Line) or operand.stage == 0:
            return operand if op == "mean" else self.push("mul", self.line(operand), float(self.rows))
        start = Line("copy", (0.0,), operand.by)
        total = Line("add", (start, operand), operand.by, stage=1, onto=start)
        self.lines += [start, total]
        after = Line("div", (total, float(self.rows) if op == "mean" else 1.0), operand.by, stage=2)
        self.lines.append(after)
        return after


def _placed(program: list[Line], result: Line, data: np.ndarray) -> FormulaField:
    """Give out registers and write the instructions down."""
    places = _registers(program, result)
    codes, numbers = np.zeros(MAX_ROWS, np.int64), np.zeros(MAX_ROWS)
    loop = [i for i, line in enumerate(program) if line.stage == 1]
    for i, line in enumerate(program):
        back = loop[0] + 1 if loop and i == loop[-1] else 0
        codes[i], numbers[i] = _written(line, places, back)
    size = next(size for size in REGISTERS if max(places.values(), default=1) < size)
    count, at = np.int32(len(program)), np.int32(places[result.home])
    return FormulaField(codes, numbers, count, at, data, np.zeros((size, 0)))


def _written(line: Line, places: Mapping[Line, int], back: int) -> tuple[int, float]:
    a, b = (line.operands[0], line.operands[min(1, len(line.operands) - 1)])
    numbers = [operand for operand in line.operands if not isinstance(operand, Line)]
    at = [places[operand.home] if isinstance(operand, Line) else line.column or NUMBER for operand in (a, b)]
    unary = len(line.operands) == 1
    by = [0 if line.op in LEVEL or not isinstance(o, Line) else o.by for o in (a, b)]
    code = encoded(
        op=OPERATIONS[line.op],
        a=at[0],
        b=at[1],
        c=_condition(line, places),
        by=by[0] | (0 if unary else by[1] << 2),
        to=places[line.home],
        back=back,
    )
    return code, numbers[0] if numbers else 0.0


def _condition(line: Line, places: Mapping[Line, int]) -> int:
    condition = line.operands[-1]
    return places[condition.home] if line.op == "if" and isinstance(condition, Line) else 0


def _registers(program: list[Line], result: Line) -> dict[Line, int]:
    """Return the register of each line: one that nobody will read any more is free for the next."""
    last = _last_uses(program, result)
    places: dict[Line, int] = {}
    free = list(range(MAX_ROWS - 1, 1, -1))
    for name in _variables((*program, *[line for p in program for line in p.lines], result)):
        places[name] = VARIABLES.index(name.op)
    free += [i for i in (1, 0) if i not in places.values()]
    for i, line in enumerate(program):
        for operand in {o.home for o in line.lines}:
            if last[operand] == i and operand is not line.home:
                free.append(places[operand])
        if line.onto is None:
            places[line] = free.pop()
    return places


def _variables(lines: Iterable[Line]) -> set[Line]:
    return {line for line in lines if line.op in VARIABLES}


def _last_uses(program: list[Line], result: Line) -> dict[Line, int]:
    """Return the place of the last instruction that reads each line; what a row of data reads is kept for all rows."""
    end = max((i for i, line in enumerate(program) if line.stage == 1), default=-1)
    last: dict[Line, int] = {result.home: len(program)}
    for i, line in enumerate(program):
        for operand in line.lines:
            outside = line.stage == 1 and (operand.stage == 0 or operand.onto is not None)
            last[operand.home] = max(last.get(operand.home, 0), end if outside else i)
    return last
