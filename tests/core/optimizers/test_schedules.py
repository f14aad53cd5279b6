"""Schedules: Optax's own to the last digits, PyTorch's and the formulas besides, in NumPy and inside programs."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.optimizers.modifiers import KNOBS, Modifiers, modifiers_of
from optviz.core.optimizers.schedules import SCHEDULES

T = 200
W = 20
REST = T - W
STEPS = np.arange(T + 50)


def ours(kind: str, **numbers: float) -> np.ndarray:
    return modifiers_of(kind, **numbers).replace(steps=float(T)).rate_factor(STEPS.astype(float), np)


def theirs(schedule: optax.Schedule) -> np.ndarray:
    return np.array([np.asarray(schedule(float(t))) for t in STEPS], dtype=float)


def after_warm_up(schedule: optax.Schedule) -> optax.Schedule:
    return optax.join_schedules([optax.linear_schedule(0.0, 1.0, W), schedule], [W])


OPTAX = {
    "constant": ({}, lambda n: optax.constant_schedule(1.0)),
    "cosine": ({"floor": 0.1}, lambda n: optax.cosine_decay_schedule(1.0, n, alpha=0.1)),
    "steps": ({"period": 30, "factor": 0.5}, lambda n: optax.exponential_decay(1.0, 30, 0.5, staircase=True)),
    "exponential": ({"period": 30, "factor": 0.7}, lambda n: optax.exponential_decay(1.0, 30, 0.7)),
    "one_cycle": ({"share": 0.3}, lambda n: optax.cosine_onecycle_schedule(n, 1.0, 0.3)),
    "stable_decay": (
        {"share": 0.25, "floor": 0.1},
        lambda n: optax.join_schedules(
            [optax.constant_schedule(1.0), optax.linear_schedule(1.0, 0.1, n // 4)], [n - n // 4]
        ),
    ),
    "restarts": (
        {"period": 30, "floor": 0.1},
        lambda n: optax.join_schedules(
            [optax.cosine_decay_schedule(1.0, 30, alpha=0.1)] * 10, [30 * k for k in range(1, 10)]
        ),
    ),
}


@pytest.mark.parametrize("kind", OPTAX)
def test_a_schedule_is_that_of_optax_alone_and_after_a_warm_up(kind: str) -> None:
    numbers, schedule = OPTAX[kind]
    np.testing.assert_allclose(ours(kind, **numbers), theirs(schedule(T)), rtol=0, atol=1e-12)
    warm = ours(kind, warmup=W, **numbers)
    np.testing.assert_allclose(warm, theirs(after_warm_up(schedule(REST))), rtol=0, atol=1e-12)


def test_warm_up_and_cosine_are_optaxs_one_schedule_of_that_name() -> None:
    schedule = optax.warmup_cosine_decay_schedule(0.0, 1.0, W, T, 0.05)
    np.testing.assert_allclose(ours("cosine", warmup=W, floor=0.05), theirs(schedule), rtol=0, atol=1e-12)


def test_optax_has_every_schedule_but_one_over_t_and_its_root_which_are_their_formulas() -> None:
    assert set(SCHEDULES) - set(OPTAX) == {"inverse", "root"}
    np.testing.assert_allclose(ours("inverse", period=40), [1 / (1 + t / 40) for t in STEPS], rtol=1e-14)
    np.testing.assert_allclose(ours("root", period=40), [1 / math.sqrt(1 + t / 40) for t in STEPS], rtol=1e-14)


def test_pytorchs_recurrences_reach_the_same_numbers() -> None:
    """CosineAnnealingLR, StepLR and ExponentialLR as PyTorch's documentation has them: each from the one before."""
    eta, floor = 1.0, 0.1
    for t, value in zip(range(T), ours("cosine", floor=floor), strict=False):
        assert value == pytest.approx(eta, abs=1e-12)
        turn = (1 + math.cos(math.pi * (t + 1) / T)) / (1 + math.cos(math.pi * t / T))
        eta = floor + turn * (eta - floor)
    eta = 1.0
    for t, value in enumerate(ours("steps", period=30, factor=0.5)):
        eta = eta * 0.5 if t and t % 30 == 0 else eta
        assert value == pytest.approx(eta, abs=1e-15)
    eta = 1.0
    for value in ours("exponential", period=1.5, factor=0.9):
        assert value == pytest.approx(eta, rel=1e-12)
        eta *= 0.9 ** (1 / 1.5)


def test_one_cycle_is_pytorchs_whose_last_step_is_the_one_before_optaxs_last() -> None:
    """OneCycleLR goes from max_lr/25 to max_lr and to 1e-4 of the first, by cosines, up in 30 % of the steps."""
    values = ours("one_cycle", share=0.3)
    assert values[0] == pytest.approx(1 / 25)
    assert values[60] == pytest.approx(1.0)
    assert values[T] == pytest.approx(1 / 25 / 1e4)
    assert values[30] == pytest.approx((1 / 25 + 1) / 2), "the middle of a half cosine is the mean of its ends"


@pytest.mark.parametrize("kind", SCHEDULES)
def test_numpy_and_a_compiled_program_agree(kind: str) -> None:
    numbers = {key: 0.2 for key in SCHEDULES[kind].knobs}
    modifiers = modifiers_of(kind, warmup=0.1, **numbers).replace(steps=float(T))
    program = jax.jit(jax.vmap(lambda m, t: m.rate_factor(t), in_axes=(None, 0)))
    inside = np.asarray(program(modifiers, jnp.asarray(STEPS, float)))
    np.testing.assert_allclose(inside, modifiers.rate_factor(STEPS.astype(float), np), rtol=0, atol=1e-14)


def test_up_to_one_a_number_is_a_share_and_above_it_a_number_of_steps() -> None:
    np.testing.assert_array_equal(ours("constant", warmup=0.1), ours("constant", warmup=20))
    np.testing.assert_array_equal(ours("steps", period=0.25), ours("steps", period=50))


def test_no_schedule_leaves_what_eta_may_be() -> None:
    for kind, schedule in SCHEDULES.items():
        for numbers in ({}, {key: KNOBS[key][0].high for key in schedule.knobs}):
            values = ours(kind, **numbers)
            assert ((values >= 0) & (values <= 1 + 1e-15)).all(), kind
            assert values[0] <= 1 or kind == "one_cycle"


def test_nothing_is_changed_where_nothing_is_said() -> None:
    assert (Modifiers().rate_factor(STEPS.astype(float), np) == 1).all()
