"""One direction in closed form: the path that simulate() walks, inside its envelope, with the period it states."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.quadratic.oscillator import closed_form, envelope, name, period
from optviz.core.quadratic.rates import Regime, limit, rate
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

KAPPA = 25.0
SETTINGS = {
    "over-damped": ("momentum", 0.0004, 0.5, Regime.OVER),
    "critical": ("momentum", 0.01 / KAPPA, 0.81, Regime.CRITICAL),
    "under-damped": ("momentum", 0.02, 0.9, Regime.UNDER),
    "hardly under-damped": ("momentum", 0.01 / KAPPA, 0.8100001, Regime.UNDER),
    "critical at the best": ("momentum", (2 / 6) ** 2, (4 / 6) ** 2, Regime.CRITICAL),
    "flipping": ("momentum", 3.0 / KAPPA, 0.51, Regime.FLIPPING),
    "endless": ("momentum", 0.02, 1.0, Regime.ENDLESS),
    "diverging": ("momentum", 3.3 / KAPPA, 0.6, Regime.DIVERGING),
    "NAG over-damped": ("nag", 0.0004, 0.5, Regime.OVER),
    "NAG under-damped": ("nag", 0.02, 0.9, Regime.UNDER),
    "NAG in two steps": ("nag", 1 / KAPPA, 0.9, Regime.OVER),
    "NAG flipping": ("nag", 1.2 / KAPPA, 0.9, Regime.FLIPPING),
    "GD": ("gd", 0.03, 0.0, Regime.OVER),
    "GD flipping": ("gd", 0.07, 0.0, Regime.FLIPPING),
}
each = pytest.mark.parametrize(("rule", "lr", "beta", "expected"), SETTINGS.values(), ids=SETTINGS)
rules = st.sampled_from(("momentum", "nag"))


def walked(rule, lr, beta, steps=200, start=(-2.5, 1.5)):
    knobs = {"lr": lr} if rule == "gd" else {"lr": lr, "beta": beta}
    return simulate(SURFACES["quadratic"](kappa=KAPPA), OPTIMIZERS[rule](**knobs), start, steps).x


def loop(rule, c, beta, start, steps):
    """The lecture's two lines on ½λx² in plain Python, in units of η."""
    x, g, path = start, 0.0, [start]
    for _ in range(steps):
        g = beta * g + c * (x - beta * g if rule == "nag" else x)
        x -= g
        path.append(x)
    return np.array(path)


@each
def test_the_closed_form_is_what_simulate_walks_in_both_directions(rule, lr, beta, expected):
    x = walked(rule, lr, beta)
    for coordinate, eigenvalue in ((0, 1.0), (1, KAPPA)):
        exact = closed_form(rule, lr, beta, eigenvalue, float(x[0, coordinate]), 200)
        scale = np.maximum.accumulate(np.abs(x[::-1, coordinate]))[::-1]
        np.testing.assert_array_less(np.abs(exact - x[:, coordinate]), 1e-9 * scale + 1e-15)


@each
def test_each_setting_is_named(rule, lr, beta, expected):
    assert name(rule, lr, beta, KAPPA) == expected


@each
def test_the_path_stays_inside_its_envelope_and_comes_back_to_it(rule, lr, beta, expected):
    x = walked(rule, lr, beta)[:, 1]
    bound = envelope(rule, lr, beta, KAPPA, 1.5, 200)
    assert (np.abs(x) <= bound * (1 + 1e-9) + 1e-14).all()
    seen = bound > 1e-12 * bound.max()
    nearness = (np.abs(x) / np.where(seen, bound, np.inf))[seen]
    assert nearness[20:].max(initial=1.0) > 0.9


@given(rule=rules, c=st.floats(1e-3, 5), beta=st.floats(0, 1), start=st.floats(-3, 3))
def test_any_setting_agrees_with_a_plain_loop_and_stays_below_its_envelope(rule, c, beta, start):
    assume(abs(start) > 1e-3)
    path = loop(rule, c, beta, start, 60)
    exact = closed_form(rule, c, beta, 1.0, start, 60)
    scale = np.maximum.accumulate(np.abs(path[::-1]))[::-1] + 1e-12 * abs(start)
    assert (np.abs(exact - path) <= 1e-8 * scale).all()
    bound = envelope(rule, c, beta, 1.0, start, 60)
    assert (np.abs(path) <= bound * (1 + 1e-7) + 1e-12).all()


@given(rule=rules, share=st.floats(0.001, 0.999), beta=st.floats(0, 0.98))
def test_the_envelope_shrinks_by_the_rate(rule, share, beta):
    c = share * limit(rule, beta)
    factor = float(rate(rule, c, beta, (1.0,)))
    assume(0.3 < factor < 0.9999)
    bound = envelope(rule, c, beta, 1.0, 1.0, 400)
    if name(rule, c, beta, 1.0) == Regime.UNDER and bound[301] > 0:
        # Critical damping's factor t has not yet died out on its own, so look where the swing has taken over.
        assert bound[301] / bound[300] == pytest.approx(factor, abs=0.005)


def test_a_swing_returns_after_one_period():
    steps = period("momentum", 0.01, 1.0, 1.0)
    x = closed_form("momentum", 0.01, 1.0, 1.0, 1.0, 2000)
    peaks = np.flatnonzero((x[1:-1] > x[:-2]) & (x[1:-1] > x[2:])) + 1
    assert np.diff(peaks).mean() == pytest.approx(steps, rel=0.01)
    # At beta = 1 it is a frictionless spring in steps of √η: 2 sin(θ/2) = √(ηλ).
    assert 2 * math.sin(math.pi / steps) == pytest.approx(0.1, rel=1e-12)


def test_what_flips_has_period_two_and_what_creeps_has_none():
    assert period("momentum", 3.0, 0.51, 1.0) == 2
    assert period("gd", 1.5, 0.0, 1.0) == 2
    assert period("momentum", 0.01, 0.5, 1.0) == math.inf


def test_nag_forgets_a_direction_at_once_where_eta_lambda_is_one():
    assert closed_form("nag", 0.5, 0.9, 2.0, 3.0, 4).tolist() == [3, 0, 0, 0, 0]
    assert envelope("nag", 0.5, 0.9, 2.0, 3.0, 4).tolist() == [3, 0, 0, 0, 0]


def test_a_diverging_envelope_overflows_to_infinity_and_not_to_nan():
    bound = envelope("momentum", 1000.0, 0.9, 100.0, 2.0, 400)
    assert np.isinf(bound[-1]) and not np.isnan(bound).any()
