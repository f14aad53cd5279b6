"""The ladder from GD to Adam: each rung is the rule whose name it bears, and each switch does one thing."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.compiled.rule_switch import entry
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.optimizers.composed import ABLATIONS, ablation, epsilon_gap, steady_slope
from optviz.core.simulation.run import effective_rates
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES

SWITCHES = ("adaptive", "each", "forget", "units", "momentum", "correct", "inside")
NUMBERS = {
    "gd": {"lr": 0.001},
    "adagrad_norm": {"lr": 0.3, "eps": 1e-4},
    "adagrad": {"lr": 0.3, "eps": 1e-4},
    "rmsprop": {"lr": 0.03, "rho": 0.8, "eps": 1e-5},
    "adadelta": {"lr": 0.9, "rho": 0.93, "eps": 1e-5},
    "adam": {"lr": 0.07, "beta": 0.85, "rho": 0.97, "eps": 1e-5},
}


def registered(key: str):
    """The registry's rule with the numbers of ``NUMBERS``."""
    names = {"beta": "beta1", "rho": "beta2"} if key == "adam" else {}
    return OPTIMIZERS[key](**{names.get(name, name): value for name, value in NUMBERS[key].items()})


def rss(lr, eps):
    return optax.chain(optax.scale_by_rss(initial_accumulator_value=0.0, eps=eps), optax.scale(-lr))


def optax_steps(rule: optax.GradientTransformation, grads: np.ndarray) -> np.ndarray:
    """The steps Optax takes when it is shown ``grads`` one after the other."""

    def one(state, grad):
        step, state = rule.update(grad, state, jnp.zeros(2))
        return state, step

    return np.asarray(jax.lax.scan(one, rule.init(jnp.zeros(2)), jnp.asarray(grads))[1])


def by_hand(grads, lr, beta, rho, eps, **on):
    """The steps of any combination of switches, as a plain NumPy loop."""
    m, s, u, steps = np.zeros(2), np.zeros(2), np.zeros(2), []
    for t, g in enumerate(grads, start=1):
        m = beta * m + (1 - beta) * g if on["momentum"] else g
        squares = g**2 if on["each"] else np.full(2, g @ g)
        s = rho * s + (1 - rho) * squares if on["forget"] else s + squares
        top = m / (1 - beta**t) if on["momentum"] and on["correct"] else m
        mean = s / (1 - rho**t) if on["forget"] and on["correct"] else s
        below = np.sqrt(mean + eps) if on["inside"] else np.sqrt(mean) + eps
        direction = top / below if on["adaptive"] else top
        scaled = np.sqrt(u + eps) * direction
        u = rho * u + (1 - rho) * scaled**2
        steps.append(-lr * (scaled if on["units"] else direction))
    return np.array(steps)


@pytest.mark.parametrize("surface", ["quadratic", "himmelblau", "rosenbrock", "cliff", "saddle", "easom"])
@pytest.mark.parametrize("key", ABLATIONS)
def test_each_named_rung_is_the_registered_rule_to_the_last_digit(key, surface):
    ours, theirs = simulate_all(SURFACES[surface](), (ablation(key, **NUMBERS[key]), registered(key)), steps=300)
    assert np.array_equal(ours.x, theirs.x)
    assert ours.status == theirs.status


@pytest.mark.parametrize(
    ("ours", "oracle"),
    [
        (ablation("gd", lr=0.003), optax.sgd(0.003)),
        (ablation("adagrad", lr=0.3, eps=1e-3, inside=True), rss(0.3, 1e-3)),
        (ablation("rmsprop", lr=0.01, rho=0.8, eps=1e-4), optax.rmsprop(0.01, 0.8, 1e-4, eps_in_sqrt=False)),
        (ablation("rmsprop", lr=0.01, rho=0.8, eps=1e-4, inside=True), optax.rmsprop(0.01, 0.8, 1e-4)),
        (
            ablation("rmsprop", lr=0.01, rho=0.8, eps=1e-4, correct=True),
            optax.rmsprop(0.01, 0.8, 1e-4, eps_in_sqrt=False, bias_correction=True),
        ),
        (ablation("adadelta", lr=1.0, rho=0.95, eps=1e-5), optax.adadelta(1.0, rho=0.95, eps=1e-5)),
        (ablation("adam", lr=0.05, beta=0.85, rho=0.99, eps=1e-4), optax.adam(0.05, 0.85, 0.99, 1e-4)),
        (
            ablation("adam", lr=0.05, beta=0.85, rho=0.99, eps=1e-4, inside=True),
            optax.adam(0.05, 0.85, 0.99, 0.0, 1e-4),
        ),
    ],
    ids=["gd", "adagrad ε inside", "rmsprop", "rmsprop ε inside", "rmsprop corrected", "adadelta", "adam", "adam ε in"],
)
@pytest.mark.parametrize("surface", ["rosenbrock", "himmelblau", "saddle"])
def test_each_step_is_optaxs_step_for_the_same_gradients(ours, oracle, surface):
    run = simulate(SURFACES[surface](), ours, steps=200)
    np.testing.assert_allclose(run.step, optax_steps(oracle, run.grad), rtol=1e-12, atol=0)


