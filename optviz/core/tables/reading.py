"""A pasted table as rows of numbers, or a sentence on why it is none: nothing is cut off or changed silently.

The same rules in the browser: ``ui/stage/js/tables/reading.js``. Examples for both: ``tests/golden/tables.json``.
"""

import dataclasses
import re

from optviz.core.tables.cells import (
    MISSING,
    WORD,
    clean_name,
    decimal_mark,
    is_number,
    separator_of,
    shown,
    split_line,
    trimmed,
    value_of,
)

MAX_ROWS = 10_000
MAX_COLUMNS = 50
MAX_CHARACTERS = 2_000_000
_COUNTS = {2: "Two", 3: "Three"}
_LINE_END = re.compile("\r\n|\n|\r")


class TableError(ValueError):
    """A text is no table of numbers; its message is a sentence for whoever pasted it."""


@dataclasses.dataclass(frozen=True)
class ReadTable:
    """A table that was read.

    Attributes:
        names: the names of all columns, from the header; empty where there is none.
        numeric: the places of the columns that hold numbers.
        columns: the places of those that were taken.
        rows: the rows' numbers in the columns taken.
        left_out: which rows of the text were left out, as a cell of theirs is missing; the first line is row 1.
    """

    names: tuple[str, ...]
    numeric: tuple[int, ...]
    columns: tuple[int, ...]
    rows: tuple[tuple[float, ...], ...]
    left_out: tuple[int, ...]

    @property
    def taken_names(self) -> tuple[str, ...]:
        """The names of the columns taken."""
        return tuple(self.names[c] for c in self.columns)


@dataclasses.dataclass(frozen=True)
class _Column:
    """What a column holds: whether mostly numbers, its values, and a sentence about its first cell that is neither."""

    has_numbers: bool
    values: list[float | str | None]
    fault: str


Lines = list[tuple[int, list[str]]]


def read_table(text: str, width: int = 2, columns: tuple[int, ...] = ()) -> ReadTable:
    """Return ``width`` columns of a pasted table: those named by ``columns``, or the first that hold numbers.

    Raises :class:`TableError` with a sentence.
    """
    lines = _lines(text)
    separator = separator_of([line for _, line in lines])
    grid = [(row, split_line(line, separator)) for row, line in lines]
    grid = [(row, cells) for row, cells in grid if cells]
    if not grid:
        raise TableError("There is nothing to read here.")
    mark = decimal_mark([cells for _, cells in grid], separator)
    first = grid[0][1]
    has_header = not any(is_number(cell, mark) for cell in first) and any(cell not in MISSING for cell in first)
    body = grid[has_header:]
    _check_shape(body, len(first))
    names = tuple(clean_name(cell) for cell in first) if has_header else ("",) * len(first)
    columns_of = [_column(body, place, mark) for place in range(len(first))]
    numeric = tuple(place for place, column in enumerate(columns_of) if column.has_numbers)
    taken = _taken(numeric, width, columns)
    for place in taken:
        if columns_of[place].fault:
            raise TableError(columns_of[place].fault)
    rows, left_out = _rows(body, [columns_of[place].values for place in taken])
    if len(rows) < 2:
        raise TableError("At least two rows without a missing cell are needed.")
    return ReadTable(names, numeric, taken, rows, left_out)


def _lines(text: str) -> list[tuple[int, str]]:
    if len(text) > MAX_CHARACTERS:
        raise TableError(f"This is more text than can be read: at most {MAX_CHARACTERS:,} characters.")
    every = _LINE_END.split(text.removeprefix("\ufeff"))
    return [(row, line) for row, line in enumerate(every, 1) if trimmed(line)]


def _check_shape(body: Lines, width: int) -> None:
    if len(body) > MAX_ROWS:
        raise TableError(f"The table has {len(body):,} rows; at most {MAX_ROWS:,} can be taken. None was cut off.")
    if width > MAX_COLUMNS:
        raise TableError(f"The table has {width:,} columns; at most {MAX_COLUMNS} can be read.")
    for row, cells in body:
        if len(cells) > width:
            more = "more cells than the first row, which has"
            raise TableError(f"Row {row} has {more} {width}; it begins with {shown(cells[0])}.")


def _column(body: Lines, place: int, mark: str) -> _Column:
    values = [value_of(cells[place], mark) if place < len(cells) else None for _, cells in body]
    wrong = [(row, value) for (row, _), value in zip(body, values, strict=True) if isinstance(value, str)]
    words = sum(said.endswith(WORD) for _, said in wrong)
    numbers = sum(value is not None for value in values) - words
    fault = f"Row {wrong[0][0]}, column {place + 1}: {wrong[0][1]}." if wrong else ""
    return _Column(numbers > 0 and numbers >= words, values, fault)


def _taken(numeric: tuple[int, ...], width: int, columns: tuple[int, ...]) -> tuple[int, ...]:
    if columns and all(place in numeric for place in columns):
        return columns
    if len(numeric) < width:
        there = "there is one" if len(numeric) == 1 else f"there are {['none', '', 'two'][len(numeric)]}"
        raise TableError(f"{_COUNTS[width]} columns of numbers are needed; {there}.")
    return numeric[:width]


def _rows(body: Lines, columns: list[list[float | str | None]]) -> tuple[tuple, tuple[int, ...]]:
    rows, left_out = [], []
    for (row, _), values in zip(body, zip(*columns, strict=True), strict=True):
        if None in values:
            left_out.append(row)
        else:
            rows.append(values)
    return tuple(rows), tuple(left_out)
