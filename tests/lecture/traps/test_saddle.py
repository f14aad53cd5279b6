"""What the sections on the saddle and on escape by noise say is what their runs do."""

import math

import numpy as np
import pytest

from optviz.lecture.traps.common import left_at

from .helpers import opened, values_of

ADAPTIVE = ("adagrad", "adadelta", "rmsprop", "adam")


def times(section="saddle", preset="", **changes):
    return {key: left_at(run) for key, run in opened(section, preset, **changes).items()}


def test_saddle_gd_multiplies_x_and_y_as_the_formula_says():
    run = opened("saddle", "hair_gd")["gd"]
    t = np.arange(301)
    np.testing.assert_allclose(run.x[:, 0], -1.5 * 0.96**t, rtol=1e-11)
    np.testing.assert_allclose(run.x[:, 1], 0.01 * 1.04**t, rtol=1e-11)


def test_saddle_on_the_ridge_gd_walks_into_it_and_stays():
    run = opened("saddle", "ridge_gd")["gd"]
    assert (run.x[:, 1] == 0).all() and (run.status.kind, run.status.where) == ("stuck", "saddle")
    assert abs(run.x[-1, 0]) < 1e-8


def test_saddle_on_the_ridge_only_noise_helps():
    runs = opened("saddle", "ridge_all")
    assert len(runs) == 8
    for key, run in runs.items():
        assert (key == "sgd") == bool(run.x[:, 1].any())
    assert left_at(runs["sgd"]) is not None
    assert all(time is None for key, time in times(preset="ridge_all").items() if key != "sgd")


def test_saddle_momentum_and_nag_leave_sooner_than_gd():
    for preset in ("hair_all", "hair_tiny"):
        found = times(preset=preset)
        assert max(found["momentum"], found["nag"]) < 0.5 * found["gd"]


def test_saddle_rules_that_scale_each_coordinate_hardly_care_how_thin_the_hair_is():
    thick, thin = times(preset="hair_all"), times(preset="hair_tiny")
    assert values_of("saddle", "hair_tiny")["y0"] * 100 == pytest.approx(values_of("saddle", "hair_all")["y0"])
    for key in ADAPTIVE:
        assert abs(thick[key] - thin[key]) <= 5
    assert thin["gd"] - thick["gd"] > 100 and thin["momentum"] - thick["momentum"] > 25


def test_saddle_the_task_each_factor_of_100_costs_gd_117_steps():
    thick, thin = times(y0=0.01), times(y0=0.0001)
    assert (thick["gd"], thin["gd"]) == (118, 235)
    assert math.log(100) / math.log(1.04) == pytest.approx(117.4, abs=0.05)
    for found in (thick, thin):
        assert (found["rmsprop"], found["adam"]) == (4, 11)
    for y0 in (0.01, 0.0001):
        first = abs(opened("saddle", y0=y0)["adam"].step[0])
        np.testing.assert_allclose(first, 0.1, rtol=1e-3)


def test_escape_the_run_is_one_of_the_256_seeds():
    found = opened("escape", sigma=1e-3, seed=7)
    column = np.argmin(np.abs(found.sigmas - 1e-3))
    assert found.sigmas[column] == pytest.approx(1e-3) and found.times.shape == (17, 256)
    assert left_at(found.run) == found.times[column, 7]
    y, noise = found.run.x[:, 1], found.run.noise[:, 1]
    np.testing.assert_allclose(y[1:], 1.1 * y[:-1] - 0.05 * noise, rtol=1e-10, atol=1e-18)


def test_escape_the_medians_lie_on_the_predicted_curve():
    for preset in ("escape_typical", "escape_fast", "escape_slow"):
        found = opened("escape", preset)
        lr = values_of("escape", preset)["lr"]
        slack = 1 + 0.25 / math.log(1 + 2 * lr)
        np.testing.assert_allclose(np.median(found.times, axis=1), found.predicted[1], atol=slack)
        inside = (found.times >= found.predicted[0, :, None]) & (found.times <= found.predicted[2, :, None] + 1)
        assert 0.85 < inside[:-2].mean() < 0.95


def test_escape_a_tenfold_smaller_sigma_costs_24_steps_each_time():
    found = opened("escape")
    assert math.log(10) / math.log(1.1) == pytest.approx(24.2, abs=0.05)
    medians = np.median(found.times, axis=1)
    np.testing.assert_allclose(np.diff(medians[::2]), -24.2, atol=1.5)


def test_escape_the_faintest_noise_is_enough():
    found = opened("escape", "escape_faint")
    assert found.predicted[1, 0] == pytest.approx(220.6, abs=0.1) and np.median(found.times[0]) == pytest.approx(
        221, abs=1
    )
    assert np.isfinite(found.times).all(), "all 256 runs escape"
    assert values_of("escape", "escape_typical")["sigma"] / values_of("escape", "escape_faint")[
        "sigma"
    ] == pytest.approx(1e5)


def test_escape_doubling_eta_halves_the_median():
    typical, fast = opened("escape", "escape_typical"), opened("escape", "escape_fast")
    assert round(typical.here) == 100 and round(fast.here) == 50
    assert math.log(1.2) / math.log(1.1) == pytest.approx(2, abs=0.1)
