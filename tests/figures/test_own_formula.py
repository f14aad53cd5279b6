"""The field of a typed function says what was understood, what is wrong and where, and what is known of f."""

from optviz.figures.own_formula import own_formula
from optviz.figures.race_board import race_background, race_board, race_controls, surface_key
from optviz.scenes.codec import from_query
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene


def scene_of(query: str) -> Scene:
    return from_query(query)[0]


def field(query: str) -> dict:
    return own_formula(scene_of(query))[1]


def test_a_built_in_surface_has_no_field() -> None:
    assert own_formula(scene_of("surface=booth")) == []


def test_the_field_shows_the_formula_in_latex_and_what_was_found() -> None:
    said = field("surface=typed&f=(x^2%2By-11)^2%2B(x%2By^2-7)^2")
    assert r"\left(" not in said["latex"] and "x^{2} + y - 11" in said["latex"]
    assert said["note"] == "4 minima found in the window, by a search that may miss some."
    assert said["error"] is None and said["value"] == ""


def test_where_the_function_is_not_finite_the_field_says_on_how_much() -> None:
    note = field("surface=typed&f=sqrt(x-y)%2By^2")["note"]
    assert note.endswith("f is not finite on 12 % of it."), "the triangle x < y of the window [0, 4] × [−2, 2]"


def test_what_cannot_be_read_is_told_with_place_and_mend_beside_the_last_good_function() -> None:
    said = field("surface=typed&f=x^2&typing=y %2B sine(x)")
    assert said["formula"] == "x^2" and said["value"] == "y + sine(x)"
    assert said["error"] == {
        "message": "“sine” is not known here. Did you mean sin?",
        "start": 4,
        "end": 8,
        "mend": "y + sin(x)",
    }


def test_a_function_that_is_finite_nowhere_is_told_too() -> None:
    error = field("surface=typed&f=x^2&typing=log(-1-x^2)")["error"]
    assert "not a finite number at any of the points" in error["message"] and error["mend"] is None


def test_parameters_are_sliders_that_grow_to_what_is_typed() -> None:
    scene = scene_of("surface=typed&f=a x^2%2Balpha2 y^2&s.a=73")
    sliders = [c for c in race_controls(run_scene(scene)) if c["kind"] == "slider" and c["key"].startswith("s.")]
    assert [(c["key"], c["label"], c["value"]) for c in sliders] == [
        ("s.a", "parameter a", 73.0),
        ("s.alpha2", "parameter α2", 1.0),
    ]
    assert all((c["high"], c["most"], c["grows"]) == (5.0, 1e6, True) for c in sliders)


def test_another_function_is_another_background_and_the_same_picture_the_same() -> None:
    one, other = (scene_of(f"surface=typed&f={f}&run=gd,lr:0.1") for f in ("x^2%2By^2", "x^2%2B2y^2"))
    assert surface_key(one) != surface_key(other)
    boards = [race_board(run_scene(scene)) for scene in (one, one)]
    assert boards[0].summary == boards[1].summary and "x^2+y^2" in boards[0].summary
    field_ = race_background(run_scene(one)).fields["surface"]
    assert field_.floor == 0.0
