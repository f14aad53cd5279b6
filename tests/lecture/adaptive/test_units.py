"""Own units: ε, not η, sets the length of Adadelta's steps."""

import math

import numpy as np

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces.bowls import Quadratic

from .helpers import compared, lengths


def test_adadelta_starts_slowly_and_is_still_on_its_way() -> None:
    comparison = compared("units")
    a, b = comparison.runs
    np.testing.assert_allclose(np.abs(b.step[0]), math.sqrt(1e-6 / 0.1), rtol=1e-4)
    np.testing.assert_allclose(np.abs(a.step[0] / b.step[0]), 50, rtol=1e-3)
    assert b.distance[-1] > 1 and lengths(b)[-1] < 1.25 * lengths(b)[0]
    assert a.distance[200:].max() < 0.06


def test_epsilon_sets_adadeltas_pace() -> None:
    slow, quick = compared("units", "units_slow").b.run, compared("units", "units_quick").b.run
    usual = compared("units").b.run
    np.testing.assert_allclose(usual.step[0] / slow.step[0], 10, rtol=1e-3)
    np.testing.assert_allclose(quick.step[0] / usual.step[0], 10, rtol=1e-3)
    assert quick.distance[200] < 0.03 and slow.distance[-1] > 0.9 * slow.distance[0]


def test_the_learning_rate_moves_a_alone() -> None:
    usual, large = compared("units"), compared("units", "units_eta")
    assert np.array_equal(usual.b.run.x, large.b.run.x)
    np.testing.assert_allclose(large.a.run.step[0] / usual.a.run.step[0], 10, rtol=1e-6)


def test_adadelta_in_other_units_of_f_takes_the_same_steps() -> None:
    surface = compared("units").surface
    plain = simulate(surface, OPTIMIZERS["adadelta"](**{"eps": 1e-16}), (-2.5, 1.5), 50)
    narrow = simulate(Quadratic(kappa=1000.0), OPTIMIZERS["adadelta"](**{"eps": 1e-16}), (-2.5, 1.5), 50)
    np.testing.assert_allclose(plain.step, narrow.step, rtol=1e-6)
