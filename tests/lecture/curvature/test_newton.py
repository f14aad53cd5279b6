"""What the section on Newton's method in one dimension says is what its walk does."""

import numpy as np
import pytest
import scipy.optimize

from optviz.figures.board import Axes, MovingLine
from optviz.lecture.curvature.newton import newton_board, walk_of

from .helpers import layers, values


def test_a_parabola_takes_one_step_from_anywhere():
    for x in (-3.0, -0.1, 2.9):
        assert walk_of(values("newton", "newton_parabola", x=x))[0].tolist() == [x, 0.0]


def test_from_one_newton_ends_on_the_maximum():
    x, _ = walk_of(values("newton", "newton_maximum"))
    assert x[0] == 1.0 and x[-1] == pytest.approx(0.5)


def test_the_walk_is_scipys():
    x, _ = walk_of(values("newton"))

    def slope(at: float) -> float:
        return at**3 / 2 - at**2 / 4 - 2 * at + 1

    assert x[-1] == pytest.approx(scipy.optimize.newton(slope, 2.8, fprime=lambda at: 1.5 * at**2 - at / 2 - 2))
    assert x[1] == pytest.approx(2.8 - slope(2.8) / (1.5 * 2.8**2 - 1.4 - 2))


def test_the_digits_double():
    error = np.abs(walk_of(values("newton"))[0] - 2)
    assert np.log(error[4]) / np.log(error[3]) == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize(("start", "arrives"), [(0.377, True), (-0.377, True), (0.379, False), (-0.379, False)])
def test_the_border_in_the_dip_is_at_one_over_the_root_of_seven(start, arrives):
    x, _ = walk_of(values("newton", "newton_plain", x=start))
    assert x[1] == pytest.approx(-4 * start**3 / (1 - 3 * start**2))
    assert (abs(x[-1]) < abs(start)) == arrives


def test_the_parabola_and_the_tangent_lead_to_the_same_next_point():
    board = newton_board(values("newton"))
    x, _ = walk_of(values("newton"))
    (model,), (tangent,) = (layers(board, panel, MovingLine) for panel in ("curve", "slope"))
    grid = np.asarray(model.x)
    assert grid[np.nanargmin(model.y[0])] == pytest.approx(x[1], abs=0.03)
    assert grid[np.nanargmin(np.abs(tangent.y[0]))] == pytest.approx(x[1], abs=0.03)
    assert board.panel("curve", Axes).drag is not None


def test_where_f_does_not_bend_the_walk_stops_with_a_sentence():
    board = newton_board(values("newton", "newton_terrace", x=0.0))
    assert board.steps == 10
    x, stopped = walk_of(values("newton", "newton_plain", x=float(np.sqrt(1 / 3))))
    assert len(x) > 1 or "f″ is 0 here" in stopped
