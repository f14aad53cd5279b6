"""SGD on mini-batches: a student's loop to the last digit, GD where the batch is everything, Optax for other rules."""

import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.stochastic import descent as descent_module
from optviz.core.stochastic.datasets import MODELS, Data, drawn, eight
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.regression import Regression
from optviz.core.stochastic.schedules import factors
from tests.core.helpers import compiling

number = st.floats(-3, 3).map(lambda v: round(v, 2))
points = st.lists(st.tuples(number, number), min_size=1, max_size=12)


def loop(data, theta, order, batch, lr):
    """What a student writes for the line: floats, one example after the other."""
    a, b = theta
    path = [(a, b)]
    for first in range(0, len(order), batch):
        down, right = 0.0, 0.0
        members = order[first : first + batch]
        for i in members:
            residual = a * float(data.x[i]) + b - float(data.y[i])
            down, right = down + residual * float(data.x[i]), right + residual
        a, b = a - lr * (down / len(members)), b - lr * (right / len(members))
        path.append((a, b))
    return path


@pytest.mark.parametrize("batch", [1, 2, 4, 8])
def test_the_path_is_a_students_loop_digit_for_digit(batch):
    run = descend(Regression.of("line", eight("line")), (-1.0, 2.0), batch, 30, lr=0.1, seed=3)
    assert run.theta.tolist() == [list(p) for p in loop(eight("line"), (-1.0, 2.0), run.batches.order, batch, 0.1)]


@settings(max_examples=40)
@given(model=st.sampled_from(MODELS), data=points, batch=st.integers(1, 14), seed=st.integers(0, 50))
def test_each_step_is_eta_times_the_mean_of_its_batchs_gradients(model, data, batch, seed):
    problem = Regression.of(model, Data.of(data))
    run = descend(problem, (0.5, -0.5), batch, 12, lr=0.05, seed=seed)
    for t in range(12):
        mean = problem.gradients(run.theta[t])[run.batches.members(t)].mean(axis=0)
        np.testing.assert_allclose(run.grad[t], mean, rtol=1e-10, atol=1e-11)
        np.testing.assert_allclose(run.theta[t + 1], run.theta[t] - 0.05 * run.grad[t], rtol=1e-13, atol=1e-14)


@settings(max_examples=30)
@given(model=st.sampled_from(MODELS), data=points, extra=st.integers(0, 5), seed=st.integers(0, 50))
def test_a_batch_of_all_n_is_gradient_descent(model, data, extra, seed):
    problem = Regression.of(model, Data.of(data))
    run = descend(problem, (1.0, -2.0), problem.n + extra, 10, lr=0.1, seed=seed)
    theta = np.array([1.0, -2.0])
    for t in range(10):
        np.testing.assert_allclose(run.theta[t], theta, rtol=1e-12, atol=1e-12)
        theta = theta - 0.1 * problem.gradient(theta)


@pytest.mark.parametrize("model", MODELS)
def test_a_long_run_over_much_data_is_the_same_as_its_pieces(model):
    problem = Regression.of(model, drawn(model, 9000))
    run = descend(problem, (0.0, 0.0), 7, 5000, lr=0.02)
    assert 2 * descent_module.ROWS < 5000 and run.cost[-1] == 3 * 9000 + (5000 - 3 * 1286) * 7
    for t in (0, descent_module.ROWS - 1, descent_module.ROWS, 4999):
        mean = problem.gradients(run.theta[t])[run.batches.members(t)].mean(axis=0)
        np.testing.assert_allclose(run.theta[t + 1], run.theta[t] - 0.02 * mean, rtol=1e-12, atol=1e-12)


def test_gd_over_a_hundred_thousand_points_takes_the_mean_of_all():
    problem = Regression.of("line", drawn("line", 100_000))
    run = descend(problem, (-1.0, 2.0), 100_000, 3, lr=0.2)
    theta = np.array([-1.0, 2.0])
    for _ in range(3):
        theta = theta - 0.2 * problem.gradient(theta)
    np.testing.assert_allclose(run.theta[-1], theta, rtol=1e-10)
    assert run.cost.tolist() == [0, 100_000, 200_000, 300_000]


