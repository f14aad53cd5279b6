"""What the section on the algorithm says is what its walk does; its lines light up in the lecture's order."""

import numpy as np
import pytest

from optviz.figures.board import Arrows, Code, Metrics, Path
from optviz.lecture.one_dimension.algorithm import LINES, algorithm_walk

from .helpers import board_of, layers, values


def test_gd_stops_near_the_minimum_at_step_69_and_a_digit_more_costs_ten_steps():
    usual, finer, coarse = (
        algorithm_walk(values("algorithm", preset)) for preset in ("line_by_line", "fine_stop", "coarse_stop")
    )
    assert (usual.steps, finer.steps, coarse.steps) == (69, 79, 17)
    assert finer.epsilon == usual.epsilon / 10
    assert 0 < abs(usual.slope[-1]) < 1e-6 and usual.x[-1] != 0
    assert pytest.approx(0.107, abs=5e-4) == 0.8**10


def test_each_further_digit_costs_ten_or_eleven_steps():
    steps = [algorithm_walk(values("algorithm", eps=10.0**-k)).steps for k in range(1, 11)]
    assert set(np.diff(steps)) == {10, 11}


def test_the_algorithms_lines_light_up_in_the_lectures_order():
    board = board_of("algorithm")
    at = board.panel("code", Code).at.tolist()
    assert len(LINES) == 4 and at[0] == 0 and at[-1] == 1
    assert at[1:-1] == [2, 3] * 69 + [2], "2a and 2b in turn; the last slope is small, so no update follows"
    assert board.steps == 140


def test_the_tangent_appears_at_2a_and_the_move_at_2b():
    run, board = algorithm_walk(values("algorithm")), board_of("algorithm")
    at = board.panel("code", Code).at
    tangent, move = layers(board, Arrows)
    np.testing.assert_array_equal(np.isfinite(tangent.x[:, 0]), at == 2)
    np.testing.assert_array_equal(np.isfinite(move.dx[:, 0]), at == 3)
    path = layers(board, Path)[0]
    assert path.x[:4].tolist() == [2.0, 2.0, 1.6, 1.6]
    np.testing.assert_allclose(move.x[at == 3, 0] + move.dx[at == 3, 0], run.x[1:], rtol=1e-12)
    np.testing.assert_array_equal(path.x[at == 3], run.x[1:])


def test_the_programs_variables_are_told_at_each_sub_step():
    t, x, grad, small = board_of("algorithm").panel("now", Metrics).metrics
    assert t.values[:4] == ("0", "0", "0", "1") and x.values[2] == 1.6
    assert grad.values[:3] == ("not yet computed", "4", "4")
    assert small.values[1] == "no" and small.values[-1] == "yes: stop"


def test_a_walk_that_does_not_stop_never_lights_line_2():
    at = board_of("algorithm", eta=1.0).panel("code", Code).at
    assert 1 not in at.tolist() and at[-1] == 2
