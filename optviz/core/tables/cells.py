"""Cells of a pasted table: how lines fall into cells, and which cells are numbers, missing, or words.

The same rules in the browser: ``ui/stage/js/tables/cells.js``. Examples for both: ``tests/golden/tables.json``.
"""

import re

BLANKS = " \t\u00a0\u2009\u202f\ufeff"
MISSING = frozenset({"", "-", "–", "—", "?", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "#N/A", "#NV"})
"""What stands for a number that is not there; #NV is German for #N/A."""

LARGEST, SMALLEST = 1e50, 1e-50
"""Between these a number may lie, beside 0: sums of squares of the data then stay finite, and above 0."""

_QUOTED = re.compile(r'"[^"]*"')
_EXPONENT = r"([eE][+-]?[0-9]+)?"
NUMBERS = {
    ".": re.compile(rf"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}"),
    ",": re.compile(rf"[+-]?([0-9]+,?[0-9]*|,[0-9]+){_EXPONENT}"),
}
_WITH_COMMA = re.compile(rf"[+-]?([0-9]+,[0-9]*|,[0-9]+){_EXPONENT}")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([.,' \u00a0\u2009\u202f][0-9]{3})+([.,][0-9]+)?")
_BAD_IN_NAMES = re.compile("[<>&\"'`=\\\\{}$,;_|\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
WORD = "is not a number"
_LONGEST_NAME, _LONGEST_SHOWN = 24, 20


def trimmed(text: str) -> str:
    """Return a text without blanks at its ends."""
    return text.strip(BLANKS)


def shown(text: str) -> str:
    """Return a cell as a sentence has it: short, in quotation marks, without what cannot be seen."""
    visible = _UNSEEN.sub("·", text)
    return f"“{visible if len(visible) <= _LONGEST_SHOWN else visible[:_LONGEST_SHOWN] + '…'}”"


def clean_name(text: str) -> str:
    """Return a column's name without what would be markup, mathematics or a separator elsewhere."""
    name = trimmed(trimmed(_BAD_IN_NAMES.sub(" ", text))[:_LONGEST_NAME])
    return "" if name in MISSING or any(number.fullmatch(plain(name)) for number in NUMBERS.values()) else name


def plain(cell: str) -> str:
    """Return a cell with a minus sign that Python reads."""
    return cell.replace("\u2212", "-")


def separator_of(lines: list[str]) -> str:
    """Return what parts the cells: a tab, a semicolon, a comma or blanks."""
    bare = [_QUOTED.sub("", line) for line in lines]
    tabs, semicolons, commas = (sum(mark in line for line in bare) for mark in "\t;,")
    if tabs and tabs >= semicolons:
        return "\t"
    if semicolons:
        return ";"
    return " " if not commas or all(_has_spaced_commas(line) for line in bare) else ","


def _has_spaced_commas(line: str) -> bool:
    """Tell whether blanks part the cells of a line, so that its commas are decimal ones, as in ``1,5 2,5``."""
    cells = split_line(line, " ")
    return len(cells) > 1 and not any(cell.startswith(",") or cell.endswith(",") for cell in cells)


def split_line(line: str, separator: str) -> list[str]:
    """Return the cells of a line, without the empty ones at its end; quotation marks keep a cell together."""
    if separator == " ":
        return [cell for cell in re.split("[ \u00a0\u2009\u202f]+", trimmed(line)) if cell]
    if '"' not in line:
        return _without_empty_end([trimmed(cell) for cell in line.split(separator)])
    cells, cell, quoted, i = [], "", False, 0
    while i < len(line):
        if line[i] == '"':
            if quoted and line[i + 1 : i + 2] == '"':
                cell += '"'
                i += 1
            else:
                quoted = not quoted
        elif line[i] == separator and not quoted:
            cells.append(trimmed(cell))
            cell = ""
        else:
            cell += line[i]
        i += 1
    return _without_empty_end([*cells, trimmed(cell)])


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def decimal_mark(grid: list[list[str]], separator: str) -> str:
    """Return the decimal mark of all numbers: a comma if a cell has one that parts no cells."""
    commas = separator != "," and any(_WITH_COMMA.fullmatch(plain(cell)) for cells in grid for cell in cells)
    return "," if commas else "."


def is_number(cell: str, mark: str) -> bool:
    """Tell whether a cell is a number with this decimal mark."""
    return NUMBERS[mark].fullmatch(plain(cell)) is not None


def value_of(cell: str, mark: str) -> float | str | None:
    """Return the number in a cell, None where it is missing, or what is wrong with it."""
    if cell in MISSING:
        return None
    text = plain(cell)
    if NUMBERS[mark].fullmatch(text):
        value = float(text.replace(",", "."))
        size = abs(value)
        if size > LARGEST:
            return f"{shown(cell)} is beyond 1e50"
        return f"{shown(cell)} is nearer to 0 than 1e-50" if 0 < size < SMALLEST else value
    if is_number(cell, "." if mark == "," else ","):
        marks = ("point", "comma") if mark == "," else ("comma", "point")
        return f"{shown(cell)} has a decimal {marks[0]}, other numbers have a decimal {marks[1]}"
    if _THOUSANDS.fullmatch(text):
        return f"{shown(cell)} has marks between its thousands: leave them out"
    return f"{shown(cell)} {WORD}"
