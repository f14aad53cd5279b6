"""What the lessons on adaptive learning rates say is what their runs do."""

import numpy as np
import pytest

from optviz.core.surfaces import grid
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import notices, run_scene
from tests.scenes.helpers import knob, leaves, lengths, rerun, runs


def test_adaptive_norm_stands_the_slope_where_gd_does_not():
    fast, slow, norm = runs("adaptive_norm")
    assert (fast.status.kind, fast.status.step) == ("diverged", 4)
    assert slow.value[-1] > 30 and slow.distance[-1] > 0.3
    assert lengths(norm)[0] == pytest.approx(0.5, abs=1e-6)
    assert (lengths(norm)[1:] < 0.5).all()
    assert norm.value[-1] == pytest.approx(3, abs=0.05)
    z = grid(norm.surface)[2]
    assert norm.surface.floor == pytest.approx(3) and 1e6 < z.max() < 1.1e6


def test_adaptive_norm_arrives_with_another_eta_too():
    norm = rerun("adaptive_norm", 2, {"lr": 0.2})[2]
    assert norm.value[-1] == pytest.approx(3, abs=0.05)


def test_adagrad_stalls_after_one_steep_slope():
    norm, adagrad, rmsprop = runs("adagrad_stalls")
    assert adagrad.slope[0, 0] == pytest.approx(16, abs=0.2)
    assert adagrad.x[1, 0] == pytest.approx(0.5, abs=1e-6)
    assert abs(adagrad.x[-1, 0] - adagrad.x[-101, 0]) == pytest.approx(0.07, abs=0.005)
    assert np.abs(adagrad.step[1:, 0]).max() < 0.01
    assert adagrad.x[-1, 0] > 0.15 and norm.x[-1, 0] > 0.15
    assert rmsprop.distance[-1] < 0.02


def test_adagrad_does_not_stall_where_it_meets_no_steep_slope():
    adagrad = rerun("adagrad_stalls", start=(-2.0, -2.0))[1]
    assert adagrad.slope_norm.max() < 1 and adagrad.distance[-1] < 0.02


@pytest.mark.parametrize("kappa", [100, 1])
def test_rmsprop_jumps_by_the_same_whatever_the_slope(kappa):
    for run, jump in zip(rerun("rmsprop_jumps", knobs={"kappa": kappa}), (0.316, 1.0), strict=True):
        assert 0.1 / np.sqrt(1 - knob(run, "rho")) == pytest.approx(jump, abs=5e-4)
        np.testing.assert_allclose(np.abs(run.step[0]), jump, atol=5e-4)
        assert lengths(run).argmax() == 0


def test_adam_first_step_is_eta_in_each_coordinate():
    for run, lr in zip(runs("adam_first_step"), (0.05, 0.2, 0.8), strict=True):
        np.testing.assert_allclose(run.step[0], [lr, -lr], atol=1e-6)
        assert abs(run.slope[0, 1]) > 10 * abs(run.slope[0, 0])


@pytest.mark.parametrize("start", [(2.0, -0.3), (-0.5, -1.8), (1.0, 0.01)])
def test_adam_starts_diagonally_from_anywhere(start):
    for run in rerun("adam_first_step", start=start):
        np.testing.assert_allclose(run.step[0], -np.sign(start) * knob(run, "lr"), atol=1e-6)


def test_straight_bowl_looks_round_to_adagrad():
    gd, adagrad, adam = runs("straight_bowl")
    round_bowl = rerun("straight_bowl", knobs={"kappa": 1})[1]
    np.testing.assert_allclose(adagrad.x, round_bowl.x, atol=1e-6)
    assert adagrad.status.kind == "converged"
    assert (adagrad.step[:80] * adagrad.x[:80] < 0).all(), "every step goes towards the minimum"
    assert (gd.x[1:30, 1] * gd.x[:29, 1] < 0).all() and gd.distance[-1] > 0.1
    assert adam.value[-1] < gd.value[-1]


def test_rotated_bowl_only_turns_the_path_of_gd():
    turn = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    straight, rotated = runs("straight_bowl"), runs("rotated_bowl")
    np.testing.assert_allclose(straight[0].x @ turn.T, rotated[0].x, atol=1e-6)
    assert rotated[1].value[-1] > rotated[0].value[-1]
    assert rotated[2].value[-1] > rotated[0].value[-1]
    for before, after in zip(straight[1:], rotated[1:], strict=True):
        assert before.value[-1] < 1e-4 < 0.05 < after.value[-1]


def test_saddle_race_is_won_by_those_who_do_not_mind_a_small_slope():
    field = dict(zip([r.rule for r in LESSONS["saddle_race"].scene.racers], runs("saddle_race"), strict=True))
    left = {rule: leaves(run, 2.0) for rule, run in field.items()}
    assert min(left, key=left.__getitem__) == "adagrad"
    assert all(left[rule] < field["gd"].steps for rule in left if rule != "gd")
    gd = field["gd"]
    np.testing.assert_allclose(gd.x[1:, 1], 1.04 * gd.x[:-1, 1], rtol=1e-12)
    assert gd.distance.size and np.hypot(*gd.x[-1]) < 0.2
    for rule in ("momentum", "nag"):
        assert (np.diff(np.abs(field[rule].step[1:, 1])) > 0).all()


def test_saddle_race_on_the_axis_has_no_winner():
    assert all((run.x[:, 1] == 0).all() for run in rerun("saddle_race", start=(-1.5, 0.0)))


def test_plateau_stops_gd_only():
    gd, rmsprop, adam = runs("plateau")
    assert gd.slope_norm[0] == pytest.approx(0.003, abs=5e-4)
    np.testing.assert_allclose(lengths(gd), 0.1 * gd.slope_norm[:-1], rtol=1e-9)
    assert np.hypot(*(gd.x[-1] - gd.x[0])) < 0.4 and gd.value[-1] > -0.01
    assert rmsprop.value[-1] < -0.99 and adam.value[-1] < -0.99


@pytest.mark.parametrize("corner", [(-2.0, -2.0), (-2.0, 8.0), (8.0, -2.0), (8.0, 8.0)])
def test_plateau_moves_nobody_in_a_corner(corner):
    race = run_scene(LESSONS["plateau"].scene.replace(start=corner))
    assert all(np.abs(run.x - corner).max() < 1e-9 for run in race.runs)
    assert "flat ground" in notices(race)[0]
