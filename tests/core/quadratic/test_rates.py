"""Rates on a quadratic: matrices, limits, best settings, regimes and noise balls against NumPy and the papers."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.quadratic.rates import (
    Regime,
    best,
    converges,
    critical_beta,
    limit,
    limit_beta,
    noise_ball,
    rate,
    recurrence,
    regime,
    spectral_radius,
)
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

RULES = ("gd", "momentum", "nag")
rules = st.sampled_from(RULES)
betas = st.floats(0, 0.999)
cs = st.floats(1e-4, 5)


def iteration_matrix(rule, lr, beta, eigenvalue):
    """The matrix that takes (g_{t−1}, x_t) to (g_t, x_{t+1}), written down from the lecture's formulas."""
    look = -lr * beta if rule == "nag" else 0.0
    if rule == "gd":
        return np.array([[0, 0], [0, 1 - lr * eigenvalue]])
    g = np.array([beta + eigenvalue * look, eigenvalue])
    return np.array([g, [-lr * g[0], 1 - lr * g[1]]])


def modulus(rule, lr, beta, eigenvalue):
    return np.abs(np.linalg.eigvals(iteration_matrix(rule, lr, beta, eigenvalue))).max()


@given(rule=rules, c=cs, beta=betas, eigenvalue=st.floats(0.01, 100))
def test_the_rate_is_the_spectral_radius_of_the_rules_own_matrix(rule, c, beta, eigenvalue):
    lr = c / eigenvalue
    ours = float(spectral_radius(*recurrence(rule, lr, beta, eigenvalue)))
    # Near a double root eigenvalues of a rounded matrix are off by the root of the rounding.
    assert ours == pytest.approx(modulus(rule, lr, beta, eigenvalue), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_trace_and_determinant_are_those_of_the_matrix(rule):
    for c, beta in itertools.product((0.01, 0.5, 1.0, 1.7, 3.0), (0.0, 0.3, 0.9, 1.0)):
        s, p = recurrence(rule, c / 7, beta, 7.0)
        matrix = iteration_matrix(rule, c / 7, beta, 7.0)
        assert (s, p) == pytest.approx((np.trace(matrix), np.linalg.det(matrix)), abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_three_steps_of_a_run_follow_the_recurrence(rule):
    s, p = recurrence(rule, 0.03, 0.8, 10.0)
    knobs = {"lr": 0.03} | ({} if rule == "gd" else {"beta": 0.8})
    y = simulate(SURFACES["quadratic"](kappa=10.0), OPTIMIZERS[rule](**knobs), (0.0, 1.5), 3).x[:, 1]
    assert y[1] == pytest.approx(float(s - p) * y[0], rel=1e-14)
    np.testing.assert_allclose(y[2:], s * y[1:-1] - p * y[:-2], rtol=1e-13)


def test_a_rule_without_theory_is_refused():
    with pytest.raises(ValueError, match="no theory for 'adam'"):
        recurrence("adam", 0.1, 0.9, 1.0)  # type: ignore[arg-type]


@given(rule=rules, c=st.floats(-1, 6), beta=betas)
def test_a_rule_converges_where_its_roots_lie_inside_the_unit_circle(rule, c, beta):
    radius = modulus(rule, c, beta, 1.0)
    if abs(radius - 1) > 1e-6:
        assert bool(converges(rule, c, beta, 1.0)) == (radius < 1)


@given(rule=rules, c=st.floats(-1, 6), beta=betas)
def test_gd_heavy_ball_and_nag_converge_exactly_between_zero_and_their_limit(rule, c, beta):
    # The three published or derived regions: 0 < ηλ < 2, < 2 + 2β, < (2 + 2β)/(1 + 2β).
    edge = {"gd": 2, "momentum": 2 + 2 * beta, "nag": (2 + 2 * beta) / (1 + 2 * beta)}[rule]
    assert limit(rule, beta) == pytest.approx(edge, rel=1e-15)
    if min(abs(c), abs(c - edge)) > 1e-9:
        assert bool(converges(rule, c, beta, 1.0)) == (0 < c < edge)


def test_at_beta_one_heavy_ball_never_converges_but_nag_does():
    c = np.linspace(0.01, 1.3, 50)
    assert not converges("momentum", c, 1.0, 1.0).any()
    assert converges("nag", c, 1.0, 1.0).all()
    assert not converges("nag", 4 / 3 + 1e-9, 1.0, 1.0)


def test_the_numbers_for_condition_number_100_come_out():
    gd, heavy, nag = (best(rule, 1.0, 100.0) for rule in RULES)
    assert (gd.lr, round(gd.rate, 5)) == (2 / 101, 0.98020)
    assert (round(heavy.lr, 7), round(heavy.beta, 6), round(heavy.rate, 5)) == (0.0330579, 0.669421, 0.81818)
    # Lessard, Recht & Packard (2016), Proposition 1.
    assert (nag.lr, nag.rate) == pytest.approx((4 / 301, 1 - 2 / math.sqrt(301)), rel=1e-15)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kappa", [1.0, 2.0, 10.0, 100.0, 1000.0])
def test_the_best_setting_has_the_rate_it_states_and_no_setting_nearby_a_lower_one(rule, kappa):
    found = best(rule, 1.0, kappa)
    # At a double root, where the best lies, the rate feels the root of a rounding error.
    assert float(rate(rule, found.lr, found.beta, (1.0, kappa))) == pytest.approx(found.rate, abs=2e-7)
    lr = np.linspace(0, 4 / kappa, 401)[:, None]
    everywhere = rate(rule, lr, np.linspace(0, 1, 401), (1.0, kappa))
    assert everywhere.min() >= found.rate - 2e-7
    near = rate(rule, found.lr * np.linspace(0.99, 1.01, 201)[:, None], np.linspace(0, 1, 2001), (1.0, kappa))
    assert near.min() == pytest.approx(found.rate, abs=0.02)


@pytest.mark.parametrize("pair", [(0.0, 1.0), (2.0, 1.0), (-1.0, 1.0), (1.0, math.inf)])
def test_the_best_setting_needs_positive_eigenvalues_in_order(pair):
    with pytest.raises(ValueError, match="positive and in order"):
        best("momentum", *pair)


@given(rule=rules, kappa=st.floats(1, 1000), c=st.floats(0, 4), beta=betas)
def test_the_slowest_direction_decides(rule, kappa, c, beta):
    lr = c / kappa
    each = [modulus(rule, lr, beta, e) for e in (1.0, kappa)]
    assert float(rate(rule, lr, beta, (1.0, kappa))) == pytest.approx(max(each), rel=1e-6, abs=1e-6)


@given(rule=rules, c=cs, beta=betas)
def test_regimes_are_what_numpys_roots_say(rule, c, beta):
    s, p = (float(a) for a in recurrence(rule, c, beta, 1.0))
    roots = np.roots([1, -s, p])
    largest = roots[np.abs(roots).argmax()]
    if abs(s * s - 4 * p) < 1e-7 or abs(abs(largest) - 1) < 1e-7 or abs(s) < 1e-12:
        return
    if abs(largest) > 1:
        expected = Regime.DIVERGING
    elif largest.imag:
        expected = Regime.UNDER
    else:
        expected = Regime.OVER if largest.real > 0 else Regime.FLIPPING
    assert regime(rule, c, beta, 1.0) == expected


@pytest.mark.parametrize(
    ("c", "beta", "expected"),
    [
        (0.01, 0.8, Regime.OVER),
        (0.01, 0.81, Regime.CRITICAL),
        (0.01, 0.82, Regime.UNDER),
        (1.0, 0.81, Regime.UNDER),
        (2.25, 0.25, Regime.CRITICAL),
        (3.0, 0.51, Regime.FLIPPING),
        (3.0, 0.5, Regime.ENDLESS),
        (3.0, 0.49, Regime.DIVERGING),
        (1.0, 1.0, Regime.ENDLESS),
        (0.0, 0.9, Regime.STILL),
        (1.0, 0.0, Regime.OVER),
        (1.5, 0.0, Regime.FLIPPING),
    ],
)
def test_heavy_ball_is_named_by_its_roots(c, beta, expected):
    assert regime("momentum", c / 10, beta, 10.0) == expected
    assert Regime(expected).label


@given(c=st.floats(1e-3, 3.99))
def test_heavy_ball_is_critical_where_one_minus_root_beta_squared_is_the_step(c):
    beta = float(critical_beta("momentum", c, 1.0))
    assert (1 - math.sqrt(c)) ** 2 == pytest.approx(beta, abs=1e-15)
    assert abs(1 - math.sqrt(c)) == pytest.approx(math.sqrt(beta), abs=1e-12)
    s, p = recurrence("momentum", c, beta, 1.0)
    assert s**2 == pytest.approx(4 * p, abs=1e-12)


@pytest.mark.parametrize("kappa", [2.0, 10.0, 100.0, 1000.0])
def test_at_its_best_heavy_ball_damps_both_directions_critically(kappa):
    found = best("momentum", 1.0, kappa)
    assert regime("momentum", found.lr, found.beta, [1.0, kappa]).tolist() == [Regime.CRITICAL] * 2


@given(c=st.floats(1e-3, 0.999))
def test_nag_is_critical_at_a_smaller_beta(c):
    beta = float(critical_beta("nag", c, 1.0))
    s, p = recurrence("nag", c, beta, 1.0)
    assert s**2 == pytest.approx(4 * p, abs=1e-12)
    assert c == pytest.approx(((1 - beta) / (1 + beta)) ** 2, rel=1e-9)


def test_nothing_is_critical_beyond_the_last_complex_root():
    assert np.isnan(critical_beta("momentum", 4.01, 1.0)) and np.isnan(critical_beta("nag", 1.01, 1.0))


@given(rule=st.sampled_from(("momentum", "nag")), c=st.floats(1.001, 3.99))
def test_the_edge_in_beta_parts_convergence_from_divergence(rule, c):
    edge = float(limit_beta(rule, c, 1.0))
    if math.isnan(edge):
        inside = converges(rule, c, np.linspace(0, 0.999, 50), 1.0)
        assert inside.all() or not inside.any()
        return
    assert limit(rule, edge) == pytest.approx(c, rel=1e-12)
    below, above = (bool(converges(rule, c, edge + d, 1.0)) for d in (-1e-6, 1e-6))
    assert (below, above) == ((False, edge + 1e-6 < 1) if rule == "momentum" else (True, False))


@pytest.mark.parametrize(("rule", "beta"), [("gd", 0.0), ("momentum", 0.8), ("nag", 0.8)])
def test_the_noise_ball_is_the_spread_of_a_long_loop(rule, beta):
    lr, eigenvalue, sigma = 0.05, 4.0, 2.0
    noise = np.random.default_rng(7).standard_normal((6000, 400)) * sigma
    x, g, spread = np.zeros(400), np.zeros(400), []
    for t, xi in enumerate(noise):
        look = x - lr * beta * g if rule == "nag" else x
        g = beta * g + eigenvalue * look + xi
        x = x - lr * g
        if t >= 500:
            spread.append(np.mean(x**2))
    assert noise_ball(rule, lr, beta, eigenvalue, sigma) == pytest.approx(np.sqrt(np.mean(spread)), rel=0.01)


def test_gds_noise_ball_is_the_textbook_one():
    # AR(1): variance ησ²/(λ(2 − ηλ)).
    assert noise_ball("gd", 0.1, 0.0, 4.0, 3.0) == pytest.approx(math.sqrt(0.1 * 9 / (4 * 1.6)), rel=1e-14)
    assert noise_ball("momentum", 0.1, 0.0, 4.0, 3.0) == noise_ball("gd", 0.1, 0.0, 4.0, 3.0)
    assert noise_ball("gd", 0.6, 0.0, 4.0, 3.0) == math.inf
