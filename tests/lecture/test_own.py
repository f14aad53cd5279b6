"""One's own function in a link: what can be read is drawn with its own start, what cannot stays in the field."""

from typing import Any

import pytest

from optviz.core.typed.surface import Typed
from optviz.lecture.own import problem_of, surface_of, window_of
from optviz.lecture.page_state import PageState, controls_of, from_query, opened, to_query
from optviz.lecture.section import Page
from optviz.pictures.lecture_picture import page_of
from optviz.scenes.own_surface import FORMULA, canonical

TRAPS, LINE = page_of("traps"), page_of("one_dimension")


def read(page: Page, link: str) -> PageState:
    state, ignored = from_query(page, link)
    assert ignored == ()
    assert from_query(page, to_query(state)) == (state, ()), "the link of a section opens what it shows"
    return state


def traps(link: str) -> PageState:
    return read(TRAPS, f"section=gradient&{link}")


def control(state: PageState, key: str) -> dict[str, Any]:
    return {control["key"]: control for control in controls_of(state)}[key]


def test_a_link_says_the_function_and_its_parameters() -> None:
    state = traps("surface=typed&f=sin(3x) y^2 %2B a x^2&p1=0.1&x0=1&y0=-1")
    surface = surface_of(state.values)
    assert isinstance(surface, Typed) and (surface.formula.text, surface.values) == ("sin(3x)*y^2+a*x^2", (0.1,))
    assert abs(surface.value_at((1, -1)) - (0.1411200080598672 + 0.1)) < 1e-15
    assert (state.values["x0"], state.values["y0"]) == (1, -1)


def test_what_stands_there_to_begin_with_is_canonical() -> None:
    state = traps("surface=typed")
    assert state.values["f"] == FORMULA == canonical(FORMULA)
    assert "f=" in to_query(state), "a function of one's own stands in every link"
    assert read(LINE, "f=typed").values["fx"] == "x^4-2x^2+a*x"


def test_a_start_that_no_link_says_is_the_functions_own_in_its_own_window() -> None:
    state = traps("surface=typed&f=(x-30)^2%2By^2")
    surface = surface_of(state.values)
    assert (state.values["x0"], state.values["y0"]) == surface.starts[0]
    slider = control(state, "x0")
    assert (slider["low"], slider["high"]) == surface.domain[0] == window_of(state.values)[0] and slider["grows"]
    assert "x0" not in to_query(state)
    assert traps("surface=booth").values["x0"] == -2.5 and control(traps("surface=booth"), "x0")["high"] == 10


def test_what_is_typed_and_can_be_read_becomes_the_function_with_its_own_start() -> None:
    state = traps("surface=typed&f=x^2%2Ba y^2&p1=3&x0=1.5&y0=1.5&window=plane:-1,1,-1,1&typing=b x^4 %2B a y^2")
    assert (state.values["f"], state.values["typing"], state.viewports) == ("b*x^4+a*y^2", "", ())
    assert (state.values["x0"], state.values["y0"]) == surface_of(state.values).starts[0]
    assert (state.values["p1"], state.values["p2"]) == (1, 3), "a parameter that is still there keeps its value"
    assert control(state, "p2")["label"] == "parameter a"


def test_what_is_typed_and_cannot_be_read_leaves_everything_as_it_was() -> None:
    before = traps("surface=typed&f=x^2%2By^2&x0=1.5&y0=1.5&window=plane:-1,1,-1,1")
    state = traps("surface=typed&f=x^2%2By^2&x0=1.5&y0=1.5&window=plane:-1,1,-1,1&typing=x^4 %2B sine(y)")
    assert {**state.values, "typing": ""} == before.values and state.viewports == before.viewports
    assert "“sine” is not known" in problem_of(state.values) and problem_of(before.values) == ""
    field = control(state, "typing")
    assert (field["value"], field["formula"]) == ("x^4 + sine(y)", "x^2+y^2")
    assert (field["error"]["start"], field["error"]["end"], field["error"]["mend"]) == (6, 10, "x^4 + sin(y)")


def test_the_same_function_typed_otherwise_moves_nothing() -> None:
    state = traps("surface=typed&f=x^2%2By^2&x0=1.5&typing= x^2  %2B  y^2 ")
    assert (state.values["x0"], state.values["typing"]) == (1.5, "")


def test_a_link_with_a_function_that_cannot_be_read_shows_it_in_the_field() -> None:
    state = traps("surface=typed&f=sine(x)")
    assert (state.values["f"], state.values["typing"]) == (FORMULA, "sine(x)")


@pytest.mark.parametrize("page", [TRAPS, LINE], ids=["traps", "one_dimension"])
def test_taking_up_and_leaving_ones_own_function_starts_anew(page: Page) -> None:
    choice, text = ("surface", "f") if page is TRAPS else ("f", "fx")
    there = read(page, f"{choice}=typed&x0=0.123")
    assert there.values["x0"] != 0.123, "the start was that of the function before"
    built_in = "booth" if page is TRAPS else "plain"
    back = read(page, f"{choice}={built_in}&{text}=x^2&typing=sine(x)&p1=3&x0=0.123")
    assert back.values["x0"] == opened(page).values["x0"] and text + "=" not in to_query(back).replace(choice, "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("x^2+y^2", "x^2+y^2"), ("(x+y)^2", "(x+y)^2"), ("x%5E2+%2B+y%5E2", "x^2+y^2"), ("x%5E2%2By", "x^2+y")],
)
def test_a_plus_is_a_plus_however_the_link_was_written(written: str, meant: str) -> None:
    assert traps(f"surface=typed&f={written}").values["f"] == meant


def test_a_parameter_may_be_larger_than_its_slider() -> None:
    assert traps("surface=typed&f=a x^2&p1=73").values["p1"] == 73
    _, ignored = from_query(TRAPS, "surface=typed&f=a x^2&p1=1e9")
    assert len(ignored) == 1


def test_a_parameter_that_the_function_has_not_has_no_slider() -> None:
    keys = {control["key"] for control in controls_of(traps("surface=typed&f=a x^2%2Bb y^2"))}
    assert {"p1", "p2"} <= keys and not {"p3", "p4"} & keys
    assert not {"f", "typing", "p1"} & {control["key"] for control in controls_of(traps("surface=booth"))}


def test_markup_and_endless_texts_are_data() -> None:
    state = traps("surface=typed&f=x^2&typing=<img src=x onerror=alert(1)>")
    assert "img" not in control(state, "typing")["error"]["message"]
    assert len(traps(f"surface=typed&f=x^2&typing={'(' * 900}").values["typing"]) == 200
