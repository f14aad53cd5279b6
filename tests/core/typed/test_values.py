"""Typed values of letters."""

import pytest

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.values import read_values


def test_each_letter_gets_the_value_that_stands_behind_it():
    assert read_values("a = 2, b = -1/4; w0 = max(1, 2)\nc = 2a") == {"a": 2.0, "b": -0.25, "w0": 2.0, "c": 4.0}
    assert read_values("x = −2.5") == {"x": -2.5}
    assert read_values("") == read_values("  ") == {}


@pytest.mark.parametrize(
    "text", ["a", "a = ", "a = b", "2 = a", "a = 1/0", "a = log(-1)", "sin = 2", "a = 1 b = 2", "a = 1 < 2"]
)
def test_what_gives_no_letter_a_number_is_answered_with_a_sentence(text):
    with pytest.raises(FormulaError) as caught:
        read_values(text)
    assert caught.value.message[-1] in ".?"
