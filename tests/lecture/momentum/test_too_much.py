"""What the section on too much momentum says is what its runs do."""

import numpy as np
import pytest

from optviz.core.quadratic.rates import rate
from optviz.lecture.momentum.too_much import too_much_runs

from .helpers import arrival, values


def test_beta_half_is_the_first_to_stay_and_099_still_oscillates():
    runs = too_much_runs(values("too_much", "too_much_momentum"))
    assert arrival(runs[0]) < arrival(runs[1]) < 100 and arrival(runs[2]) > 300, "from then on within 0.1"
    x = runs[2].x[200:, 0]
    assert (x[1:] * x[:-1] < 0).sum() >= 4 and np.abs(x).max() > 0.5


def test_in_a_swing_a_step_keeps_root_beta_whatever_eta_is():
    for beta, kept in ((0.5, 0.71), (0.9, 0.95), (0.99, 0.995)):
        swinging = [lr for lr in np.linspace(0.01, 0.3, 30) if (1 - np.sqrt(lr)) ** 2 < beta < 1 and 10 * lr < 2.9]
        rates = [float(rate("momentum", lr, beta, (1.0, 10.0))) for lr in swinging]
        assert len(rates) > 10 and np.ptp(rates) < 1e-12
        assert rates[0] == pytest.approx(np.sqrt(beta), rel=1e-12) == pytest.approx(kept, abs=0.005)


def test_a_ten_times_smaller_eta_leaves_the_rate_of_099_as_it_is():
    large, small = (too_much_runs(values("too_much", preset))[2] for preset in ("too_much_momentum", "eta_is_no_cure"))
    assert small.quantities["lr"] == pytest.approx(large.quantities["lr"] / 10)
    assert rate("momentum", 0.05, 0.99, (1, 10)) == pytest.approx(rate("momentum", 0.005, 0.99, (1, 10)), rel=1e-12)
    assert arrival(small) > 300 and arrival(large) > 300


def test_with_a_tiny_eta_beta_half_is_the_slowest():
    runs = too_much_runs(values("too_much", "flat_valley"))
    assert runs[0].distance[-1] > 1.8 * runs[2].distance[-1] > 1.8 * runs[1].distance[-1]
    assert rate("momentum", 0.0005, 0.5, (1, 10)) == pytest.approx(0.999, abs=1e-5)


def test_beta_one_never_settles():
    run = too_much_runs(values("too_much", "endless"))[2]
    assert run.quantities["beta"] == 1 and run.value[-150:].max() > 0.8 * run.value[0]
