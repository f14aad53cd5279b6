"""What the page says of batch sizes, the noise ball and decaying steps is what the runs do."""

import math

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.noise_ball import radius
from optviz.core.stochastic.schedules import factors
from optviz.core.surfaces import SURFACES
from optviz.lecture.stochastic.messages import about_ball, about_runs
from optviz.lecture.stochastic.race import PER_EPOCH, ball, decaying, drawn_fit, three_sizes
from optviz.lecture.stochastic.sections import START

from .helpers import values

BALL = drawn_fit("line", 64)


def above(now):
    """For GD, large and small batch: how far L is above its least value, at each frame."""
    race = three_sizes(now)
    return [one.loss - race.problem.floor for one in race.racers]


def late(curve):
    """The mean over the last three epochs."""
    return curve[-3 * PER_EPOCH :].mean()


def length(run):
    return np.hypot(*np.diff(run.theta, axis=0).T).sum()


def test_batch_size_all_three_compute_equally_many_gradients():
    race = three_sizes(values("batch_size"))
    assert {int(one.run.cost[-1]) for one in race.racers} == {10_000}
    assert [one.run.steps for one in race.racers] == [10, 100, 2500]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many"])
def test_batch_size_at_first_the_small_batch_leads(preset):
    gd, large, small = above(values("batch_size", preset))
    first = int(np.argmax(three_sizes(values("batch_size", preset)).racers[1].at > 0))
    assert small[first] < large[first] < gd[first]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many", "size_eight"])
def test_batch_size_later_the_large_batch_is_more_than_ten_times_as_low(preset):
    gd, large, small = above(values("batch_size", preset))
    assert late(small) > 10 * late(large)
    assert gd[PER_EPOCH] > max(large[PER_EPOCH], small[PER_EPOCH])


def test_batch_size_the_smaller_the_more_erratic_the_path():
    gd, large, small = (one.run for one in three_sizes(values("batch_size")).racers)
    assert length(gd) < length(large) < length(small) / 20
    (single,) = (one.run for one in three_sizes(values("batch_size", "size_erratic")).racers[2:])
    assert length(single) > 5 * length(small)


def test_batch_size_one_is_too_erratic_and_a_smaller_eta_calms_it():
    four, one = above(values("batch_size"))[2], above(values("batch_size", "size_erratic"))[2]
    assert late(one) > 10 * late(four)
    gd, _, calm = above(values("batch_size", "size_smaller"))
    assert late(calm) < 0.01 and gd[-1] > 1


def test_batch_size_noise_carries_off_a_saddle_where_gd_stays():
    gd, sgd = (
        simulate(SURFACES["saddle"](), OPTIMIZERS["gd"](lr=0.1), (-1.5, 0.0), 200, noise) for noise in (0.0, 0.01)
    )
    assert (gd.x[:, 1] == 0).all() and np.abs(gd.x[-1]).max() < 1e-6
    assert abs(sgd.x[-1, 1]) > 10


def test_batch_size_the_logistic_curve_behaves_alike():
    gd, large, small = above(values("batch_size", "size_classes"))
    assert gd[PER_EPOCH] > large[PER_EPOCH] > small[PER_EPOCH]
    assert late(small) > 10 * late(large)


@pytest.mark.parametrize("batch", [1, 4])
def test_noise_ball_for_small_eta_the_radius_goes_with_the_root_of_eta_over_b(batch):
    many = drawn_fit("line", 10_000)
    one = radius(many, 0.002, batch)
    assert radius(many, 0.008, batch) / one == pytest.approx(2, rel=0.02)
    assert one / radius(many, 0.002, 4 * batch) == pytest.approx(2, rel=0.02)


def test_noise_ball_a_quarter_of_eta_halves_it_and_four_times_the_batch_does_more():
    start, quarter, batch = (ball(values("noise_ball", key)) for key in ("ball_start", "ball_quarter", "ball_batch"))
    assert quarter.measured / start.measured == pytest.approx(0.5, abs=0.03)
    assert quarter.theory / start.theory == pytest.approx(0.5, abs=0.03)
    assert batch.measured < 0.46 * start.measured and batch.theory < 0.46 * start.theory


@pytest.mark.parametrize("preset", ["ball_start", "ball_quarter", "ball_batch"])
def test_noise_ball_measured_radii_lie_on_the_theory(preset):
    found = ball(values("noise_ball", preset))
    assert len(found.cloud) == 9000 and found.measured == pytest.approx(found.theory, rel=0.05)
    for at, measured, theory in (found.by_rate, found.by_batch):
        sure = (np.isfinite(theory)) & (at < 0.3 if at.max() == 1 else True)
        np.testing.assert_allclose(measured[sure], theory[sure], rtol=0.2)


