"""Pasted texts and what is read in them, or why nothing is: examples for the readers of both languages."""

import random
from typing import Any

from optviz.core.tables.reading import MAX_ROWS, TableError, read_table

GERMAN = (
    "\ufeffLänge ℓ in cm;T² in s²;Bemerkung\r\n10;0,46;erste\r\n20;0,91;\r\n\r\n30;;vergessen\r\n40;1,71;\r\n;;\r\n"
)
CASES: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    (GERMAN, 2, ()),
    ("1,2\n3,4\n", 2, ()),
    ("x,y\n1.5,-2e-3\n3,4", 2, ()),
    ("x\ty\n1,5\t2,5\n−3\t4", 2, ()),
    ("1,5 2,5\n3,5 4", 2, ()),
    ("1, 2\n3, 4", 2, ()),
    ("1 2\n3   4\n", 2, ()),
    ('"1,5";"2"\n"3";"4,25"\n', 2, ()),
    ('"a ""b"", c",y\n1,2\n3,4', 2, ()),
    ("a;b;c\n1;2;3\n4;5;6", 2, (0, 2)),
    ("a;b;c\n1;2;3\n4;5;6", 3, ()),
    ("a;b;c\n1;2;3\n4;5;6", 2, (0, 7)),
    ("who;x;y\nAnna;1;2\nBen;3;4", 2, ()),
    ("x;y\n1;2\n3;NA\n4;#NV\n5;-\n6;7", 2, ()),
    ("2019;2020\n1;2", 2, ()),
    ("x;y\n1;1\n1;1\n1;1", 2, ()),
    ("x;y\n1,5;2\n3;0.5", 2, ()),
    ("x;y\n1.5;2\n3;1.234,5", 2, ()),
    ("x;y\n1;2\n3;1 234", 2, ()),
    ("x;y\n1;2\n3;<img src=x onerror=alert(1)>\n5;6", 2, ()),
    ("<b>x</b>;$y_1$\n1;2\n3;4", 2, ()),
    ("x;y\n1;1e300\n2;3", 2, ()),
    ("x;y\n1;-1e999\n2;3", 2, ()),
    ("x;y\n1;1e-300\n2;3", 2, ()),
    ("x;y\n1;0.0\n2;-0", 2, ()),
    ("x;y\n1;2;3\n4;5", 2, ()),
    ("1\n2\n3", 2, ()),
    ("a,b\n", 2, ()),
    ("hello world", 2, ()),
    ("a;b\n1;2\n3;", 2, ()),
    ("", 2, ()),
    (" \n\t\n;;;\n", 2, ()),
    ("1;2;a\n3;4;b", 3, ()),
    (";".join("1" * 60) + "\n", 2, ()),
    ("\u200bx;\u202ey\n1;2\n3;\u202ex", 2, ()),
)
_ALPHABET = [
    "1",
    "2,5",
    "-3",
    "0.5",
    "1e3",
    "x",
    "NA",
    "−7",
    '"',
    '"4"',
    "5 6",
    "é",
    "<",
    ",",
    ";",
    ";",
    "\t",
    " ",
    "\n",
    "\n",
]
_RANDOM = 400


def random_text(source: random.Random) -> str:
    """Return a short text of pieces of tables."""
    return "".join(source.choice(_ALPHABET) for _ in range(source.randint(3, 16)))


def long_text() -> str:
    """Return a table with a row too many."""
    return "x;y\n" + "1;2\n" * (MAX_ROWS + 1)


def read(text: str, width: int, columns: tuple[int, ...]) -> dict[str, Any]:
    """Return what is read in a text as JSON has it."""
    try:
        found = read_table(text, width, columns)
    except TableError as error:
        return {"error": str(error)}
    return {
        "names": list(found.names),
        "numeric": list(found.numeric),
        "columns": list(found.columns),
        "rows": [list(row) for row in found.rows],
        "leftOut": list(found.left_out),
    }


def tables() -> list[dict[str, Any]]:
    """Return texts with what is read in them: those thought of, then random ones."""
    source = random.Random(5)
    texts = [*CASES, *[(random_text(source), 2, ()) for _ in range(_RANDOM)]]
    return [{"text": text, "width": w, "columns": list(c), "read": read(text, w, c)} for text, w, c in texts]
