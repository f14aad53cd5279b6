"""What the section on walking downhill says is what its walk does and its board shows."""

import numpy as np
import pytest

from optviz.core.one_d.functions import FUNCTIONS
from optviz.figures.board import Area, Arrows, Axes, Climber, Formula, Path
from optviz.lecture.one_dimension.descent import descent_walk

from .helpers import board_of, layers, values


@pytest.mark.parametrize("preset", ["", "downhill", "one_step", "little_slope"])
def test_each_step_leads_where_f_is_lower(preset):
    run = descent_walk(values("descent", preset))
    assert (np.diff(run.value) < 0).all()
    assert run.status.kind == "converged"


def test_downhill_goes_from_2_to_1_6_and_a_rate_of_one_half_ends_in_0():
    assert descent_walk(values("descent", "downhill")).x[:2].tolist() == [2.0, 1.6]
    home = descent_walk(values("descent", "one_step"))
    assert home.x.tolist() == [2.0, 0.0] and home.slope[0] == 4


def test_the_step_is_opposite_to_the_slope_and_shrinks_with_it():
    run = descent_walk(values("descent", "downhill"))
    steps = np.diff(run.x)
    np.testing.assert_allclose(steps, -0.1 * 2 * run.x[:-1], rtol=1e-12)
    assert (np.diff(np.abs(steps)) < 0).all()


def test_little_slope_makes_little_steps_until_it_is_steeper():
    run = descent_walk(values("descent", "little_slope"))
    steps = np.abs(np.diff(run.x))
    assert steps[0] < 0.04 and steps[:15].max() < steps.max() / 3


def test_the_kink_has_steps_that_never_shrink_and_do_not_end():
    run = descent_walk(values("descent", "kink"))
    np.testing.assert_allclose(np.abs(np.diff(run.x)), 0.3, rtol=1e-12)
    assert run.status.kind == "cycling"


def test_the_tangent_touches_the_curve_and_has_its_slope():
    run, board = descent_walk(values("descent", "downhill")), board_of("descent", "downhill")
    tangent = layers(board, Arrows)[0]
    np.testing.assert_allclose(tangent.dy / tangent.dx, run.slope[:, None], rtol=1e-9)
    np.testing.assert_allclose(tangent.x + tangent.dx / 2, run.x[:, None], atol=1e-12)
    np.testing.assert_allclose(tangent.y + tangent.dy / 2, run.value[:, None], atol=1e-12)


def test_the_step_leads_from_each_point_to_the_next_and_down_to_the_curve():
    run, board = descent_walk(values("descent", "downhill")), board_of("descent", "downhill")
    _, step, down = layers(board, Arrows)
    np.testing.assert_allclose(step.dx[:, 0], -run.eta * run.slope[:-1], rtol=1e-9)
    assert not step.dy.any() and not down.dx.any()
    np.testing.assert_allclose(down.y[:, 0] + down.dy[:, 0], run.value[1:], atol=1e-12)
    np.testing.assert_array_equal(down.x[:, 0], run.x[1:])


def test_the_rule_with_numbers_is_the_step_that_is_taken():
    rule = board_of("descent", "downhill").panel("rule", Formula).numbers
    np.testing.assert_allclose(rule("x") - rule("eta") * rule("slope"), rule("x_next"), rtol=1e-12)
    assert rule("next").tolist() == list(range(1, 70))


def test_a_click_on_the_curve_moves_the_start():
    drag = board_of("descent").panel("curve", Axes).drag
    assert drag and (drag.x, drag.y) == ("x0", "")


@pytest.mark.parametrize("f", list(FUNCTIONS))
def test_the_climber_stands_on_the_curve_where_the_walk_is(f):
    board = board_of("descent", f=f)
    run, (climber,), (area,) = descent_walk(values("descent", f=f)), layers(board, Climber), layers(board, Area)
    np.testing.assert_array_equal(climber.at, run.x)
    np.testing.assert_allclose(climber.y, run.function.value(climber.x), rtol=1e-12)
    np.testing.assert_array_equal(area.y, climber.y)
    inside = (run.x >= climber.x[0]) & (run.x <= climber.x[-1])
    feet = np.interp(run.x[inside], climber.x, climber.y)
    np.testing.assert_allclose(feet, run.value[inside], atol=0.02, err_msg="drawn from straight pieces")
    assert climber.look == layers(board, Path)[0].look
