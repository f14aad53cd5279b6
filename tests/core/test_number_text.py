"""A number reads the same wherever it stands, and a link gives back the very float."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core import number_text as text

NUMBERS = st.floats(-1e300, 1e300)


def test_a_whole_number_is_written_out_where_it_can_be_read() -> None:
    assert [text.written_out(each) for each in (79202, -0.0, -97500, 2.5, 7.92021e8)] == [
        "79202", "0", "−97500", "2.5", "7.92e8"
    ]  # fmt: skip


@given(NUMBERS)
def test_a_link_gives_back_the_very_float(value: float) -> None:
    assert float(text.link(value)) == value
    assert not text.link(value).endswith(".0")


@pytest.mark.parametrize(
    ("value", "label", "tex"),
    [
        (0.25, "0.25", "0.25"),
        (-0.0, "0", "0"),
        (-3, "−3", "-3"),
        (1234.56, "1235", "1235"),
        (1e-8, "1e−8", "10^{-8}"),
        (-1e-8, "−1e−8", "-10^{-8}"),
        (-7.19e-5, "−7.19e−5", r"-7.19 \cdot 10^{-5}"),
        (1.5e8, "1.5e8", r"1.5 \cdot 10^{8}"),
        (math.inf, "∞", r"\infty"),
        (-math.inf, "−∞", r"-\infty"),
        (math.nan, "not a number", r"\text{not a number}"),
    ],
)
def test_a_number_has_four_digits_and_a_true_minus(value: float, label: str, tex: str) -> None:
    assert (text.label(value), text.tex(value)) == (label, tex)


@given(NUMBERS)
def test_a_label_is_within_half_a_unit_of_its_fourth_digit(value: float) -> None:
    read = float(text.label(value).replace("−", "-"))
    assert read == pytest.approx(value, rel=5.01e-4, abs=0)


def test_a_rounding_error_is_nothing() -> None:
    assert text.label(-1e-12, zero=1e-9) == "0"
    assert text.label(2e-9, zero=1e-9) == "2e−9"
    assert text.tex(7.9e-31, zero=1e-12) == text.tex(-7.9e-31, zero=1e-12) == "0"
    assert text.tex(2e-12, zero=1e-12) == r"2 \cdot 10^{-12}"
    assert text.point((-0.5, 1e-17)) == "(−0.5, 0)"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0.0 %"),
        (0.0004, "< 0.1 %"),
        (0.125, "12.5 %"),
        (0.9996, "> 99.9 %"),
        (1.0, "100.0 %"),
        (math.nan, "—"),
    ],
)
def test_nearly_nothing_is_not_nothing_and_nearly_all_is_not_all(share: float, said: str) -> None:
    assert text.percent(share) == said
