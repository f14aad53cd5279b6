"""What the momentum page says of its map and of its two oscillators, and what it says when a setting is bad."""

import numpy as np
import pytest

from optviz.core.quadratic.oscillator import period
from optviz.core.quadratic.rates import Regime, limit, rate
from optviz.lecture.momentum import PAGE
from optviz.lecture.momentum.common import directions, map_run, measured_at, rate_at, rates
from optviz.lecture.momentum.messages import notices, settings_of

from .helpers import arrival, values


def rate_of(preset):
    return rate_at(values("map", preset)["rule"], values("map", preset))


def test_map_the_best_point_is_the_published_one_and_no_point_is_lower():
    now = values("map", "best_heavy_ball")
    assert (round(now["lr"], 7), round(now["beta"], 6)) == (0.0330579, 0.669421)
    found = rates(now)
    assert round(found.best.rate, 5) == 0.81818 and found.value.min() >= found.best.rate
    assert rate_of("best_heavy_ball") == pytest.approx(found.best.rate, abs=1e-7)


def test_map_without_momentum_the_best_is_098():
    now = values("map", "best_gd")
    assert round(rate_of("best_gd"), 5) == 0.98020
    lower_edge = rate("gd", np.linspace(0, 0.02, 2001), 0.0, (1.0, 100.0))
    assert lower_edge.min() >= 0.98019 and now["lr"] == pytest.approx(2 / 101)


def test_map_a_digit_takes_115_steps_or_ten_times_as_many():
    with_momentum, without = (-1 / np.log10(rate_of(preset)) for preset in ("best_heavy_ball", "best_gd"))
    assert with_momentum == pytest.approx(11.5, abs=0.05) and without == pytest.approx(115, abs=0.5)


def test_map_measured_rates_differ_from_theory_by_less_than_001():
    gap = rates(values("map", "difference")).value
    assert np.abs(gap).max() < 0.01 and np.median(np.abs(gap)) < 1e-4
    np.testing.assert_allclose(
        gap, rates(values("map", "measured")).value - rates(values("map")).value, rtol=0, atol=1e-12
    )


def test_map_the_difference_is_largest_where_a_swing_begins():
    found = rates(values("map", "difference"))
    large = np.argwhere(np.abs(found.value) > 0.003)
    assert len(large) > 10
    for row, column in large:
        lr, beta = found.lrs[column], found.betas[row]
        assert 0 < beta - (1 - np.sqrt(lr)) ** 2 < 0.02, "just above the curve on which x is critically damped"
        assert 400 < period("momentum", lr, beta, 1.0) < 1100, "about as long as the run"


def test_map_momentum_converges_up_to_two_plus_two_beta_and_gd_up_to_two():
    found = rates(values("map"))
    lr, beta = np.meshgrid(found.lrs, found.betas)
    np.testing.assert_array_equal(found.value < 1, lr < (2 + 2 * beta) / 100)
    assert values("map", "beyond_gd")["lr"] > limit("gd") / 100
    assert rate_of("beyond_gd") < 1 < rate("gd", 0.03, 0, (1, 100))
    assert rate_of("outside") > 1 and map_run(values("map", "outside")).distance[-1] > 1e10


def test_map_at_the_best_point_three_regions_meet():
    found = rates(values("map"))
    column = np.argmin(np.abs(found.curve - found.best.lr))
    meeting = [curve[column] for curve in (found.slow_critical, found.stiff_critical)]
    np.testing.assert_allclose(meeting, found.best.beta, atol=0.01)


def test_map_nags_is_narrower_and_its_best_is_lessards():
    nag, momentum = rates(values("map", "nag_map")), rates(values("map"))
    assert (nag.value < 1).mean() < 0.6 * (momentum.value < 1).mean()
    assert nag.best.rate == pytest.approx(1 - 2 / np.sqrt(301), rel=1e-12)
    assert rate_of("nag_map") == pytest.approx(nag.best.rate, abs=0.006)


@pytest.mark.parametrize("preset", [preset.key for preset in PAGE.section("map").presets])
def test_map_the_chosen_run_is_measured_near_theory(preset):
    now = values("map", preset)
    assert measured_at(now) == pytest.approx(rate_at(now["rule"], now), abs=0.01)


@pytest.mark.parametrize(
    ("preset", "along", "across"),
    [
        ("critical", Regime.CRITICAL, Regime.UNDER),
        ("over", Regime.OVER, Regime.UNDER),
        ("under", Regime.UNDER, Regime.UNDER),
        ("flips", Regime.OVER, Regime.FLIPPING),
        ("both_critical", Regime.CRITICAL, Regime.CRITICAL),
        ("frictionless", Regime.ENDLESS, Regime.ENDLESS),
    ],
)
def test_oscillators_each_preset_is_in_the_regime_it_names(preset, along, across):
    run, found = directions(values("oscillators", preset))
    assert [one.regime for one in found] == [along, across]
    for axis, one in enumerate(found):
        np.testing.assert_allclose(one.x, one.exact, atol=1e-12)
        assert (np.abs(run.x[:, axis]) <= one.envelope * (1 + 1e-9) + 1e-12).all()