def test_noise_ball_by_epochs_it_is_smaller():
    found = ball(values("noise_ball", "ball_epochs"))
    assert found.measured < 0.5 * found.theory
    assert (found.by_batch[1] < found.by_batch[2]).all()


def test_noise_ball_a_full_batch_has_none():
    now = values("noise_ball", "ball_none")
    found = ball(now)
    assert found.measured == found.theory == 0
    assert "Without noise there is no ball" in about_ball(found, now)[0]


def test_noise_ball_single_points_at_eta_one_half_throw_it_out_though_gd_converges():
    now = values("noise_ball", "ball_burst")
    found = ball(now)
    assert found.theory == math.inf and found.measured > 1000
    assert about_ball(found, now) == ("η = 0.5 is too large for batches of 1: the radius has no limit.",)
    assert 2 / BALL.sharpest == pytest.approx(0.75, abs=0.005)
    assert descend(BALL, START, 64, 300, lr=0.5).loss[-1] == pytest.approx(BALL.floor, rel=1e-9)
    steepest = (BALL.data.x**2 + 1).max()
    assert steepest > 3 * BALL.sharpest, "the curvature of the steepest L_i"


def test_noise_ball_a_run_that_overflows_has_a_board_and_no_radius():
    found = ball(values("noise_ball", batch=1, lr=1.0))
    assert found.measured == math.inf and len(found.cloud) > 100 and not np.isfinite(found.cloud[-1]).all()


def excess(runs, key, first, last):
    return runs[key].loss[first:last].mean() - BALL.floor


def test_decay_all_three_meet_the_same_batches():
    orders = [run.batches.order for run in decaying(values("decay")).values()]
    assert all((order == orders[0]).all() for order in orders)


def test_decay_a_constant_rate_soon_stops_falling_and_a_tenth_falls_slower_but_further():
    runs = decaying(values("decay"))
    assert excess(runs, "constant η", 100, 500) == pytest.approx(excess(runs, "constant η", 500, 961), rel=0.3)
    arrives = {key: int(np.argmax(run.loss - BALL.floor < 0.1)) for key, run in runs.items()}
    assert 5 < arrives["η/10"] / arrives["constant η"] < 20
    assert excess(runs, "η/10", 800, 961) < 0.05 * excess(runs, "constant η", 800, 961)


@pytest.mark.parametrize("preset", ["decay_inverse", "decay_halve", "decay_cosine"])
def test_decay_is_quick_at_first_and_calm_at_the_end(preset):
    runs = decaying(values("decay", preset))
    assert excess(runs, "decay", 30, 60) < 0.3 * excess(runs, "η/10", 30, 60)
    assert excess(runs, "decay", 800, 961) < 0.5 * excess(runs, "η/10", 800, 961)


def test_decay_one_over_root_t_falls_more_slowly_than_one_over_t():
    root, inverse = decaying(values("decay", "decay_root"))["decay"], decaying(values("decay"))["decay"]
    assert (root.rate[1:] > inverse.rate[1:]).all()
    assert root.loss[800:].mean() > inverse.loss[800:].mean()


def test_decay_presets_halve_every_150_steps_and_end_at_zero():
    halved = decaying(values("decay", "decay_halve"))["decay"].rate
    assert (halved[149], halved[150], halved[300]) == (1, 0.5, 0.25)
    assert decaying(values("decay", "decay_cosine"))["decay"].rate[-1] < 1e-5


def test_decay_with_tau_one_stops_before_it_arrives():
    runs = decaying(values("decay", "decay_soon"))
    rate = runs["decay"].rate
    assert rate[100] == pytest.approx(0.01, rel=0.01) and rate.sum() == pytest.approx(7, abs=0.5)
    assert excess(runs, "decay", 960, 961) > 100 * excess(runs, "η/10", 800, 961)
    longer = descend(BALL, START, 4, 200_000, lr=0.3, seed=6, schedule="inverse", decay_steps=1.0)
    assert longer.loss[-1] - BALL.floor < 0.2 * excess(runs, "decay", 960, 961)
    assert factors("inverse", 200_000, 1.0).sum() > rate.sum() + 5


def test_a_run_that_diverges_is_named_with_its_step():
    race = three_sizes(values("batch_size", small=1, lr=10.0))
    (told,) = about_runs(race.runs)
    assert (
        told == f"small batch diverged. At step {race.racers[2].run.steps}, θ is too large for float64 (over 1.8e308)."
    )
    assert np.isnan(race.racers[2].loss[-1])
