"""What the lessons on plain descent, noise and momentum say is what their runs do."""

import numpy as np
import pytest

from optviz.core.surfaces import grid
from tests.scenes.helpers import knob, lengths, peaks, rerun, runs


def test_step_size_small_creeps_middle_arrives_large_jumps_across():
    small, middle, large = runs("step_size")
    assert [knob(run, "lr") for run in (small, middle, large)] == [0.01, 0.3, 0.48]
    assert small.distance[-1] > 1.5
    assert middle.status.kind == "converged"
    assert (large.x[1:, 1] * large.x[:-1, 1] < 0).all()


def test_step_size_past_one_half_flies_off():
    below, past = (rerun("step_size", 2, {"lr": lr}, steps=300)[2] for lr in (0.49, 0.51))
    assert (np.diff(below.value) < 0).all() and (np.diff(past.value[5:]) > 0).all()


def test_divergence_sets_in_at_two_over_L():
    below, above = runs("divergence")
    for run, factor in ((below, -0.96), (above, -1.02)):
        assert 1 - knob(run, "lr") * 40 == pytest.approx(factor)
        np.testing.assert_allclose(run.x[1:, 1], factor * run.x[:-1, 1], rtol=1e-12)
    assert abs(below.x[-1, 1]) < 0.05 < 1.5 < abs(above.x[-1, 1])
    long = rerun("divergence", steps=2000)
    assert [run.status.kind for run in long] == ["converged", "leaving"]
    assert long[1].value[-1] > 1e30


def test_divergence_needs_the_curvature():
    for run in rerun("divergence", knobs={"kappa": 20}):
        assert abs(run.x[-1, 1]) < 1e-9 and (np.diff(run.value) < 0).all()


def test_local_minimum_holds_gd():
    (run,) = runs("local_minimum")
    assert len(run.surface.minima) == 3
    assert run.surface.floor == 0
    assert run.value[-1] == pytest.approx(0.2986, abs=5e-5)
    assert run.slope_norm[-1] < 0.01
    assert (np.diff(run.value) < 0).all()


@pytest.mark.parametrize("how", [{"start": (0.5, 0.5)}, {"slot": 0, "knobs": {"lr": 0.1}}], ids=["start", "η"])
def test_local_minimum_is_missed_from_the_middle_or_with_a_large_step(how):
    (run,) = rerun("local_minimum", **how)
    np.testing.assert_allclose(run.x[-1], 0, atol=0.02)


def test_saddle_ridge_holds_all_but_sgd():
    gd, momentum, adam, sgd = runs("saddle_ridge")
    for run in (gd, momentum, adam):
        assert (run.x[:, 1] == 0).all()
    assert [gd.status.where, momentum.status.where] == ["saddle", "saddle"]
    np.testing.assert_allclose(sgd.x[1:, 1], 1.2 * sgd.x[:-1, 1] - 0.1 * sgd.noise[:, 1], rtol=1e-12, atol=1e-15)
    assert sgd.noise_sigma == 1e-4
    assert abs(sgd.x[-1, 1]) > 2


def test_saddle_ridge_is_left_from_beside_it():
    assert all(np.abs(run.x[-1, 1]) > 2 for run in rerun("saddle_ridge", start=(-1.5, 0.01)))


def test_noise_ball_is_as_large_as_theory_says():
    gd, large, small = runs("noise_ball")
    assert gd.status.kind == "converged"
    for lr, (x, y) in ((0.1, (0.688, 0.375)), (0.01, (0.213, 0.107))):
        # x is an AR(1) process with factor 1 − ηλ: variance ησ²/(λ(2 − ηλ)).
        assert [np.sqrt(lr * 9 / (k * (2 - lr * k))) for k in (1, 4)] == pytest.approx([x, y], abs=5e-4)
    wide, narrow = large.x[200:].std(axis=0), small.x[200:].std(axis=0)
    np.testing.assert_allclose(wide, [0.688, 0.375], rtol=0.2)
    assert (wide / narrow).min() > 2 and (wide / narrow).max() < 5


def test_noise_ball_smaller_steps_take_longer():
    _, large, small = runs("noise_ball")
    assert 10 * np.argmax(large.distance < 0.5) < np.argmax(small.distance < 0.5)


def test_noise_ball_shrinks_with_sigma():
    assert rerun("noise_ball", 1, {"sigma": 0.5})[1].x[200:].std() < runs("noise_ball")[1].x[200:].std() / 4


def test_narrow_bowl_zigzags_across_and_creeps_along():
    (run,) = runs("narrow_bowl")
    np.testing.assert_allclose(run.x[1:, 1], -0.9 * run.x[:-1, 1], rtol=1e-9)
    np.testing.assert_allclose(run.x[1:, 0], (1 - 0.038) * run.x[:-1, 0], rtol=1e-12)
    (x,) = rerun("narrow_bowl", knobs={"kappa": 1})
    assert (x.x[:, 1] > 0).all()


def test_momentum_fast_arrives_where_gd_does_not():
    gd, momentum = runs("momentum_fast")
    rate = np.abs(gd.x[1:] / gd.x[:-1])
    np.testing.assert_allclose(rate, 0.98, atol=5e-4)
    assert (momentum.distance[100] / momentum.distance[50]) ** (1 / 50) == pytest.approx(0.82, abs=0.01)
    assert gd.distance[-1] > 0.3
    assert momentum.status.kind == "converged"


