"""What a class looks at: the question, and on the projector everybody's answer."""

from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.simulate import simulate_all
from optviz.figures.crowd import AXIS
from optviz.lecture.momentum.common import CORNER, bowl, optimizer
from optviz.pictures.pages import picture_at
from optviz.pictures.picture import answer
from optviz.pictures.question_refs import picture_of, questions, scene_of
from optviz.pictures.question_refs import scenes as all_scenes
from optviz.questions import ENDS, Settings
from tests.decoder import frames_of, opened_board, with_arrays

REF = "momentum.map.fastest"
ONE_DIAL = "one_dimension.step_size.soonest"
ANSWERS = ("0.02,0.5", "0.033,0.67", "0.04,0.1")


def board(query: str, page: str = "class") -> dict[str, Any]:
    """The board of a page of a class."""
    shown = opened_board(frames_of(answer(page, query))[-1])
    return with_arrays({key: value for key, value in shown.items() if key != "columns"}, shown["columns"])


def layers(query: str, panel: str, kind: str) -> list[dict[str, Any]]:
    """The layers of a kind on one panel."""
    (found,) = [each for each in board(query)["panels"] if each["key"] == panel]
    return [layer for layer in found["layers"] if layer["kind"] == kind]


def test_a_room_that_has_asked_nothing_shows_nothing_but_all_there_is_to_choose() -> None:
    lobby = board("")
    assert lobby["panels"] == [] and lobby["question"] is None
    scenes = [scene for _, scenes in lobby["choices"] for scene in scenes]
    assert [scene[:2] for scene in scenes] == [list(each) for each in all_scenes().items()]
    refs = [ref for _, _, asked in scenes for ref, _ in asked]
    assert set(refs) == set(questions()) and len(set(refs)) == len(refs)
    assert board("", "join")["choices"] is None


def test_all_runs_of_a_class_are_one_film_in_the_colours_of_how_they_end() -> None:
    crowd = f"ref={REF}&q=0&answer=-&crowd={'~'.join(ANSWERS)}"
    kappa = picture_of(REF, 0).inner.state.values["kappa"]  # type: ignore[union-attr]
    racers = [optimizer("momentum", *map(float, text.split(","))) for text in ANSWERS]
    runs = simulate_all(bowl(kappa), racers, CORNER, 150)
    (swarm,) = layers(crowd, "plane", "swarm")
    assert [category["label"] for category in swarm["categories"]] == list(ENDS)
    for row, run in enumerate(runs):
        if np.isfinite(run.x[-1]).all() and abs(run.x[-1]).max() < 3:
            assert swarm["x"][row][-1] == pytest.approx(run.x[-1, 0], abs=0.01)
        assert swarm["x"][row][0] == pytest.approx(CORNER[0], abs=0.01)
    dots = layers(crowd, "map", "points")[1:]
    assert sorted(round(float(x), 3) for dot in dots for x in dot["x"]) == [0.02, 0.033, 0.04]


def test_of_one_dial_everyone_s_value_is_a_dot_on_its_axis_in_the_colour_of_its_end() -> None:
    etas = [0.021, 0.022, 0.15, 0.15, 0.9, 1.2]
    query = f"ref={ONE_DIAL}&q=1&answer=-&crowd={'~'.join(map(str, etas))}"
    (axes,) = [panel for panel in board(query)["panels"] if panel["key"] == AXIS]
    assert (axes["x"]["label"], axes["x"]["log"]) == ("η", True)
    dots = [layer for layer in axes["layers"] if layer["kind"] == "points"]
    places = [place for dot in dots for place in zip(dot["x"], dot["y"], strict=True)]
    placed = sorted((round(float(x), 3), round(float(y))) for x, y in places)
    assert placed == [(0.021, 1), (0.022, 2), (0.15, 1), (0.15, 2), (0.9, 1), (1.2, 1)]
    form = picture_of(ONE_DIAL, 1).asked.form
    assert isinstance(form, Settings)
    ends = {round(float(x), 3): dot["name"] for dot in dots for x in dot["x"]}
    assert ends == {eta: ENDS[trial.end] for eta, trial in zip(etas, form.run([(eta,) for eta in etas]), strict=True)}
    (best,) = [layer for layer in axes["layers"] if layer["kind"] == "line"]
    assert best["x"][0] == pytest.approx(form.best[0]) and best["since"] == board(query)["steps"]


