"""What the section on smoother SGD says is what its runs do, over twenty seeds."""

import numpy as np
import pytest

from optviz.lecture.momentum.smooth import mean_turn, smooth_runs

from .helpers import values

SEEDS = range(20)


def of_seeds(preset, number, **changes):
    """A number of SGD's and of momentum's run, averaged over seeds."""
    results = [smooth_runs(values("smooth", preset, seed=seed, **changes)) for seed in SEEDS]
    return np.mean([[number(result.sgd), number(result.momentum)] for result in results], axis=0)


def reach(run):
    """The first step at which f is below 0.3."""
    return int(np.argmax(run.value < 0.3))


def test_momentum_is_as_fast_and_turns_a_quarter_as_much():
    sgd, momentum = of_seeds("smoother", lambda run: mean_turn(run)[-1])
    assert sgd == pytest.approx(90, abs=4) and momentum == pytest.approx(22, abs=2)
    result = smooth_runs(values("smooth"))
    assert mean_turn(result.sgd)[-1] == pytest.approx(92, abs=1) and mean_turn(result.momentum)[-1] == pytest.approx(
        22, abs=1
    )
    early, late = of_seeds("smoother", reach)
    assert early == pytest.approx(late, rel=0.15)


def test_with_matched_rates_both_balls_have_one_size():
    result = smooth_runs(values("smooth"))
    np.testing.assert_allclose(result.balls[0], result.balls[1], rtol=0.06)
    ends = of_seeds("smoother", lambda run: run.value[100:].mean())
    assert ends[0] == pytest.approx(ends[1], rel=0.15)


def test_the_same_rate_is_there_in_a_third_of_the_steps():
    sgd, momentum = of_seeds("quicker", reach)
    assert momentum < sgd / 2.7
    result = smooth_runs(values("smooth", "quicker"))
    assert reach(result.momentum) < reach(result.sgd) / 3


def test_the_price_is_a_ball_root_ten_times_as_wide():
    result = smooth_runs(values("smooth", "wider_ball"))
    assert result.balls[1][0] / result.balls[0][0] == pytest.approx(1 / np.sqrt(1 - 0.9), rel=0.01)
    assert 1 / np.sqrt(1 - 0.9) == pytest.approx(3.2, abs=0.05)
    sgd, momentum = np.sqrt(of_seeds("wider_ball", lambda run: np.mean(run.x[100:, 0] ** 2)))
    assert 2.2 < momentum / sgd < 4.2


def test_ellipses_are_the_spread_that_the_runs_have():
    results = [smooth_runs(values("smooth", seed=seed)) for seed in SEEDS]
    for which, name in enumerate(("sgd", "momentum")):
        spread = np.sqrt(np.mean([getattr(result, name).x[150:] ** 2 for result in results], axis=(0, 1)))
        np.testing.assert_allclose(spread, results[0].balls[which], rtol=0.2)


def test_both_meet_the_same_noise():
    result = smooth_runs(values("smooth"))
    np.testing.assert_array_equal(result.sgd.noise, result.momentum.noise)
    assert result.sgd.noise.std() == pytest.approx(3, rel=0.1)


def test_without_noise_both_paths_are_smooth():
    result = smooth_runs(values("smooth", "no_noise"))
    assert mean_turn(result.sgd)[-1] < 2 and mean_turn(result.momentum)[-1] < 2
    assert result.balls == ((0, 0), (0, 0))
