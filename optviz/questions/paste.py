"""A form whose answer is what a program of one's own has printed, compared digit for digit with what is right."""

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from optviz.questions.form import Form, Verdict

LONGEST = 4000
"""Characters that may be pasted."""

LONGEST_NUMBER = 26
LEAST_DECIMALS = 2
SAME = 1e-11
"""Relative difference below which only rounding in another order can be the reason."""

SKIPPED = "t"
"""The name of a column that is not compared: where the count of steps begins is a matter of taste."""

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])[+\-−]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?|inf\b|nan\b)")
_CANONICAL = re.compile(r"[\d.,;+\-−einfa]+")

Columns = Mapping[str, Sequence[float]]
Lines = list[list[str]]


@dataclasses.dataclass(frozen=True)
class Cause:
    """What a program with a known fault prints, computed, and what is said to whose program printed that.

    ``share``: by how much of itself a number may differ, where it is printed with fewer digits.
    """

    columns: Columns
    sentence: str
    share: float = 0.0


def numbers_in(text: str) -> Lines:
    """Return the numbers of each line of a text, whatever else stands between them.

    A digit in a name (``x0``, ``float64``) is no number. Lines with another count of numbers than most are left out;
    where all stands in one line, each number counts as a line.
    """
    canonical = ";" in text and _CANONICAL.fullmatch(text)
    rows = [_NUMBER.findall(line) for line in (text.split(";") if canonical else text.splitlines())]
    rows = [[number[:LONGEST_NUMBER] for number in row] for row in rows if row]
    if len(rows) == 1 and len(rows[0]) > 4:
        return [[number] for number in rows[0]]
    usual = Counter(map(len, rows)).most_common(1)
    return [row for row in rows if len(row) == usual[0][0]]


def value_of(text: str) -> float:
    """Return a printed number."""
    return float(text.replace("−", "-"))


def unit_of(text: str) -> float:
    """Return half of what the last printed digit counts: 0.5e−4 for 0.2147; 0 for a number with too few decimals."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent or 0) - decimals) if decimals >= LEAST_DECIMALS else 0.0


def agrees(text: str, right: float, share: float = 0.0) -> bool:
    """Tell whether a printed number is ``right`` in all the digits that it has, or off by at most ``share`` of it."""
    value = value_of(text)
    if not math.isfinite(value) or not math.isfinite(right):
        return value == right or (math.isnan(value) and math.isnan(right))
    return abs(value - right) <= max(unit_of(text) * (1 + 1e-9), share * abs(right))


@dataclasses.dataclass(frozen=True)
class Paste(Form):
    """The lines that a program has printed: right if the first ``lines`` of them agree with ``columns``.

    ``layouts``: which columns a line may hold, in which order; ``t`` is not compared. ``causes``: what programs with
    known faults print; ``right``, ``otherwise``: what is said in the other cases.
    """

    label: str
    columns: Columns
    layouts: tuple[tuple[str, ...], ...]
    causes: tuple[Cause, ...]
    right: str
    otherwise: str
    lines: int = 10

    kind: ClassVar[str] = "paste"

    def spec(self) -> dict[str, Any]:
        """Return the field's label, how many lines are wanted, and how much may be pasted."""
        return {"kind": self.kind, "label": self.label, "lines": self.lines, "longest": LONGEST}

    def read(self, text: str) -> str | None:
        """Return the numbers of the first lines, ``0,2.0,4.0;1,1.6,2.56``; None if there are none, or too much text."""
        found = numbers_in(text) if len(text) <= LONGEST else []
        return ";".join(",".join(row) for row in found[: self.lines]) or None

    def agreeing(self, rows: Lines, columns: Columns, layout: Sequence[str], share: float = 0.0) -> int:
        """Return how many lines, from the first, hold the numbers of ``columns``."""
        for place, row in enumerate(rows):
            pairs = [(text, columns[name]) for text, name in zip(row, layout, strict=True) if name != SKIPPED]
            if not all(place < len(column) and agrees(text, column[place], share) for text, column in pairs):
                return place
        return len(rows)

    def best(self, rows: Lines, columns: Columns, share: float = 0.0) -> tuple[int, tuple[str, ...]]:
        """Return how many lines agree if they are read in the layout in which most do, and that layout."""
        fitting = [layout for layout in self.layouts if len(layout) == len(rows[0])]
        counts = [(self.agreeing(rows, columns, layout, share), layout) for layout in fitting]
        return max(counts, key=lambda each: each[0], default=(0, ()))

    def cause(self, rows: Lines, right: int) -> Cause | None:
        """Return the fault that explains all lines, or at least two more than ``right``, where there is one."""
        counts = [(self.best(rows, cause.columns, cause.share)[0], cause) for cause in self.causes]
        count, found = max(counts, key=lambda each: each[0], default=(0, None))
        return found if count == len(rows) > right or count >= right + 2 else None

    def verdict(self, text: str) -> Verdict:
        """Name the first line that differs, and the fault that leads to these very numbers."""
        rows = numbers_in(text)
        if len(rows) == 1 and text.count(",") == 0:
            return self._said(0, "one number is no run", "Paste one line for each step.", rows)
        count, layout = self.best(rows, self.columns, SAME)
        if not layout:
            columns = ", ".join(max(self.layouts, key=len))
            return self._said(0, f"{len(rows[0])} numbers in a line", f"Print {columns}, or some of these.", rows)
        if count == len(rows) and count < self.lines:
            return self._said(count, f"only {count} lines", f"So far all is right. Paste {self.lines} lines.", rows)
        if count < len(rows):
            found = self.cause(rows, count)
            return self._said(
                count, self._differs(rows, count, layout), found.sentence if found else self.otherwise, rows
            )
        exact = self.best(rows, self.columns)[0]
        order = f" From line {exact + 1} on the last digits differ: another order of operations rounds differently."
        said = self.right + (order if exact < count else "")
        return Verdict(True, 1.0, f"{count} lines agree", said, self.line(0))

    def _differs(self, rows: Lines, place: int, layout: tuple[str, ...]) -> str:
        for text, name in zip(rows[place], layout, strict=True):
            if name != SKIPPED and not agrees(text, self.columns[name][place], SAME):
                return f"line {place + 1} differs: {name} is {text}, not {self.columns[name][place]!r}"
        return f"line {place + 1} differs"

    def _said(self, count: int, measure: str, sentence: str, rows: Lines) -> Verdict:
        place = min(count, self.lines - 1, len(rows))
        return Verdict(False, count / (2 * self.lines), measure, sentence, f"line {place + 1} is {self.line(place)}")

    def line(self, place: int) -> str:
        """Return a line of the right program, as Python prints it."""
        return " ".join([str(place), *(repr(column[place]) for column in self.columns.values())])

    def unclear(self) -> str:
        """All numbers must be finite, and the faults must show in them."""
        if not all(math.isfinite(number) for column in self.columns.values() for number in column[: self.lines]):
            return "not all numbers are finite"
        same = [cause for cause in self.causes if all(self._same(cause, name) for name in self.columns)]
        return f"a fault does not show: {same[0].sentence}" if same else ""

    def _same(self, cause: Cause, name: str) -> bool:
        pairs = zip(cause.columns[name][: self.lines], self.columns[name][: self.lines], strict=True)
        return all(abs(a - b) <= SAME * abs(b) for a, b in pairs)

    @property
    def right_answer(self) -> str:
        """What the right program prints."""
        names = list(self.columns)
        rows = ([str(t), *(repr(self.columns[name][t]) for name in names)] for t in range(self.lines))
        return ";".join(map(",".join, rows))
