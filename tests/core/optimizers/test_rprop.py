"""Rprop's step sizes are those of its paper."""

from typing import Any

import numpy as np

from optviz.core.optimizers import OPTIMIZERS


def rprop_steps(lr: float, *slopes: int) -> list[float]:
    """The steps that Rprop takes in one coordinate, shown these slopes one after the other."""
    rule: Any = OPTIMIZERS["rprop"](lr=lr)
    state, steps = rule.init(np.zeros(1)), []
    for slope in slopes:
        step, state = rule.update(np.full(1, float(slope)), state, np.zeros(1))
        steps.append(float(step[0]))
    return steps


def test_rprop_starts_at_once() -> None:
    """Riedmiller and Braun (1993); one step late in Optax 0.2.8."""
    lengths = np.abs(rprop_steps(0.1, 1, 1, 1, -1, 1))
    np.testing.assert_allclose(lengths, [0.1, 0.12, 0.144, 0, 0.072], rtol=1e-14)


def test_on_a_plane_rprop_walks_faster_and_faster() -> None:
    path = np.cumsum([0.0, *rprop_steps(0.1, 1, 1, 1)])
    np.testing.assert_allclose(path, [0, -0.1, -0.22, -0.364], rtol=1e-14)


def test_rprops_steps_stay_between_a_millionth_and_50() -> None:
    np.testing.assert_allclose(rprop_steps(40.0, 1, 1, 1), [-40, -48, -50])
    np.testing.assert_allclose(rprop_steps(2e-6, 1, -1, 1, -1, 1), [-2e-6, 0, -1e-6, 0, -1e-6], rtol=1e-14)
