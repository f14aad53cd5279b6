"""A pasted table is read as it is meant, or refused in a sentence; nothing is cut off or changed silently."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from optviz.core.tables.cells import clean_name
from optviz.core.tables.reading import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, ReadTable, TableError, read_table
from tools.golden import GOLDEN
from tools.golden_tables import GERMAN, long_text, tables

NUMBERS = st.floats(-1e50, 1e50).map(lambda v: 0.0 if abs(v) < 1e-50 else v)
TABLES = st.integers(2, 5).flatmap(lambda w: st.lists(st.lists(NUMBERS, min_size=w, max_size=w), min_size=2))
PIECES = st.sampled_from([*"0123456789.,;\t \n\r\"'-+eExNA−<>&#", "\ufeff", "\u00a0", "1,5", "\r\n", "NaN"])


def refused(text: str, width: int = 2) -> str:
    with pytest.raises(TableError) as caught:
        read_table(text, width)
    return str(caught.value)


def test_the_golden_tables_are_read_as_they_stand_there() -> None:
    assert json.loads((GOLDEN / "tables.json").read_text(encoding="utf-8")) == tables()


def test_a_german_spreadsheet_is_read_with_its_decimal_commas_and_its_gap_is_named() -> None:
    found = read_table(GERMAN)
    assert found.names == ("Länge ℓ in cm", "T² in s²", "Bemerkung") and found.columns == (0, 1)
    assert found.rows == ((10, 0.46), (20, 0.91), (40, 1.71)) and found.left_out == (5,)


def test_a_row_too_many_is_said_and_none_is_cut_off() -> None:
    assert "10,001 rows" in refused(long_text()) and "None was cut off" in refused(long_text())
    assert len(read_table("x;y\n" + "1;2\n" * MAX_ROWS).rows) == MAX_ROWS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x;y\n1;2\n3;four\n5;6", "Row 3, column 2: “four” is not a number."),
        ("x;y\n1;2\n3;1e300", "Row 3, column 2: “1e300” is beyond 1e50."),
        ("x;y\n1,5;2\n3;0.5", "Row 3, column 2: “0.5” has a decimal point, other numbers have a decimal comma."),
        ("x;y\n1;2\n3;1.234,5", "Row 3, column 2: “1.234,5” has marks between its thousands: leave them out."),
        ("1\n2\n3", "Two columns of numbers are needed; there is one."),
        ("a b", "Two columns of numbers are needed; there are none."),
        ("x;y\n1;2\n3;", "At least two rows without a missing cell are needed."),
        ("\n", "There is nothing to read here."),
        ("1;2\n3;4;5", "Row 2 has more cells than the first row, which has 2; it begins with “3”."),
        ("1;" * (MAX_COLUMNS + 1), f"The table has {MAX_COLUMNS + 1} columns; at most {MAX_COLUMNS} can be read."),
        ("1" * (MAX_CHARACTERS + 1), "This is more text than can be read: at most 2,000,000 characters."),
    ],
)
def test_what_cannot_be_read_is_named_with_row_and_column(text: str, said: str) -> None:
    assert refused(text) == said


def test_a_column_of_words_is_passed_over_but_one_wrong_word_among_numbers_is_not() -> None:
    assert read_table("who;x;y\nAnna;1;2\nBen;3;4").columns == (1, 2)
    assert "“x” is not a number" in refused("a;b;c\n1;2;3\n4;x;6\n7;8;9")


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
@example("1;1")
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        found = read_table(text)
    except TableError as error:
        assert str(error).endswith(".") and "\n" not in str(error) and len(str(error)) < 200
        return
    assert len(found.rows) >= 2 and all(len(row) == 2 and all(map(math.isfinite, row)) for row in found.rows)


def written(rows: list[list[float]], how: tuple[str, str], end: str) -> str:
    separator, mark = how
    return end.join(separator.join(repr(value).replace(".", mark) for value in row) for row in rows)


@given(TABLES, st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), (" ", "."), (" ", ",")]))
def test_numbers_come_back_to_the_last_digit_whatever_parts_them(rows: list[list[float]], how: tuple[str, str]) -> None:
    text = written(rows, how, "\r\n")
    found: ReadTable = read_table(text, 2, (0, len(rows[0]) - 1))
    assert found.rows == tuple((row[0], row[-1]) for row in rows) and found.left_out == ()


@given(st.text())
def test_a_name_is_short_and_no_markup(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= 24 and not set(name) & set("<>&\"'`$\\{}_,;\n\t")
