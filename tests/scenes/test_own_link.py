"""A typed function in a link: what can be read is drawn, what cannot stays beside the last good picture."""

import pytest

from optviz.core.typed.surface import Typed
from optviz.scenes.codec import from_query, parsed, to_query
from optviz.scenes.own_surface import FORMULA
from optviz.scenes.scene import Scene
from optviz.scenes.step import step_from


def opened(query: str) -> Scene:
    scene, ignored = from_query(query)
    assert ignored == ()
    assert from_query(to_query(scene)) == (scene, ()), "the link of a scene opens that scene"
    return scene


def test_a_link_says_the_function_and_its_parameters() -> None:
    scene = opened("surface=typed&f=sin(3x) y^2 %2B a x^2&s.a=0.1&run=gd,lr:0.02&at=1,-1&steps=50")
    assert (scene.formula, dict(scene.surface_knobs), scene.start) == ("sin(3x)*y^2+a*x^2", {"a": 0.1}, (1, -1))
    surface = scene.surface_now()
    assert isinstance(surface, Typed) and surface.values == (0.1,)
    assert abs(surface.value_at((1, -1)) - (0.1411200080598672 + 0.1)) < 1e-15


def test_a_typed_surface_without_a_function_opens_with_one_to_change() -> None:
    assert opened("surface=typed").formula == opened(f"surface=typed&f={FORMULA.replace('+', '%2B')}").formula


def test_a_function_that_cannot_be_read_is_named_in_a_link() -> None:
    scene, ignored = from_query("surface=typed&f=sine(x)")
    assert scene.formula == opened("surface=typed").formula
    assert ignored == ("f = sine(x): “sine” is not known here.",)
    assert "not a finite number" in from_query("surface=typed&f=sqrt(-1-x^2)")[1][0]


def test_what_is_typed_and_can_be_read_becomes_the_function_with_its_own_start() -> None:
    scene = opened("surface=typed&f=x^2%2Ba y^2&s.a=3&s.b=2&at=1.5,1.5&window=picture:-1,1,-1,1&typing=x^4 %2B a y^2")
    assert (scene.formula, scene.typing, scene.viewports) == ("x^4+a*y^2", "", ())
    assert scene.start == scene.surface_kind.starts[0]
    assert scene.surface_knobs == (("a", 3.0),), "a parameter that is still there keeps its value"


def test_what_is_typed_and_cannot_be_read_leaves_everything_as_it_was() -> None:
    scene = opened("surface=typed&f=x^2%2By^2&at=1.5,1.5&window=picture:-1,1,-1,1&typing=x^4 %2B sine(y)")
    before = opened("surface=typed&f=x^2%2By^2&at=1.5,1.5&window=picture:-1,1,-1,1")
    assert scene == before.replace(typing="x^4 + sine(y)")


def test_the_same_function_typed_otherwise_moves_nothing() -> None:
    scene = opened("surface=typed&f=x^2%2By^2&at=1.5,1.5&typing=x*x^1 %2B y^2")
    assert scene.start != (1.5, 1.5), "x·x is another formula"
    scene = opened("surface=typed&f=x^2%2By^2&at=1.5,1.5&typing= x^2  %2B  y^2 ")
    assert (scene.start, scene.typing) == ((1.5, 1.5), "")


def test_a_parameter_may_be_larger_than_its_slider() -> None:
    assert opened("surface=typed&f=a x^2&s.a=73").surface_knobs == (("a", 73.0),)
    scene, ignored = from_query("surface=typed&f=a x^2&s.a=1e9")
    assert scene.surface_knobs == (("a", 1.0),) and len(ignored) == 1


def test_another_surface_forgets_the_function_and_a_lesson_that_is_left_keeps_it() -> None:
    assert to_query(opened("surface=booth&f=x^2&typing=y")).startswith("surface=booth&run")
    before = "surface=typed&f=x^2%2By^2"
    scene, _ = step_from("lesson=", before, {})
    assert scene.formula == "x^2+y^2"
    assert step_from("surface=booth", before, {})[0].formula == ""
    assert step_from("surface=typed", "surface=booth", {})[0].formula == opened("surface=typed").formula


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("f=sin(3x) y^2 + a x^2", "sin(3x) y^2 + a x^2"),
        ("f=sin(3x)%20y^2%20+%20a", "sin(3x) y^2 + a"),
        ("f=x^2+y^2", "x^2+y^2"),
        ("f=x%5E2+%2B+y%5E2", "x^2 + y^2"),
        ("f=x%5E2%2By%5E2", "x^2+y^2"),
        ("f=x%5E2%20%2B%20y%5E2", "x^2 + y^2"),
    ],
)
def test_a_plus_is_a_plus_however_the_link_was_written(written: str, meant: str) -> None:
    assert parsed(written) == {"f": [meant]}
