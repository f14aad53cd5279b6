"""A typed f(x): its derivatives, its window, its critical points and its verdicts, against two witnesses each."""

import numpy as np
import pytest
import sympy

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.own import TypedFunction, typed_function
from optviz.core.one_d.status import name_of
from optviz.core.one_d.walk import basins, outcomes, walk
from optviz.core.typed.errors import FormulaError

TYPED = {
    "parabola": "x^2",
    "two_valleys": "x^4/8-x^3/12-x^2+x",
    "terrace": "3x^4/16-x^3/2",
    "ripples": "x^2/8+(1-cos(5x))/4",
    "plain": "x^2/(1+x^2)",
    "kink": "abs(x)",
}
"""The built-in functions, typed."""

SMOOTH = ("x^4-2x^2+0.3x", "sin(3x)+0.1x^2", "x*log(x)", "exp(-x)*x^2", "x/(1+x^2)", "tanh(x)^2+0.1x", "(x^2-2)^3")


def reasons(text: str, eta: float, start: float, **more: float) -> tuple[str, str]:
    status = walk(typed_function(text), eta, start, **more).status  # type: ignore[arg-type]
    return status.kind, status.reason


@pytest.mark.parametrize("text", SMOOTH)
def test_both_derivatives_are_those_of_sympy_and_of_differences(text: str) -> None:
    function, x = typed_function(text), sympy.Symbol("x")
    f = sympy.sympify(text.replace("^", "**").replace("2x", "2*x").replace("3x", "3*x").replace("1x", "1*x"))
    places = np.array([0.31, 0.8, 1.7])
    for own, known in ((function.slope, sympy.diff(f, x)), (function.curvature, sympy.diff(f, x, 2))):
        np.testing.assert_allclose(
            own(places), [sympy.lambdify(x, known, "math")(at) for at in places.tolist()], rtol=1e-11
        )
    h = 1e-5
    np.testing.assert_allclose(
        function.slope(places), (function.value(places + h) - function.value(places - h)) / (2 * h), rtol=1e-7
    )
    np.testing.assert_allclose(
        function.curvature(places), (function.slope(places + h) - function.slope(places - h)) / (2 * h), rtol=1e-7
    )


@pytest.mark.parametrize("key", list(TYPED))
def test_the_search_finds_the_critical_points_of_the_built_in_functions(key: str) -> None:
    known, typed = FUNCTIONS[key](), typed_function(TYPED[key])
    low, high = typed.window
    reach = (2 * low - high, 2 * high - low)
    expected = [(x, kind) for x, kind in known.criticals if reach[0] < x < reach[1]]
    found = [(x, kind) for x, kind in typed.criticals if any(abs(x - place) < 0.5 for place, _ in expected)]
    assert [kind for _, kind in found] == [kind for _, kind in expected]
    np.testing.assert_allclose([x for x, _ in found], [x for x, _ in expected], atol=1e-7)


@pytest.mark.parametrize("key", list(TYPED))
@pytest.mark.parametrize(("eta", "start"), [(0.1, 1.3), (0.05, -1.9), (0.3, 0.4)])
def test_a_walk_on_a_typed_built_in_function_is_the_walk_on_it(key: str, eta: float, start: float) -> None:
    known, typed = (walk(f, eta, start, 1e-3) for f in (FUNCTIONS[key](), typed_function(TYPED[key])))
    assert (typed.steps, typed.status.kind, typed.status.where) == (
        known.steps,
        known.status.kind,
        known.status.where,
    )
    np.testing.assert_allclose(typed.x, known.x, atol=1e-9)
    np.testing.assert_allclose(typed.factor, known.factor, atol=1e-8)


@pytest.mark.parametrize(("eta", "regime"), [(0.9, "converged"), (1.0, "cycling"), (1.01, "diverged")])
def test_gd_on_a_typed_parabola_converges_exactly_below_two_over_the_curvature(eta: float, regime: str) -> None:
    f = typed_function("a*x^2", (3.0,))
    assert f.curvature(0.0) == 6.0
    assert walk(f, eta * 2 / 6.0, 1.0, 1e-6, 100_000 if regime == "diverged" else 1000).status.kind == regime


@pytest.mark.parametrize(
    ("text", "window"),
    [("x^2", (-2, 2)), ("(x-30)^2", (-50, 50)), ("log(x)", (0, 4)), ("cos(50x)", (-0.5, 0.5)), ("exp(-x)", (-2, 2))],
)
def test_the_window_shows_where_f_is_finite_and_has_its_minima(text: str, window: tuple[float, float]) -> None:
    function = typed_function(text)
    assert function.window == window and window[0] < function.start < window[1]
    assert np.isfinite(function.value(function.start)) and abs(function.slope(function.start)) > 1e-3


