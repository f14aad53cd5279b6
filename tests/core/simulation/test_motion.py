"""How a run that does not rest goes on: cycles, standstill and moving away, by closed forms and papers."""

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import bowl_walk, walk
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import as_pytree
from optviz.core.simulation.motion import LONGEST, motion_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Surface

BOWL = SURFACES["quadratic"](kappa=10.0)


def gd(lr: float) -> Any:
    return OPTIMIZERS["gd"](lr=lr)


def surface_of(formula: Any, start: tuple[float, float] = (1.0, 1.0)) -> Surface:
    @as_pytree
    class Typed(Surface):
        """A formula from outside the package."""

        domain = ((-5.0, 5.0), (-5.0, 5.0))
        starts = (start,)

        def __call__(self, x):
            return formula(x[0], x[1])

    return Typed()


def path_of(x: np.ndarray, slopes: np.ndarray | None = None) -> Any:
    """The motion of a path on x² + y², in a wide window."""
    value = (x**2).sum(axis=1)
    return motion_of(x, value, 2 * x if slopes is None else slopes, ((-1e9, 1e9),) * 2)


# ---- moving away ---------------------------------------------------------------------------------


def test_d2ls_gd_at_0_6_moves_away() -> None:
    """Zhang et al., Dive into Deep Learning, 12.6: f = 0.1 x² + 2 y² from (−5, −2), η = 0.6, 20 steps."""
    run = simulate(surface_of(lambda x, y: 0.1 * x**2 + 2 * y**2), gd(0.6), (-5.0, -2.0), steps=20)
    assert run.x[-1, 1] == pytest.approx(-2 * 1.4**20) == pytest.approx(-1673, abs=1)
    assert run.status.kind == "leaving" and run.status.label.startswith("moving away since step ")
    assert run.status.reason.startswith("Moving away: ‖∇f‖ has grown from 8.062 to 6693, f has gone from 10.5 to ")


@given(factor=st.floats(1.001, 20), steps=st.integers(6, 400), y=st.floats(0.01, 3))
def test_gd_above_two_over_kappa_moves_away_or_overflows(factor: float, steps: int, y: float) -> None:
    """On the bowl y is multiplied by 1 − 10 η, here −factor, in each step."""
    run = simulate(BOWL, gd((1 + factor) / 10), (0.0, y), steps=steps)
    largest = steps * math.log10(factor) + math.log10(y)
    assert run.status.kind == ("leaving" if largest < 153 else "diverged") or 152 < largest < 155
    assert run.status.kind == "diverged" or run.status.step == 1


@given(factor=st.floats(1.001, 3), steps=st.integers(6, 400), x=st.floats(-3, 3), y=st.floats(0.01, 3))
def test_a_run_that_moves_away_is_higher_and_steeper_than_ever(factor: float, steps: int, x: float, y: float) -> None:
    run = simulate(BOWL, gd((1 + factor) / 10), (x, y), steps=steps)
    if run.status.kind == "leaving":
        assert run.value[-1] > run.value[0] and (run.value[run.status.step :] > run.value[0]).all()
        assert int(np.argmax(run.value)) > 0.8 * steps


@given(factor=st.floats(0.0, 0.999), steps=st.integers(6, 400))
def test_gd_below_two_over_kappa_never_moves_away_and_never_cycles(factor: float, steps: int) -> None:
    run = simulate(BOWL, gd((1 + factor) / 10), (-2.0, 1.0), steps=steps)
    assert run.status.kind in ("moving", "converged")


def test_a_heavy_ball_above_its_limit_moves_away() -> None:
    """Polyak (1964): stable on curvature λ iff η < 2 (1 + β)/λ, here 0.38."""
    below, above = (simulate(BOWL, OPTIMIZERS["momentum"](lr=lr, beta=0.9), steps=400) for lr in (0.37, 0.39))
    assert (below.status.kind, above.status.kind) == ("converged", "leaving")


