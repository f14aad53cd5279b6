"""A typed chain f(g(x)): each link's derivative is exact, and what does not exist is said."""

import numpy as np
import pytest
import sympy

from optviz.core.backprop.functions import SCALAR_FUNCTIONS
from optviz.core.backprop.own import read_link, typed_link
from optviz.core.typed.errors import FormulaError
from optviz.figures.board import TextLines
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.chain_rule import chain_of
from optviz.lecture.page_state import PageState, controls_of, from_query, to_query

CHAINS = (("z^2", "sin(3z)"), ("exp(z)", "z^2+1"), ("log(z)", "z^2+0.5"), ("tanh(z)/z", "3z^3+2"))


def state(f: str, g: str, x: float = 1.0) -> PageState:
    shown, ignored = from_query(
        PAGE, {"section": "chain_rule", "f": "typed", "g": "typed", "fz": f, "gz": g, "x": str(x)}
    )
    assert ignored == () and from_query(PAGE, to_query(shown))[0] == shown
    return shown


@pytest.mark.parametrize(("f", "g"), CHAINS)
@pytest.mark.parametrize("x", [-1.2, 0.4, 1.0])
def test_the_factors_are_those_of_sympy_and_their_product_that_of_differences(f: str, g: str, x: float) -> None:
    chain, z, h = chain_of(state(f, g, x).values), sympy.Symbol("z"), 1e-6
    outer, inner = (sympy.sympify(text.replace("^", "**").replace("3z", "3*z")) for text in (f, g))
    u = sympy.lambdify(z, inner, "math")(x)
    assert chain.values.tolist() == pytest.approx([sympy.lambdify(z, outer, "math")(u), u, x], rel=1e-12)
    assert chain.factors[0] == pytest.approx(sympy.lambdify(z, sympy.diff(outer, z), "math")(u), rel=1e-11)
    assert chain.factors[1] == pytest.approx(sympy.lambdify(z, sympy.diff(inner, z), "math")(x), rel=1e-11)
    near = [chain_of(state(f, g, x + side * h).values).values[0] for side in (-1, 1)]
    assert chain.products[-1] == pytest.approx((near[1] - near[0]) / (2 * h), rel=1e-6)


@pytest.mark.parametrize(
    ("key", "text"), [("square", "z^2"), ("cubic", "3z^3+2"), ("sin", "sin(z)"), ("exp", "exp(z)"), ("tanh", "tanh(z)")]
)
def test_a_typed_function_is_the_built_in_one(key: str, text: str) -> None:
    zs = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(typed_link(text).value(zs), SCALAR_FUNCTIONS[key].value(zs), rtol=1e-14)
    np.testing.assert_allclose(typed_link(text).slope(zs), SCALAR_FUNCTIONS[key].slope(zs), rtol=1e-13)


def test_the_lines_show_each_links_derivative() -> None:
    lines = " ".join(state("exp(z)", "sin(3z)").board().panel("lines", TextLines).frames[-1])
    assert r"\frac{dy}{du} = e^{u} = 1.152" in lines
    assert r"\frac{du}{dx} = 3\,\cos(3\,x) = -2.97" in lines
    assert r"\left(e^{u}\right)\left(3\,\cos(3\,x)\right)" in lines and "-3.42" in lines


def test_one_typed_function_goes_with_a_built_in_one() -> None:
    shown, _ = from_query(PAGE, "section=chain_rule&f=typed&fz=z^2")
    assert [c.key for c in shown.section.visible_controls(shown.values) if c.key.startswith("typing")] == ["typing_f"]
    assert chain_of(shown.values).values.tolist() == [25, 5, 1]


@pytest.mark.parametrize(("f", "g", "x"), [("log(z)", "z", -1.0), ("sqrt(z)", "z^2", 0.0), ("z", "1/z", 0.0)])
def test_a_value_or_a_slope_that_does_not_exist_is_said(f: str, g: str, x: float) -> None:
    with np.errstate(all="raise"):
        board = state(f, g, x).board()
    assert "not a finite number" in str(board.notices[0])


def test_where_log_has_no_value_its_derivative_has_none() -> None:
    assert np.isnan(typed_link("log(z)").slope(-1.0))


def test_another_letter_than_z_is_marked_and_mended() -> None:
    with pytest.raises(FormulaError, match="called z here") as caught:
        read_link("3x^2+x")
    assert (caught.value.start, caught.value.end, caught.value.mend) == (1, 2, "3z^2+z")


def test_a_text_that_cannot_be_read_stays_in_its_own_field() -> None:
    shown, ignored = from_query(
        PAGE, "section=chain_rule&f=typed&fz=z^2&typing_f=sine(z)&g=typed&gz=z^3&typing_g=z^3%2Bz"
    )
    controls = {control["key"]: control for control in controls_of(shown)}
    assert ignored == () and (shown.values["fz"], shown.values["gz"]) == ("z^2", "z^3+z")
    assert controls["typing_f"]["error"]["mend"] == "sin(z)" and controls["typing_g"]["error"] is None


def test_the_fields_of_the_graph_say_what_was_understood_and_mark_what_is_wrong() -> None:
    good, _ = from_query(PAGE, "section=graph&expression=(x+y)*z&letters=a = 2, b = -1")
    fields = {control["key"]: control for control in controls_of(good)}
    assert fields["expression"]["formula"] == {"latex": r"(x + y)\,z", "error": None}
    assert fields["letters"]["formula"]["latex"] == r"a = 2,\quad b = -1"
    bad, _ = from_query(PAGE, {"section": "graph", "expression": "x*y + sine(x)"})
    error = {control["key"]: control for control in controls_of(bad)}["expression"]["formula"]["error"]
    assert (error["start"], error["end"], error["mend"]) == (6, 10, "x*y + sin(x)")
