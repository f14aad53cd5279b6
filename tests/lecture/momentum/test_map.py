"""What the section with the η × β map says of rates, regions and its best point, and how the map is drawn."""

import itertools

import numpy as np
import pytest

from optviz.core.quadratic.oscillator import period
from optviz.core.quadratic.rates import Regime, limit, rate
from optviz.figures.board import Labels, RampMap
from optviz.figures.board.message import board_body
from optviz.lecture.momentum.map import (
    MAP,
    exact_rate,
    map_board,
    map_run,
    measured_rate,
    rate_map_of,
    region_kinds,
)

from .helpers import layers, values


def rate_of(preset):
    """The exact rate at a preset's point."""
    return exact_rate(values("map", preset))


def test_the_best_point_is_the_published_one_and_no_point_is_lower():
    now = values("map", "best_heavy_ball")
    assert (round(now["lr"], 7), round(now["beta"], 6)) == (0.0330579, 0.669421)
    rate_map = rate_map_of(now)
    assert round(rate_map.best.rate, 5) == 0.81818 and rate_map.value.min() >= rate_map.best.rate
    assert rate_of("best_heavy_ball") == pytest.approx(rate_map.best.rate, abs=1e-7)


def test_without_momentum_the_best_is_098():
    now = values("map", "best_gd")
    assert round(rate_of("best_gd"), 5) == 0.98020
    lower_edge = rate("gd", np.linspace(0, 0.02, 2001), 0.0, (1.0, 100.0))
    assert lower_edge.min() >= 0.98019 and now["lr"] == pytest.approx(2 / 101)


def test_a_digit_takes_115_steps_or_ten_times_as_many():
    with_momentum, without = (-1 / np.log10(rate_of(preset)) for preset in ("best_heavy_ball", "best_gd"))
    assert with_momentum == pytest.approx(11.5, abs=0.05) and without == pytest.approx(115, abs=0.5)


def test_measured_rates_differ_from_theory_by_less_than_001():
    gap = rate_map_of(values("map", "difference")).value
    assert np.abs(gap).max() < 0.01 and np.median(np.abs(gap)) < 1e-4
    np.testing.assert_allclose(
        gap, rate_map_of(values("map", "measured")).value - rate_map_of(values("map")).value, rtol=0, atol=1e-12
    )


def test_the_difference_is_largest_where_a_swing_begins():
    rate_map = rate_map_of(values("map", "difference"))
    large = np.argwhere(np.abs(rate_map.value) > 0.003)
    assert len(large) > 10
    for row, column in large:
        lr, beta = float(rate_map.lrs[column]), float(rate_map.betas[row])
        assert 0 < beta - (1 - np.sqrt(lr)) ** 2 < 0.02, "just above the curve on which x is critically damped"
        assert 400 < period("momentum", lr, beta, 1.0) < 1100, "about as long as the run"


def test_momentum_converges_up_to_two_plus_two_beta_and_gd_up_to_two():
    rate_map = rate_map_of(values("map"))
    lr, beta = np.meshgrid(rate_map.lrs, rate_map.betas)
    np.testing.assert_array_equal(rate_map.value < 1, lr < (2 + 2 * beta) / 100)
    assert values("map", "beyond_gd")["lr"] > limit("gd") / 100
    assert rate_of("beyond_gd") < 1 < rate("gd", 0.03, 0, (1, 100))
    assert rate_of("outside") > 1 and map_run(values("map", "outside")).distance[-1] > 1e10


def test_at_the_best_point_three_regions_meet():
    rate_map = rate_map_of(values("map"))
    column = np.argmin(np.abs(rate_map.curve - rate_map.best.lr))
    meeting = [curve[column] for curve in (rate_map.slow_critical, rate_map.stiff_critical)]
    np.testing.assert_allclose(meeting, rate_map.best.beta, atol=0.01)


def test_nags_map_is_narrower_and_its_best_is_lessards():
    nag, momentum = rate_map_of(values("map", "nag_map")), rate_map_of(values("map"))
    assert (nag.value < 1).mean() < 0.6 * (momentum.value < 1).mean()
    assert nag.best.rate == pytest.approx(1 - 2 / np.sqrt(301), rel=1e-12)
    assert rate_of("nag_map") == pytest.approx(nag.best.rate, abs=0.006)


@pytest.mark.parametrize("preset", [preset.key for preset in MAP.presets])
def test_the_chosen_run_is_measured_near_theory(preset):
    now = values("map", preset)
    assert measured_rate(now) == pytest.approx(exact_rate(now), abs=0.01)


@pytest.mark.parametrize("rule", ["momentum", "nag"])
@pytest.mark.parametrize("kappa", [1.0, 3.0, 100.0, 1000.0])
def test_the_maps_colours_end_where_it_diverges_and_names_stand_in_their_regions(rule, kappa):
    now = values("map", rule=rule, kappa=kappa)
    board, rate_map = map_board(now), rate_map_of(now)
    (colours,), (names,) = layers(board, "map", RampMap), layers(board, "map", Labels)
    np.testing.assert_array_equal(colours.value >= colours.high, rate_map.value >= 1)
    assert colours.low <= rate_map.best.rate
    kinds = region_kinds(rule, kappa)
    regions = {"diverges": Regime.DIVERGING, "over-damped": Regime.OVER, "flips": Regime.FLIPPING}
    for x, y, text in zip(names.x, names.y, names.texts, strict=True):
        row, column = np.argmin(np.abs(rate_map.betas - y)), np.argmin(np.abs(rate_map.lrs - x))
        assert kinds[row, column] == regions.get(text, Regime.UNDER)
    assert "diverges" in names.texts and "under-damped" in names.texts


def test_the_difference_map_is_drawn_around_zero():
    (colours,) = layers(map_board(values("map", "difference")), "map", RampMap)
    assert colours.ramp == "diverging" and colours.low == -colours.high


def test_all_corners_of_the_map_are_drawn():
    for kappa, lr, beta in itertools.product((1.0, 1000.0), (0.0, 4.2), (0.0, 1.0)):
        for rule in ("momentum", "nag"):
            board_body(map_board(values("map", kappa=kappa, lr=lr, beta=beta, rule=rule)))
