"""A choice of arrows: told by their coordinates alone, and only where they can be told apart."""

import numpy as np
import pytest

from optviz.questions import Choice
from optviz.questions.arrows import which_arrow

WINDOW = ((-3.0, 3.0), (-2.0, 2.0))
RIGHT = np.array([1.0, 0.0])


def arrows(other: tuple[float, float], start: tuple[float, float] = (0.0, 0.0), least: float = 0.0) -> Choice:
    others = ((np.array(other), "The other one."),)
    return which_arrow("plane", WINDOW, np.array(start), RIGHT, "The run's own step.", others, least)


def test_the_right_arrow_stays_the_right_one_in_any_order() -> None:
    shown = {}
    for seed in range(10):
        form = arrows((0.0, -1.0)).shuffled(np.random.default_rng(seed))
        assert form.unclear() == "" and form.arrows
        shown[form.right_answer] = form.spec()["options"]
        assert form.arrows.steps[int(form.right_answer)] == (1.0, 0.0)
        assert form.verdict(form.right_answer).sentence == "The run's own step."
    assert shown["0"] == [["A: by (1, 0)", None], ["B: by (0, −1)", None]]
    assert shown["1"] == [["A: by (0, −1)", None], ["B: by (1, 0)", None]]


@pytest.mark.parametrize(
    "form",
    [
        arrows((1.0, 0.1)),  # too near
        arrows((0.0, 0.05)),  # too short
        arrows((0.0, -1.8)),  # its letter outside
        arrows((0.0, -1.0), start=(2.5, 0.0)),  # the right one outside
        arrows((0.0, -1.0), least=1.5),  # all too short
        arrows((np.nan, 0.0)),
    ],
)
def test_arrows_that_cannot_be_told_apart_or_seen_make_no_question(form: Choice) -> None:
    assert form.unclear()
