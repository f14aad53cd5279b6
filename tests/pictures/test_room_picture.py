"""What a class looks at: the question, and on the projector everybody's answer."""

from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.simulate import simulate_all
from optviz.lecture.momentum.common import CORNER, bowl, optimizer
from optviz.pictures.pages import picture_at
from optviz.pictures.picture import answer
from optviz.pictures.question_refs import picture_of
from optviz.questions import ENDS
from tests.decoder import frames_of, opened_board, with_arrays

REF = "momentum.map.fastest"
ANSWERS = ("0.02,0.5", "0.033,0.67", "0.04,0.1")


def board(query: str, page: str = "class") -> dict[str, Any]:
    """The board of a page of a class."""
    shown = opened_board(frames_of(answer(page, query))[-1])
    return with_arrays({key: value for key, value in shown.items() if key != "columns"}, shown["columns"])


def layers(query: str, panel: str, kind: str) -> list[dict[str, Any]]:
    """The layers of a kind on one panel."""
    (found,) = [each for each in board(query)["panels"] if each["key"] == panel]
    return [layer for layer in found["layers"] if layer["kind"] == kind]


def test_a_room_that_has_asked_nothing_shows_nothing_but_every_question_to_choose() -> None:
    lobby = board("")
    assert lobby["panels"] == [] and lobby["question"] is None
    refs = [ref for _, questions in lobby["choices"] for ref, _, _ in questions]
    assert REF in refs and len(set(refs)) == len(refs)
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