def test_downhill_without_end_is_moving_away_once_the_window_is_left() -> None:
    inside, outside = (simulate(SURFACES["saddle"](), gd(0.1), (-1.5, 0.01), steps=n) for n in (25, 40))
    assert inside.status.kind == "moving", "beside the saddle f falls and the slope grows too"
    assert outside.status.kind == "leaving" and outside.value[-1] < -100
    left = int(np.argmax(np.abs(outside.x[:, 1]) > 2))
    assert outside.status.step == left


def test_rolling_off_a_hill_into_a_minimum_is_not_moving_away() -> None:
    for steps in range(6, 60):
        run = simulate(SURFACES["himmelblau"](), gd(0.003), (-0.27, -0.92), steps=steps)
        assert run.status.kind in ("moving", "converged"), steps


def test_sgd_in_its_ball_does_not_move_away() -> None:
    kinds = {simulate(BOWL, gd(0.05), (0.0, 0.0), 300, noise=1.0, seed=seed).status.kind for seed in range(200)}
    assert kinds == {"moving"}


def test_too_few_steps_do_not_tell() -> None:
    assert simulate(BOWL, gd(0.5), (1.0, 1.0), steps=5).status.kind == "moving"
    assert simulate(BOWL, gd(0.5), (1.0, 1.0), steps=6).status.kind == "leaving"


# ---- cycles --------------------------------------------------------------------------------------


def test_gd_at_exactly_two_over_kappa_cycles() -> None:
    run = simulate(SURFACES["quadratic"](kappa=8.0), gd(0.25), (-2.0, 1.0), steps=200)
    assert run.status.kind == "cycling"
    assert "it comes back every 2 steps, between" in run.status.reason


def test_heavy_ball_cycles_where_lessard_recht_and_packard_say() -> None:
    """Lessard, Recht and Packard (2016), 4.6: f′ = 25x, x + 24, 25x − 24; η = 1/9, β = 4/9; a cycle of 3."""

    def f(x: Any, y: Any) -> Any:
        middle, right = 12.5 + 24 * (x - 1) + 0.5 * (x**2 - 1), 38.0 + 12.5 * (x**2 - 4) - 24 * (x - 2)
        return jnp.where(x < 1, 12.5 * x**2, jnp.where(x < 2, middle, right)) + y**2

    for start in (3.07, 3.3, 3.46):
        run = simulate(surface_of(f), OPTIMIZERS["momentum"](lr=1 / 9, beta=4 / 9), (start, 0.0), steps=300)
        cycle = sorted(run.x[-3:, 0])
        np.testing.assert_allclose(cycle, [-2208 / 1225, 792 / 1225, 2592 / 1225], rtol=1e-9)
        assert run.status.kind == "cycling" and "every 3 steps" in run.status.reason


@pytest.mark.parametrize("rho", [0.5, 0.9])
def test_rmsprop_ends_between_plus_and_minus_half_eta(rho: float) -> None:
    """At ±η/2 the mean of squares is the slope's own square, so that each step is η sign f′: the other side."""
    run = simulate(BOWL, OPTIMIZERS["rmsprop"](lr=0.2, rho=rho, eps=0.0), (-1.23, 0.71), steps=1000)
    assert run.status.kind == "cycling" and "every 2 steps" in run.status.reason
    np.testing.assert_allclose(np.abs(run.x[-2:]), 0.1, rtol=1e-5)
    assert 0 < run.status.step < 900


