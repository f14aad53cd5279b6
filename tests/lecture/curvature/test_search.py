"""What the section on line search says is what its runs do."""

import numpy as np
import pytest

from optviz.figures.board import MovingLine, Points
from optviz.lecture.curvature.common import cost_of
from optviz.lecture.curvature.search import SHARE, search_board, search_runs, slices

from .helpers import layers, values


def test_exact_steps_lower_f_by_067_each_and_turn_at_right_angles():
    run = search_runs(values("search"))["exact"]
    np.testing.assert_allclose(run.value[1:] / run.value[:-1], (9 / 11) ** 2, rtol=1e-6)
    assert round((9 / 11) ** 2, 2) == 0.67
    np.testing.assert_allclose(np.einsum("ij,ij->i", run.slope[1:], run.direction), 0, atol=1e-9)


def test_backtracking_with_its_uneven_steps_does_better():
    exact, back = (search_runs(values("search", how=how))[how] for how in ("exact", "backtracking"))
    assert back.value[-1] < exact.value[-1] and len(set(back.length.tolist())) > 1


def test_every_step_that_backtracking_takes_keeps_armijos_share_and_twice_it_does_not():
    setting = values("search", "search_armijo")
    run = search_runs(setting)["backtracking"]
    fall = np.einsum("ij,ij->i", run.slope[:-1], run.direction)
    assert (run.value[1:] <= run.value[:-1] + setting["c"] * run.length * fall + 1e-12).all()
    halved = run.length < setting["first"]
    twice = [run.surface.value_at(x + 2 * a * p) for x, a, p in zip(run.x, run.length, run.direction, strict=False)]
    refused = np.array(twice) > run.value[:-1] + setting["c"] * 2 * run.length * fall
    assert halved.any() and refused[halved].all()


def test_the_fixed_rate_is_cheaper_and_backtracking_asks_for_some_three_values_a_step():
    runs = search_runs(values("search", "search_armijo"))
    back, fixed = runs["backtracking"], runs["gd"]
    assert fixed.length[0] == 0.15
    assert 2.5 < back.counts[-1, 0] / back.steps < 4
    reached = [float(cost_of(run)[np.flatnonzero(run.value < 1e-3)[0]]) for run in (fixed, back)]
    assert reached[0] < reached[1]


def test_polyaks_step_is_f_over_the_gradient_squared():
    run = search_runs(values("search", "search_polyak"))["polyak"]
    assert run.length[0] == pytest.approx(run.value[0] / float(run.slope[0] @ run.slope[0]))


def test_the_slice_is_f_along_the_step_and_the_tangent_is_its_diagonal():
    setting = values("search")
    run = search_runs(setting)["exact"]
    seen = slices(run)
    rise = (seen.curve[0, 1] - seen.curve[0, 0]) / SHARE[1]
    assert seen.curve[0, 0] == pytest.approx(0, abs=1e-12) and rise == pytest.approx(-1, abs=0.03)
    far = run.length[0] / seen.taken_x[0, 0]
    half = run.surface.value_at(run.x[0] + SHARE[30] * far * run.direction[0]) - run.value[0]
    assert seen.curve[0, 30] == pytest.approx(half / (far * float(run.slope[0] @ run.slope[0])), rel=1e-9)
    board = search_board(values("search", "search_armijo"))
    assert {layer.name for layer in layers(board, "slice", MovingLine)} >= {"tangent", "Armijo: below this"}
    assert {layer.name for layer in layers(board, "slice", Points)} == {"tried", "taken"}


def test_after_the_last_step_the_slice_shows_no_point_for_there_is_no_next_one():
    run = search_runs(values("search", "search_armijo"))["backtracking"]
    points = layers(search_board(values("search", "search_armijo")), "slice", Points)
    assert len(points) == 2 and all(len(each.x) == run.steps + 1 for each in points)
    assert all(np.isnan(each.x[-1]).all() and np.isfinite(each.x[-2]).any() for each in points)


def test_where_a_line_search_finds_nothing_the_board_says_so_and_keeps_the_run():
    board = search_board(values("search", "search_none"))
    assert any("f falls without end" in str(notice) for notice in board.notices)
    assert len(search_runs(values("search", "search_none"))["exact"].x) == 1
