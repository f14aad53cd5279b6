"""Adam's first steps: the registry's Adam on the same gradients, moments of the noise, and spreads by simulation."""

import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.stochastic.adam_start import Noise, effective_count, kurtosis, noise, rms, square_spread, start


def test_it_is_the_registrys_adam_on_the_same_gradients() -> None:
    grads = noise("gaussian", 3, 40, 0)
    rule, x = OPTIMIZERS["adam"](lr=0.1), jnp.zeros(3)
    state, run = rule.init(x), start(grads, 0.1, curvature=0.7)
    for t in range(40):
        step, state = rule.update(0.7 * x + grads[t], state, x)
        x = x + step
        np.testing.assert_allclose(run.x[t + 1], x, rtol=1e-10, atol=1e-12)


def test_a_warm_up_is_the_same_steps_on_rates_that_grow() -> None:
    grads = noise("gaussian", 5, 30, 1)
    plain, warm = start(grads, 0.2), start(grads, 0.2, 10)
    shares = np.minimum(1.0, np.arange(30) / 10)[:, None]
    np.testing.assert_allclose(np.diff(warm.x, axis=0), shares * np.diff(plain.x, axis=0), atol=1e-12)


def test_the_warm_up_is_the_one_that_any_rule_may_have() -> None:
    grads = noise("gaussian", 2, 30, 2)
    rule, x = OPTIMIZERS["adam"](lr=0.1).with_(warmup=12).for_steps(30), jnp.zeros(2)
    state, run = rule.init(x), start(grads, 0.1, 12, 0.5)
    for t in range(30):
        step, state = rule.update(0.5 * x + grads[t], state, x)
        x = x + step
    np.testing.assert_allclose(run.x[-1], x, rtol=1e-10)


@pytest.mark.parametrize("kind", ["gaussian", "rare"])
def test_noise_has_mean_square_1_and_the_kurtosis_it_says(kind: Noise) -> None:
    drawn = noise(kind, 1000, 2000, 3)
    assert (drawn**2).mean() == pytest.approx(1, rel=0.02)
    assert (drawn**4).mean() == pytest.approx(kurtosis(kind), rel=0.05)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.999])
def test_the_effective_count_is_that_of_the_weights(beta: float) -> None:
    for t in (1, 2, 10, 300):
        weights = (1 - beta) * beta ** np.arange(t)
        assert effective_count(beta, np.array(t)) == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


@pytest.mark.parametrize("kind", ["gaussian", "rare"])
def test_the_spread_of_v_hat_is_what_many_runs_measure(kind: Noise) -> None:
    run = start(noise(kind, 20_000, 60, 4), 1.0)
    measured = run.v_hat.std(axis=1) / run.v_hat.mean(axis=1)
    np.testing.assert_allclose(
        measured, square_spread(kind, np.arange(1, 61)), rtol=0.05 if kind == "gaussian" else 0.1
    )


def test_the_first_step_has_the_length_of_the_rate() -> None:
    run = start(noise("rare", 100, 3, 5), 0.3)
    np.testing.assert_allclose(np.abs(run.x[1]), 0.3, rtol=1e-5)
    assert rms(run.ratio)[0] == pytest.approx(1)
