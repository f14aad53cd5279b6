"""Sensitivity and fair tuning: closed forms on a bowl, runs one by one elsewhere, and what a tie does."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.maps.outcomes import Goal
from optviz.core.maps.sensitivity import sensitivity, stable_rate, starts_in
from optviz.core.maps.tuning import fair_race, grid_of, tune, tuning
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

GD = OPTIMIZERS["gd"]()


def level_of(surface):
    """f at the known minimum, from its published place."""
    return float(surface(surface.minima[0]))


def bowl(kappa):
    return SURFACES["quadratic"](kappa=kappa)


@settings(max_examples=20, deadline=None)
@given(kappa=st.floats(7.0, 60.0))
def test_the_tuned_rate_of_gradient_descent_on_a_bowl_is_two_over_the_sum_of_the_curvatures(kappa):
    lrs = np.geomspace(1e-3, 1.0, 400)
    # Both directions start with the same f, so the slower one decides: least where |1 − η λ₁| = |1 − η λₙ|.
    tuned = tune(bowl(kappa), GD, {"lr": lrs}, (1.0, kappa**-0.5), steps=1000, score="loss")
    spacing = lrs[1] / lrs[0]
    assert 0 < tuned.score < 1e-25
    assert 1 / spacing <= tuned.settings["lr"] / (2 / (1 + kappa)) <= spacing


@pytest.mark.parametrize("kappa", [3.0, 20.0])
def test_beyond_two_over_the_largest_curvature_nothing_arrives(kappa):
    curve = sensitivity(bowl(kappa), GD, (1.0, 1.0), 5000, Goal(slope=1e-6), (1e-3, 2.0), 512)
    assert stable_rate(bowl(kappa)) == pytest.approx(2 / kappa)
    last = curve.lrs[np.isfinite(curve.steps)].max()
    spacing = curve.lrs[1] / curve.lrs[0]
    assert 2 / kappa / spacing**2 <= last < 2 / kappa
    assert np.isinf(curve.losses[-1]) and np.isnan(curve.steps[-1])


def test_each_point_of_the_curve_is_a_run():
    surface, goal = SURFACES["himmelblau"](), Goal(loss=1e-2)
    curve = sensitivity(surface, OPTIMIZERS["adam"](), (1.0, 1.0), 200, goal, (1e-3, 1.0), 64)
    assert curve.lrs[0] == pytest.approx(1e-3) and curve.lrs[-1] == pytest.approx(1.0) and len(curve.lrs) == 64
    for i in (0, 20, 40, 63):
        run = simulate(surface, OPTIMIZERS["adam"](lr=curve.lrs[i]), (1.0, 1.0), 200)
        met = np.flatnonzero(run.value <= level_of(surface) + 1e-2)
        np.testing.assert_allclose(curve.losses[i], run.value[-1], rtol=1e-6)
        assert curve.steps[i] == met[0] if len(met) else np.isnan(curve.steps[i])


def test_the_good_range_is_where_twice_the_best_steps_are_enough():
    curve = sensitivity(bowl(1.0), GD, (1.0, 0.0), 5000, Goal(slope=1e-3), (1e-3, 1.9), 600)
    # |1 − η|^t ≤ 10⁻³ at η ≤ 1: the best arrive in one step, so good are those that need two: |1 − η| ≤ 10^−1.5.
    assert np.nanmin(curve.steps) == 1
    wanted = math.log10((1 + 10**-1.5) / (1 - 10**-1.5))
    assert curve.width == pytest.approx(wanted, abs=2 * math.log10(curve.lrs[1] / curve.lrs[0]))
    hopeless = sensitivity(bowl(50.0), GD, (1.0, 1.0), 3, Goal(slope=1e-9))
    assert hopeless.width == 0 and not hopeless.good.any()


def test_over_many_starts_the_curve_is_their_mean_and_counts_only_where_all_arrive():
    surface = SURFACES["himmelblau"]()
    starts = starts_in(surface.domain, 8, seed=3)
    curve = sensitivity(surface, GD, None, 300, Goal(loss=1e-2), count=64, starts=starts)
    single = [sensitivity(surface, GD, (p[0], p[1]), 300, Goal(loss=1e-2), count=64) for p in starts]
    np.testing.assert_allclose(curve.steps, np.mean([one.steps for one in single], axis=0))
    np.testing.assert_allclose(curve.losses, np.mean([one.losses for one in single], axis=0))
    np.testing.assert_array_equal(starts, starts_in(surface.domain, 8, seed=3))
    assert not np.array_equal(starts, starts_in(surface.domain, 8, seed=4))


def test_tuning_finds_the_best_of_all_runs_one_by_one():
    surface, start = SURFACES["rosenbrock"](), (-1.2, 1.0)
    grid = {"beta": np.array([0.0, 0.5, 0.9]), "lr": np.geomspace(1e-4, 1e-2, 6)}
    tuned = tune(surface, OPTIMIZERS["momentum"](), grid, start, 150, Goal(loss=0.5))
    costs = {}
    for beta in grid["beta"]:
        for lr in grid["lr"]:
            run = simulate(surface, OPTIMIZERS["momentum"](lr=lr, beta=beta), start, 150)
            met = np.flatnonzero(run.value <= level_of(surface) + 0.5)
            diverged = run.status.kind == "diverged"
            costs[beta, lr] = (met[0] if len(met) else 300, math.inf if diverged else run.value[-1], -lr)
    best = min(costs, key=costs.__getitem__)
    assert tuned.settings == {"beta": best[0], "lr": best[1]}
    assert tuned.score == costs[best][0] and tuned.scores.shape == (3, 6)
    assert (tuned.runs, tuned.steps) == (18, 150)
    assert tuned.optimizer == OPTIMIZERS["momentum"](lr=best[1], beta=best[0])


def test_of_equals_the_lower_loss_wins_and_then_the_larger_rate():
    # On a level piece nothing moves: all η are equal, and the largest is named.
    flat = tune(SURFACES["easom"](), GD, {"lr": np.array([0.1, 10.0, 1.0])}, (-90.0, -90.0), 20, Goal(slope=1e-3))
    assert flat.settings == {"lr": 10.0} and flat.score == 0
    # None arrives in five steps: the lower loss decides, and a run that flies off is not the lowest.
    early = tune(bowl(9.0), GD, {"lr": np.array([0.01, 0.1, 50.0])}, (1.0, 1.0), 5, Goal(slope=1e-9))
    assert early.settings == {"lr": 0.1} and early.score == 10 and early.reached == 0


def test_a_race_is_fair_each_rule_has_the_same_budget_and_it_comes_out_the_same_twice():
    surface = SURFACES["himmelblau"]()
    rules = [OPTIMIZERS[key]() for key in ("gd", "momentum", "adam", "lion")]
    ask = {"settings": 36, "keys": ("lr", "beta", "beta1"), "starts": starts_in(surface.domain, 16), "steps": 120}
    race = fair_race(surface, rules, **ask)
    assert [t.runs for t in race] == [36 * 16] * 4 and {t.steps for t in race} == {120}
    assert [list(t.grid) for t in race] == [["lr"], ["lr", "beta"], ["lr", "beta1"], ["lr", "beta1"]]
    again = fair_race(surface, rules, **ask)
    assert [(t.settings, t.score, t.width) for t in race] == [(t.settings, t.score, t.width) for t in again]
    for tuned in race:
        assert tuned.score == tuned.scores.min() and 0 <= tuned.reached <= 1


def test_a_grid_is_spread_as_its_knobs_are():
    grid = grid_of(OPTIMIZERS["momentum"](), 100, ("lr", "beta"))
    assert [len(values) for values in grid.values()] == [10, 10]
    np.testing.assert_allclose(np.diff(np.log(grid["lr"])), math.log(1e5) / 9)
    np.testing.assert_allclose(np.diff(np.log(1 - grid["beta"])), math.log(1e-3) / 9)
    assert grid["beta"][0] == 0
    assert len(grid_of(GD)["lr"]) == 256 and grid_of(GD, 1)["lr"].tolist() == [0.01]
    assert grid_of(GD, 50, ()) == {}


def test_what_cannot_be_tuned_is_told_in_words():
    with pytest.raises(ValueError, match="GD has no knob 'beta'"):
        grid_of(GD, 10, ("beta",))
    with pytest.raises(ValueError, match="1 to 65536 settings"):
        grid_of(GD, 0)
    with pytest.raises(ValueError, match="'steps' or 'loss'"):
        tune(bowl(2.0), GD, score="speed")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 64"):
        sensitivity(bowl(2.0), GD, count=63)
    with pytest.raises(ValueError, match="to a larger one"):
        sensitivity(bowl(2.0), GD, lrs=(0.0, 1.0))
    with pytest.raises(ValueError, match="no known minimum"):
        stable_rate(SURFACES["saddle"]())
    assert stable_rate(SURFACES["saddle"](), (0.0, 0.0)) == 1.0


def test_piece_by_piece_a_tuning_comes_out_as_in_one_and_says_how_far_it_is():
    surface, starts = SURFACES["himmelblau"](), starts_in(SURFACES["himmelblau"]().domain)
    grid = grid_of(OPTIMIZERS["adam"](), 100, ("lr", "beta1"))
    steps = list(tuning(surface, OPTIMIZERS["adam"](), grid, steps=50, starts=starts))
    assert [done for done, _ in steps] == [62, 100] and [tuned is None for _, tuned in steps] == [True, False]
    tuned = steps[-1][1]
    assert tuned is not None and tuned.scores.shape == (10, 10) and tuned.runs == 6400
    place = 7, 3
    alone = {key: values[[i]] for (key, values), i in zip(grid.items(), place, strict=True)}
    one = tune(surface, OPTIMIZERS["adam"](), alone, steps=50, starts=starts)
    assert one.score == tuned.scores[place]


def test_a_rule_with_none_of_the_knobs_is_run_as_it_is():
    (tuned,) = fair_race(bowl(5), [GD], 64, ("beta",), (1.0, 1.0), 100)
    assert tuned.runs == 1 and tuned.settings == {} and tuned.optimizer == GD
