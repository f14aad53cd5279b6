"""Typed formulas: what they mean, how they are written, and that whatever is typed gets an answer in words."""

import math

import numpy as np
import pytest
from hypothesis import given

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.evaluate import evaluate
from optviz.core.typed.formula import read
from optviz.core.typed.tape import ARITY
from optviz.core.typed.vocabulary import Names

from .helpers import texts

AT = {"x": 2.0, "y": -3.0, "a": 0.5, "b": 4.0}
DATA = Names(data=True)

MEANS = {
    "x + y*a": 0.5,
    "2x": 4.0,
    "2x y": -12.0,
    "3(x + 1)(y - 1)": -36.0,
    "x^2": 4.0,
    "x**2": 4.0,
    "x²y³": -108.0,
    "(x + 1)²": 9.0,
    "x⁻¹ + x¹⁰": 1024.5,
    "-x^2": -4.0,
    "-2^2": -4.0,
    "(-2)^2": 4.0,
    "2 - -3": 5.0,
    "x*-y": 6.0,
    "--x": 2.0,
    "2^3^2": 512.0,
    "2^-x^2": 0.0625,
    "8/x/b": 1.0,
    "1/2x": 1.0,
    "x - 1 - 1": 0.0,
    "b^0.5": 2.0,
    "b^(1/x)": 2.0,
    "y^2 + y^3": -18.0,
    "0^0": 1.0,
    "1.5e2 + .5": 150.5,
    "2e - 2e": 0.0,
    "x × y ÷ 3 − 1": -3.0,
    "x·π/pi": 2.0,
    "x\u00a0+\u2009y*a": 0.5,
    "x\u200b + \ufeffy": -1.0,
    "relu(y) + relu(x)": 2.0,
    "max(x, y, b) - min(x, y, b)": 7.0,
    "hypot(3, 4, 12)": 13.0,
    "sin^2(x) + cos²(x)": 1.0,
    "ln(e) + log(e^x)": 3.0,
    "abs(y) + sign(y) + step(y) + step(0) + step(x)": 3.0,
    "sqrt(b) + exp(0)": 3.0,
    "σ(0) + sigmoid(-1000) + softplus(1000)": 1000.5,
    "asin(1) + acos(1) + atan(1)": 0.75 * math.pi,
    "sinh(0) + cosh(0) + tanh(0) + tan(0)": 1.0,
    "if(x < 0, -x, x)": 2.0,
    "if(x ≥ 2, 1, 0)": 1.0,
    "if(x > 2 or y <= -3, 1, 0)": 1.0,
    "if(0 < x < 1 and not y > 0, 1, 2)": 2.0,
    "if((x < 3), x, 0)": 2.0,
    "q = x + y; q*b": -4.0,
    "q = x\nr = q^2\nq + r": 6.0,
    "c = x; c += 1; c *= 2; c -= 1; c /= 5": 1.0,
    "e = 7; e^2": 49.0,
    "(x+y)*b": -4.0,
    "(a*b+c)*f": 12.0,
}
AT |= {"c": 10.0, "f": 1.0}

MICROGRAD = (
    "c = a + b; d = a*b + b^3; c += c + 1; c += 1 + c + (-a); d += d*2 + relu(b + a); d += 3*d + relu(b - a);"
    "e = c - d; f = e^2; g = f/2; g += 10/f"
)
MAZUR = (
    "p=σ(w1*.05+w2*.1+b1);q=σ(w3*.05+w4*.1+b1);r=σ(w5 p+w6 q+b2);s=σ(w7 p+w8 q+b2);(.01-r)^2/2+(.99-s)^2/2",
    dict(w1=0.15, w2=0.2, w3=0.25, w4=0.3, w5=0.4, w6=0.45, w7=0.5, w8=0.55, b1=0.35, b2=0.6),
)


@pytest.mark.parametrize(("text", "value"), MEANS.items(), ids=MEANS)
def test_a_formula_means_what_it_does_in_a_mathematics_book(text, value):
    assert evaluate(read(text).tape, AT) == pytest.approx(value, rel=1e-14, abs=1e-14)


def test_the_textbooks_own_graphs_have_their_published_values():
    graph = read(MICROGRAD, Names(("a", "b")))
    assert float(evaluate(graph.tape, {"a": -4.0, "b": 2.0})) == pytest.approx(24.7041, abs=5e-5)
    text, weights = MAZUR
    network = read(text, Names(tuple(weights), parameters=0))
    assert float(evaluate(network.tape, weights)) == pytest.approx(0.298371109, abs=5e-10)
    neuron = read("sigmoid(w0*x0 + w1*x1 + w2)", Names(("w0", "x0", "w1", "x1", "w2"), parameters=0))
    at = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    assert float(evaluate(neuron.tape, at)) == pytest.approx(0.7310585786, abs=1e-9)


