"""Typed expressions: what they mean, and that whatever is typed gets an answer in words."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.expression import LONGEST, MAX_NODES, ExpressionError, parse
from optviz.core.backprop.tape import record

AT = {"x": 2.0, "y": -3.0, "z": 0.5}
MEANS = {
    "x + y*z": 0.5,
    "(x + y)*z": -0.5,
    "2x": 4.0,
    "2x y": -12.0,
    "3(x + 1)(y - 1)": -36.0,
    "x^2": 4.0,
    "x**2": 4.0,
    "x²y³": -108.0,
    "-x^2": -4.0,
    "-2^2": -4.0,
    "(-2)^2": 4.0,
    "2 - -3": 5.0,
    "x*-y": 6.0,
    "--x": 2.0,
    "8/x/z": 8.0,
    "1/2x": 1.0,
    "x - 1 - 1": 0.0,
    "x^-1": 0.5,
    "x^(-2)": 0.25,
    "x^0": 1.0,
    "relu(y) + relu(x)": 2.0,
    "1.5e2 + .5": 150.5,
    "x × y ÷ 3 − 1": -3.0,
    "x\u00a0+\u2009y*z": 0.5,
    "\u30002\u00a0x\u202fy\u00a0": -12.0,
    "x\u200b + \ufeffy": -1.0,
}
WRONG = {
    "": "Nothing is typed",
    "   ": "Nothing is typed",
    "\u00a0\u200b": "Nothing is typed",
    "x +": "missing after “+”",
    "* x": "missing before “*”",
    "x + * y": "missing before “*”",
    "(x + 1": "bracket is not closed",
    "x + 1)": "without its “(”",
    "()": "nothing between",
    "sine(x)": "Did you mean sin?",
    "Sin(x)": "Did you mean sin?",
    "X": "Did you mean x?",
    "xy": "write x*y",
    "sin x": "needs brackets",
    "x^y": "whole number",
    "x^2.5": "whole number",
    "x^": "whole number",
    "x^99": "from −12 to 12",
    "x^2^3": "brackets",
    "x 2": "sign is missing",
    "x = 2": "“=” is not understood",
    "x; y": "“;” is not understood",
    "nan": "Unknown name",
    "x + inf": "Unknown name",
    "1e999": "too large",
    "x\x00": "control character",
    "__import__('os')": "“_” is not understood",
    "x.real": "“.” is not understood",
    "lambda": "Unknown name",
    "x" * (LONGEST + 1): "longer than",
    "+".join("x" * (MAX_NODES + 1)): "too many to draw",
    "(" * 13 + "x" + ")" * 13: "brackets in one another",
}


@pytest.mark.parametrize(("text", "value"), MEANS.items(), ids=MEANS)
def test_an_expression_means_what_it_does_in_a_mathematics_book(text, value):
    assert record(parse(text), AT).value == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(("text", "says"), WRONG.items(), ids=[f"{i}" for i in range(len(WRONG))])
def test_what_cannot_be_read_is_answered_with_a_sentence(text, says):
    with pytest.raises(ExpressionError) as error:
        parse(text)
    message = str(error.value)
    assert says in message and message[-1] in ".?" and len(message) < 160 and message.isprintable()


def test_a_name_that_occurs_twice_is_one_node():
    expression = parse("x*x + x")
    assert [entry.op for entry in expression.entries] == ["input", "mul", "add"]
    assert expression.entries[1].parents == (0, 0) and expression.entries[2].parents == (1, 0)
    assert parse("z + x*sin(x)").names == ("x", "z")


@given(st.text(alphabet=string.printable + "²×−\x00é٣\u00a0\u2009\u200b\ufeff", max_size=100))
def test_any_text_is_an_expression_or_a_sentence(text):
    try:
        expression = parse(text)
    except ExpressionError as error:
        assert str(error)[-1] in ".?"
    else:
        assert 1 <= len(expression.entries) <= MAX_NODES
        for index, entry in enumerate(expression.entries):
            assert all(parent < index for parent in entry.parents)


TOKENS = ["x", "y", "z", "1", "2.5", "+", "-", "*", "/", "^", "^2", "(", ")", "sin(", "log(", "relu(", " "]


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
def test_any_row_of_tokens_is_an_expression_or_a_sentence(text):
    try:
        parse(text)
    except ExpressionError as error:
        assert str(error)[-1] in ".?"
