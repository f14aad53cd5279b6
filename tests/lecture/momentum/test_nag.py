"""What the section on NAG says is what its runs do."""

import numpy as np
import pytest

from optviz.core.quadratic.rates import rate
from optviz.lecture.momentum.common import step_parts
from optviz.lecture.momentum.nag import limit_lr, nag_runs

from .helpers import arrival, values


def test_nag_takes_its_gradient_at_the_look_ahead_point():
    momentum, nag = nag_runs(values("nag", "look_ahead"))
    np.testing.assert_allclose(nag.probe, nag.x[:-1] + step_parts(nag).momentum, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(nag.grad, nag.probe * [1, 20], rtol=1e-13)
    np.testing.assert_allclose(momentum.grad, momentum.x[:-1] * [1, 20], rtol=1e-13)


def test_at_the_opening_step_the_gradient_at_the_ring_points_back():
    _, nag = nag_runs(values("nag"))
    parts = step_parts(nag)
    assert parts.momentum[3, 1] < 0 < parts.gradient[3, 1]


def test_nag_keeps_60_percent_of_a_swing_across_where_momentum_keeps_95():
    assert [round(float(rate(rule, 0.03, 0.9, (20.0,))), 2) for rule in ("nag", "momentum")] == [0.6, 0.95]
    assert [round(float(rate(rule, 0.03, 0.9, (1.0,))), 2) for rule in ("nag", "momentum")] == [0.93, 0.95]
    for curvature in (1.0, 20.0):
        assert rate("nag", 0.03, 0.9, (curvature,)) == pytest.approx(np.sqrt((1 - 0.03 * curvature) * 0.9))
    momentum, nag = nag_runs(values("nag", "nag_damps"))
    assert np.abs(nag.x[30:, 1]).max() < 1e-5 < 0.1 < np.abs(momentum.x[30:, 1]).max()


def test_nag_diverges_first():
    momentum, nag = nag_runs(values("nag", "nag_limit"))
    assert arrival(momentum, 0.5) < 80 and nag.value[-1] > 1e6
    assert limit_lr("nag", 0.9, 20.0) == pytest.approx(0.068, abs=5e-4)
    assert limit_lr("momentum", 0.9, 20.0) == pytest.approx(0.19)


def test_with_small_steps_nag_hardly_differs():
    momentum, nag = nag_runs(values("nag", "small_steps"))
    assert np.hypot(*(momentum.x - nag.x).T).max() < 0.07