@given(
    period=st.integers(2, LONGEST),
    before=st.integers(0, 40),
    size=st.floats(1e-6, 1e6),
    seed=st.integers(0, 100),
    twice=st.integers(0, 40),
)
def test_a_planted_cycle_is_found_with_its_period_and_its_beginning(
    period: int, before: int, size: float, seed: int, twice: int
) -> None:
    draws = np.random.default_rng(seed)
    cycle, lead = draws.normal(size=(period, 2)), draws.normal(size=(before, 2))
    twice_round, more = 2 * period + 1, (before + 2 * period) // 6 + twice % period
    x = size * np.concatenate([lead, np.tile(cycle, (4 + more // period, 1))[: twice_round + more]])
    motion = path_of(x)
    assert motion.kind == "cycling" and motion.period == period and motion.step == before
    less = path_of(x[: before + twice_round - 1])
    assert less is None or less.period < period, "twice round, less a step, does not tell"


@given(shrink=st.floats(0.5, 0.999), turn=st.floats(0.3, 3.1), steps=st.integers(10, 900))
def test_a_spiral_is_no_cycle(shrink: float, turn: float, steps: int) -> None:
    t = np.arange(steps + 1)
    x = (shrink**t)[:, None] * np.stack([np.cos(turn * t), np.sin(turn * t)], axis=1)
    assert path_of(x) is None


def test_a_slow_drift_to_and_fro_across_a_valley_is_no_cycle() -> None:
    t = np.arange(401.0)
    for drift, cycles in ((1e-5, False), (1e-8, True)):
        x = np.stack([drift * t, 0.1 * (-1) ** t], axis=1)
        motion = path_of(x)
        assert (motion is not None and motion.kind == "cycling") == cycles


def test_a_growing_spiral_moves_away() -> None:
    t = np.arange(300)
    x = (1.02**t)[:, None] * np.stack([np.cos(2.5 * t), np.sin(2.5 * t)], axis=1)
    assert path_of(x).kind == "leaving"


def test_one_step_left_out_is_no_standstill() -> None:
    x = np.array([[3.0, 0], [2, 0], [2, 0], [1.5, 0], [1.5, 0]])
    assert path_of(x) is None
    assert path_of(np.vstack([x, x[-1:]])).kind == "still"


def test_numbers_at_the_end_of_float64_raise_nothing() -> None:
    x = 1e308 * np.array([[1.0, -1.0], [-1.0, 1.0]] * 10)
    with np.errstate(over="ignore"):
        assert motion_of(x, x[:, 0], x, ()) is None


# ---- one verdict for both pages --------------------------------------------------------------------


@pytest.mark.parametrize("eta", [1.0, 1.01, 1.5, 0.3])
def test_one_variable_and_two_are_judged_alike(eta: float) -> None:
    parabola = walk(FUNCTIONS["parabola"](), eta, 2.0, steps=100).status
    bowl = bowl_walk(eta, (2.0, 0.0), steps=100).status
    run = simulate(surface_of(lambda x, y: x**2 + y**2), gd(eta), (2.0, 0.0), steps=100).status
    assert parabola.kind == bowl.kind == run.kind
    if run.kind in ("cycling", "leaving"):
        assert parabola.step == bowl.step == run.step
        assert run.reason.split(":")[0] == parabola.reason.split(":")[0]


# ---- not a number --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["adagrad_norm", "adagrad", "rmsprop", "adam", "adadelta", "nadam", "amsgrad", "adamax"]
)
def test_epsilon_0_and_a_slope_of_0_are_named_as_the_cause(key: str) -> None:
    run = simulate(BOWL, OPTIMIZERS[key](eps=0.0), (0.0, 0.0) if key == "adagrad_norm" else (1.0, 0.0), steps=20)
    assert run.status.kind == "diverged" and run.status.step == 1 and math.isnan(run.x[-1, 1])
    assert "x is not a number: with ε = 0, a gradient of 0 divided by its size is 0/0" in run.status.reason


def test_another_nan_does_not_blame_epsilon() -> None:
    run = simulate(BOWL, OPTIMIZERS["adam"](eps=0.0), (math.nan, 0.0))
    assert "ε" not in run.status.reason


def test_infinity_minus_infinity_is_named() -> None:
    run = simulate(surface_of(lambda x, y: x**4 - y**4), gd(0.1), (1e80, 1e80), steps=3)
    assert math.isnan(run.value[0]) and run.status.step == 0
    assert run.status.reason == (
        "At step 0, f(x) is not a number: its terms are too large for float64, and ∞ − ∞ is none."
    )
