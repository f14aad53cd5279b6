"""Maps, sensitivities and fair races of rules with modifiers: each point is the run that is made alone."""

import numpy as np
import pytest

from optviz.core.maps.outcomes import Goal, outcomes
from optviz.core.maps.sensitivity import sensitivity
from optviz.core.maps.tuning import fair_race
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import with_settings
from optviz.core.simulation.simulate import Case, paths_of, simulate
from optviz.core.surfaces import SURFACES
from tests.core.helpers import compiling

HILLS = SURFACES["himmelblau"]()
STARTS = np.random.default_rng(1).uniform(-4, 4, (6, 2))
MODIFIERS = {"warmup": 0.1, "floor": 0.1, "clip_value": 20, "clip_norm": 15, "l2": 0.02, "decoupled": 0.05}


@pytest.mark.parametrize("key", ["gd", "momentum", "nag", "adam", "lion", "lbfgs"])
def test_every_point_of_a_map_ends_where_its_run_ends(key: str) -> None:
    rule = with_settings(OPTIMIZERS[key](), {"lr": 0.005}).with_("cosine", **MODIFIERS)
    ended = outcomes(HILLS, rule, STARTS, steps=60)
    alone = np.array([simulate(HILLS, rule, start, 60).x[-1] for start in STARTS])
    np.testing.assert_allclose(ended.x, alone, rtol=0, atol=1e-8)


def test_a_picture_in_float32_ends_there_too() -> None:
    rule = OPTIMIZERS["adam"](lr=0.1).with_("cosine", **MODIFIERS)
    ended = outcomes(HILLS, rule, STARTS, steps=60, single=True)
    alone = np.array([simulate(HILLS, rule, start, 60).x[-1] for start in STARTS])
    np.testing.assert_allclose(ended.x, alone, rtol=0, atol=1e-3)


def test_learning_rate_and_modifiers_may_differ_from_point_to_point() -> None:
    rule = OPTIMIZERS["adam"](lr=0.1).with_("cosine", warmup=0.1, clip_norm=5.0)
    lrs, clips = np.array([0.01, 0.1]), np.array([[1.0], [10.0]])
    ended = outcomes(HILLS, rule, STARTS[0], {"lr": lrs, "clip_norm": clips}, steps=60)
    for i, j in np.ndindex(2, 2):
        own = with_settings(rule, {"lr": float(lrs[j]), "clip_norm": float(clips[i, 0])})
        np.testing.assert_allclose(ended.x[i, j], simulate(HILLS, own, STARTS[0], 60).x[-1], atol=1e-8)


def test_another_number_compiles_nothing() -> None:
    outcomes(HILLS, OPTIMIZERS["adam"]().with_("cosine", warmup=0.1), STARTS, steps=30)
    with compiling() as names:
        outcomes(HILLS, OPTIMIZERS["gd"](lr=0.01).with_("steps", period=0.5, clip_norm=3.0, l2=0.1), STARTS, steps=40)
    assert names == []


def test_sensitivity_and_a_fair_race_tune_the_eta_under_the_schedule() -> None:
    rule = OPTIMIZERS["adam"]().with_("cosine", warmup=0.1)
    told = sensitivity(HILLS, rule, starts=STARTS, steps=200, goal=Goal(loss=1e-2))
    plain, (tuned, _) = told, fair_race(HILLS, [rule, OPTIMIZERS["adam"]()], 64, steps=200, goal=Goal(loss=1e-2))
    assert np.isfinite(plain.steps).any()
    run = simulate(HILLS, tuned.optimizer, None, 200)
    floor = HILLS.floor
    assert floor is not None and tuned.score == np.flatnonzero(run.value - floor <= 1e-2)[0]
    assert tuned.optimizer.name == rule.name


def test_fans_draw_the_same_paths_as_runs() -> None:
    rule = OPTIMIZERS["nag"](lr=0.005).with_("one_cycle", share=0.3, clip_norm=10.0, noise=0.1)
    (path,) = paths_of([Case(HILLS, rule, (1.0, 2.0), 80, 0.2, 4)])
    np.testing.assert_array_equal(path, simulate(HILLS, rule, (1.0, 2.0), 80, 0.2, 4).x)


@pytest.mark.parametrize("key", ["gd", "nag", "adam", "lion"])
def test_annealed_noise_is_that_of_the_run_alone_and_of_the_seed(key: str) -> None:
    rule = with_settings(OPTIMIZERS[key](), {"lr": 0.005}).with_(noise=9.0, noise_decay=0.3)
    ended = outcomes(HILLS, rule, STARTS, steps=60, seed=5)
    alone = np.array([simulate(HILLS, rule, start, 60, seed=5).x[-1] for start in STARTS])
    np.testing.assert_allclose(ended.x, alone, rtol=0, atol=1e-8)
    assert np.abs(outcomes(HILLS, rule, STARTS, steps=60, seed=6).x - ended.x).max() > 1e-3


def test_the_variance_of_the_noise_may_differ_from_point_to_point() -> None:
    rule = OPTIMIZERS["gd"](lr=0.005).with_(noise=1.0)
    ended = outcomes(HILLS, rule, STARTS[0], {"noise": np.array([1.0, 4.0])}, steps=40, seed=2)
    for x, noise in zip(ended.x, (1.0, 4.0), strict=True):
        alone = simulate(HILLS, rule.with_(noise=noise), STARTS[0], 40, seed=2).x[-1]
        np.testing.assert_allclose(x, alone, atol=1e-8)


def test_a_rule_with_noise_is_tuned_under_its_seed() -> None:
    rule = OPTIMIZERS["gd"]().with_(noise=9.0)
    (tuned,) = fair_race(HILLS, [rule], 64, steps=100, goal=Goal(loss=0.5), seed=3)
    run = simulate(HILLS, tuned.optimizer, None, 100, seed=3)
    assert HILLS.floor is not None and tuned.score == np.flatnonzero(run.value - HILLS.floor <= 0.5)[0]
