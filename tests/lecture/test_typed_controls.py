"""A typed line and a matrix of numbers in links: they come back, and what cannot be read is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.lecture.page_state import from_query, opened, to_query
from optviz.lecture.pages import PAGES

PAGE = PAGES["backprop"]
numbers = st.floats(-100, 100)
rows = st.tuples(*[st.tuples(numbers, numbers)] * 4)


def turned(section, **changes):
    state = opened(PAGE, section)
    return state.replace(settings=tuple((key, changes.get(key, value)) for key, value in state.settings))


@given(rows)
def test_a_matrix_comes_back_from_its_link_to_the_last_digit(w0):
    state = turned("backward", w0=w0)
    assert from_query(PAGE, to_query(state)) == (state, ())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=80))
def test_a_typed_line_comes_back_from_its_link(text):
    state = turned("graph", expression=text)
    assert from_query(PAGE, to_query(state)) == (state, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nan,0_0,0_0,0_0,0", "not a finite number"),
        ("1,inf_0,0_0,0_0,0", "not a finite number"),
        ("1,x_0,0_0,0_0,0", "not a number"),
        ("1,101_0,0_0,0_0,0", "outside"),
        ("1,2,3_0,0_0,0_0,0", "not 4 rows of 2"),
        ("", "not 4 rows of 2"),
    ],
)
def test_a_matrix_that_cannot_be_read_is_named_and_the_rest_counts(text, why):
    state, (ignored,) = from_query(PAGE, {"section": ["backward"], "w0": [text], "label": ["2"]})
    assert state.values["w0"] == PAGE.section("backward").defaults()["w0"] and state.values["label"] == "2"
    assert ignored.startswith("w0 = ") and why in ignored


@pytest.mark.parametrize("text", ["x" * 201, "x\x00", "x\x7f"])
def test_a_line_that_is_too_long_or_cannot_be_shown_is_named(text):
    state, (ignored,) = from_query(PAGE, {"section": ["graph"], "expression": [text]})
    assert state.values["expression"] == "x*y + sin(x)" and "not a line of at most 200 characters" in ignored


def test_a_line_that_is_no_expression_stays_as_it_was_typed():
    state, ignored = from_query(PAGE, {"section": ["graph"], "expression": ["x +"]})
    assert state.values["expression"] == "x +" and ignored == ()


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", "\n", " \u200b", "\ufeff "])
def test_any_white_space_in_a_typed_line_is_a_space(space):
    state, ignored = from_query(PAGE, {"section": ["graph"], "expression": [f"x{space}+ y"]})
    assert state.values["expression"] == "x + y" and ignored == ()


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("(x+y)*z", "(x+y)*z"),
        ("(x%2By)*z", "(x+y)*z"),
        ("%28x+y%29*z", "(x+y)*z"),
        ("x+y+z", "x+y+z"),
        ("(x)+(y)", "(x)+(y)"),
        ("x²+1", "x²+1"),
        ("x%C2%B2+.5", "x²+.5"),
        ("2x%20y", "2x y"),
        # As a form or an older page writes spaces.
        ("x+%2B+y", "x + y"),
        ("x+*+sin(x)", "x * sin(x)"),
        ("x+%5E+2", "x ^ 2"),
        ("x+-+y", "x - y"),
        ("x*y+%2B+sin(x)", "x*y + sin(x)"),
    ],
)
def test_a_plus_in_a_link_written_by_hand_is_a_plus(written, means):
    state, ignored = from_query(PAGE, f"section=graph&expression={written}")
    assert state.values["expression"] == means and ignored == ()
    assert from_query(PAGE, to_query(state)) == (state, ())


SIGNS = st.sampled_from("xyz12()+-*/^ .,&=%#²é")


@given(st.lists(SIGNS, min_size=1, max_size=40).map("".join))
def test_what_is_typed_comes_back_from_its_link_with_every_plus_and_space(text):
    state = turned("graph", expression=text)
    assert from_query(PAGE, to_query(state)) == (state, ())


def test_a_link_has_the_last_readable_text_as_long_as_the_typed_one_cannot_be_read():
    kept, ignored = from_query(PAGE, "section=graph&expression=x*&last_expression=x*y")
    assert kept.values["last_expression"] == "x*y" and ignored == () and from_query(PAGE, to_query(kept)) == (kept, ())
    mended, ignored = from_query(PAGE, "section=graph&expression=x*x&last_expression=x*y")
    assert "last_expression" not in to_query(mended) and ignored == ()
    state, (ignored,) = from_query(PAGE, "section=graph&expression=x*&last_expression=y*")
    assert state.values["last_expression"] == "x*y + sin(x)" and "cannot be read" in ignored
