"""A question on a board: what would tell the answer is not drawn before it is given."""

import numpy as np

from optviz.figures.board import Axes, Labels, Path, Swarm
from optviz.figures.prediction import predicted
from optviz.figures.race_board import race_board
from optviz.lecture.page_state import opened
from optviz.lecture.traps import PAGE
from optviz.questions import Ask, Choice, NextSteps, Option
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene

OPTIONS = (Option("Up.", True, "It is."), Option("Down.", False, "It is not."))
ASKED = Ask("Which way?", Choice(OPTIONS))


def paths(held: bool) -> list[Path]:
    """The paths of a lesson with a question, open or answered."""
    board = predicted(race_board(run_scene(LESSONS["adam_first_step"].scene)), ASKED, None, held)
    picture = next(panel for panel in board.panels if isinstance(panel, Axes))
    return [layer for layer in picture.layers if isinstance(layer, Path)]


def test_an_open_question_shows_no_arrow_of_the_next_step_and_an_answered_one_does() -> None:
    assert len(paths(held=True)) == len(paths(held=False)) == 3
    assert not any(path.arrows for path in paths(held=True))
    assert any(path.arrows for path in paths(held=False))


def names(held: bool) -> list[str]:
    """What the key of the balls names, on a page with a question, open or answered."""
    plane = predicted(opened(PAGE, "balls").board(), ASKED, None, held).panel("plane", Axes)
    return [each.label for layer in plane.layers if isinstance(layer, Swarm) for each in layer.categories]


def test_an_open_question_does_not_name_where_balls_end() -> None:
    assert not any(names(held=True))
    assert all(names(held=False))


def test_the_letter_of_an_arrow_that_leaves_the_picture_stays_in_it() -> None:
    board = race_board(run_scene(LESSONS["adam_first_step"].scene))
    picture = next(panel for panel in board.panels if isinstance(panel, Axes))
    steps = ((0.0, 0.5), (0.0, 1e3))
    asked = Ask("Which one?", Choice(OPTIONS, arrows=NextSteps(picture.key, (0.0, 0.0), steps)))
    drawn = predicted(board, asked, None, held=True).panel(picture.key, Axes)
    letters = next(layer for layer in drawn.layers if isinstance(layer, Labels) and tuple(layer.texts) == ("A", "B"))
    assert np.all((picture.y.low < letters.y) & (letters.y < picture.y.high))
    assert letters.y[0] == 0.625  # 1.25 arrows away
