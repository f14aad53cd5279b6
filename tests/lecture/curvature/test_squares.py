"""What the section on least squares says is what its runs do."""

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES
from optviz.core.surfaces.base import SumOfSquares
from optviz.lecture.curvature.squares import no_squares, squares_board, squares_runs, zero_lines

from .helpers import values


def test_gauss_newton_is_through_the_valley_in_two_steps_of_which_the_first_climbs():
    run = squares_runs(values("squares"))["gauss_newton"]
    assert run.steps == 2 and run.value[1] > run.value[0]
    assert run.x[1, 0] == pytest.approx(1) and run.x[2] == pytest.approx([1, 1])


def test_four_surfaces_are_sums_of_squares_and_the_sentence_names_them():
    found = {kind.name for kind in SURFACES.values() if isinstance(kind(), SumOfSquares)}
    assert found == {"Rosenbrock", "Beale", "Booth", "Himmelblau"}
    assert all(name in no_squares(SURFACES["ackley"]()) for name in found)


def test_two_lines_take_one_step():
    assert squares_runs(values("squares", "squares_lines"))["gauss_newton"].steps == 1


def test_at_beales_start_gauss_newton_gives_up_and_levenberg_marquardt_does_not():
    runs = squares_runs(values("squares", "squares_singular"))
    assert "singular" in runs["gauss_newton"].stopped
    assert runs["levenberg_marquardt"].x[-1] == pytest.approx([3, 0.5], abs=1e-6)


def test_levenberg_marquardt_never_climbs_and_moves_its_damping_by_ten():
    run = squares_runs(values("squares", "squares_parabolas"))["levenberg_marquardt"]
    assert (np.diff(run.value) <= 0).all()
    change = run.extras["damping"][1:] / run.extras["damping"][:-1]
    np.testing.assert_allclose(change, np.where(run.length == 1, 0.1, 10.0))


def test_a_large_damping_makes_the_first_steps_short_and_along_the_gradient():
    run = squares_runs(values("squares", "squares_parabolas", mu=1000.0))["levenberg_marquardt"]
    p, g = run.direction[0], run.slope[0]
    assert -(p @ g) / (np.linalg.norm(p) * np.linalg.norm(g)) > 0.999 and np.linalg.norm(p) < 0.1
    assert run.status.kind == "converged"


def test_each_line_shows_where_its_residual_is_0():
    surface = SURFACES["himmelblau"]()
    for layer, which in zip(zero_lines(surface), (0, 1), strict=True):
        ends = np.stack([layer.x + layer.dx, layer.y + layer.dy])
        assert len(layer.x) > 60
        assert np.abs(surface.residuals(ends)[which]).max() < 0.05  # type: ignore[attr-defined]


def test_without_residuals_there_is_a_sentence_and_no_lines():
    board = squares_board(values("squares", "squares_none"))
    assert "not written as a sum of squares" in str(board.notices[0]) and board.summary
    assert zero_lines(SURFACES["ackley"]()) == ()
