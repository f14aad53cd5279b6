"""What the section on cost says is what its formulas give and what was counted."""

import numpy as np
import pytest
import scipy.optimize

from optviz.core.curvature import METHODS, minimize
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Axes, Board, Chart, Table, last_text
from optviz.figures.board.message import board_body
from optviz.lecture.curvature.cost import ALL_OFF, BYTES, SPEED, cost_board, in_units, memory_of, seconds_of
from optviz.lecture.curvature.cost_race import ARRIVED, RACERS, STEPS, arrival, race_runs

from .helpers import values

YEAR = 365.25 * 86400


def rows_of(board: Board) -> dict[str, tuple]:
    """The counts of each method by its name."""
    return {str(row[0]): tuple(map(last_text, row[1:])) for row in board.panel("counts", Table).rows}


def test_with_a_million_variables_newton_takes_4_tb_and_lbfgs_88_mb():
    assert memory_of("newton", 1e6) == pytest.approx(4e12, rel=1e-4)
    assert memory_of("lbfgs", 1e6) == pytest.approx(88e6)
    assert memory_of("newton", 1e9) == pytest.approx(4e18, rel=1e-4)
    assert seconds_of("newton", 1e9) / YEAR == pytest.approx(1e5, rel=0.1)


def test_newtons_step_takes_a_second_at_66_thousand_variables_and_its_matrix_17_gb():
    assert seconds_of("newton", 66_000) == pytest.approx(1, rel=0.06)
    assert pytest.approx(1, rel=0.06) == 66_000**3 / 3 / SPEED
    assert pytest.approx(17e9, rel=0.03) == BYTES * 66_000**2


def test_time_grows_with_the_first_second_and_third_power():
    powers = {key: np.log2(seconds_of(key, 2e8) / seconds_of(key, 1e8)) for key in ("gd", "lbfgs", "bfgs", "newton")}
    assert powers == pytest.approx({"gd": 1, "lbfgs": 1, "bfgs": 2, "newton": 3}, abs=1e-3)


def test_what_is_kept_is_what_the_methods_keep():
    """For D = 2: the matrix of BFGS has 4 numbers, C of CMA-ES 4, a Hessian 4."""
    run = minimize(SURFACES["booth"](), METHODS["bfgs"]())
    assert run.extras["matrix"][0].size == 4 <= memory_of("bfgs", 2) / BYTES
    assert memory_of("gd", 2) < memory_of("adam", 2) < memory_of("lbfgs", 2)


def test_the_table_is_what_scipys_own_counters_tell_of_nelder_and_mead():
    row = rows_of(cost_board(values("cost")))["Nelder–Mead"]
    steps, asked = int(row[0]), int(row[1])
    runs = race_runs(values("cost"))
    theirs = scipy.optimize.minimize(
        lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2,
        (-1.2, 1.0),
        method="Nelder-Mead",
        options={"maxiter": steps, "initial_simplex": runs["nelder_mead"].extras["simplex"][0]},
    )
    assert asked == pytest.approx(theirs.nfev, abs=6)


def test_each_row_counts_until_f_is_a_hundred_millionth_above_its_least():
    given = values("cost", cg=True, trust=True, backtracking=True)
    rows = rows_of(cost_board(given))
    for key, run in race_runs(given).items():
        step = arrival(run, 0.0)
        row = rows[METHODS[key].name]
        if step is None:
            assert row[0] == f"over {STEPS}" and run.value.min() > ARRIVED
        else:
            assert run.value[step] < ARRIVED <= run.value[:step].min()
            assert row == tuple(f"{n:,}" for n in (step, *run.counts[step].tolist()))
    newton = [int(n) for n in rows["Newton"]]
    assert newton[1:] == [0, newton[0], 2 * newton[0], newton[0]], "a gradient, a Hessian and a solve a step"
    assert rows["Nelder–Mead"][2:] == ("0", "0", "0") and rows["GD, η fixed"][0] == "over 100"


def test_where_no_least_f_is_known_all_steps_are_counted():
    board = cost_board(values("cost", surface="saddle", x0=-1.5, y0=0.3, lr=0.05))
    table = board.panel("counts", Table)
    assert table.title == "Counted on Saddle in all"
    assert int(rows_of(board)["GD, η fixed"][0]) > 0


def test_the_curves_are_against_what_was_asked_for():
    runs = race_runs(values("cost"))
    for against, names in (("cost", 3), ("all", 4)):
        chart = cost_board(values("cost", against=against)).panel("loss", Chart)
        for series, run in zip(chart.series, runs.values(), strict=True):
            assert series.x is not None
            np.testing.assert_array_equal(series.x, run.counts[:, :names].sum(axis=1))
    assert all(series.x is None for series in cost_board(values("cost", "cost_steps")).panel("loss", Chart).series)


def test_a_method_that_is_off_is_in_neither_table():
    board = cost_board(values("cost", gd=False, newton=False))
    names = {row[0] for key in ("counts", "now") for row in board.panel(key, Table).rows}
    assert not names & {"GD", "GD, η fixed", "Newton"} and "L-BFGS" in names
    assert "Newton needs 4 TB" in board.summary


def test_with_every_method_off_there_is_a_sentence_and_an_empty_race():
    off = dict.fromkeys(RACERS, False)
    for what in ("race", "memory"):
        board = cost_board(values("cost", what=what, **off))
        board_body(board)
        assert board.notices == ((ALL_OFF,) if what == "race" else ())
        assert board.panel("counts", Table).rows == ()


def test_in_the_plane_the_start_is_dragged_and_over_d_the_number_of_variables():
    plane = cost_board(values("cost")).panel("plane", Axes)
    assert plane.drag is not None and (plane.drag.x, plane.drag.y) == ("x0", "y0")
    scaling = cost_board(values("cost", "cost_time")).panel("scaling", Axes)
    assert scaling.drag is not None and scaling.drag.x == "size"


def test_over_ripples_no_method_finds_the_least():
    runs = race_runs(values("cost", "cost_ripples"))
    assert runs.keys() >= {"newton", "bfgs", "cma_es"} and [arrival(run, 0.0) for run in runs.values()] == [None] * len(
        runs
    )


def test_quantities_are_written_in_their_largest_unit():
    units = ((1.0, "B"), (1e3, "kB"))
    assert in_units(4e6, units) == "4,000 kB" and in_units(12.0, units) == "12 B" and in_units(0.5, units) == "0.5 B"