def test_a_window_does_not_move_when_a_parameter_is_turned() -> None:
    first, second = (typed_function("(x-a)^2", (a,)) for a in (1.0, 40.0))
    assert first.window == second.window and (first.minima, second.minima) == ((1.0,), ())


def test_a_walk_that_leaves_the_domain_has_not_diverged() -> None:
    assert reasons("log(x)", 0.1, 2.7) == (
        "undefined",
        "At step 38, x = −0.03242 is outside the domain of f: there is no f(x), and no next step.",
    )
    kind, reason = reasons("sqrt(abs(x))", 0.25, 0.25)
    assert kind == "undefined" and "f has no slope at x = 0" in reason
    kind, reason = reasons("sqrt(x)", 0.25, 0.25)
    assert kind == "undefined" and "the slope at x = 0 is infinite" in reason


def test_a_walk_whose_numbers_grow_beyond_all_bounds_has_diverged_whichever_way() -> None:
    assert reasons("x^2", 1.1, 1.0, steps=5000)[0] == "diverged"
    assert reasons("x^3", 1.0, -1.0)[1].startswith("Diverged at step 8: f overflows float64 (it is under −1.8e308)")
    assert "parts of it are over" in reasons("exp(x)-exp(2x)", 5.0, 3.0)[1]


def test_where_nothing_was_found_nothing_is_claimed() -> None:
    kind, reason = reasons("exp(-x)", 0.1, 20.0)
    assert kind == "stuck" and reason.endswith("on flat ground where no critical point was found near.")
    names = outcomes(typed_function("exp(-x)"))
    assert names == ("at rest, nothing found there", "does not stop", "diverges or leaves the domain")


def test_a_minimum_far_outside_the_search_is_still_told_from_flat_ground() -> None:
    function = typed_function("cos(x)+0*x^2")
    far = 2 * np.pi * 40 + np.pi
    assert all(abs(x - far) > 1 for x, _ in function.criticals)
    status = walk(function, 0.5, far + 0.2, 1e-6).status
    assert (status.kind, status.where) == ("converged", "minimum") and status.place == pytest.approx(far)


def test_the_lowest_minimum_is_said_to_be_the_lowest_found_and_only_where_nothing_lower_was_seen() -> None:
    double = typed_function("x^4-2x^2+a*x", (0.3,))
    assert [name_of(double, x) for x in double.minima] == ["lowest minimum found", "local minimum"]
    assert double.floor == double.value(double.minima[0])
    sloping = typed_function("x^3-x")
    assert sloping.floor is None and name_of(sloping, sloping.minima[0]) == "local minimum"


@pytest.mark.parametrize(
    ("text", "count"),
    [("1/x", 0), ("1/x^2", 0), ("tan(x)", 0), ("step(x)", 0), ("5", 0), ("x/x", 0), ("if(abs(x)<1,5,x)", 0)],
)
def test_poles_and_jumps_are_no_critical_points(text: str, count: int) -> None:
    assert len(typed_function(text).criticals) == count


def test_a_level_bottom_is_one_minimum_and_a_level_slope_one_inflection() -> None:
    assert typed_function("relu(x-1)+relu(-x-1)").criticals == ((0.0, "minimum"),)
    assert typed_function("relu(x-1)-relu(-x-1)").criticals == ((0.0, "inflection"),)
    assert typed_function("sqrt(abs(x))").criticals == ((0.0, "minimum"),)


def test_basins_of_a_typed_function_are_where_single_walks_end() -> None:
    function = typed_function("x^4-2x^2+0.3x")
    starts = np.linspace(-1.9, 1.9, 39)
    kinds = basins(function, 0.05, starts, 1e-3)
    for start, kind in zip(starts.tolist(), kinds.tolist(), strict=True):
        assert function.criticals[kind][0] == walk(function, 0.05, start, 1e-3).status.place


def test_a_function_that_is_finite_nowhere_is_refused_in_a_sentence() -> None:
    with pytest.raises(FormulaError, match="not a finite number at any"):
        typed_function("sqrt(-1-x^2)")
    with pytest.raises(FormulaError, match="sine"):
        typed_function("sine(x)")


def test_equal_formulas_are_equal_functions() -> None:
    one, other = typed_function("a x^2", (2.0,)), typed_function("a*x^2", (2.0,))
    assert isinstance(one, TypedFunction) and one == other and hash(one) == hash(other)
    assert one != typed_function("a*x^2", (3.0,))
