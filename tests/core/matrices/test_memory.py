"""The associative memory: its gradient, what SGD does in closed form, and whom the rarity of a pair delays."""

import numpy as np
import pytest

from optviz.core.matrices.memory import SIDE, Memory, learn, memory, singular_values
from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.optimizers import OPTIMIZERS

TASK = memory(seed=3)
ROOM = {"muon": 0.02, "shampoo": 0.1, "soap": 0.02}


def loss(task: Memory, w: np.ndarray) -> float:
    pairs = zip(task.share, task.keys.T, task.values.T, strict=True)
    return float(sum(p * np.sum((w @ k - v) ** 2) for p, k, v in pairs))


def test_shares_go_by_zipfs_law_and_pairs_are_orthonormal() -> None:
    np.testing.assert_allclose(TASK.share[0] / TASK.share, np.arange(1, 9))
    assert TASK.share.sum() == pytest.approx(1)
    for table in (TASK.keys, TASK.values):
        np.testing.assert_allclose(table.T @ table, np.eye(SIDE), atol=1e-12)
    np.testing.assert_allclose(TASK.error(TASK.target), 0, atol=1e-20)
    np.testing.assert_allclose(memory(0.0).share, 1 / 8)
    np.testing.assert_allclose(memory(embedding="one_hot").target, np.eye(8))


def test_the_gradient_is_that_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    w, way = rng.standard_normal((2, SIDE, SIDE))
    slope = (loss(TASK, w + 1e-5 * way) - loss(TASK, w - 1e-5 * way)) / 2e-5
    assert np.sum(TASK.gradient(w) * way) == pytest.approx(slope, rel=1e-7)


def test_the_gradients_singular_values_at_the_start_are_twice_the_shares() -> None:
    run = learn(TASK, OPTIMIZERS["gd"](lr=0.1), 3)
    np.testing.assert_allclose(singular_values(run.grad[0]), 2 * TASK.share, rtol=1e-12)


def test_under_sgd_each_pairs_error_falls_by_its_own_share() -> None:
    run = learn(TASK, OPTIMIZERS["gd"](lr=0.3), 100)
    t = np.arange(101)[:, None]
    np.testing.assert_allclose(run.error, (1 - 0.6 * TASK.share) ** (2 * t), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("key", ROOM)
def test_a_rule_for_matrices_learns_the_rarest_pair_about_as_fast(key: str) -> None:
    steps = learn(TASK, MATRIX_RULES[key](lr=ROOM[key]), 100).steps_to(0.1)
    assert steps.max() / steps.min() < 1.6
    sgd = learn(TASK, OPTIMIZERS["gd"](lr=0.3), 100).steps_to(0.1)
    assert sgd[-1] / sgd[0] > 8


@pytest.mark.parametrize("key", ROOM)
def test_to_rules_for_matrices_a_rotation_is_all_the_same_to_adam_it_is_not(key: str) -> None:
    tasks = memory(embedding="one_hot"), memory(seed=3), memory(seed=4)
    ours = [learn(task, MATRIX_RULES[key](lr=ROOM[key]), 60).error for task in tasks]
    for other in ours[1:]:  # SOAP's division by ε blows rounding up to a share of a step
        np.testing.assert_allclose(other, ours[0], atol=0.01)
    adam = [learn(task, OPTIMIZERS["adam"](lr=0.01), 100).steps_to(0.1) for task in tasks]
    assert adam[0][-1] == adam[0][0], "one coordinate a pair: Adam evens them out"
    assert all(steps[-1] > 1.8 * steps[0] for steps in adam[1:])


def test_a_step_far_too_large_ends_in_numbers_that_are_not_finite_and_raises_nothing() -> None:
    run = learn(TASK, OPTIMIZERS["gd"](lr=1e9), 100)
    assert not np.isfinite(run.error[-1]).any()
    assert np.isnan(singular_values(run.grad)[-1]).all() and np.isfinite(singular_values(run.grad)[0]).all()
