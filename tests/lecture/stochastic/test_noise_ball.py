"""The noise ball: its radius, measured and by theory, and where there is none, is as the words say."""

import math

import numpy as np
import pytest

from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.noise_ball import radius
from optviz.figures.board import Axes, Line
from optviz.lecture.stochastic.common import START, sample_regression
from optviz.lecture.stochastic.noise_ball import about_ball, noise_ball

from .helpers import board_of, layers, minimum_of, values_of

PROBLEM = sample_regression("line", 64)


@pytest.mark.parametrize("batch", [1, 4])
def test_for_small_eta_the_radius_goes_with_the_root_of_eta_over_b(batch: int) -> None:
    many = sample_regression("line", 10_000)
    least = radius(many, 0.002, batch)
    assert radius(many, 0.008, batch) / least == pytest.approx(2, rel=0.02)
    assert least / radius(many, 0.002, 4 * batch) == pytest.approx(2, rel=0.02)


def test_a_quarter_of_eta_halves_it_and_four_times_the_batch_does_more() -> None:
    presets = ("ball_start", "ball_quarter", "ball_batch")
    start, quarter, batch = (noise_ball(values_of("noise_ball", preset)) for preset in presets)
    assert quarter.measured / start.measured == pytest.approx(0.5, abs=0.03)
    assert quarter.theory / start.theory == pytest.approx(0.5, abs=0.03)
    assert batch.measured < 0.46 * start.measured and batch.theory < 0.46 * start.theory


@pytest.mark.parametrize("preset", ["ball_start", "ball_quarter", "ball_batch"])
def test_measured_radii_lie_on_the_theory(preset: str) -> None:
    ball = noise_ball(values_of("noise_ball", preset))
    assert len(ball.cloud) == 9000 and ball.measured == pytest.approx(ball.theory, rel=0.05)
    for curve in (ball.by_rate, ball.by_batch):
        sure = np.isfinite(curve.theory) & (curve.x < 0.3 if curve.x.max() == 1 else True)
        np.testing.assert_allclose(curve.measured[sure], curve.theory[sure], rtol=0.2)


def test_by_epochs_it_is_smaller() -> None:
    ball = noise_ball(values_of("noise_ball", "ball_epochs"))
    assert ball.measured < 0.5 * ball.theory
    assert (ball.by_batch.measured < ball.by_batch.theory).all()


def test_a_full_batch_has_none() -> None:
    values = values_of("noise_ball", "ball_none")
    ball = noise_ball(values)
    assert ball.measured == ball.theory == 0
    assert "Without noise there is no ball" in about_ball(ball, values)[0]


def test_single_points_at_eta_one_half_throw_it_out_though_gd_converges() -> None:
    values = values_of("noise_ball", "ball_burst")
    ball = noise_ball(values)
    assert ball.theory == math.inf and ball.measured > 1000
    assert about_ball(ball, values) == ("η = 0.5 is too large for batches of 1: the radius has no limit.",)
    assert 2 / PROBLEM.sharpest == pytest.approx(0.75, abs=0.005)
    assert descend(PROBLEM, START, 64, 300, lr=0.5).loss[-1] == pytest.approx(PROBLEM.floor, rel=1e-9)
    steepest = (PROBLEM.data.x**2 + 1).max()
    assert steepest > 3 * PROBLEM.sharpest, "the curvature of the steepest L_i"


def test_a_run_that_overflows_has_a_board_and_no_radius() -> None:
    values = values_of("noise_ball", batch=1, lr=1.0)
    ball = noise_ball(values)
    assert ball.measured == math.inf and len(ball.cloud) > 100 and not np.isfinite(ball.cloud[-1]).all()
    board = board_of("noise_ball", batch=1, lr=1.0)
    assert board.status == ("diverged",) and board.summary == "Radius of the noise ball ∞ measured, ∞ by theory."


def test_the_circle_has_the_radius_of_the_theory_and_a_click_on_a_chart_sets_its_abscissa() -> None:
    board = board_of("noise_ball")
    (circle,) = layers(board, "cloud", Line)
    assert circle.over, "it stands on the dots and on the path"
    a, b = minimum_of(PROBLEM)
    np.testing.assert_allclose(np.hypot(circle.x - a, circle.y - b), 0.10331446, rtol=1e-6)
    targets = [board.panel(key, Axes).drag for key in ("rate", "batch")]
    assert [target and target.x for target in targets] == ["lr", "batch"]


def test_without_a_ball_there_is_no_circle() -> None:
    (circle,) = layers(board_of("noise_ball", "ball_burst"), "cloud", Line)
    assert np.isnan(circle.x).all()