def test_oscillators_over_damped_creeps_under_damped_swings_flipping_changes_sides():
    x = directions(values("oscillators", "over"))[1][0].x
    assert (x < 0).all() and (np.diff(x) > 0).all()
    assert (directions(values("oscillators", "under"))[1][0].x > 0).any()
    y = directions(values("oscillators", "flips"))[1][1].x
    assert (y[1:] * y[:-1] < 0).all() and 0.03 * 100 > 1


def test_oscillators_where_both_swing_both_keep_root_beta():
    _, found = directions(values("oscillators", "under"))
    assert [one.factor for one in found] == pytest.approx([np.sqrt(0.95)] * 2)


def test_oscillators_critical_is_as_fast_as_this_spring_can_be():
    betas = np.linspace(0, 1, 1001)
    along = rate("momentum", 0.01, betas, (1.0,))
    assert betas[along.argmin()] == pytest.approx(0.81) and along.min() == pytest.approx(0.9)


def test_oscillators_do_not_meet():
    run, _ = directions(values("oscillators"))
    alone, _ = directions(values("oscillators", y0=0.0))
    np.testing.assert_array_equal(run.x[:, 0], alone.x[:, 0])


def test_oscillators_frictionless_keeps_its_swing():
    run, _ = directions(values("oscillators", "frictionless"))
    assert np.abs(run.x[60:, 0]).max() > 2.4


def said(section, **changes):
    now = values(section, **changes)
    start = (now.get("x0", -2.5), now.get("y0", 1.5))
    return " ".join(notices(settings_of(section, now), float(now.get("kappa", 10.0)), start))


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_a_section_opens_without_a_warning(section):
    assert said(section) == ""


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_eta_zero_is_told(section):
    assert "η = 0: every step has length 0, so nothing moves" in said(section, lr=0.0)


@pytest.mark.parametrize("section", ["two_parts", "too_much", "oscillators", "nag"])
def test_a_start_at_the_minimum_is_told(section):
    assert "The start is the minimum" in said(section, x0=0.0, y0=0.0)


@pytest.mark.parametrize("section", ["two_parts", "map", "oscillators", "nag"])
def test_beta_one_is_told_with_its_reason(section):
    words = said(section, beta=1.0, lr=0.01)
    assert "Momentum never settles: with β = 1 it keeps all of its last step" in words
    assert "NAG never settles" not in words


@pytest.mark.parametrize("section", ["map", "oscillators", "nag"])
def test_a_round_bowl_is_told(section):
    assert "κ = 1: the bowl is round" in said(section, kappa=1.0, lr=0.5)
    assert rate("gd", 1.0, 0.0, (1.0, 1.0)) == 0


@pytest.mark.parametrize("beta", [0.0, 0.4, 0.9])
def test_a_rate_above_the_limit_is_told_with_the_limit(beta):
    edge = (2 + 2 * beta) / 20
    words = said("nag", lr=edge * 1.01, beta=beta)
    assert f"Momentum diverges: η = {edge * 1.01:.4g} is above its limit (2 + 2β)/20 = {edge:.4g}." in words
    nag = (2 + 2 * beta) / (20 + 20 * 2 * beta)
    assert f"NAG diverges: η = {edge * 1.01:.4g} is above its limit (2 + 2β)/(20(1 + 2β)) = {nag:.4g}." in words
    assert "Momentum" not in said("nag", lr=edge * 0.99, beta=beta)
    assert "Momentum never settles: η is exactly at its limit" in said("nag", lr=edge, beta=beta)


def test_several_runs_above_their_limits_are_told_in_one_sentence():
    words = said("too_much", lr=0.39)
    assert words == "β = 0.5, β = 0.9 diverge: η = 0.39 is above their limits (2 + 2β)/10 = 0.3, 0.38."
    assert said("two_parts", lr=0.22, beta=0.5) == "GD diverges: η = 0.22 is above its limit 2/10 = 0.2."


def test_what_is_told_to_diverge_leaves_and_what_is_not_told_arrives():
    for lr in (0.17, 0.199, 0.201, 0.3):
        words = said("oscillators", kappa=10.0, lr=lr, beta=0.0)
        run, _ = directions(values("oscillators", kappa=10.0, lr=lr, beta=0.0))
        assert ("diverges" in words) == (run.value[-1] > run.value[0])


def test_a_direction_without_distance_cannot_diverge():
    words = said("oscillators", lr=1.0, y0=0.0)
    run, _ = directions(values("oscillators", lr=1.0, y0=0.0))
    assert words == "" and arrival(run) < 120
