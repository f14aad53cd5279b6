"""Derivatives against SymPy, jax.grad, central differences, and formulas worked out on paper."""

import random
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.typed.derivative import PARTIALS, gradient
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.evaluate import VALUES, evaluate
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.tape import Tape
from optviz.core.typed.vocabulary import Names

from .helpers import smooth_formula, texts

ONE = sympy.Integer(1)


def sympy_if(condition: Any, a: Any, b: Any) -> Any:
    return sympy.Piecewise((a, condition), (b, True))


SYMPY: dict[str, Callable[..., Any]] = {
    **{"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b},
    **{"pow": lambda a, b: a**b, "neg": lambda a: -a, "hypot": lambda a, b: sympy.sqrt(a**2 + b**2)},
    "mod": sympy.Mod,
    **{"min": sympy.Min, "max": sympy.Max, "abs": sympy.Abs, "sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log},
    **{name: getattr(sympy, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")},
    **{"sigmoid": lambda a: ONE / (ONE + sympy.exp(-a)), "softplus": lambda a: sympy.log(ONE + sympy.exp(a))},
    **{"relu": lambda a: sympy.Max(a, 0), "step": lambda a: sympy_if(a > 0, 1, 0), "sign": sympy.sign},
    **{"lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "if": sympy_if},
    **{"and": sympy.And, "or": sympy.Or, "not": sympy.Not},
}
JAX: dict[str, Callable[..., Any]] = {
    **{"add": jnp.add, "sub": jnp.subtract, "mul": jnp.multiply, "div": jnp.divide, "neg": jnp.negative},
    **{"min": jnp.minimum, "max": jnp.maximum, "abs": jnp.abs, "sqrt": jnp.sqrt, "exp": jnp.exp, "log": jnp.log},
    **{name: getattr(jnp, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "hypot")},
    **{"asin": jnp.arcsin, "acos": jnp.arccos, "atan": jnp.arctan, "sigmoid": jax.nn.sigmoid},
    **{"relu": jax.nn.relu, "softplus": jax.nn.softplus, "step": lambda a: jnp.heaviside(a, 0.0), "sign": jnp.sign},
    "mod": jnp.mod,
    **{"lt": jnp.less, "le": jnp.less_equal, "if": jnp.where, "pow": jnp.power},
    **{"and": jnp.logical_and, "or": jnp.logical_or, "not": jnp.logical_not},
}


def as_sympy(tape: Tape) -> Any:
    """The same formula for SymPy, built from the tape: SymPy never sees a text."""
    built: list[Any] = []
    for node in tape.nodes:
        args = [built[parent] for parent in node.parents]
        if node.op == "name":
            built.append(sympy.Symbol(node.name, real=True))
        elif node.op == "number":
            built.append({"pi": sympy.pi, "e": sympy.E}.get(node.name, sympy.Rational(node.number)))
        else:
            built.append(SYMPY[node.op](*args))
    return built[-1]


def exactly(at: dict[str, float]) -> dict[Any, Any]:
    """The values at a point for SymPy."""
    return {sympy.Symbol(name, real=True): sympy.Rational(str(value)) for name, value in at.items()}


def as_jax(tape: Tape) -> Callable[[dict[str, Any]], Any]:
    """The same formula as a function for JAX."""

    def value(at: dict[str, Any]) -> Any:
        built: list[Any] = []
        for node in tape.nodes:
            args = [built[parent] for parent in node.parents]
            if node.op == "pow" and tape.nodes[node.parents[1]].op == "number":
                n = tape.nodes[node.parents[1]].number
                built.append(args[0] ** (int(n) if n == int(n) else n))
            elif args:
                built.append(JAX[node.op](*args))
            else:
                built.append(jnp.asarray(node.number if node.op == "number" else at[node.name]))
        return built[-1]

    return value


def slopes(formula: Formula, at: dict[str, float], wrt: str = "xy") -> list[float]:
    return [float(evaluate(part.tape, at)) for part in gradient(formula, wrt)]


def test_sympy_finds_the_same_derivatives_of_two_hundred_random_formulas():
    rng = random.Random(5)
    for _ in range(200):
        formula = read(smooth_formula(rng))
        at = {name: round(rng.uniform(-1.5, 1.5), 2) for name in ("x", "y", "a")}
        exact = exactly(at)
        theirs = as_sympy(formula.tape)
        assert float(evaluate(formula.tape, at)) == pytest.approx(float(theirs.evalf(subs=exact)), rel=1e-9, abs=1e-9)
        for name, ours in zip("xy", slopes(formula, at), strict=True):
            slope = sympy.diff(theirs, sympy.Symbol(name, real=True)).evalf(subs=exact)
            assert ours == pytest.approx(float(slope), rel=1e-9, abs=1e-9), (formula.text, name, at)


# f, and where; off the kinks.
OPS = {
    **{op: f"{op}(x y + 0.3)" for op in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")},
    **{op: f"{op}(x - y)" for op in ("sigmoid", "softplus", "relu", "step", "sign", "abs", "exp")},
    **{op: f"{op}(1 + x^2 y^2)" for op in ("sqrt", "log")},
    **{op: f"{op}(x^2, sin(y), a x)" for op in ("min", "max", "hypot")},
    "pow": "(1 + x^2)^(y/2) + 2^x + (x - 3)^3 + (1 + y^2)^a + (y - 3)^-2",
    "div": "x/y + 1/(x y) + (x - y)/3",
    "sub": "(x - y) - (y - x) - a",
    "neg": "-(x y)^2 - -x",
    "add": "x + x + 2x + x y + y x",
    "mul": "x x^2 y x/(y^2) a",
    "if": "if(x < y and not y <= 0.1 or a > 1, x^2 y, if(x >= 1, y^3, x y))",
    "number": "pi x^2 + e^x + 3",
}


def test_a_remainder_has_the_derivative_that_jax_finds():
    formula = read("mod(x y, 0.7 + y^2) + mod(x^2, 0.3)")
    for x, y in ((0.6, -0.4), (-0.35, 0.75), (2.3, 1.1)):
        by_jax = jax.grad(as_jax(formula.tape))({"x": x, "y": y})
        ours = slopes(formula, {"x": x, "y": y})
        assert ours == pytest.approx([float(by_jax["x"]), float(by_jax["y"])], rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("at", [(0.6, -0.4), (-0.35, 0.75)])
def test_every_operation_has_the_derivative_that_sympy_and_jax_find(op, at):
    formula = read(OPS[op])
    values = {"x": at[0], "y": at[1], "a": 0.8}
    exact = exactly(values)
    theirs = as_sympy(formula.tape)
    by_jax = jax.grad(as_jax(formula.tape))(values)
    for name, ours in zip("xy", slopes(formula, values), strict=True):
        slope = sympy.diff(theirs, sympy.Symbol(name, real=True)).subs(exact).doit().evalf()
        assert ours == pytest.approx(float(slope), rel=1e-12, abs=1e-13), name
        assert ours == pytest.approx(float(by_jax[name]), rel=1e-12, abs=1e-13), name


def test_every_operation_has_a_value_and_its_partial_derivatives():
    assert {*VALUES} - {"norm", "dot"} == {*PARTIALS} == {*SYMPY} == {*JAX}


numbers = st.floats(-2.0, 2.0).map(lambda v: round(v, 3))


@given(texts, numbers, numbers)
def test_the_derivative_is_that_of_central_differences_wherever_these_settle(text, x, y):
    try:
        formula = read(text)
    except FormulaError:
        return
    at = {"x": x, "y": y, "a": 0.7, "b1": -1.3}
    for name, ours in zip("xy", slopes(formula, at), strict=True):
        estimates = []
        for h in (1e-4, 1e-5):
            up, down = (float(evaluate(formula.tape, at | {name: at[name] + side})) for side in (h, -h))
            with np.errstate(all="ignore"):
                estimates.append(np.subtract(up, down) / (2 * h))
        if not np.all(np.isfinite([*estimates, ours])) or abs(float(evaluate(formula.tape, at))) > 1e3:
            continue
        if abs(estimates[0] - estimates[1]) < 1e-6 * (1 + abs(estimates[1])) < 1e-2:
            at_a_kink = any(
                node.op in ("abs", "relu", "min", "max", "if", "step", "sign") for node in formula.tape.nodes
            )
            assert at_a_kink or ours == pytest.approx(estimates[1], rel=1e-4, abs=1e-4), (text, name, at)


def test_at_a_kink_the_derivative_is_the_one_that_is_documented():
    at = {"x": 0.0, "y": 0.0}
    for text, expected in {
        "abs(x)": 0.0,
        "relu(x)": 0.0,
        "step(x) + sign(x)": 0.0,
        "max(x, y)": 0.5,
        "max(3x, y)": 1.5,
        "min(x, -x)": 0.0,
        "hypot(x, y)": 0.0,
        "if(x < 0, -x, 2x)": 2.0,
        "x^2": 0.0,
        "x^1": 1.0,
        "x^0": 0.0,
    }.items():
        assert slopes(read(text), at, "x") == [expected], text


SHOWN = {
    "sin(3x) y^2 + a x^2": r"3\,y^{2}\,\cos(3\,x) + 2\,a\,x",
    "(1 - x)^2 + 100(y - x^2)^2": r"-2\,(1 - x) - 400\,x\,(y - x^{2})",
    "x^2": r"2\,x",
    "x": "1",
    "y": "0",
    "x + x": "2",
    "x - x": "0",
    "x*y/x*0": "0",
    "1/x": r"-\frac{1}{x^{2}}",
    "sqrt(x^2 + y^2)": r"\frac{x}{\sqrt{x^{2} + y^{2}}}",
    "e^x": "e^{x}",
    "x^(1/3)": r"\frac{x^{-2/3}}{3}",
    "2^x": r"2^{x}\,\log(2)",
    "sigmoid(x)": r"\sigma(x)\,(1 - \sigma(x))",
    "x*x*x": r"3\,x^{2}",
    "cos(2 pi x)": r"-2\,\pi\,\sin(2\,\pi\,x)",
    "tan(x)": r"1 + \tan^{2}(x)",
    "abs(x)": r"\mathrm{sign}(x)",
    "(x - 1)(x + 1)": r"2\,x",
    "0.1 x + 0.2 x": r"0.1 + 0.2",
}


@pytest.mark.parametrize(("text", "latex"), SHOWN.items(), ids=SHOWN)
def test_a_derivative_is_written_as_in_a_book(text, latex):
    assert gradient(read(text), "x")[0].latex == latex


def test_a_long_derivative_has_no_formula_but_its_values():
    slope = gradient(read("sin(x y)^3 exp(-x^2) tanh(x + y) log(1 + x^2) cos(x/3) sqrt(1 + x^4)"), "x")[0]
    assert slope.latex == slope.text == "" and len(slope.tape.nodes) > 60


def test_a_derivative_can_be_derived_again_and_reads_as_its_text():
    rosenbrock = read("(1 - x)^2 + 100(y - x^2)^2")
    by_x, by_y = gradient(rosenbrock, "xy")
    hessian = [slopes(part, {"x": -1.2, "y": 1.0}) for part in (by_x, by_y)]
    assert hessian == [pytest.approx([1330.0, 480.0]), pytest.approx([480.0, 200.0])]
    assert evaluate(read(by_x.text).tape, {"x": 0.3, "y": 2.0}) == pytest.approx(
        evaluate(by_x.tape, {"x": 0.3, "y": 2.0})
    )


def test_the_gradient_of_a_mean_over_data_is_the_mean_of_gradients():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=20), rng.normal(size=20)
    loss = read("mean((w x_i + b - y_i)^2) + sum(w + x_i)/20", Names(("w", "b"), data=True))
    slope, offset = gradient(loss, "wb")
    at = {"w": 0.4, "b": -1.1, "x_i": x, "y_i": y}
    error = 0.4 * x - 1.1 - y
    assert evaluate(slope.tape, at) == pytest.approx(np.mean(2 * error * x) + 1)
    assert evaluate(offset.tape, at) == pytest.approx(np.mean(2 * error))
    assert gradient(read("mean(a x_i)", Names(data=True)), "a")[0].latex == r"\frac{1}{n} \sum_{i=1}^{n} x_{i}"


@pytest.mark.parametrize("again", ["q+=q", "q*=q", "q=q*q*y", "q=q/(q+1)", "q=max(q,q+x)", "q=q-1/q"])
def test_a_formula_that_uses_its_parts_over_and_over_is_not_multiplied_out(again):
    formula = read("q=x+y" + f";{again}" * 14 + ";x*q")
    by_x = gradient(formula, "xy")[0]
    assert len(by_x.tape.nodes) < 40 * len(formula.tape.nodes)
    at = {"x": 0.31, "y": -0.17}
    assert float(evaluate(by_x.tape, at)) == pytest.approx(float(jax.grad(as_jax(formula.tape))(at)["x"]), rel=1e-9)