def test_a_mean_over_data_is_a_surface_of_the_variables():
    points = {"x_i": np.array([0.0, 1.0, 2.0]), "y_i": np.array([1.0, 3.0, 5.0])}
    loss = read("mean((x x_i + y - y_i)^2)", DATA)
    slope, offset = np.meshgrid([2.0, 0.0], [1.0, 0.0], indexing="ij")
    values = evaluate(loss.tape, {"x": slope, "y": offset, **points})
    assert values == pytest.approx(np.array([[0.0, 1.0], [20 / 3, 35 / 3]]))
    assert evaluate(read("sum(x_i) x + mean(y_i)", DATA).tape, {"x": 2.0, **points}) == 9.0


def test_parameters_are_the_other_letters_in_the_order_in_which_they_appear():
    assert read("sin(3x) y^2 + a x^2").parameters == ("a",)
    assert read("β x + w1 y + a β").parameters == ("beta", "w1", "a")
    assert read("x + t", Names(("x", "t"))).parameters == ()


def test_what_occurs_twice_is_one_node():
    ops = [node.op for node in read("sin(x + y)*sin(y + x) + (x + y)").tape.nodes]
    assert ops.count("sin") == ops.count("add") - 1 == 1
    assert read("x*x").tape.nodes[-1].parents == (0, 0)


CANONICAL = {
    "2 x": "2x",
    "2·x·y": "2x*y",
    "x ** 2": "x^2",
    " ( ( x ) ) ": "x",
    "(2^3)^2": "(2^3)^2",
    "2^(3^2)": "2^3^2",
    "x-(y-1)": "x-(y-1)",
    "(x-y)-1": "x-y-1",
    "1/(2x)": "1/(2x)",
    "2e1x + 2 e": "20x+2*e",
    "q = x;; q;": "q=x;q",
    "if(y > x, 1, 0)": "if(y>x,1,0)",
    "ln(x) + arcsin(y)": "log(x)+asin(y)",
    "0.00001x": "1e-5x",
}
LATEX = {
    "sin(3x) y^2 + a x^2": r"\sin(3\,x)\,y^{2} + a\,x^{2}",
    "1/2x": r"\frac{1}{2}\,x",
    "x^(1/3)": "x^{1/3}",
    "sqrt(x^2 + y^2)": r"\sqrt{x^{2} + y^{2}}",
    "(x + y)^2/3": r"\frac{(x + y)^{2}}{3}",
    "sin(x)^2": r"\sin^{2}(x)",
    "sigmoid(w0 x + w1)": r"\sigma(w_{0}\,x + w_{1})",
    "x*-y": r"x\,(-y)",
    "x - (y - 1)": "x - (y - 1)",
    "2*3": r"2 \cdot 3",
    "alpha*eps": r"\alpha\,\varepsilon",
    "if(x < 0, 1, if(y <= 0, 2, 3))": (
        r"\begin{cases} 1 & \text{if } x < 0 \\ 2 & \text{if } y \le 0 \\ 3 & \text{otherwise} \end{cases}"
    ),
    "q = x + y; q^2": r"q^{2},\quad q = x + y",
    "abs(x/2)": r"\left|\frac{x}{2}\right|",
    "log(x/2)": r"\log\left(\frac{x}{2}\right)",
}


@pytest.mark.parametrize(("text", "canonical"), CANONICAL.items(), ids=CANONICAL)
def test_a_formula_has_one_canonical_text(text, canonical):
    assert read(text).text == canonical


@pytest.mark.parametrize(("text", "latex"), LATEX.items(), ids=LATEX)
def test_latex_shows_the_formula_as_it_was_understood(text, latex):
    assert read(text).latex == latex


def read_or_none(text, names=None):
    try:
        return read(text, names)
    except FormulaError:
        return None


@given(texts)
def test_the_canonical_text_reads_as_the_same_formula(text):
    formula = read_or_none(text)
    if formula is None:
        return
    assert read(formula.text) == formula
    at = {"x": 0.7, "y": -1.3, "a": 0.4, "b1": 2.0}
    assert np.array_equal(evaluate(read(formula.text).tape, at), evaluate(formula.tape, at), equal_nan=True)


@given(texts)
def test_a_tape_is_in_order_without_twins_and_without_what_nobody_needs(text):
    formula = read_or_none(text)
    if formula is None:
        return
    nodes = formula.tape.nodes
    assert len({*nodes}) == len(nodes) <= 120
    needed = {len(nodes) - 1} | {parent for node in nodes for parent in node.parents}
    assert needed == {*range(len(nodes))}
    for index, node in enumerate(nodes):
        assert len(node.parents) == ARITY[node.op] and all(parent < index for parent in node.parents)
