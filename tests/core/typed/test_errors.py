"""Texts that cannot be read: a sentence, a place, and a text that can; 100,000 random texts get no other answer."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.formula import read
from optviz.core.typed.vocabulary import Names

from .helpers import texts

DATA = Names(data=True)

WRONG = {
    "": ("Nothing is typed", None),
    "\u00a0\u200b": ("Nothing is typed", None),
    " ; ;": ("Nothing is typed", None),
    "x +": ("missing after “+”", None),
    "* x": ("missing before “*”", "x"),
    "x + * y": ("missing before “*”", "x +  y"),
    "(x + 1": ("bracket is not closed", "(x + 1)"),
    "sin(x + (y": ("bracket is not closed", "sin(x + (y))"),
    "x + 1)": ("without its “(”", "x + 1"),
    "()": ("nothing between", None),
    "sine(x)": ("Did you mean sin?", "sin(x)"),
    "sine(x) + (y": ("Did you mean sin?", "sin(x) + (y)"),
    "Sin(x)": ("Did you mean sin?", "sin(x)"),
    "X": ("Did you mean x?", "x"),
    "xy": ("Did you mean x*y?", "x*y"),
    "axy^2": ("Did you mean a*x*y?", "a*x*y^2"),
    "x2": ("Did you mean x^2?", "x^2"),
    "sin x": ("needs brackets", "sin(x)"),
    "sin2x": ("Did you mean sin(2x)?", "sin(2x)"),
    "sin^-1(x)": ("asin(x)", "asin(x)"),
    "sin": ("needs brackets", None),
    "x 2": ("sign is missing", "x*2"),
    "0,5x": ("decimal number has a point", "0.5x"),
    "sin(0,5)": ("decimal number has a point", "sin(0.5)"),
    "max(x)": ("two or more values", None),
    "|x - 1|": ("abs(x)", "abs(x - 1)"),
    "[x + 1]*2": ("( and )", "(x + 1)*2"),
    "x = 2": ("only other names", "2"),
    "y = x^2": ("only other names", "x^2"),
    "f(x, y) = x^2 + y^2": ("right of the sign", "x^2 + y^2"),
    "f(x)": ("no function “f”", "f*(x)"),
    "x; y": ("Only the last part is the result", None),
    "c += 1": ("before it is given a value", None),
    "x < 1": ("not a number", "if(x < 1, 1, 0)"),
    "(x < 1)*x": ("can only stand first in if", "if((x < 1), 1, 0)*x"),
    "if(x, 1, 2)": ("needs a condition", None),
    "if(x < 1, 2)": ("a condition and two values", None),
    "x! + 1": ("factorials", "x + 1"),
    "$x^2$": ("dollar sign", "x^2"),
    "\\sin(x)": ("reverse solidus", "sin(x)"),
    "x\x00": ("control character", "x"),
    "nan": ("not known here", None),
    "__import__('os')": ("low line", None),
    "x.real": ("full stop", None),
    "lambda: x": ("colon", "lambda x"),
    "1e999": ("up to 1e30", None),
    "x²²³ ²": ("Two powers", None),
    "a b c d g x": ("one parameter too many", None),
    "mean(x_i)": ("needs data points", None),
    "x" * 201: ("longer than", None),
    "(" * 25 + "x" + ")" * 25: ("brackets in one another", None),
    "2^" * 30 + "2": ("brackets in one another", None),
    "x^y" + "".join(f"+x^(y+{i})" for i in range(9)): ("More than 8 exponents", None),
}


@pytest.mark.parametrize(("text", "answer"), WRONG.items(), ids=[f"{i}" for i in range(len(WRONG))])
def test_what_cannot_be_read_is_answered_with_a_sentence_a_place_and_a_text_that_can(text, answer):
    says, mend = answer
    with pytest.raises(FormulaError) as caught:
        read(text)
    error = caught.value
    assert says.lower() in error.message.lower() and error.message[-1] in ".?" and len(error.message) < 160
    assert 0 <= error.start <= error.end <= len(text)
    assert error.mend == mend


PLACES = {
    "x + sine(y)": "sine",
    "x + (y": "(",
    "x + 2 3": "3",
    "x + $": "$",
    "sin(x, y) + 1": "sin(x, y)",
    "x + é": "é",
}


@pytest.mark.parametrize(("text", "place"), PLACES.items(), ids=PLACES)
def test_an_error_points_at_its_place_in_the_text_as_it_was_typed(text, place):
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert text[caught.value.start : caught.value.end] == place


def test_a_formula_may_have_120_nodes_and_no_more():
    longest = "x" + "".join(f"/{i}" for i in range(10, 69))
    assert len(read(longest).tape.nodes) == 119
    with pytest.raises(FormulaError, match="more than 120 nodes"):
        read(longest + "/69/70")
    with pytest.raises(FormulaError, match="more than 60 nodes"):
        read(longest, Names(nodes=60))


def test_a_mean_cannot_stand_in_a_mean_and_needs_data():
    for text, says in {
        "mean(mean(x_i))": "within another",
        "m = mean(x_i); mean((x_i - m)^2)": "within another",
        "mean(x)": "no data",
    }.items():
        with pytest.raises(FormulaError, match=says):
            read(text, DATA)


ALPHABET = string.printable + "²×−\x00é٣\u00a0\u2009\u200b\ufeffπσβ≤"
PIECES = (
    *("x", "y", "a", "q", "sin", "sin(", "sine", "max(", "if(", "(", ")", "+", "-", "*", "/", "^", "**", "²", ",", ";"),
    *("=", "+=", "<", "<=", "≥", " and ", "not ", "1", "2.5", "1e3", "e", "π", " ", "<b>", "&", "x_i", "mean(", "|"),
    *("[", "é", "\n", "'", '"', "σ(", "\\", "$", "_"),
)
MARKUP = frozenset("<>&'\"`\\{}$#|\x00")


def check_answer(text: str, names: Names, mend: bool) -> None:
    """Read a text: a formula that reads back, or a sentence without markup, with a place and a text that reads."""
    try:
        formula = read(text, names)
    except FormulaError as error:
        assert MARKUP.isdisjoint(error.message), (text, error.message)
        assert error.message[-1] in ".?" and error.message.isprintable() and len(error.message) < 160
        assert 0 <= error.start <= error.end <= len(text)
        if mend and error.mend is not None:
            read(error.mend, names)
    else:
        assert read(formula.text, names) == formula


def test_a_hundred_thousand_random_texts_are_a_formula_or_a_sentence():
    rng = random.Random(11)
    for number in range(100_000):
        source, most = (PIECES, 12) if number % 2 else (ALPHABET, 20)
        check_answer("".join(rng.choices(source, k=rng.randint(1, most))), DATA, number % 10 == 0)


@given(st.text(max_size=210))
def test_any_text_is_a_formula_or_a_sentence(text):
    check_answer(text, Names(), True)


@given(texts, st.integers(0, 300), st.sampled_from(PIECES))
def test_a_formula_with_one_slip_of_the_finger_is_a_formula_or_a_sentence(text, place, slip):
    place %= len(text)
    check_answer(text[:place] + slip + text[place:], Names(), True)
    check_answer(text[:place] + text[place + 1 :], Names(), True)
