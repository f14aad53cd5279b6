"""A typed f(x) in the sections on one dimension: its walk is the one of its exact f′ and f″."""

import numpy as np
import pytest
import scipy.optimize

from optviz.figures.board import Axes, Board, Line, last_text
from optviz.figures.board.message import board_body
from optviz.lecture.curvature import PAGE
from optviz.lecture.curvature.newton import walk_of
from optviz.lecture.curvature.one_d import function_of
from optviz.lecture.curvature.secant import walks_of
from optviz.lecture.page_state import PageState, from_query, opened, to_query

from .helpers import layers, values

SECTIONS = ("newton", "secant")


def state(section: str, text: str, **more: str) -> PageState:
    shown, ignored = from_query(PAGE, {"section": section, "fx": "typed", "formula": text} | more)
    assert ignored == ()
    return shown


def board(section: str, text: str, **more: str) -> Board:
    with np.errstate(all="raise"):
        found = state(section, text, **more).board()
    board_body(found)
    return found


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("text", ["log(x)", "1/x^2", "abs(x)", "exp(-x)", "5", "tan(x)", "x^x", "sqrt(x)", "relu(x)"])
def test_any_function_is_drawn_without_a_warning(section, text):
    shown = board(section, text)
    assert shown.summary.startswith(f"f(x) = {text}, ") and shown.summary.endswith(".")
    for key in ("curve", "slope"):
        height = shown.panel(key, Axes).y
        assert np.isfinite([height.low, height.high]).all() and height.low < height.high
    assert all(last_text(text).endswith(".") for text in shown.notices)


def test_newtons_walk_is_scipys_with_the_derivatives_written_by_hand():
    x, _ = walk_of(state("newton", "exp(x) - a*x", p1="3", x="2").values)
    assert x[-1] == pytest.approx(np.log(3), abs=1e-12)
    for steps in (1, 2, 3):
        theirs = scipy.optimize.newton(
            lambda at: np.exp(at) - 3, 2.0, fprime=np.exp, maxiter=steps, disp=False, full_output=True
        )[0]
        assert x[steps] == pytest.approx(theirs, rel=1e-13)


def test_the_secants_walk_is_scipys():
    (x, _), _ = walks_of(state("secant", "x^4 - 2x^2 + x/2", x="2", back="2.2").values)
    theirs = scipy.optimize.newton(lambda at: 4 * at**3 - 4 * at + 0.5, 2.2, x1=2.0)
    assert x[-1] == pytest.approx(theirs, abs=1e-9)
    one = scipy.optimize.newton(lambda at: 4 * at**3 - 4 * at + 0.5, 2.2, x1=2.0, maxiter=1, disp=False)
    assert x[2] == pytest.approx(one, rel=1e-13)


def test_the_two_valleys_typed_walk_as_the_built_in_ones():
    typed = walk_of(state("newton", "x^4/8 - x^3/12 - x^2 + x", x="2.8").values)[0]
    np.testing.assert_allclose(typed, walk_of(values("newton"))[0], rtol=1e-9)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_text_that_cannot_be_read_leaves_the_picture_and_is_told_in_the_field(section):
    good = state(section, "x^2 + 7", x="1.25")
    wrong = state(section, "x^2 + 7", x="1.25", typing_fx="x^2 + sine(")
    assert wrong.board().summary == good.board().summary
    assert wrong.values["typing_fx"] == "x^2 + sine(" and wrong.values["x"] == 1.25
    (field,) = [control for control in wrong.section.visible_controls(wrong.values) if control.key == "typing_fx"]
    assert field.spec()["error"]["message"].endswith((".", "?"))


def test_a_text_that_can_be_read_becomes_the_function_with_its_own_start():
    shown = state("secant", "x^2 + 7", x="1.25", back="1.5", typing_fx="(x - 30)^2")
    assert function_of(shown.values).window[1] > 30
    assert {shown.values["x"], shown.values["back"]}.isdisjoint({1.25, 1.5}) and "&x=" not in to_query(shown)
    low, high = function_of(shown.values).window
    assert low <= shown.values["back"] <= high and shown.values["back"] != shown.values["x"]


def test_a_pole_does_not_flatten_the_rest():
    assert board("newton", "1/x^2").panel("curve", Axes).y.high < 200
    (curve,) = [line for line in layers(board("newton", "log(x)"), "curve", Line) if line.name == "f"]
    assert not np.isinf(np.asarray(curve.y)).any()


def test_where_f_has_no_slope_the_walk_stops_with_a_sentence():
    shown = board("newton", "log(x)", x="-1")
    assert [last_text(text) for text in shown.notices] == [
        "Here f′ or f″ is not a number, so there is nothing to go on from."
    ]
    assert "f″ is 0 here" in last_text(board("newton", "abs(x)").notices[0])
    assert "Both slopes are equal" in last_text(board("secant", "2x").notices[0])


def test_a_surfaces_function_is_not_taken_for_one_of_one_variable():
    surface, _ = from_query(PAGE, {"section": "wrong", "surface": "typed", "f": "x^2+a*y^2", "p1": "3"})
    for section in SECTIONS:
        after = opened(PAGE, section, before=surface)
        assert after.board().notices == () and to_query(after) == f"section={section}"
