"""Rules with a second point, or a second gradient, are Optax's own step by step: in the path and in what is judged."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.optimizers import OPTIMIZERS, from_optax
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES

BOWL = SURFACES["quadratic"](kappa=5.0, rotation=20.0)
START, STEPS = (-2.0, 1.5), 60
contrib = optax.contrib
TWINS: dict[str, Any] = {
    "dampened": optax.chain(
        optax.scale_by_schedule(lambda t: jnp.where(t == 0, 1.0, 0.1)), optax.trace(0.9), optax.scale(-0.01)
    ),
    "nadamw": optax.nadamw(0.1, weight_decay=0.01),
    "schedule_free": contrib.schedule_free_sgd(0.01),
    "schedule_free_adamw": contrib.schedule_free_adamw(0.1),
    "lookahead": optax.lookahead(optax.sgd(0.01, momentum=0.9), 5, 0.5),
    "dog": contrib.dog(),
    "prodigy": contrib.prodigy(),
}


@pytest.mark.parametrize("key", TWINS)
def test_a_rule_written_out_walks_as_optaxs_and_is_judged_at_the_same_points(key: str) -> None:
    ours, theirs = simulate_all(BOWL, [OPTIMIZERS[key](), from_optax(TWINS[key])], START, STEPS)
    np.testing.assert_allclose(ours.x, theirs.x, rtol=1e-11, atol=1e-11)
    if ours.average is None or theirs.average is None:
        assert ours.average is theirs.average is None
        assert key not in ("schedule_free", "schedule_free_adamw", "lookahead")
    else:
        np.testing.assert_allclose(ours.average, theirs.average, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_sam_climbs_and_comes_back_as_optaxs_does_in_two_steps(noise: float) -> None:
    run = simulate(BOWL, OPTIMIZERS["sam"](lr=0.02, rho=0.3), START, STEPS, noise, seed=3)
    rule = contrib.sam(optax.sgd(0.02), optax.chain(contrib.normalize(), optax.sgd(0.3)))
    x = jnp.asarray(START)
    state, path = rule.init(x), []
    for t in range(2 * STEPS):
        path.append(x)
        step, state = rule.update(jax.grad(BOWL)(x) + run.noise[t // 2], state, x)
        x = x + step  # type: ignore[operator]
    np.testing.assert_allclose(run.x[:-1], path[::2], rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(run.probe, path[1::2], rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(np.hypot(*(run.probe - run.x[:-1]).T), 0.3, rtol=1e-12)


def test_sam_at_a_point_without_slope_stays_there() -> None:
    run = simulate(BOWL, OPTIMIZERS["sam"](), (0.0, 0.0), 3)
    assert np.array_equal(run.x, np.zeros((4, 2)))


def test_a_warm_up_counts_for_less_in_the_mean_of_schedule_free_learning() -> None:
    """Defazio et al. (2024): a step enters with weight η², so those of a warm-up hardly count."""
    run = simulate(BOWL, OPTIMIZERS["schedule_free"](lr=0.05).with_("constant", warmup=20.0), START, 40)
    rates, z = np.asarray(run.rate), run.state["z"][1:]
    weights = rates**2 / np.cumsum(rates**2).clip(1e-300)
    mean = np.array(START)
    for weight, point in zip(weights, z, strict=True):
        mean = mean + weight * (point - mean)
    assert run.average is not None
    np.testing.assert_allclose(run.average[-1], mean, rtol=1e-10)


def test_an_average_that_is_asked_for_replaces_the_rules_own() -> None:
    rule = OPTIMIZERS["lookahead"]()
    own, asked = simulate_all(BOWL, [rule, rule.with_(ema=0.9)], START, STEPS)
    assert own.average is not None and asked.average is not None
    assert np.array_equal(own.x, asked.x) and not np.allclose(own.average, asked.average)
