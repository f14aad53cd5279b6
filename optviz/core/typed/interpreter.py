"""The machine in NumPy: f, ∇f and the Hessian of a typed formula at many points, with nothing compiled.

Runs are compiled loops. What is asked of many points at once, level lines, a look for a window, a search for minima, is
as fast in NumPy, and costs neither the seconds nor the megabytes of a compiled program.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from optviz.core.typed.instructions import COLUMN, NUMBER, part
from optviz.core.typed.operations import OPERATIONS
from optviz.core.typed.second_order import PARTIALS, value

if TYPE_CHECKING:
    from optviz.core.typed.machine import FormulaField

_OPS = {number: name for name, number in OPERATIONS.items()}
_AT_ONCE, _JETS_AT_ONCE = 8192, 2048
"""Points that go through together: their registers stay in the processor's cache."""

# Which of the derivatives by x, y, xx, xy and yy there are of what depends on x alone (1) or on y alone (2).
_ROWS = {1: slice(0, 3, 2), 2: slice(1, 5, 3)}


class Jet(NamedTuple):
    """What a register holds: a value, and its derivatives by x, y, xx, xy and yy, (5, …), None where all are 0."""

    value: Any
    change: np.ndarray | None = None


class Instruction(NamedTuple):
    """An instruction of the machine, its parts apart; see :func:`optviz.core.typed.instructions.encoded`."""

    op: str
    a: int
    b: int
    c: int
    by: int
    to: int
    back: int
    number: float


def heights(field: "FormulaField", points: np.ndarray) -> np.ndarray:
    """Return f at many points, (n, 2) → (n,)."""
    return _in_parts(field, points, _AT_ONCE, bends=False)[:, 0]


def jets(field: "FormulaField", points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return f (n,), ∇f (n, 2) and the Hessian (n, 2, 2) at many points, (n, 2), all of them exact."""
    table = _in_parts(field, points, _JETS_AT_ONCE, bends=True)
    return table[:, 0], table[:, 1:3], table[:, [3, 4, 4, 5]].reshape(-1, 2, 2)


def _in_parts(field: "FormulaField", points: np.ndarray, most: int, bends: bool) -> np.ndarray:
    """Return f and, with ``bends``, its five derivatives, (n, 1) or (n, 6)."""
    program = _decoded(field)
    most = max(1, most // max(1, len(field.data)))
    table = np.zeros((len(points), 6 if bends else 1))
    with np.errstate(all="ignore"):
        for first in range(0, len(points), most):
            rows = table[first : first + most]
            result = _Interpreter(field, points[first : first + most].T, bends).run(program)
            rows[:, 0] = result.value
            if result.change is not None:
                rows[:, 1:] = result.change.reshape(5, -1).T
    return table


def _decoded(field: "FormulaField") -> list[Instruction]:
    count = int(field.count)
    code = np.asarray(field.code)[:count]
    op, *others = (part(code, name).tolist() for name in ("op", "a", "b", "c", "by", "to", "back"))
    numbers = np.asarray(field.numbers)[:count].tolist()
    return [Instruction(_OPS[line[0]], *line[1:]) for line in zip(op, *others, numbers, strict=True)]


class _Interpreter:
    """Registers, and what instructions make of them. The rows of data, where there are some, are an axis of their own,
    before that of the points."""

    def __init__(self, field: "FormulaField", x: np.ndarray, bends: bool) -> None:
        self.result, self.data, self.bends = int(field.result), np.asarray(field.data), bends
        self.now = [Jet(0.0)] * field.registers.shape[0]
        x = x[:, None] if len(self.data) else x
        for i in (0, 1):
            change = np.zeros((5, *x[i].shape)) if bends else None
            if change is not None:
                change[i] = 1.0
            self.now[i] = Jet(x[i], change)

    def run(self, program: list[Instruction]) -> Jet:
        """Run a program and return its result; what it does for each row of data is done for all rows at once."""
        last = next((i for i, line in enumerate(program) if line.back), -1)
        first = program[last].back - 1 if last >= 0 else 0
        inside: set[int] = set()
        for i, line in enumerate(program):
            # A sum over rows starts before them, and goes on in its own register.
            adds_up = first <= i <= last and line.op == "add" and line.a == line.to and line.to not in inside
            self.now[line.to] = self.total(line) if adds_up else self.computed(line)
            if first <= i <= last:
                inside.add(line.to)
        return self.now[self.result]

    def operand(self, place: int, line: Instruction) -> Jet:
        if place == NUMBER:
            return Jet(line.number)
        return Jet(self.data[:, place - COLUMN, None]) if place >= COLUMN else self.now[place]

    def total(self, line: Instruction) -> Jet:
        """Return a register plus the sum over all rows of what is added to it."""
        start, each = self.now[line.a], self.operand(line.b, line)
        change = start.change
        if each.change is not None:
            change = each.change.sum(axis=1, keepdims=True) + (0.0 if change is None else change)
        return Jet(start.value + np.sum(each.value, axis=0, keepdims=True), change)

    def computed(self, line: Instruction) -> Jet:
        """Return what an instruction makes of its operands."""
        a, b = self.operand(line.a, line), self.operand(line.b, line)
        if line.op == "if":
            return self.chosen(line, a, b)
        result = value(line.op, a.value, b.value, line.number)
        if not self.bends or not line.by:
            return Jet(result)
        partials = PARTIALS[line.op](a.value, b.value, line.number, result)
        total = np.zeros((5, *np.shape(result)))
        _add(total, a.change, line.by & 3, partials.a, partials.aa)
        _add(total, b.change, line.by >> 2, partials.b, partials.bb)
        if partials.ab is not None and a.change is not None and b.change is not None:
            _add_mixed(total, a.change, b.change, line.by, partials.ab)
        return Jet(result, total)

    def chosen(self, line: Instruction, a: Jet, b: Jet) -> Jet:
        """Return a where the condition holds, else b."""
        true = np.asarray(self.now[line.c].value) != 0
        result = np.where(true, a.value, b.value)
        if a.change is None and b.change is None:
            return Jet(result)
        return Jet(result, np.where(true, *(0.0 if jet.change is None else jet.change for jet in (a, b))))


def _add(total: np.ndarray, change: np.ndarray | None, by: int, slope: Any, bend: Any) -> None:
    """Add what one operand's changes do to the result: slope · change, and bend · change².

    Only in the rows of what it depends on: an infinite slope times a change of 0 would be NaN.
    """
    if change is None or not by or slope is None:
        return
    rows = _ROWS.get(by, slice(None))
    total[rows] += slope * change[rows]
    if bend is None:
        return
    if by & 1:
        total[2] += bend * (change[0] * change[0])
    if by == 3:
        total[3] += bend * (change[0] * change[1])
    if by & 2:
        total[4] += bend * (change[1] * change[1])


def _add_mixed(total: np.ndarray, a: np.ndarray, b: np.ndarray, by: int, bend: Any) -> None:
    """Add what both operands' changes do together; ``by``: whether a depends on x, a on y, b on x, b on y."""
    of_a, of_b = ([bool(by >> k & 1) for k in places] for places in ((0, 1), (2, 3)))
    for i in (0, 1):
        for j in (0, 1):
            if of_a[i] and of_b[j]:
                # Rows 2, 3 and 4 are xx, xy and yy; xx and yy come from a · b and b · a.
                total[2 + i + j] += bend * (a[i] * b[j]) * (2.0 if i == j else 1.0)
