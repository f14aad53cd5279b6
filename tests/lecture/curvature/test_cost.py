"""What the section on cost says is what its formulas give and what was counted."""

import numpy as np
import pytest

from optviz.core.curvature import METHODS, minimize
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Table
from optviz.lecture.curvature.cost import BYTES, SPEED, cost_board, counted_runs, in_units, memory_of, seconds_of

from .helpers import values

YEAR = 365.25 * 86400


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


def test_the_lower_table_is_counted():
    counts = counted_runs()
    assert counts["newton"][1][:3] == (0, counts["newton"][0], 2 * counts["newton"][0])
    assert counts["nelder_mead"][1][1:] == (0, 0, 0) and counts["gd"][0] == 0
    rows = {row[0]: row for row in cost_board(values("cost")).panel("counts", Table).rows}
    step, found = counts["bfgs"]
    assert rows["BFGS"][1:] == tuple(f"{n:,}" for n in (step, *found))


def test_quantities_are_written_in_their_largest_unit():
    units = ((1.0, "B"), (1e3, "kB"))
    assert in_units(4e6, units) == "4,000 kB" and in_units(12.0, units) == "12 B" and in_units(0.5, units) == "0.5 B"
