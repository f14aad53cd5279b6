"""Averages of SGD's iterates: by their definitions, and their spread by brute force, by the limit, by many steps."""

import numpy as np
import pytest

from optviz.core.stochastic.averaging import Kind, averaged, averaged_radius, averaged_spread, ema_decay
from optviz.core.stochastic.datasets import drawn
from optviz.core.stochastic.noise_ball import spread, tail
from optviz.core.stochastic.regression import Regression

PROBLEM = Regression.of("line", drawn("line", 64))
CENTRE = np.linalg.lstsq(np.stack([PROBLEM.data.x, np.ones(64)], axis=1), PROBLEM.data.y, rcond=None)[0]
PATH = np.random.default_rng(0).standard_normal((50, 2)).cumsum(axis=0)


def test_a_window_is_the_mean_of_the_last_iterates_and_at_first_of_all() -> None:
    means = averaged(PATH, "window", 7)
    for t in (0, 3, 6, 20, 49):
        np.testing.assert_allclose(means[t], PATH[max(0, t - 6) : t + 1].mean(axis=0))


@pytest.mark.parametrize("memory", [1.0, 4.0, 100.0])
def test_an_exponential_average_is_its_recursion(memory: float) -> None:
    beta, m, rows = ema_decay(memory), PATH[0], []
    for theta in PATH:
        m = beta * m + (1 - beta) * theta
        rows.append(m)
    np.testing.assert_allclose(averaged(PATH, "ema", memory), rows, atol=1e-12)


def ball() -> np.ndarray:
    found = spread(PROBLEM, 0.1, 4)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["window", "ema"])
def test_the_spread_is_the_sum_over_all_pairs_of_iterates(kind: Kind) -> None:
    k, lr = 12, 0.1
    beta = ema_decay(k)
    weights = np.full(k, 1 / k) if kind == "window" else (1 - beta) * beta ** np.arange(400)
    step, powers = np.eye(2) - lr * PROBLEM.curvature, [ball()]
    for _ in weights[1:]:
        powers.append(step @ powers[-1])
    total = np.zeros((2, 2))
    for i, one in enumerate(weights):
        for j, other in enumerate(weights):
            total += one * other * (powers[j - i] if j >= i else powers[i - j].T)
    found = averaged_spread(PROBLEM, lr, 4, kind, k)
    assert found is not None
    np.testing.assert_allclose(found, total, rtol=1e-9)


@pytest.mark.parametrize("kind", ["window", "ema"])
def test_a_mean_of_one_is_the_ball_and_a_long_one_forgets_eta(kind: Kind) -> None:
    single = averaged_spread(PROBLEM, 0.1, 4, kind, 1)
    assert single is not None
    np.testing.assert_allclose(single, ball(), rtol=1e-12)
    residual = PROBLEM.data.x * CENTRE[0] + CENTRE[1] - PROBLEM.data.y
    slopes = residual[:, None] * np.stack([PROBLEM.data.x, np.ones(64)], axis=1)
    inverse = np.linalg.inv(PROBLEM.curvature)
    limit = inverse @ (slopes.T @ slopes / 64) @ inverse * (60 / (4 * 63)) / 100_000
    for lr in (0.003, 0.03):
        found = averaged_spread(PROBLEM, lr, 4, kind, 100_000)
        assert found is not None
        np.testing.assert_allclose(found, limit, rtol=0.05)


@pytest.mark.parametrize("kind", ["window", "ema"])
def test_it_is_what_many_steps_measure(kind: Kind) -> None:
    path = tail(PROBLEM, 0.1, 4, 60_000)
    for memory in (1, 10, 50):
        means = averaged(path, kind, memory)[1000:]
        measured = np.sqrt(((means - CENTRE) ** 2).sum(axis=1).mean())
        assert measured == pytest.approx(averaged_radius(PROBLEM, 0.1, 4, kind, memory), rel=0.06)


def test_without_a_ball_there_is_no_average() -> None:
    assert averaged_spread(PROBLEM, 2.0, 4, "ema", 10) is None and averaged_radius(PROBLEM, 2.0, 4, "ema", 10) == np.inf
