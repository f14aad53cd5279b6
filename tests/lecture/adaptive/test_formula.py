"""What the sections from the lecture's formula to RMSprop say is what their runs do."""

import math

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate

from .helpers import lengths, opened, rates


def test_formula_is_the_lectures_written_as_a_python_loop():
    b = opened("formula").b.run
    x, y, total = -2.5, 1.5, 0.0
    for t in range(100):
        gx, gy = x, 10 * y
        total += gx * gx + gy * gy
        rate = 0.5 / math.sqrt(1e-8 + total)
        x, y = x - rate * gx, y - rate * gy
        assert b.x[t + 1] == pytest.approx((x, y), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("lr", [0.05, 0.5, 10.0, 100.0])
def test_formula_the_first_step_is_eta_long_and_every_rate_is_smaller_than_the_last(lr):
    b = opened("formula", lr=lr).b.run
    assert lengths(b)[0] == pytest.approx(lr, rel=1e-6)
    assert (np.diff(rates(b)[:, 0]) <= 0).all() and rates(b)[-1, 0] < rates(b)[0, 0]
    assert (np.diff(b.quantities["s_next"][:, 0]) >= 0).all()


@pytest.mark.parametrize("start", [(-2.5, 1.5), (-0.1, 2.0), (3.0, 0.2)])
def test_formula_the_first_step_is_eta_however_steep_the_slope(start):
    assert lengths(opened("formula", x0=start[0], y0=start[1]).b.run)[0] == pytest.approx(0.5, rel=1e-6)


def test_formula_gd_leaves_the_bowl_above_two_over_kappa_and_the_formula_does_not():
    for lr in (0.21, 0.5, 100.0):
        found = opened("formula", lr=lr)
        assert found.a.run.distance[50] > 10 * found.a.run.distance[0]
    assert opened("formula", lr=0.19).a.run.distance[-1] < 0.01
    assert opened("formula", "formula_large").b.run.distance[-1] < 0.3
    huge = opened("formula", "formula_huge")
    assert (huge.a.run.status.kind, huge.a.run.status.step) == ("diverged", 52)
    assert "f(x)" in huge.a.run.status.reason and huge.b.run.distance[-1] < 1e-3


def test_formula_at_a_small_rate_gd_is_quicker():
    found = opened("formula", "formula_small")
    a, b = found.runs
    assert np.hypot(*b.grad[0]) == pytest.approx(15.2, abs=0.05)
    assert a.status.kind == "converged" and a.distance[-1] < 1e-6
    assert b.distance[-1] > 0.6 * b.distance[0]


def test_formula_at_the_minimum_zero_over_the_root_of_epsilon_is_zero():
    b = opened("formula", "formula_minimum").b.run
    assert rates(b)[0, 0] == pytest.approx(0.5 / math.sqrt(1e-8)) and not b.step.any()


def test_coordinates_along_y_both_rates_are_alike_and_along_x_adagrads_is_19_to_30_times_as_large():
    found = opened("coordinates")
    a, b = rates(found.a.run), rates(found.b.run)
    np.testing.assert_allclose(a[:, 1], 0.008, atol=0.0004)
    np.testing.assert_allclose(b[:, 1], a[:, 1], rtol=0.04)
    ratio = b[:, 0] / a[:, 0]
    assert 18.5 < ratio.min() < 19.5 and 29.5 < ratio.max() < 30.5


def test_coordinates_adagrad_walks_straight_and_the_norm_drops_and_creeps():
    found = opened("coordinates")
    a, b = found.runs
    assert b.status.kind == "converged" and (b.step[:80] * b.x[:80] < 0).all()
    assert abs(a.x[40, 1]) < 0.01 * abs(a.x[0, 1]) and a.x[40, 0] < -1.4, "in the valley, but hardly along it"
    assert a.distance[-1] > 0.5


@pytest.mark.parametrize("kappa", [1.0, 7.0, 1000.0])
def test_coordinates_adagrads_path_does_not_depend_on_kappa(kappa):
    here, there = opened("coordinates"), opened("coordinates", kappa=kappa)
    np.testing.assert_allclose(here.b.run.x, there.b.run.x, atol=1e-7)


def test_coordinates_the_norm_gets_slower_the_larger_kappa_is():
    left = [opened("coordinates", kappa=k).a.run.distance[-1] for k in (1.0, 10.0, 100.0, 1000.0)]
    assert left == sorted(left) and opened("coordinates", "coordinates_narrow").a.run.distance[-1] == left[-1]


def test_coordinates_on_a_round_bowl_both_arrive_and_on_the_axis_they_are_one_rule():
    kinds = {run.status.kind for run in opened("coordinates", "coordinates_round").runs}
    assert kinds == {"converged"}
    axis = opened("coordinates", "coordinates_axis")
    np.testing.assert_allclose(axis.a.run.x, axis.b.run.x, atol=1e-7)


def test_rotation_the_norm_follows_the_turned_path_and_adagrad_strays():
    for angle in (10.0, 30.0, 45.0, 60.0):
        a, b = opened("rotation", angle=angle).apart
        assert a.max() < 1e-14 and b.max() > 0.5
    assert opened("rotation", "rotation_ten").apart[1].max() == pytest.approx(0.86, abs=0.01)


def test_rotation_of_45_degrees_makes_both_rates_alike_and_takes_most_of_the_lead():
    found = opened("rotation", "rotation_half")
    a, b = found.turned.runs
    near = rates(b)[:, 1] / rates(b)[:, 0]
    assert near.min() > 1 and near.max() < 1.1
    straight = found.straight.b.run
    assert straight.distance[-1] < 1e-9 and 0.3 < b.distance[-1] < a.distance[-1] < 0.6


def test_rotation_no_angle_is_worse_for_adagrad_than_about_45_degrees():
    left = {angle: opened("rotation", angle=float(angle)).turned.b.run.value[-1] for angle in range(0, 91, 5)}
    assert max(left, key=left.__getitem__) in (40, 45, 50)


def test_rotation_by_a_right_angle_lets_the_coordinates_change_places():
    found = opened("rotation", "rotation_right")
    assert found.apart[1].max() < 1e-12
    np.testing.assert_allclose(found.turned.b.run.x[:, 1], found.straight.b.run.x[:, 0], atol=1e-12)


def test_forget_the_wall_stays_in_the_sum_and_leaves_the_mean():
    found = opened("forget", "forget_wall")
    a, b = found.runs
    assert a.slope[0, 0] == pytest.approx(16, abs=0.2)
    assert (np.diff(rates(a), axis=0) <= 0).all()
    assert a.quantities["s_next"][-1, 0] > a.grad[0, 0] ** 2
    assert rates(b)[100, 0] / rates(b)[0, 0] == pytest.approx(160, rel=0.02)
    assert a.distance[-1] > 0.8 and b.distance[-1] < 0.04
    assert pytest.approx(0.005, abs=2e-4) == 0.9**50


def test_forget_rmsprop_then_hops_about_the_minimum_by_about_eta():
    for lr in (0.05, 0.5):
        tail = lengths(opened("forget", lr=lr).b.run)[-50:]
        assert 0.9 * lr < tail.min() and tail.max() < 3.2 * lr
    rest = opened("forget", "forget_rest")
    assert rest.b.run.distance[-50:].min() > 0.2 > rest.a.run.distance[-1]


def test_forget_a_long_memory_hardly_recovers_in_100_steps():
    b = opened("forget", "forget_slow").b.run
    assert rates(b)[100, 0] / rates(b)[0, 0] == pytest.approx(1.65, abs=0.01)
    assert 1 / math.sqrt(0.99**100) == pytest.approx(1.65, abs=0.005) and pytest.approx(0.37, abs=0.005) == 0.99**100
    assert abs(b.step[0, 0]) == pytest.approx(10 * 0.05, rel=1e-6)
    assert abs(opened("forget").b.run.step[0, 0]) == pytest.approx(3.2 * 0.05, rel=0.02)


def test_forget_without_memory_every_step_is_eta_in_each_coordinate():
    b = opened("forget", "forget_none").b.run
    np.testing.assert_allclose(np.abs(b.step[:20]), 0.05, rtol=1e-4)


def test_units_adadelta_starts_slowly_and_is_still_on_its_way():
    found = opened("units")
    a, b = found.runs
    np.testing.assert_allclose(np.abs(b.step[0]), math.sqrt(1e-6 / 0.1), rtol=1e-4)
    np.testing.assert_allclose(np.abs(a.step[0] / b.step[0]), 50, rtol=1e-3)
    assert b.distance[-1] > 1 and lengths(b)[-1] < 1.25 * lengths(b)[0]
    assert a.distance[200:].max() < 0.06


def test_units_epsilon_sets_adadeltas_pace():
    slow, quick = opened("units", "units_slow").b.run, opened("units", "units_quick").b.run
    usual = opened("units").b.run
    np.testing.assert_allclose(usual.step[0] / slow.step[0], 10, rtol=1e-3)
    np.testing.assert_allclose(quick.step[0] / usual.step[0], 10, rtol=1e-3)
    assert quick.distance[200] < 0.03 and slow.distance[-1] > 0.9 * slow.distance[0]


def test_units_the_learning_rate_moves_a_alone():
    usual, large = opened("units"), opened("units", "units_eta")
    assert np.array_equal(usual.b.run.x, large.b.run.x)
    np.testing.assert_allclose(large.a.run.step[0] / usual.a.run.step[0], 10, rtol=1e-6)


def test_units_adadelta_in_other_units_of_f_takes_the_same_steps():
    surface = opened("units").surface
    plain = simulate(surface, OPTIMIZERS["adadelta"](eps=1e-16), (-2.5, 1.5), 50)
    narrow = simulate(type(surface)(kappa=1000.0), OPTIMIZERS["adadelta"](eps=1e-16), (-2.5, 1.5), 50)
    np.testing.assert_allclose(plain.step, narrow.step, rtol=1e-6)
