"""Escape by noise: the escape times follow the predicted law, and the run is one of those drawn."""

import math
from typing import Any

import numpy as np
import pytest

from optviz.figures.board import Line, Points
from optviz.lecture.traps.common import step_of_leaving
from optviz.lecture.traps.escape import Escapes, simulate_escapes, typical_distance

from .helpers import board_of, layers, values_of


def escapes_of(preset: str = "", **changes: Any) -> Escapes:
    return simulate_escapes(values_of("escape", preset, **changes))


def test_the_run_is_one_of_the_256_seeds() -> None:
    escapes = escapes_of(sigma=1e-3, seed=7)
    column = np.argmin(np.abs(escapes.sigmas - 1e-3))
    assert escapes.sigmas[column] == pytest.approx(1e-3) and escapes.times.shape == (17, 256)
    assert step_of_leaving(escapes.run) == escapes.times[column, 7]
    y, noise = escapes.run.x[:, 1], escapes.run.noise[:, 1]
    np.testing.assert_allclose(y[1:], 1.1 * y[:-1] - 0.05 * noise, rtol=1e-10, atol=1e-18)


@pytest.mark.parametrize("preset", ["escape_typical", "escape_fast", "escape_slow"])
def test_the_medians_lie_on_the_predicted_curve(preset: str) -> None:
    escapes = escapes_of(preset)
    lr = values_of("escape", preset)["lr"]
    slack = 1 + 0.25 / math.log(1 + 2 * lr)
    np.testing.assert_allclose(np.median(escapes.times, axis=1), escapes.predicted[1], atol=slack)
    low, _, high = escapes.predicted[..., None]
    inside = (escapes.times >= low) & (escapes.times <= high + 1)
    assert 0.85 < inside[:-2].mean() < 0.95


def test_a_tenfold_smaller_sigma_costs_24_steps_each_time() -> None:
    assert math.log(10) / math.log(1.1) == pytest.approx(24.2, abs=0.05)
    medians = np.median(escapes_of().times, axis=1)
    np.testing.assert_allclose(np.diff(medians[::2]), -24.2, atol=1.5)


def test_the_faintest_noise_is_enough() -> None:
    escapes = escapes_of("escape_faint")
    assert escapes.predicted[1, 0] == pytest.approx(220.6, abs=0.1)
    assert np.median(escapes.times[0]) == pytest.approx(221, abs=1)
    assert np.isfinite(escapes.times).all(), "all 256 runs escape"
    typical, faint = (values_of("escape", preset)["sigma"] for preset in ("escape_typical", "escape_faint"))
    assert typical / faint == pytest.approx(1e5)


def test_doubling_eta_halves_the_median() -> None:
    typical, fast = escapes_of("escape_typical"), escapes_of("escape_fast")
    assert round(typical.predicted_median) == 100 and round(fast.predicted_median) == 50
    assert math.log(1.2) / math.log(1.1) == pytest.approx(2, abs=0.1)


def test_escape_times_are_drawn_run_by_run_with_their_predictions() -> None:
    board = board_of("escape")
    dots, medians, mark = layers(board, Points, "times")
    assert len(dots.x) == 17 * 256 and len(medians.x) == 17 and mark.x.tolist() == [0.001]
    low, high, half = (np.asarray(line.y) for line in layers(board, Line, "times"))
    assert (low <= half).all() and (half <= high).all()
    assert mark.y[0] == step_of_leaving(escapes_of().run)


def test_the_typical_distance_is_the_median_of_many_runs() -> None:
    t = np.arange(40)
    rng = np.random.default_rng(0)
    y = np.zeros((40, 20_000))
    for k in range(39):
        y[k + 1] = 1.1 * y[k] - 0.05 * 0.01 * rng.standard_normal(20_000)
    typical = typical_distance(values_of("escape", sigma=0.01, lr=0.05), t)
    np.testing.assert_allclose(typical[1:], np.median(np.abs(y), axis=1)[1:], rtol=0.03)


def test_without_a_learning_rate_no_escape_is_predicted() -> None:
    assert board_of("escape", lr=0.0).summary == "At σ = 0.001 no run should ever escape; this one did not."
