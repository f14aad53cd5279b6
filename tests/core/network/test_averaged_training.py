"""Trainings judged by averages, and with annealed noise: against loops in NumPy, and Optax's schedule-free learning."""

import dataclasses

import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.network.mlp import Net
from optviz.core.network.scored import evaluate
from optviz.core.network.training import Task, trained
from optviz.core.optimizers import OPTIMIZERS
from tests.core.network.test_modified_training import TASK, slope

LONG = TASK.steps


def path(lr: float = 0.1) -> np.ndarray:
    """Plain SGD's weights before each step and after the last, in NumPy."""
    theta = [TASK.start]
    for t in range(LONG):
        theta.append(theta[-1] - lr * slope(theta[-1], TASK.batches.members(t)))
    return np.array(theta)


def test_a_moving_average_is_that_of_the_path_and_has_its_own_losses() -> None:
    points = path()
    mean = [points[0]]
    for x in points[1:]:
        mean.append(0.9 * mean[-1] + 0.1 * x)
    run = trained(TASK, OPTIMIZERS["gd"](lr=0.1).with_(ema=0.9))
    assert run.average is not None
    np.testing.assert_allclose(run.theta, points[run.checkpoints], atol=1e-12)
    np.testing.assert_allclose(run.average.theta, np.array(mean)[run.checkpoints], atol=1e-12)
    loss, accuracy = evaluate(TASK.net, np.array(mean)[run.checkpoints], TASK.data.valid)
    np.testing.assert_allclose(run.average.valid_loss, loss, rtol=1e-9)
    np.testing.assert_array_equal(run.average.valid_accuracy, accuracy)


@pytest.mark.parametrize("tail", [0.25, 0.9, 5.0])
def test_a_tail_average_is_the_mean_over_the_last_steps(tail: float) -> None:
    points = path()
    length = round(tail * LONG) if tail <= 1 else int(tail)
    run = trained(TASK, OPTIMIZERS["gd"](lr=0.1).with_(tail=tail))
    assert run.average is not None
    np.testing.assert_allclose(run.average.theta[-1], points[LONG - length :].mean(axis=0), atol=1e-12)
    np.testing.assert_array_equal(run.average.theta[0], TASK.start)


def test_schedule_free_learning_is_judged_by_the_mean_that_optax_evaluates() -> None:
    inner = optax.sgd(0.5)
    transform = optax.contrib.schedule_free(inner, 0.5, b1=0.9)
    params = jnp.asarray(TASK.start)
    state = transform.init(params)
    for t in range(LONG):
        step, state = transform.update(jnp.asarray(slope(np.asarray(params), TASK.batches.members(t))), state, params)
        params = optax.apply_updates(params, step)
    run = trained(TASK, OPTIMIZERS["schedule_free"](lr=0.5, beta=0.9))
    judged = optax.contrib.schedule_free_eval_params(state, params)
    np.testing.assert_allclose(run.theta[-1], np.asarray(params), atol=1e-10)
    np.testing.assert_allclose(run.judged.theta[-1], np.asarray(judged), atol=1e-10)


@pytest.mark.parametrize("steps", [1, 4, 5])
def test_lookahead_is_judged_by_its_slow_weights(steps: int) -> None:
    lr, beta, k, alpha = 0.1, 0.9, 5, 0.5
    fast = slow = TASK.start
    momentum, slows = np.zeros_like(fast), [TASK.start]
    for t in range(LONG):
        momentum = beta * momentum + slope(fast, TASK.batches.members(t))
        fast = fast - lr * momentum
        if (t + 1) % k == 0:
            fast = slow = slow + alpha * (fast - slow)
        slows.append(slow)
    run = trained(TASK, OPTIMIZERS["lookahead"](lr=lr, beta=beta, k=float(k), alpha=alpha))
    at = np.flatnonzero(run.checkpoints % k == steps % k)
    np.testing.assert_allclose(run.judged.theta[at], np.array(slows)[run.checkpoints[at]], atol=1e-10)


def test_a_rule_without_a_second_point_is_judged_by_its_path() -> None:
    run = trained(TASK, OPTIMIZERS["adam"]())
    assert run.average is None
    assert run.judged is run


def test_noise_is_added_before_clipping_and_fades() -> None:
    rng = np.random.default_rng((TASK.seed, 1))
    theta = TASK.start
    for t in range(LONG):
        grad = slope(theta, TASK.batches.members(t)) + np.sqrt(0.1 / (1 + t) ** 0.55) * rng.standard_normal(len(theta))
        theta = theta - 0.1 * grad * min(1.0, 0.5 / np.linalg.norm(grad))
    rule = OPTIMIZERS["gd"](lr=0.1).with_(noise=0.1, noise_decay=0.55, clip_norm=0.5)
    np.testing.assert_allclose(trained(TASK, rule).theta[-1], theta, atol=1e-10)


def test_the_same_seed_gives_every_rule_the_same_noise_and_another_seed_another() -> None:
    noisy = OPTIMIZERS["gd"](lr=0.1).with_(noise=0.5)
    first, again = (trained(TASK, noisy).theta for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = dataclasses.replace(TASK, seed=1)
    assert not np.allclose(first[1] - TASK.start, trained(other, noisy).theta[1] - other.start)
    plain = trained(TASK, OPTIMIZERS["gd"](lr=0.1)).theta[1] - TASK.start
    heavy = trained(TASK, OPTIMIZERS["momentum"](lr=0.1).with_(noise=0.5)).theta[1] - TASK.start
    np.testing.assert_allclose(first[1] - TASK.start - plain, heavy - plain, atol=1e-12)


def test_a_training_that_diverges_ends_its_average_too() -> None:
    deep = Task(Net(2, 3, 8, 2), TASK.data, 16, 2)
    run = trained(deep, OPTIMIZERS["gd"](lr=1e200).with_(ema=0.9))
    assert run.status.kind == "diverged"
    assert run.average is not None
    assert len(run.average.theta) == len(run.theta) == len(run.checkpoints)