def test_the_runs_of_a_class_go_on_after_the_best_has_ended() -> None:
    query = f"ref={ONE_DIAL}&q=1&answer=-"
    form = picture_of(ONE_DIAL, 1).asked.form
    assert isinstance(form, Settings)
    (trial,) = form.run([(0.02,)])
    shown = board(f"{query}&crowd=0.02")
    assert board(query)["steps"] < shown["steps"] == len(trial.path) - 1
    (swarm,) = layers(f"{query}&crowd=0.02", "curve", "swarm")
    assert swarm["x"][0][-1] == pytest.approx(trial.path[-1, 0], abs=0.01)


def test_the_axis_of_one_dial_stands_on_the_projector_before_and_after_and_on_no_phone() -> None:
    for query in (f"ref={ONE_DIAL}&q=1", f"ref={ONE_DIAL}&q=1&answer=-&crowd=0.1"):
        assert board(query)["rows"] == [["curve", AXIS]]
        assert board(query, "join")["rows"] == [["curve"]]
    assert AXIS not in str(board(f"ref={REF}&q=0")["rows"])


@pytest.mark.parametrize("page", ["class", "join"])
@pytest.mark.parametrize("ref", ["momentum.map", "one_dimension.step_size", "lesson.cliff"])
def test_a_section_or_lesson_is_shown_as_it_opens_and_nothing_is_asked_about_it(page: str, ref: str) -> None:
    shown, own = board(f"scene={ref}", page), scene_of(ref)
    assert shown["question"] is None and shown["shows"] == {"section": ref} and shown["query"] == f"scene={ref}"
    assert shown["head"]["section"] == all_scenes()[ref] and shown["steps"] == own.board().steps > 0
    assert {panel["key"] for panel in shown["panels"]} <= {panel.key for panel in own.board().panels}
    assert all(panel.get("drag") is None for panel in shown["panels"])


def test_each_section_and_lesson_can_be_shown() -> None:
    for ref in all_scenes():
        shown = picture_at("join", f"scene={ref}")
        assert shown.header["head"]["section"] == all_scenes()[ref] and shown.header["ignored"] == []


def test_nobody_s_answer_is_shown_before_it_is_told() -> None:
    assert layers(f"ref={REF}&q=0&crowd={'~'.join(ANSWERS)}", "plane", "swarm") == []


def test_three_hundred_answers_are_one_picture_and_nonsense_among_them_is_left_out() -> None:
    rng = np.random.default_rng(0)
    crowd = [f"{lr:.3g},{beta:.3g}" for lr, beta in rng.uniform(0, [0.04, 0.99], (300, 2))]
    (swarm,) = layers(f"ref={REF}&q=0&answer=-&crowd={'~'.join([*crowd, 'nonsense', '9,9'])}", "plane", "swarm")
    assert len(swarm["number"]) == 300


def test_a_room_s_link_names_its_question_without_the_answers_of_others() -> None:
    shown = picture_at("class", f"ref={REF}&q=4&answer=-&crowd={ANSWERS[0]}&present=1")
    assert shown.header["query"] == f"ref={REF}&q=4&answer=-" and shown.header["present"]


@pytest.mark.parametrize("ref", ["momentum.map.weather", "nonsense", "a.b.c", "lesson.cliff", "%00"])
def test_an_unknown_question_is_said_to_be_none(ref: str) -> None:
    shown = picture_at("class", f"ref={ref}").header
    assert shown["question"] is None and shown["ignored"][0].endswith("there is no such question.")


@pytest.mark.parametrize("ref", ["momentum.weather", "nonsense", "lesson.nothing", "momentum.map.fastest", "%00"])
def test_an_unknown_section_or_lesson_is_said_to_be_none(ref: str) -> None:
    shown = picture_at("class", f"scene={ref}").header
    assert shown["shows"] == {} and shown["ignored"][0].endswith("there is no such section or lesson.")