def test_in_one_direction_adagrad_norm_is_optaxs_adagrad():
    run = simulate(SURFACES["quadratic"](), ablation("adagrad_norm", lr=0.3, eps=1e-2), (2.0, 0.0), steps=200)
    np.testing.assert_allclose(run.step, optax_steps(rss(0.3, 1e-2), run.grad), rtol=1e-12, atol=0)


@settings(max_examples=150, deadline=None)
@given(
    switches=st.fixed_dictionaries(dict.fromkeys(SWITCHES, st.booleans())),
    lr=st.floats(1e-3, 0.1),
    beta=st.floats(0.0, 0.99),
    rho=st.floats(0.0, 0.999),
    eps=st.floats(1e-10, 1.0),
)
def test_any_combination_of_switches_is_its_formula_written_as_a_loop(switches, lr, beta, rho, eps):
    run = simulate(SURFACES["cliff"](), ablation("gd", lr=lr, beta=beta, rho=rho, eps=eps, **switches), steps=40)
    theirs = by_hand(run.grad, lr, beta, rho, eps, **switches)
    np.testing.assert_allclose(run.step, theirs, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("key", ABLATIONS)
@pytest.mark.parametrize("inside", [False, True])
def test_the_rules_own_rate_times_its_mean_gradient_is_its_step(key, inside):
    run = simulate(SURFACES["himmelblau"](), ablation(key, **NUMBERS[key] | {"inside": inside}), steps=60)
    q = run.quantities
    np.testing.assert_allclose(-q["rate"] * q["m_hat"], run.step, rtol=1e-12)


@pytest.mark.parametrize("key", [key for key in ABLATIONS if key != "adam"])
def test_without_momentum_the_effective_rate_is_the_rules_own(key):
    run = simulate(SURFACES["himmelblau"](), ablation(key, **NUMBERS[key]), steps=60)
    np.testing.assert_allclose(effective_rates(run), run.quantities["rate"], rtol=1e-12)


def test_a_coordinate_without_slope_has_no_effective_rate():
    run = simulate(SURFACES["quadratic"](), ablation("adagrad"), (1.0, 0.0), steps=5)
    rates = effective_rates(run)
    assert np.isfinite(rates[:, 0]).all() and np.isnan(rates[:, 1]).all()


def turned(run_of, angle, start):
    """One path on the bowl, turned afterwards, and the path on the turned bowl from the turned start."""
    c, s = math.cos(angle), math.sin(angle)
    turn = np.array([[c, -s], [s, c]])
    straight = simulate(SURFACES["quadratic"](kappa=30.0), run_of, start, steps=60).x
    bowl, (x, y) = SURFACES["quadratic"](kappa=30.0, rotation=math.degrees(angle)), (turn @ start).tolist()
    rotated = simulate(bowl, run_of, (x, y), steps=60).x
    return straight @ turn.T, rotated


angles = st.floats(-math.pi / 2, math.pi / 2)
starts = st.tuples(st.floats(0.5, 3.0), st.floats(0.5, 2.0))


@settings(max_examples=60, deadline=None)
@given(angle=angles, start=starts)
def test_adagrad_norm_turns_with_the_bowl_at_any_angle(angle, start):
    one, two = turned(ablation("adagrad_norm", lr=0.5), angle, np.array(start))
    np.testing.assert_allclose(one, two, atol=1e-10)


@settings(max_examples=60, deadline=None)
@given(angle=angles.filter(lambda a: 0.1 < abs(a) < math.pi / 2 - 0.1), start=starts)
def test_adagrad_does_not_turn_with_the_bowl(angle, start):
    one, two = turned(ablation("adagrad", lr=0.5), angle, np.array(start))
    assert np.hypot(*(one - two).T).max() > 0.01


@pytest.mark.parametrize("angle", [-math.pi / 2, 0.0, math.pi / 2])
def test_adagrad_turns_by_a_right_angle_for_that_only_swaps_the_coordinates(angle):
    one, two = turned(ablation("adagrad", lr=0.5), angle, np.array([-2.0, 1.0]))
    np.testing.assert_allclose(one, two, atol=1e-10)


@settings(max_examples=60, deadline=None)
@given(beta=st.floats(0.0, 0.99), rho=st.floats(0.0, 0.9999), start=starts)
def test_adams_first_step_is_eta_and_without_correction_it_is_eta_times_a_ratio(beta, rho, start):
    def first(**how):
        rule = ablation("adam", lr=0.1, beta=beta, rho=rho, **how)
        return simulate(SURFACES["quadratic"](), rule, start, steps=1).step[0]

    np.testing.assert_allclose(first(), -0.1, rtol=1e-6)
    np.testing.assert_allclose(first(correct=False), -0.1 * (1 - beta) / math.sqrt(1 - rho), rtol=1e-5)


def test_at_adams_defaults_the_missing_correction_makes_the_first_step_3_16_times_as_long():
    rule = ablation("adam", lr=0.1, beta=0.9, rho=0.999, correct=False)
    step = simulate(SURFACES["quadratic"](), rule, steps=1).step[0]
    np.testing.assert_allclose(np.abs(step) / 0.1, math.sqrt(10), rtol=1e-6)


@settings(max_examples=100, deadline=None)
@given(slope=st.floats(1e-12, 0.3), eps=st.floats(1e-16, 1e-2), t=st.integers(1, 60))
def test_on_even_ground_the_two_places_of_epsilon_differ_by_the_computed_factor(slope, eps, t):
    s = 0.0
    for _ in range(t):
        s = 0.9 * s + 0.1 * slope**2
    assert s == pytest.approx((1 - 0.9**t) * slope**2, rel=1e-9)
    ratio = (slope / (math.sqrt(s) + eps)) / (slope / math.sqrt(s + eps))
    assert float(epsilon_gap(s, eps)) == pytest.approx(ratio, rel=1e-12)
    assert 1 / math.sqrt(1 + eps) * (1 - 1e-12) <= ratio <= 1 / math.sqrt(eps) * (1 + 1e-12)


def test_the_factor_runs_from_one_over_the_root_of_epsilon_through_one():
    assert float(epsilon_gap(0.0, 1e-8)) == pytest.approx(1e4)
    assert float(epsilon_gap(1.0, 1e-2)) == pytest.approx(1 / math.sqrt(1.01))
    assert float(epsilon_gap(((1 - 1e-2) / 2) ** 2, 1e-2)) == pytest.approx(1)
    assert (np.diff(epsilon_gap(np.linspace(0, 1, 500) ** 2, 1e-2)) < 0).all()


def test_at_a_slope_of_one_and_a_half_millionths_the_factor_is_67():
    slope = steady_slope(67, 1e-8)
    assert slope == pytest.approx(1.4827e-6, rel=1e-4)
    assert float(epsilon_gap(slope**2, 1e-8)) == pytest.approx(67, rel=1e-9)
    for impossible in (1.0, 1e4, 0.5, math.inf):
        with pytest.raises(ValueError, match="between 1 and"):
            steady_slope(impossible, 1e-8)


def test_on_easoms_plateau_rmsprops_first_step_is_67_times_as_long_with_epsilon_outside():
    outside, inside = (
        simulate(SURFACES["easom"](), ablation("rmsprop", lr=0.02, inside=place), (0.545, 0.545), steps=1)
        for place in (False, True)
    )
    slope = float(outside.grad[0, 0])
    assert abs(slope) == pytest.approx(4.67e-6, rel=1e-3)
    np.testing.assert_allclose(outside.step / inside.step, epsilon_gap(0.1 * slope**2, 1e-8), rtol=1e-12)
    assert round(float(outside.step[0, 0] / inside.step[0, 0])) == 67


@pytest.mark.parametrize("key", ABLATIONS)
def test_a_start_at_the_minimum_stays_there_for_epsilon_guards_zero_over_zero(key):
    run = simulate(SURFACES["quadratic"](), ablation(key), (0.0, 0.0), steps=20)
    assert np.array_equal(run.x, np.zeros((21, 2))) and run.status.kind == "converged"


def test_one_program_serves_every_rung_and_no_rung_enters_the_menus():
    assert len({entry(ablation(key, lr=0.01 * i + 0.1)).switch for i, key in enumerate(ABLATIONS)}) == 1
    assert "ladder" not in OPTIMIZERS


def test_an_unknown_rung_or_switch_is_an_error():
    with pytest.raises(KeyError):
        ablation("newton")
    with pytest.raises(TypeError):
        ablation("adam", speed=1)
