"""Columns of numbers are what the browser reads: to the stated precision, in their places, each array once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.figures import board as b
from optviz.figures.board.message import Columns, board_body, rounded
from tests.decoder import columns_of, read_board
from tests.figures.precision import arrives

numbers = st.one_of(
    st.floats(-1e308, 1e308, allow_subnormal=True),
    st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-320, -1e-320, 1e308, -1e308, 5e-324]),
)
arrays = st.lists(numbers, max_size=30).map(lambda values: np.array(values, dtype=float))
columns = st.lists(st.tuples(arrays, st.sampled_from([9, 12, 14, 18, 20])), max_size=6)


def come_back(sent: list[tuple[np.ndarray, int]]) -> list[np.ndarray]:
    """Arrays, each with its bits of mantissa, packed and read again."""
    packing = Columns()
    places = [packing.number_of(array, bits) for array, bits in sent]
    back = columns_of(packing.packed(), packing.lengths)
    return [back[place] for place in places]


@given(columns)
def test_columns_come_back_to_their_bits(sent: list[tuple[np.ndarray, int]]) -> None:
    back = come_back(sent)
    for read, (true, bits) in zip(back, sent, strict=True):
        assert arrives(read, true, 2.0 ** -(bits + 1))


@given(st.lists(numbers, min_size=1, max_size=40), st.sampled_from([12, 14, 18]))
def test_rounding_keeps_so_many_bits_and_what_is_not_finite(values: list[float], mantissa: int) -> None:
    true = np.array(values)
    assert arrives(rounded(true, mantissa), true, 2.0 ** -(mantissa + 1))


@given(st.lists(numbers, min_size=1, max_size=40), st.sampled_from([12, 14]))
def test_what_is_rounded_already_stays_so(values: list[float], mantissa: int) -> None:
    coarse = rounded(np.array(values), mantissa)
    np.testing.assert_array_equal(come_back([(coarse, 18)])[0], coarse)


def test_no_columns_need_no_bytes() -> None:
    assert Columns().packed() == b""


@pytest.mark.parametrize("lengths", [[0], [3, 0], [0, 3], [1, 0, 2, 0]])
def test_empty_columns_keep_their_place(lengths: list[int]) -> None:
    made = [np.arange(length, dtype=float) + 1 for length in lengths]
    assert [column.tolist() for column in come_back([(one, 20) for one in made])] == [one.tolist() for one in made]


def test_the_body_is_the_four_byte_planes_that_the_browser_expects() -> None:
    # 1.0 is 0x3FF00000 above 32 zero bits, 2.0 is 0x40000000: their difference 0x00100000.
    packing = Columns()
    packing.number_of(np.array([1.0, 2.0]), 20)
    assert packing.packed() == bytes([0, 0, 0, 0, 0xF0, 0x10, 0x3F, 0x00])


def test_an_array_that_two_panels_show_travels_once_with_the_bits_of_the_finer() -> None:
    rows = np.sin(np.arange(40.0)).reshape(20, 2)
    curve = b.Chart("curve", "x", (b.Series("x", rows[:, 0]),))
    path = b.Path(rows[:, 0], rows[:, 1], value=rows[:, 0])
    plane = b.Axes("plane", (path,), b.Axis("x", -1, 1), b.Axis("y", -1, 1))
    board = b.Board((curve, plane), (("curve", "plane"),), 19)
    read = read_board(board_body(board))
    assert read["lengths"] == [20, 20]
    shown = read["panels"]["plane"]["layers"][0]
    assert arrives(shown["x"], rows[:, 0], 2**-19) and arrives(shown["y"], rows[:, 1], 2**-19)
    assert shown["x"].tolist() == shown["value"].tolist() == read["panels"]["curve"]["series"][0]["y"].tolist()


def test_arrays_that_come_and_go_while_a_board_is_packed_are_not_mixed_up() -> None:
    packing = Columns()
    places = [packing.number_of(np.full(50, float(i)), 18) for i in range(200)]  # made and dropped
    back = columns_of(packing.packed(), packing.lengths)
    assert [back[place][0] for place in places] == list(range(200))


def test_one_place_seen_in_two_shapes_is_two_columns() -> None:
    rows = np.arange(6.0)
    assert [read.tolist() for read in come_back([(rows, 20), (rows[::2], 20), (rows[:3], 20)])] == [
        [0, 1, 2, 3, 4, 5],
        [0, 2, 4],
        [0, 1, 2],
    ]
