"""Adam: what momentum and bias correction add to RMSprop."""

import math
import re

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Formula
from optviz.lecture.adaptive import PAGE

from .helpers import compared, state_of, values_of


def turns_back(run: Run) -> float:
    """The share of steps that make an angle of more than 90° with the one before."""
    return float(((run.step[1:] * run.step[:-1]).sum(axis=1) < 0).mean())


def test_without_correction_rmsprop_jumps_over_the_dip_and_stays_on_the_plain() -> None:
    comparison = compared("adam", "adam_both")
    a, b = comparison.runs
    assert (comparison.a.name, comparison.b.name) == ("RMSprop", "Adam")
    np.testing.assert_allclose(np.abs(b.step[0]), 0.1, rtol=1e-6)
    np.testing.assert_allclose(np.abs(a.step[0]) / 0.1, 31.6, rtol=1e-3)
    assert 1 / math.sqrt(1 - 0.999) == pytest.approx(31.6, abs=0.03)
    dip = np.array([math.pi, math.pi])
    assert ((a.x[0] - dip) * (a.x[1] - dip) < 0).all(), "it lands beyond the dip in both coordinates"
    assert a.distance[1:].min() > 2.5 and a.value[-1] > -0.001
    assert b.value[-1] < -0.999


def test_31_6_belongs_to_adams_beta_and_rmsprops_own_rho_gives_3_2() -> None:
    for beta2, factor in ((0.999, 31.6), (0.9, 3.16)):
        a = compared("adam", "adam_both", beta2=beta2).a.run
        np.testing.assert_allclose(np.abs(a.step[0]) / 0.1, factor, rtol=2e-3)
    assert OPTIMIZERS["rmsprop"]().rho == 0.9 and OPTIMIZERS["adam"]().beta2 == 0.999  # type: ignore[attr-defined]
    first = compared("forget").b.run.step[0, 0]
    assert abs(first) / values_of("forget")["lr"] == pytest.approx(3.2, abs=0.05)
    assert "with Adam's" in PAGE.text("adam").notice and "it was $3.2" in PAGE.text("adam").notice


def test_the_runs_are_the_registrys_adam_and_rmsprop() -> None:
    comparison = compared("adam", "adam_both")
    for run, rule in zip(
        comparison.runs,
        (OPTIMIZERS["rmsprop"](**{"lr": 0.1, "rho": 0.999}), OPTIMIZERS["adam"](**{"lr": 0.1})),
        strict=True,
    ):
        expected = simulate(SURFACES["easom"](), rule, (2.0, 4.1), 150).x
        np.testing.assert_allclose(run.x, expected, rtol=1e-12)


@pytest.mark.parametrize("ground", ["bowl", "easom"])
def test_with_momentum_alone_the_first_step_is_3_16_eta(ground: str) -> None:
    comparison = compared("adam", "adam_correction", ground=ground)
    assert (comparison.a.name, comparison.b.name) == ("RMSprop + momentum", "Adam")
    np.testing.assert_allclose(np.abs(comparison.a.run.step[0]) / 0.1, 3.16, rtol=1e-3)
    np.testing.assert_allclose(np.abs(comparison.b.run.step[0]) / 0.1, 1, rtol=1e-6)
    assert (1 - 0.9) / math.sqrt(1 - 0.999) == pytest.approx(3.162, abs=1e-3)


@pytest.mark.parametrize("sigma", [1.0, 3.0, 10.0])
def test_momentum_keeps_noisy_steps_from_turning_back(sigma: float) -> None:
    comparison = compared("adam", "adam_momentum", sigma=sigma)
    assert (comparison.a.name, comparison.b.name) == ("RMSprop + correction", "Adam")
    assert turns_back(comparison.a.run) > 0.35 and turns_back(comparison.b.run) < 0.1


def test_the_switches_take_their_addition_from_b() -> None:
    for momentum, correct, name in (
        (False, False, "RMSprop"),
        (True, False, "RMSprop + momentum"),
        (False, True, "RMSprop + correction"),
    ):
        comparison = compared("adam", momentum=momentum, correct=correct)
        assert comparison.b.name == name and comparison.a.name == "RMSprop"


@pytest.mark.parametrize(
    ("changes", "boxes"),
    [
        ({"without": "both"}, [r"\hat m_t", r"\hat v_t"]),
        ({"without": "correct"}, [r"\hat m_t", r"\hat v_t"]),
        ({"without": "momentum"}, [r"\hat m_t"]),
        ({"without": "both", "momentum": False}, [r"\hat v_t"]),
        ({"without": "both", "correct": False}, ["m_t"]),
        ({"without": "correct", "correct": False}, []),
    ],
    ids=["both", "correction", "momentum", "both-no-momentum", "both-no-correction", "correction-no-correction"],
)
def test_the_boxes_hold_what_a_goes_without(changes: dict, boxes: list[str]) -> None:
    symbols = state_of("adam", **changes).board().panel("rule_b", Formula).lines[0][0]
    assert re.findall(r"\\boxed\{([^}]*)\}", symbols) == boxes
