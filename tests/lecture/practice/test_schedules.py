"""What the words on schedules claim, and the rates and runs against Optax, closed forms and the registry's rules."""

from typing import Any, get_args

import numpy as np
import optax
import pytest

import optviz
from optviz.core.simulation.simulate import simulate
from optviz.core.stochastic.scheduled import Rule, expected_value, race, rates
from optviz.figures.board import Chart, Table
from optviz.lecture.practice.schedules import CURVATURES, KEYS, crowd_of, eta_of, theory

from .helpers import board_of, values_of

T = 400


def end(key: str, **changes: Any) -> float:
    """GD's f in the end, by theory."""
    return float(theory(values_of("schedules", **changes))[-1, KEYS.index(key)])


def test_rates_are_optax_and_the_formulas() -> None:
    values = values_of("schedules", warm=40)
    eta, t, rest = dict(zip(KEYS, eta_of(values), strict=True)), np.arange(T), T - 40
    later = np.maximum(t - 40, 0)
    cosine = optax.warmup_cosine_decay_schedule(0.0, 0.2, 40, T, 0.0)
    np.testing.assert_allclose(eta["cosine"], [np.asarray(cosine(s)).item() for s in t], atol=1e-7)
    written = {
        "constant": np.ones(T),
        "root": (1 + later / 50) ** -0.5,
        "inverse": 1 / (1 + later / 50),
        "steps": 0.5 ** (later // 50),
        "stable_decay": np.clip((T - t) / (0.3 * rest), 0, 1),
    }
    for key, factor in written.items():
        np.testing.assert_allclose(eta[key], 0.2 * np.where(t < 40, t / 40, factor), atol=1e-12)
    one_cycle = optax.cosine_onecycle_schedule(T, 0.2, 0.3)
    plain = eta_of(values_of("schedules"))[KEYS.index("one_cycle")]
    np.testing.assert_allclose(plain, [np.asarray(one_cycle(s)).item() for s in t], atol=1e-7)


def test_a_warm_up_of_one_step_is_one_step() -> None:
    np.testing.assert_allclose(rates("constant", 0.2, T, 1), [0, *[0.2] * (T - 1)])


@pytest.mark.parametrize("changes", [{}, {"tau": 5.0}, {"lr": 0.4, "sigma": 2.0}, {"warm": 100, "steps": 200}])
def test_the_runs_mean_is_the_theorys(changes: dict[str, Any]) -> None:
    values = values_of("schedules", **changes)
    noise = float(values["sigma"]) * np.random.default_rng(5).standard_normal((int(values["steps"]), 3000, 2))
    start = np.array([values["x0"], values["y0"]])
    found = race("gd", eta_of(values), CURVATURES, start, noise).value
    np.testing.assert_allclose(found[1:], theory(values)[1:], rtol=0.12)


def test_a_constant_rates_ball_is_the_closed_form() -> None:
    eta = np.full((1, 5000), 0.2)
    ball = (0.2 / (2 * (2 - 0.2 * CURVATURES))).sum()
    assert expected_value(eta, CURVATURES, np.array([4.0, -1.5]), 1.0)[-1, 0] == pytest.approx(ball)


@pytest.mark.parametrize("rule", get_args(Rule))
@pytest.mark.parametrize("key", ["constant", "cosine", "one_cycle"])
def test_both_rules_are_the_registrys_with_its_modifiers(rule: Rule, key: str) -> None:
    bowl = optviz.surface("0.1 x^2 + 2 y^2")
    modified = optviz.optimizers[rule](lr=0.2).with_(key, warmup=0.1)
    run = simulate(bowl, modified, (4.0, -1.5), T, noise=1.0, seed=3)
    own = race(rule, rates(key, 0.2, T, 40)[None], CURVATURES, np.array([4.0, -1.5]), run.noise[:, None])
    np.testing.assert_allclose(own.path[:, 0], run.x, atol=1e-9)
    np.testing.assert_allclose(own.value[:, 0], run.value, atol=1e-9)


def test_a_constant_rate_ends_in_its_ball_and_the_cosine_at_a_tenth() -> None:
    assert end("constant") == pytest.approx(0.13, abs=0.005)
    assert end("cosine") / end("constant") == pytest.approx(0.1, abs=0.01)
    ends = crowd_of(values_of("schedules")).value[-1]
    assert ends.argmax() == KEYS.index("constant")


def test_stable_then_decay_stays_in_the_ball_until_step_280() -> None:
    curve = theory(values_of("schedules"))[:, KEYS.index("stable_decay")]
    ball = end("constant")
    assert curve[280] == pytest.approx(ball, rel=0.01) and curve[290] < ball
    assert curve[-1] / ball == pytest.approx(0.2, abs=0.02)


def test_without_noise_nothing_beats_the_constant_rate() -> None:
    calm = theory(values_of("schedules", "schedules_calm"))[-1]
    assert calm.argmin() == KEYS.index("constant")
    assert (calm[1:] > 10 * calm[0]).all()


def test_too_quick_a_decay_stops_short() -> None:
    assert end("steps", tau=5.0) == pytest.approx(0.73, abs=0.005)
    assert end("inverse", tau=5.0) == pytest.approx(0.27, abs=0.005)
    values = values_of("schedules", tau=5.0, sigma=0.0)
    eta = eta_of(values)[KEYS.index("steps")]
    assert eta.sum() == pytest.approx(2.0)
    left = crowd_of(values).path[-1, KEYS.index("steps"), 0] / 4.0
    assert left == pytest.approx(np.exp(-0.4), abs=0.01)
    assert {key for key in KEYS if end(key, tau=5.0) > end("constant")} == {"steps", "inverse"}


def test_of_the_rates_in_the_long_run_one_over_t_alone_meets_robbins_and_monro() -> None:
    """What twice as many steps add: the same again and again (ln 2), so that the sum has no limit, or nothing."""

    def added(key: str, power: int) -> float:
        long = rates(key, 0.2, 1_000_000, period=50.0, factor=0.5 if key == "steps" else None)
        return float((long[500_000:] ** power).sum())

    assert added("inverse", 1) == pytest.approx(0.2 * 50 * np.log(2), rel=1e-3) and added("inverse", 2) < 2e-4
    assert added("root", 1) > 100 and added("root", 2) == pytest.approx(0.2**2 * 50 * np.log(2), rel=1e-3)
    assert added("steps", 1) < 1e-9


def test_a_warm_up_longer_than_the_run_is_told_and_leaves_one_line() -> None:
    board = board_of("schedules", steps=100, warm=300)
    assert "no schedule begins" in str(board.notices[0])
    eta = eta_of(values_of("schedules", steps=100, warm=300))
    np.testing.assert_allclose(eta, np.broadcast_to(0.2 * np.arange(100) / 300, eta.shape))
    assert not board_of("schedules").notices


def test_a_rate_above_the_bowls_limit_is_told_for_gd_alone() -> None:
    board = board_of("schedules", lr=0.8)
    assert "above 2/λ = 0.5" in str(board.notices[0])
    assert board.panel("table", Table).rows[0][3][-1][1] == "none"
    assert not board_of("schedules", lr=0.8, rule="adam").notices
    # A warm-up that is cut off never comes that far.
    assert "above" not in str(board_of("schedules", lr=0.7, steps=100, warm=300).notices)


def test_theory_stands_beside_gd_alone() -> None:
    assert board_of("schedules").panel("table", Table).head[-1] == "by theory"
    assert "by theory" not in board_of("schedules", "schedules_adam").panel("table", Table).head


def test_rates_and_f_share_the_playhead() -> None:
    board = board_of("schedules")
    rate, value = (board.panel(key, Chart).series for key in ("rate", "value"))
    assert [s.name for s in rate] == [s.name for s in value] and rate[-1].chosen
    assert (len(rate[0].y), len(value[0].y)) == (T, T + 1)
