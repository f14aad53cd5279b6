"""What the momentum page says of runs is what the runs do: parts, turns, noise, too much of it, NAG."""

import numpy as np
import pytest

from optviz.core.quadratic.rates import rate
from optviz.core.simulation.turning_angle import turning_angles
from optviz.lecture.momentum.common import beside_nag, limit_lr, parts, smooth, too_much, turning, two_parts

from .helpers import arrival, values


@pytest.mark.parametrize("preset", ["", "no_memory", "both_parts", "longer_steps"])
def test_two_parts_memory_is_beta_times_the_last_step_and_both_parts_make_the_step(preset):
    now = values("two_parts", preset)
    run, _ = two_parts(now)
    found = parts(run)
    np.testing.assert_allclose(found.memory + found.slope, run.step, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(found.memory[1:], now["beta"] * run.step[:-1], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(found.slope, -now["lr"] * run.x[:-1] * [1, 10], rtol=1e-13, atol=1e-15)
    assert not found.memory[0].any()


def test_two_parts_with_beta_zero_nothing_but_gradient_descent_is_left():
    run, gd = two_parts(values("two_parts", "no_memory"))
    np.testing.assert_array_equal(run.x, gd.x)
    assert not parts(run).memory.any()


@pytest.mark.parametrize("beta", [0.2, 0.7, 0.9, 0.99])
def test_two_parts_where_slopes_agree_steps_grow_to_one_over_one_minus_beta_times(beta):
    g = 0.0
    for _ in range(3000):
        g = beta * g + 1.0
    assert g == pytest.approx(1 / (1 - beta))


def test_two_parts_where_slopes_alternate_they_cancel():
    sums = [0.0]
    for t in range(200):
        sums.append(0.9 * sums[-1] + (-1) ** t)
    assert abs(sums[-1]) == pytest.approx(1 / 1.9, rel=1e-6), "less than the slope itself"


def test_two_parts_gd_turns_sharply_and_a_little_momentum_does_not():
    run, gd = two_parts(values("two_parts"))
    assert (turning_angles(gd.step)[:12] > 155).all()
    assert (turning_angles(run.step)[2:] < 50).all() and (turning_angles(run.step)[:2] > 50).all()
    assert arrival(run) < arrival(gd)


def test_two_parts_at_beta_09_memory_outweighs_the_slope():
    run, _ = two_parts(values("two_parts", "both_parts"))
    memory, slope = (np.hypot(*part.T) for part in (parts(run).memory, parts(run).slope))
    assert (memory > slope)[:20].mean() >= 0.9 and memory[9] > slope[9]


def test_two_parts_at_beta_07_longer_steps_arrive_first():
    run, gd = two_parts(values("two_parts", "longer_steps"))
    assert arrival(run) == 18 and arrival(gd) > 60
    assert np.hypot(*run.step[3:8].T).min() > np.hypot(*gd.step[3:8].T).max()


def test_two_parts_answer_beta_07_is_soonest_at_a_small_rate():
    found = [arrival(two_parts(values("two_parts", lr=0.02, beta=beta))[0]) for beta in (0.0, 0.7, 0.9)]
    assert found == [61, 41, 56]
    assert two_parts(values("two_parts", lr=0.02, beta=0.9))[0].x[:, 0].max() > 0, "it runs past the minimum"


SEEDS = range(20)


def of_seeds(preset, number, **changes):
    """A number of SGD's and of momentum's run, averaged over seeds."""
    found = [smooth(values("smooth", preset, seed=seed, **changes)) for seed in SEEDS]
    return np.mean([[number(one.sgd), number(one.momentum)] for one in found], axis=0)


def reach(run):
    return int(np.argmax(run.value < 0.3))


def test_smooth_momentum_is_as_fast_and_turns_a_quarter_as_much():
    sgd, momentum = of_seeds("smoother", lambda run: turning(run)[-1])
    assert sgd == pytest.approx(90, abs=4) and momentum == pytest.approx(22, abs=2)
    one = smooth(values("smooth"))
    assert turning(one.sgd)[-1] == pytest.approx(92, abs=1) and turning(one.momentum)[-1] == pytest.approx(22, abs=1)
    early, late = of_seeds("smoother", reach)
    assert early == pytest.approx(late, rel=0.15)


def test_smooth_with_matched_rates_both_balls_have_one_size():
    one = smooth(values("smooth"))
    np.testing.assert_allclose(one.balls[0], one.balls[1], rtol=0.06)
    ends = of_seeds("smoother", lambda run: run.value[100:].mean())
    assert ends[0] == pytest.approx(ends[1], rel=0.15)


def test_smooth_the_same_rate_is_there_in_a_third_of_the_steps():
    sgd, momentum = of_seeds("quicker", reach)
    assert momentum < sgd / 2.7
    one = smooth(values("smooth", "quicker"))
    assert reach(one.momentum) < reach(one.sgd) / 3


def test_smooth_the_price_is_a_ball_root_ten_times_as_wide():
    one = smooth(values("smooth", "wider_ball"))
    assert one.balls[1][0] / one.balls[0][0] == pytest.approx(1 / np.sqrt(1 - 0.9), rel=0.01)
    assert 1 / np.sqrt(1 - 0.9) == pytest.approx(3.2, abs=0.05)
    sgd, momentum = np.sqrt(of_seeds("wider_ball", lambda run: np.mean(run.x[100:, 0] ** 2)))
    assert 2.2 < momentum / sgd < 4.2


def test_smooth_ellipses_are_the_spread_that_the_runs_have():
    found = [smooth(values("smooth", seed=seed)) for seed in SEEDS]
    for which, name in enumerate(("sgd", "momentum")):
        spread = np.sqrt(np.mean([getattr(one, name).x[150:] ** 2 for one in found], axis=(0, 1)))
        np.testing.assert_allclose(spread, found[0].balls[which], rtol=0.2)


def test_smooth_both_meet_the_same_noise():
    one = smooth(values("smooth"))
    np.testing.assert_array_equal(one.sgd.noise, one.momentum.noise)
    assert one.sgd.noise.std() == pytest.approx(3, rel=0.1)


def test_smooth_without_noise_both_paths_are_smooth():
    one = smooth(values("smooth", "no_noise"))
    assert turning(one.sgd)[-1] < 2 and turning(one.momentum)[-1] < 2
    assert one.balls == ((0, 0), (0, 0))


def test_too_much_half_arrives_first_and_099_is_still_swinging():
    runs = too_much(values("too_much", "too_much_momentum"))
    assert arrival(runs[0]) < arrival(runs[1]) < 100 and arrival(runs[2]) > 300
    x = runs[2].x[200:, 0]
    assert (x[1:] * x[:-1] < 0).sum() >= 4 and np.abs(x).max() > 0.5


def test_too_much_in_a_swing_a_step_keeps_root_beta_whatever_eta_is():
    for beta, kept in ((0.5, 0.71), (0.9, 0.95), (0.99, 0.995)):
        swinging = [lr for lr in np.linspace(0.01, 0.3, 30) if (1 - np.sqrt(lr)) ** 2 < beta < 1 and 10 * lr < 2.9]
        found = [float(rate("momentum", lr, beta, (1.0, 10.0))) for lr in swinging]
        assert len(found) > 10 and np.ptp(found) < 1e-12
        assert found[0] == pytest.approx(np.sqrt(beta), rel=1e-12) == pytest.approx(kept, abs=0.005)


def test_too_much_a_ten_times_smaller_eta_leaves_the_rate_of_099_as_it_is():
    large, small = (too_much(values("too_much", preset))[2] for preset in ("too_much_momentum", "eta_is_no_cure"))
    assert small.optimizer.lr == pytest.approx(large.optimizer.lr / 10)
    assert rate("momentum", 0.05, 0.99, (1, 10)) == pytest.approx(rate("momentum", 0.005, 0.99, (1, 10)), rel=1e-12)
    assert arrival(small) > 300 and arrival(large) > 300


def test_too_much_with_a_tiny_eta_half_is_the_slowest():
    runs = too_much(values("too_much", "flat_valley"))
    assert runs[0].distance[-1] > 1.8 * runs[2].distance[-1] > 1.8 * runs[1].distance[-1]
    assert rate("momentum", 0.0005, 0.5, (1, 10)) == pytest.approx(0.999, abs=1e-5)


def test_too_much_beta_one_never_settles():
    run = too_much(values("too_much", "endless"))[2]
    assert run.optimizer.beta == 1 and run.value[-150:].max() > 0.8 * run.value[0]


def test_nag_takes_its_slope_at_the_look_ahead_point():
    heavy, nag = beside_nag(values("nag", "look_ahead"))
    np.testing.assert_allclose(nag.probe, nag.x[:-1] + parts(nag).memory, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(nag.grad, nag.probe * [1, 20], rtol=1e-13)
    np.testing.assert_allclose(heavy.grad, heavy.x[:-1] * [1, 20], rtol=1e-13)


def test_nag_at_the_opening_step_the_slope_at_the_ring_points_back():
    _, nag = beside_nag(values("nag"))
    found = parts(nag)
    assert found.memory[3, 1] < 0 < found.slope[3, 1]


def test_nag_keeps_60_percent_of_a_swing_across_where_momentum_keeps_95():
    assert [round(float(rate(rule, 0.03, 0.9, (20.0,))), 2) for rule in ("nag", "momentum")] == [0.6, 0.95]
    assert [round(float(rate(rule, 0.03, 0.9, (1.0,))), 2) for rule in ("nag", "momentum")] == [0.93, 0.95]
    for curvature in (1.0, 20.0):
        assert rate("nag", 0.03, 0.9, (curvature,)) == pytest.approx(np.sqrt((1 - 0.03 * curvature) * 0.9))
    heavy, nag = beside_nag(values("nag", "nag_damps"))
    assert np.abs(nag.x[30:, 1]).max() < 1e-5 < 0.1 < np.abs(heavy.x[30:, 1]).max()


def test_nag_diverges_first():
    heavy, nag = beside_nag(values("nag", "nag_limit"))
    assert arrival(heavy, 0.5) < 80 and nag.value[-1] > 1e6
    assert limit_lr("nag", 0.9, 20.0) == pytest.approx(0.068, abs=5e-4)
    assert limit_lr("momentum", 0.9, 20.0) == pytest.approx(0.19)


def test_nag_with_small_steps_hardly_differs():
    heavy, nag = beside_nag(values("nag", "small_steps"))
    assert np.hypot(*(heavy.x - nag.x).T).max() < 0.07
