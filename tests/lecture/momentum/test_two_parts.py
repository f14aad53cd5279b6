"""What the section on the two parts of a step says is what its runs do."""

from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers.descent import Velocity
from optviz.core.simulation.turning_angle import turning_angles
from optviz.figures.board import Arrows, Path
from optviz.lecture.momentum.common import step_parts
from optviz.lecture.momentum.two_parts import two_parts_board, two_parts_runs

from .helpers import arrival, first_within, layers, values


@pytest.mark.parametrize("preset", ["", "no_memory", "both_parts", "longer_steps"])
def test_the_momentum_term_is_beta_times_the_last_step_and_both_parts_make_the_step(preset):
    now = values("two_parts", preset)
    run, _ = two_parts_runs(now)
    parts = step_parts(run)
    np.testing.assert_allclose(parts.momentum + parts.gradient, run.step, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(parts.momentum[1:], now["beta"] * run.step[:-1], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(parts.gradient, -now["lr"] * run.x[:-1] * [1, 10], rtol=1e-13, atol=1e-15)
    assert not parts.momentum[0].any()


def test_with_beta_zero_nothing_but_gradient_descent_is_left():
    run, gd = two_parts_runs(values("two_parts", "no_memory"))
    np.testing.assert_array_equal(run.x, gd.x)
    assert not step_parts(run).momentum.any()


BETAS = [0.2, 0.7, 0.9, 0.99]


def steps_on(slopes, beta):
    """The steps of the section's momentum rule on given slopes, as multiples of −η."""
    lr = 0.05
    rule = two_parts_runs(values("two_parts", lr=lr, beta=beta))[0].optimizer
    x: Any = np.zeros(1)
    state, steps = Velocity(x), []
    for slope in slopes:
        step, state = rule.update(x + slope, state, x)
        steps.append(float(step[0]) / -lr)
    return np.array(steps)


@pytest.mark.parametrize("beta", BETAS)
def test_where_slopes_agree_steps_grow_to_one_over_one_minus_beta_times(beta):
    steps = steps_on(np.ones(3000), beta)
    assert steps[0] == 1 and steps[-1] == pytest.approx(1 / (1 - beta))
    assert (np.diff(steps) >= 0).all()


@pytest.mark.parametrize("beta", BETAS)
def test_in_a_valley_that_is_long_for_the_steps_slopes_agree_and_steps_grow_so(beta):
    run, gd = two_parts_runs(values("two_parts", lr=1e-7, beta=beta))
    np.testing.assert_allclose(run.grad[:, 0], -2.5, rtol=1e-3)
    np.testing.assert_allclose(run.step[:, 0] / gd.step[:, 0], (1 - beta ** np.arange(1, 61)) / (1 - beta), rtol=1e-3)


def test_where_slopes_alternate_they_cancel():
    steps = steps_on((-1.0) ** np.arange(200), 0.9)
    assert abs(steps[-1]) == pytest.approx(1 / 1.9, rel=1e-6), "less than the slope itself"


def test_across_the_valley_gds_slopes_alternate_and_momentums_steps_are_shorter():
    run, gd = two_parts_runs(values("two_parts"))
    assert (gd.grad[1:12, 1] * gd.grad[:11, 1] < 0).all()
    assert (np.abs(run.step[1:12, 1]) < np.abs(gd.step[1:12, 1])).all()


def test_gd_turns_sharply_and_a_little_momentum_does_not():
    run, gd = two_parts_runs(values("two_parts"))
    assert (turning_angles(gd.step)[:12] > 155).all()
    assert (turning_angles(run.step)[2:] < 50).all() and (turning_angles(run.step)[:2] > 50).all()
    assert first_within(run) == arrival(run) < first_within(gd) <= arrival(gd), "it comes first, and stays"


def test_at_beta_09_the_momentum_term_is_the_longer_one():
    run, _ = two_parts_runs(values("two_parts", "both_parts"))
    momentum, gradient = (np.hypot(*part.T) for part in (step_parts(run).momentum, step_parts(run).gradient))
    assert (momentum > gradient)[:20].mean() >= 0.9 and momentum[9] > gradient[9]


def test_at_beta_07_steps_are_longer_than_gds_and_arrive_first():
    run, gd = two_parts_runs(values("two_parts", "longer_steps"))
    assert first_within(run) == 14 and arrival(run) == 18 and first_within(gd) > 60
    assert np.hypot(*run.step[3:8].T).min() > np.hypot(*gd.step[3:8].T).max()


def test_answer_beta_07_is_soonest_there_for_good_and_09_is_there_first():
    runs = [two_parts_runs(values("two_parts", lr=0.02, beta=beta))[0] for beta in (0.0, 0.7, 0.9)]
    assert [arrival(run) for run in runs] == [61, 41, 56], "61: not within the 60 steps"
    assert [first_within(run) for run in runs] == [61, 41, 37]
    fast = runs[2]
    assert fast.distance[37] == pytest.approx(0.029, abs=5e-4) and fast.distance[37:56].max() > 0.1


def test_the_two_arrows_of_a_step_lead_from_a_point_of_the_path_to_the_next():
    board = two_parts_board(values("two_parts"))
    memory, slope = layers(board, "plane", Arrows)
    (path,) = [path for path in layers(board, "plane", Path) if path.name == "momentum"]
    for start, part, number in ((path.x, "dx", "x"), (path.y, "dy", "y")):
        np.testing.assert_allclose(getattr(memory, number)[:, 0], start[:-1])
        np.testing.assert_allclose(getattr(slope, number)[:, 0], start[:-1] + getattr(memory, part)[:, 0])
        np.testing.assert_allclose(getattr(slope, number)[:, 0] + getattr(slope, part)[:, 0], start[1:], atol=1e-14)
