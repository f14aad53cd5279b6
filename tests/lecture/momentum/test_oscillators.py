"""What the section on two oscillators says is what its run does in each direction."""

import numpy as np
import pytest

from optviz.core.quadratic.rates import Regime, rate
from optviz.lecture.momentum.oscillators import OSCILLATORS, directions

from .helpers import values

REGIMES = {
    "critical": (Regime.CRITICAL, Regime.UNDER),
    "over": (Regime.OVER, Regime.UNDER),
    "under": (Regime.UNDER, Regime.UNDER),
    "flips": (Regime.OVER, Regime.FLIPPING),
    "both_critical": (Regime.CRITICAL, Regime.CRITICAL),
    "frictionless": (Regime.ENDLESS, Regime.ENDLESS),
}


def test_every_preset_names_a_regime():
    assert [preset.key for preset in OSCILLATORS.presets] == list(REGIMES)


@pytest.mark.parametrize("preset", list(REGIMES))
def test_each_preset_is_in_the_regime_it_names(preset):
    run, both = directions(values("oscillators", preset))
    assert [direction.regime for direction in both] == list(REGIMES[preset])
    for axis, direction in enumerate(both):
        np.testing.assert_allclose(direction.x, direction.exact, atol=1e-12)
        assert (np.abs(run.x[:, axis]) <= direction.envelope * (1 + 1e-9) + 1e-12).all()


def test_over_damped_creeps_under_damped_swings_flipping_changes_sides():
    x = directions(values("oscillators", "over"))[1][0].x
    assert (x < 0).all() and (np.diff(x) > 0).all()
    assert (directions(values("oscillators", "under"))[1][0].x > 0).any()
    y = directions(values("oscillators", "flips"))[1][1].x
    assert (y[1:] * y[:-1] < 0).all() and 0.03 * 100 > 1


def test_where_both_swing_both_keep_root_beta():
    _, both = directions(values("oscillators", "under"))
    assert [direction.factor for direction in both] == pytest.approx([np.sqrt(0.95)] * 2)


def test_critical_is_as_fast_as_this_spring_can_be():
    betas = np.linspace(0, 1, 1001)
    along = rate("momentum", 0.01, betas, (1.0,))
    assert betas[along.argmin()] == pytest.approx(0.81) and along.min() == pytest.approx(0.9)


def test_the_directions_do_not_meet():
    run, _ = directions(values("oscillators"))
    alone, _ = directions(values("oscillators", y0=0.0))
    np.testing.assert_array_equal(run.x[:, 0], alone.x[:, 0])


def test_frictionless_keeps_its_swing():
    run, _ = directions(values("oscillators", "frictionless"))
    assert np.abs(run.x[60:, 0]).max() > 2.4
