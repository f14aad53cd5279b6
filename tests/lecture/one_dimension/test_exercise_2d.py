"""The exercise with two variables: the table is what the second program prints, run by a Python of its own."""

import math

import numpy as np
import pytest

from optviz.figures.board import Axes, Code, Table, Timer
from optviz.lecture.one_dimension.common import ETAS
from optviz.lecture.one_dimension.exercise_2d import exercise_2d_walk, two_variables

from .helpers import board_of, printed, values


@pytest.mark.parametrize("eta", ETAS)
@pytest.mark.parametrize("start", [(2.0, 1.0), (-1.3, 1.7), (0.0, 1.0)], ids=["opening", "inside", "on an axis"])
def test_two_variables_are_what_the_second_program_prints(eta, start):
    run = exercise_2d_walk({"rate": eta, "x0": start[0], "y0": start[1]})
    columns = (*run.points.T.tolist(), run.value.tolist())
    rows = [" ".join([str(t), *map(repr, row)]) for t, row in enumerate(zip(*columns, strict=True))]
    assert printed(two_variables(eta, *start)) == rows


def test_the_path_is_straight_and_its_presets_end_as_they_say():
    run = exercise_2d_walk(values("exercise_2d", "two_variables"))
    np.testing.assert_allclose(run.points[:, 1] / run.points[:, 0], 0.5, rtol=1e-12)
    names = ("two_variables", "two_cycle", "two_diverge")
    kinds = [exercise_2d_walk(values("exercise_2d", name)).status.kind for name in names]
    assert kinds == ["converged", "cycling", "diverged"]


@pytest.mark.parametrize(("eta", "converges"), [("0.099", True), ("0.101", False)])
def test_a_steeper_second_variable_needs_two_lines_and_a_smaller_rate(eta, converges):
    program = two_variables(eta, 2.0, 1.0)
    steeper = program.replace("x * x + y * y", "x * x + 10 * y * y").replace("2 * x, 2 * y", "2 * x, 20 * y")
    changed = [a for a, b in zip(program.splitlines(), steeper.splitlines(), strict=True) if a != b]
    assert len(changed) == 2
    last = printed(steeper)[-1].split()
    x, y = map(float, last[1:3])
    assert (math.hypot(2 * x, 20 * y) < 1e-6) is converges
    assert (int(last[0]) < 1000) is converges or math.isinf(y)


@pytest.mark.parametrize("eta", ETAS)
def test_the_table_on_the_board_is_what_the_program_beside_it_prints(eta):
    board = board_of("exercise_2d", rate=eta, show="prints")
    table = board.panel("printed", Table)
    lines = printed("\n".join(board.panel("two", Code).lines))
    assert list(table.rows) == [tuple(line.split()) for line in lines]


def test_both_programs_stand_beside_the_picture_with_the_start_that_is_chosen():
    board = board_of("exercise_2d", x0=-1.25, rate="0.01", show="program")
    assert board.rows[:2] == (("plane", "one"), ("plane", "two"))
    assert "eta, eps, x, y = 0.01, 1e-6, -1.25, 1.0" in board.panel("two", Code).lines
    assert "eta, eps, x = 0.01, 1e-6, 2.0" in board.panel("one", Code).lines


def test_a_click_on_the_plane_moves_the_start():
    drag = board_of("exercise_2d").panel("plane", Axes).drag
    assert drag and (drag.x, drag.y) == ("x0", "y0")


def test_the_section_opens_with_the_program_to_change_and_without_the_changed_one():
    board = board_of("exercise_2d")
    assert [panel.key for panel in board.panels] == ["plane", "one", "timer"]
    assert board.panel("one", Code).copies and board.panel("timer", Timer).minutes == 5