def test_a_schedule_multiplies_each_step():
    problem = Regression.of("line", eight("line"))
    run = descend(problem, (0.0, 0.0), 2, 60, lr=0.1, schedule="inverse", decay_steps=10)
    np.testing.assert_allclose(run.rate, factors("inverse", 60, 10))
    np.testing.assert_allclose(np.diff(run.theta, axis=0), -0.1 * run.rate[:, None] * run.grad, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (OPTIMIZERS["momentum"](lr=0.05, beta=0.9), optax.sgd(0.05, momentum=0.9)),
        (OPTIMIZERS["adam"](lr=0.05), optax.adam(0.05)),
    ],
    ids=["momentum", "adam"],
)
def test_other_rules_step_on_mini_batches_as_optaxs_do(ours, theirs):
    problem = Regression.of("logistic", eight("logistic"))
    run = descend(problem, (-1.0, 2.0), 2, 40, ours)
    theta = jnp.array([-1.0, 2.0])
    state = theirs.init(theta)
    for t in range(40):
        np.testing.assert_allclose(run.theta[t], theta, rtol=1e-11, atol=1e-11)
        grad = problem.gradients(np.asarray(theta))[run.batches.members(t)].mean(axis=0)
        move, state = theirs.update(jnp.asarray(grad), state)
        theta = theta + move


def test_memory_goes_on_where_a_long_run_is_cut():
    problem = Regression.of("line", eight("line"))
    run = descend(problem, (0.0, 0.0), 1, 3000, OPTIMIZERS["momentum"](lr=0.01, beta=0.9))
    moves = np.diff(run.theta, axis=0)
    expected = 0.9 * moves[:-1] - 0.01 * run.grad[1:]
    np.testing.assert_allclose(moves[1:], expected, rtol=1e-8, atol=1e-13)


def test_too_large_a_step_diverges_and_says_when():
    problem = Regression.of("line", eight("line"))
    run = descend(problem, (-1.0, 2.0), 2, 5000, lr=100.0)
    assert run.status.kind == "diverged" and run.status.label == f"diverged at step {run.steps}"
    assert run.status.reason == f"At step {run.steps}, θ is too large for float64 (over 1.8e308)."
    assert np.isfinite(run.theta[:-1]).all() and not np.isfinite(run.theta[-1]).all()
    assert len(run.theta) == len(run.grad) + 1 == len(run.cost) == len(run.loss)


def test_with_eta_zero_nothing_moves():
    run = descend(Regression.of("line", eight("line")), (-1.0, 2.0), 2, 20, lr=0.0)
    assert (run.theta == (-1.0, 2.0)).all() and run.status.kind == "moving"


def test_from_the_minimum_gd_stays_and_sgd_leaves():
    problem = Regression.of("line", eight("line"))
    assert problem.minimum is not None
    a, b = problem.minimum.tolist()
    start = (a, b)
    assert np.abs(descend(problem, start, 8, 20).theta - start).max() < 1e-14
    assert np.abs(descend(problem, start, 2, 20).theta - start).max() > 0.01


def test_one_point_is_a_batch_an_epoch_and_a_data_set():
    run = descend(Regression.of("line", Data.of([(1.0, 2.0)])), (0.0, 0.0), 5, 4, lr=0.25)
    assert (run.batches.batch, run.batches.per_epoch) == (1, 1)
    np.testing.assert_allclose(run.theta[1:].sum(axis=1), [1.0, 1.5, 1.75, 1.875], rtol=1e-14)


def test_batch_sizes_rates_and_data_compile_nothing_new():
    problem = Regression.of("line", eight("line"))
    descend(problem, (0.0, 0.0), 2, 10)
    with compiling() as names:
        for batch, lr, n in ((1, 0.3, 8), (3, 0.01, 50), (50, 0.2, 50), (9, 2.0, 400)):
            descend(Regression.of("line", drawn("line", n)), (1.0, 1.0), batch, 8, lr=lr)
    assert not names