def test_momentum_fast_is_set_almost_as_well_as_can_be():
    gd, momentum = runs("momentum_fast")
    assert knob(gd, "lr") == pytest.approx(2 / 101, rel=1e-3)
    assert knob(momentum, "lr") == pytest.approx((2 / 11) ** 2, rel=2e-3)
    assert knob(momentum, "beta") == pytest.approx((9 / 11) ** 2, rel=2e-3)
    gd_keeps, momentum_keeps = 99 / 101, 9 / 11  # (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1)
    assert [1 - gd_keeps, 1 - momentum_keeps] == pytest.approx([0.02, 0.18], abs=5e-3)


def test_momentum_fast_without_momentum_is_gd_beyond_its_limit():
    momentum = rerun("momentum_fast", 1, {"beta": 0.0})[1]
    np.testing.assert_allclose(momentum.step, -0.033 * momentum.grad, rtol=1e-12)
    assert knob(momentum, "lr") > 2 / 100 and momentum.value[-1] > 1e6 * momentum.value[0]


def test_momentum_overshoots_and_gd_does_not():
    gd, momentum = runs("momentum_overshoots")
    assert (gd.x > 0).all(axis=0).tolist() == [False, True] and (gd.x[:, 0] < 0).all()
    assert (momentum.x > 0).any(axis=0).all() and (momentum.x < 0).any(axis=0).all()
    assert (np.diff(momentum.value) > 0).any() and (np.diff(gd.value) < 0).all()
    assert np.argmax(momentum.distance < 0.5) < np.argmax(gd.distance < 0.5)
    assert len(peaks(momentum.x[:, 0])) >= 2


def test_momentum_overshoots_no_more_with_a_small_beta():
    momentum = rerun("momentum_overshoots", 1, {"beta": 0.2})[1]
    assert (momentum.x[:, 0] < 0).all() and (momentum.x[:, 1] > 0).all()


def test_momentum_rolls_over_the_hump():
    gd, momentum = runs("momentum_rolls_over")
    assert gd.value[-1] == pytest.approx(0.2986, abs=5e-5)
    assert momentum.value[-1] == pytest.approx(0, abs=1e-5)
    assert (np.diff(momentum.value[:20]) > 0).any(), "it climbs on its way"
    slow = rerun("momentum_rolls_over", 1, {"beta": 0.5})[1]
    assert slow.value[-1] == pytest.approx(0.2986, abs=5e-5)


def test_too_much_momentum_hardly_slows_down():
    low, good, high = runs("too_much_momentum")
    assert good.value[-1] < low.value[-1] < high.value[-1]
    swings = peaks(high.x[:, 0])
    assert len(swings) >= 8
    np.testing.assert_allclose(swings[1:] / swings[:-1], 0.855, atol=0.01)
    assert rerun("too_much_momentum", 1, {"beta": 0.8})[1].value[-1] < good.value[-1]


def test_nesterov_damps_across_the_valley():
    momentum, nag = runs("nesterov_damps")
    assert knob(momentum, "lr") == knob(nag, "lr") and knob(momentum, "beta") == knob(nag, "beta") == 0.9
    for run, factor in ((momentum, 0.95), (nag, 0.6)):
        # y_{t+1} = (1+β−c) y_t − p y_{t−1}: where the roots are complex, their modulus is √p.
        before, now, after = run.x[:-2, 1], run.x[1:-1, 1], run.x[2:, 1]
        middle, product = np.linalg.lstsq(np.stack([now, -before], axis=1), after, rcond=None)[0]
        assert middle**2 < 4 * product
        assert np.sqrt(product) == pytest.approx(factor, abs=2e-3)
    assert np.abs(nag.x[30:, 1]).max() < 1e-6 < 0.3 < np.abs(momentum.x[30:, 1]).max()


def test_nesterov_is_almost_momentum_in_a_round_bowl():
    narrow, wide = ([run.x for run in rerun("nesterov_damps", knobs={"kappa": kappa})] for kappa in (20, 1))
    apart = [np.abs(nag - momentum).max() for momentum, nag in (narrow, wide)]
    assert apart[1] < 0.3 * apart[0]


def test_cliff_throws_gd_once():
    gd, adam = runs("cliff")
    jump = int(lengths(gd).argmax())
    assert lengths(gd)[jump] == pytest.approx(3.6, abs=0.06)
    assert gd.slope_norm[jump] == pytest.approx(10, abs=0.5)
    assert np.sort(lengths(gd))[-2] < 0.3
    assert gd.x[jump + 1, 0] < -2
    assert lengths(adam).max() <= 0.1 * np.sqrt(2) + 1e-9
    assert gd.distance[-1] < 0.15 and adam.distance[-1] < 0.15
    assert adam.x[:, 0].min() > -0.2


def test_cliff_throws_gd_less_far_with_a_smaller_eta():
    gd = rerun("cliff", 0, {"lr": 0.03})[0]
    assert lengths(gd).max() < 0.6


def test_rastrigin_keeps_each_in_another_dip():
    found = runs("rastrigin")
    ends = {tuple(np.round(run.x[-1]).tolist()) for run in found}
    assert len(ends) == len(found) == 4
    assert all(run.slope_norm[-1] < 0.2 and run.value[-1] > 5 for run in found)
    assert found[0].surface.floor == 0 and grid(found[0].surface)[2].min() >= 0
