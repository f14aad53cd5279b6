"""What the words on weight decay claim, from the section's own runs."""

import jax
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.lecture.practice.decay import HESSIAN, decay_runs, ridge

from .helpers import values_of


def test_the_ring_is_the_minimum_of_the_loss_with_its_l2_term() -> None:
    values = values_of("decay", "decay_scaled")
    booth = SURFACES["booth"]()
    np.testing.assert_allclose(jax.hessian(booth)(np.array([0.3, 0.4])), HESSIAN)
    slope = 10 * np.asarray(jax.grad(booth)(ridge(values))) + values["strength"] * ridge(values)
    np.testing.assert_allclose(slope, 0, atol=1e-9)


def test_for_gd_both_are_the_same_steps() -> None:
    runs = decay_runs(values_of("decay", "decay_gd"))
    np.testing.assert_allclose(runs["L2"].x, runs["decoupled"].x, atol=1e-12)


@pytest.mark.parametrize("lr", [0.05, 0.1, 0.2])
def test_adam_with_l2_ends_at_the_ring_whatever_eta_and_adamw_elsewhere(lr: float) -> None:
    values = values_of("decay", lr=lr)
    runs = decay_runs(values)
    np.testing.assert_allclose(runs["L2"].x[-1], ridge(values), atol=0.03)
    assert np.linalg.norm(runs["decoupled"].x[-1] - ridge(values)) > 0.5


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
def test_adamw_stays_in_the_square(strength: float) -> None:
    end = decay_runs(values_of("decay", strength=strength))["decoupled"].x[-1]
    assert np.abs(end).max() < 1.03 / strength


def test_the_decoupled_one_is_the_registrys_adamw() -> None:
    values = values_of("decay")
    theirs = simulate(SURFACES["booth"](), OPTIMIZERS["adamw"](lr=0.05, weight_decay=0.5), (4.0, -2.0), 400)
    np.testing.assert_allclose(decay_runs(values)["decoupled"].x, theirs.x, atol=1e-10)


def test_multiplying_f_moves_the_ring_and_l2_but_not_adamw() -> None:
    once, tenfold = (decay_runs(values_of("decay", preset)) for preset in ("decay_adam", "decay_scaled"))
    np.testing.assert_allclose(once["decoupled"].x, tenfold["decoupled"].x)
    assert np.linalg.norm(once["L2"].x[-1] - tenfold["L2"].x[-1]) > 0.2


def test_a_tenth_of_lambda_is_adam_on_ten_times_the_loss() -> None:
    """What the section relies on, in plain NumPy: Adam with L2 on 10 f."""
    x, m, v = np.array([4.0, -2.0]), np.zeros(2), np.zeros(2)
    for t in range(1, 401):
        g = 10 * HESSIAN @ (x - np.array([1.0, 3.0])) + 0.5 * x
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        x = x - 0.05 * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(decay_runs(values_of("decay", "decay_scaled"))["L2"].x[-1], x, atol=1e-5)


def test_where_adamw_is_within_a_half_l2_is_not() -> None:
    runs = decay_runs(values_of("decay", "decay_strong"))
    assert np.abs(runs["decoupled"].x[-1]).max() < 0.515
    np.testing.assert_allclose(runs["L2"].x[-1], [1.3, 2.3], atol=0.01)
