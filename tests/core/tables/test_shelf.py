"""Tables in memory: found by their content's name, within a bound of bytes, never lost under a picture."""

import gc

import pytest

from optviz.core.tables.reading import TableError
from optviz.core.tables.shelf import NAME, Shelf, Table, table_of


def text_of(seed: int, rows: int = 100) -> str:
    return "t,x\n" + "\n".join(f"{i},{i * seed}.5" for i in range(rows))


def test_a_table_is_found_by_the_name_that_its_content_has() -> None:
    shelf = Shelf()
    name = shelf.keep(text_of(3))
    assert NAME.fullmatch(name) and shelf.keep(text_of(3)) == name != shelf.keep(text_of(4))
    table = shelf.find(name)
    assert table and table.names == ("t", "x") and table.rows[7].tolist() == [7.0, 21.5]
    assert not table.rows.flags.writeable and shelf.find("0" * 24) is None


def test_the_least_recently_used_goes_first_unless_a_picture_holds_it() -> None:
    shelf = Shelf(max_bytes=4_000)
    first, second = shelf.keep(text_of(1)), shelf.keep(text_of(2))
    held = shelf.find(first)
    for seed in range(3, 9):
        shelf.keep(text_of(seed))
    gc.collect()
    assert shelf.find(first) is held and shelf.find(second) is None
    del held
    gc.collect()
    assert shelf.find(first) is None


def test_what_is_kept_has_two_or_three_columns_of_numbers_and_no_gap() -> None:
    assert table_of("0,1,1\n2,3,0").rows.shape == (2, 3)
    for text in ("1,2,3,4\n5,6,7,8", "1,2\n3,\n4,5", "a,b\n1,x\n2,y", "1\n2", "", "1,2"):
        with pytest.raises(TableError):
            table_of(text)


def test_tables_of_the_same_content_are_equal() -> None:
    one, other = Table([(1, 2), (3, 4)], ("x", "y")), table_of("x,y\n1,2\n3,4")
    assert one == other and hash(one) == hash(other) and one != Table([(1, 2), (3, 4)], ("a", "y"))
