"""What the sections on Adam, on ε and on the three ideas say is what their runs do."""

import math

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.optimizers.composed import epsilon_gap
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

from .helpers import opened, rates


def turns_back(run) -> float:
    """The share of steps that make an angle of more than 90° with the one before."""
    return float(((run.step[1:] * run.step[:-1]).sum(axis=1) < 0).mean())


def test_adam_without_correction_rmsprop_jumps_over_the_hole_and_stays_on_the_plain():
    found = opened("adam", "adam_both")
    a, b = found.runs
    assert (found.a.name, found.b.name) == ("RMSprop", "Adam")
    np.testing.assert_allclose(np.abs(b.step[0]), 0.1, rtol=1e-6)
    np.testing.assert_allclose(np.abs(a.step[0]) / 0.1, 31.6, rtol=1e-3)
    assert 1 / math.sqrt(1 - 0.999) == pytest.approx(31.6, abs=0.03)
    hole = np.array([math.pi, math.pi])
    assert ((a.x[0] - hole) * (a.x[1] - hole) < 0).all(), "it lands beyond the hole in both coordinates"
    assert a.distance[1:].min() > 2.5 and a.value[-1] > -0.001
    assert b.value[-1] < -0.999


def test_adam_the_runs_are_the_registrys_adam_and_rmsprop():
    found = opened("adam", "adam_both")
    for run, rule in zip(
        found.runs, (OPTIMIZERS["rmsprop"](lr=0.1, rho=0.999), OPTIMIZERS["adam"](lr=0.1)), strict=True
    ):
        expected = simulate(SURFACES["easom"](), rule, (2.0, 4.1), 150).x
        np.testing.assert_allclose(run.x, expected, rtol=1e-12)


@pytest.mark.parametrize("ground", ["bowl", "easom"])
def test_adam_with_momentum_alone_the_first_step_is_3_16_eta(ground):
    found = opened("adam", "adam_correction", ground=ground)
    assert (found.a.name, found.b.name) == ("RMSprop + momentum", "Adam")
    np.testing.assert_allclose(np.abs(found.a.run.step[0]) / 0.1, 3.16, rtol=1e-3)
    np.testing.assert_allclose(np.abs(found.b.run.step[0]) / 0.1, 1, rtol=1e-6)
    assert (1 - 0.9) / math.sqrt(1 - 0.999) == pytest.approx(3.162, abs=1e-3)


@pytest.mark.parametrize("sigma", [1.0, 3.0, 10.0])
def test_adam_momentum_keeps_noisy_steps_from_turning_back(sigma):
    found = opened("adam", "adam_momentum", sigma=sigma)
    assert (found.a.name, found.b.name) == ("RMSprop + correction", "Adam")
    assert turns_back(found.a.run) > 0.35 and turns_back(found.b.run) < 0.1


def test_adam_the_switches_take_their_addition_from_b():
    for momentum, correct, name in (
        (False, False, "RMSprop"),
        (True, False, "RMSprop + momentum"),
        (False, True, "RMSprop + correction"),
    ):
        found = opened("adam", momentum=momentum, correct=correct)
        assert found.b.name == name and found.a.name == "RMSprop"


def test_epsilon_along_x_both_walk_together_and_along_y_the_first_step_is_21_times_as_long():
    found = opened("epsilon")
    a, b = found.runs
    np.testing.assert_allclose(a.x[:, 0], b.x[:, 0], atol=1e-3)
    assert a.step[0, 1] / b.step[0, 1] == pytest.approx(21, abs=0.1)


@pytest.mark.parametrize("flat", [1e-3, 1e-5, 1e-7])
def test_epsilon_the_factor_of_the_first_step_is_the_computed_one(flat):
    found = opened("epsilon", flat=flat)
    slope = 1.5 * flat
    factor = math.sqrt(0.1 * slope**2 + 1e-8) / (math.sqrt(0.1) * slope + 1e-8)
    assert found.a.run.step[0, 1] / found.b.run.step[0, 1] == pytest.approx(factor, rel=1e-9)
    assert float(epsilon_gap(0.1 * slope**2, 1e-8)) == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize("preset", ["epsilon_67", "epsilon_easom"])
def test_epsilon_two_grounds_on_which_the_first_step_is_67_times_as_long(preset):
    found = opened("epsilon", preset)
    assert round(float(found.a.run.step[0, 1] / found.b.run.step[0, 1])) == 67


def test_epsilon_on_a_steep_bowl_its_place_makes_no_difference():
    found = opened("epsilon", "epsilon_steep")
    np.testing.assert_allclose(found.a.run.x[:60], found.b.run.x[:60], atol=1e-4)


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_epsilon_on_the_flattest_ground_both_creep_ten_thousand_times_apart(rule):
    a, b = opened("epsilon", "epsilon_flatter", rule=rule).runs
    assert abs(a.x[-1, 1] - 1.5) < 0.002 and abs(b.x[-1, 1] - 1.5) < 1e-6
    assert a.step[0, 1] / b.step[0, 1] == pytest.approx(1e4, rel=1e-3)
    assert math.sqrt(0.1) * 1.5e-12 < 1e-8


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_epsilon_bounds_the_rate_by_eta_over_its_root_inside_and_eta_over_itself_outside(rule):
    a, b = opened("epsilon", "epsilon_flatter", rule=rule).runs
    assert rates(b).max() <= 0.1 / math.sqrt(1e-8) * (1 + 1e-12)
    assert 0.99e7 < rates(a).max() <= 0.1 / 1e-8


def test_ideas_the_order_off_the_saddle():
    race = opened("ideas", "ideas_race")
    left = {side.name: step for side, step in zip(race.sides, race.left, strict=True)}
    assert left == {"GD": 51, "Momentum": 24, "NAG": 21, "AdaGrad": 17, "Adadelta": 33, "RMSprop": 4, "Adam": 11}


@pytest.mark.parametrize("y0", [1e-2, 1e-4, 1e-6])
def test_ideas_gd_gains_a_factor_of_one_plus_two_eta_a_step(y0):
    race = opened("ideas", y0=y0)
    gd = race.sides[0].run
    np.testing.assert_allclose(gd.x[1:60, 1] / gd.x[:59, 1], 1.2, rtol=1e-12)
    assert race.left[0] == math.ceil(math.log(1 / y0) / math.log(1.2))


def test_ideas_a_hundred_times_nearer_only_those_without_adaptive_rates_are_much_later():
    race, near = opened("ideas", "ideas_race"), opened("ideas", "ideas_hair")
    left = {s.name: (a, b) for s, a, b in zip(race.sides, race.left, near.left, strict=True)}
    assert left["GD"] == (51, 76) and left["Momentum"] == (24, 36) and left["NAG"] == (21, 31)
    assert left["Adadelta"] == (33, 37)
    for name in ("AdaGrad", "RMSprop", "Adam"):
        assert left[name][0] == left[name][1]


def test_ideas_exactly_on_the_ridge_nobody_leaves():
    race = opened("ideas", "ideas_ridge")
    assert race.left == (None,) * 7
    assert all((side.run.x[:, 1] == 0).all() for side in race.sides)
