"""Rate maps: real runs in every cell shrink as theory says they do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.quadratic.rate_maps import measured_map, rate_map
from optviz.core.quadratic.rates import best, rate
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from tests.core.helpers import compiling

KAPPAS = (1.0, 10.0, 100.0, 1000.0)
RULES = ("momentum", "nag")
N = 41


def axes(kappa):
    return np.linspace(0, 4.2 / kappa, N), np.linspace(0, 1, N)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kappa", KAPPAS)
def test_measured_and_exact_rates_agree_everywhere(rule, kappa):
    lrs, betas = axes(kappa)
    exact, measured = (make(rule, lrs, betas, 1.0, kappa) for make in (rate_map, measured_map))
    assert exact.shape == measured.shape == (N, N)
    gap = np.abs(measured - exact)
    assert gap.max() < 0.013 and np.median(gap) < 1e-4


def test_more_steps_measure_more_exactly():
    lrs, betas = axes(100)
    exact = rate_map("momentum", lrs, betas, 1.0, 100.0)
    gaps = [np.abs(measured_map("momentum", lrs, betas, 1.0, 100.0, n) - exact).max() for n in (100, 500, 2000)]
    assert gaps[0] > 2 * gaps[1] > 4 * gaps[2]


def test_a_cell_of_the_exact_map_is_the_rate_at_its_eta_and_beta():
    lrs, betas = axes(10)
    table = rate_map("nag", lrs, betas, 1.0, 10.0)
    assert table[7, 30] == rate("nag", lrs[30], betas[7], (1.0, 10.0))


@pytest.mark.parametrize("rule", RULES)
def test_a_cell_of_the_measured_map_is_the_slope_fitted_to_that_run(rule):
    lr, beta, steps = 0.031, 0.72, 200
    (cell,) = measured_map(rule, np.array([lr]), np.array([beta]), 1.0, 40.0, steps).ravel()
    x = simulate(SURFACES["quadratic"](kappa=40.0), OPTIMIZERS[rule](lr=lr, beta=beta), (1.0, 1.0), steps).x[1:]
    logs = np.log(np.sum(x**2, axis=1).reshape(-1, 10).sum(axis=1)) / 2
    slope = np.polyfit(np.arange(20)[10:] * 10, logs[10:], 1)[0]
    assert cell == pytest.approx(np.exp(slope), rel=1e-9)


def test_neither_overflow_nor_underflow_spoils_a_cell():
    lrs = np.array([0.0, 1e-6, 0.01, 0.5, 1000.0])
    measured = measured_map("momentum", lrs, np.array([0.0, 0.5, 1.0]), 1.0, 100.0, 2000)
    exact = rate_map("momentum", lrs, np.array([0.0, 0.5, 1.0]), 1.0, 100.0)
    np.testing.assert_allclose(measured, exact, rtol=1e-3)
    assert measured[0, -1] == pytest.approx(1000 * 100 - 1, rel=1e-9)


def test_a_run_that_lands_on_the_minimum_has_rate_zero():
    # κ = 1, η = 1, β = 0: one step.
    assert measured_map("momentum", np.array([1.0]), np.array([0.0]), 1.0, 1.0).item() == 0
    assert rate_map("momentum", np.array([1.0]), np.array([0.0]), 1.0, 1.0).item() == 0


def test_the_measured_map_has_its_lowest_rate_at_the_best_setting():
    found = best("momentum", 1.0, 100.0)
    lrs, betas = np.linspace(0, 0.042, 160), np.linspace(0, 1, 121)
    row, column = np.unravel_index(measured_map("momentum", lrs, betas, 1.0, 100.0).argmin(), (121, 160))
    assert (lrs[column], betas[row]) == pytest.approx((found.lr, found.beta), abs=0.03)


@settings(max_examples=30)
@given(rule=st.sampled_from(RULES), kappa=st.floats(1, 1000), c=st.floats(0, 4.5), beta=st.floats(0, 1))
def test_a_measured_rate_is_near_the_exact_one(rule, kappa, c, beta):
    lrs, betas = np.array([c / kappa]), np.array([beta])
    measured = measured_map(rule, lrs, betas, 1.0, kappa).item()
    assert measured == pytest.approx(rate_map(rule, lrs, betas, 1.0, kappa).item(), rel=0.02, abs=0.01)


@pytest.mark.parametrize("steps", [0, 30, 55, 2010])
def test_steps_that_are_not_whole_blocks_are_refused(steps):
    with pytest.raises(ValueError, match="multiple of 10 from 40 to 2000"):
        measured_map("momentum", np.array([0.1]), np.array([0.5]), 1.0, 10.0, steps)


def test_a_new_condition_number_or_number_of_steps_compiles_nothing():
    lrs, betas = axes(10)
    measured_map("momentum", lrs, betas, 1.0, 10.0)
    with compiling() as names:
        measured_map("momentum", lrs / 3, betas / 2, 1.0, 55.0, 1000)
    assert not names
