"""A question on a board: what would tell the answer is not drawn before it is given."""

from optviz.figures.board import Axes, Path
from optviz.figures.prediction import predicted
from optviz.figures.race_board import race_board
from optviz.questions import Ask, Choice, Option
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene

ASKED = Ask("Which way?", Choice((Option("Up.", True, "It is."), Option("Down.", False, "It is not."))))


def paths(held: bool) -> list[Path]:
    """The paths of a lesson with a question, open or answered."""
    board = predicted(race_board(run_scene(LESSONS["adam_first_step"].scene)), ASKED, None, held)
    picture = next(panel for panel in board.panels if isinstance(panel, Axes))
    return [layer for layer in picture.layers if isinstance(layer, Path)]


def test_an_open_question_shows_no_arrow_of_the_next_step_and_an_answered_one_does() -> None:
    assert len(paths(held=True)) == len(paths(held=False)) == 3
    assert not any(path.arrows for path in paths(held=True))
    assert any(path.arrows for path in paths(held=False))
