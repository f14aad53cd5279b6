"""A run tells the truth: exact arithmetic, whole paths, fair noise, and a status instead of an exception."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.optimizers.base import Optimizer
from optviz.core.registry import as_pytree
from optviz.core.simulation.simulate import MAX_STEPS, simulate, simulate_all
from optviz.core.surfaces import SURFACES, Surface

ROUND = SURFACES["quadratic"](kappa=1.0)
BOWL = SURFACES["quadratic"](kappa=10.0)


def gd(lr: float) -> Optimizer:
    return OPTIMIZERS["gd"](lr=lr)


def test_gd_repeats_a_python_loop_digit_for_digit():
    x, loop = 2.0, [2.0]
    for _ in range(300):
        x = x - 0.2 * x
        loop.append(x)
    run = simulate(ROUND, gd(0.2), (2.0, 0.0), steps=300)
    assert run.x[:, 0].tolist() == loop
    assert run.x[10, 0] == 0.21474836480000006


def test_the_exercises_x_squared_repeats_a_students_loop_digit_for_digit():
    @as_pytree
    class Square(Surface):
        starts = ((2.0, 0.0),)

        def __call__(self, x):
            return x[0] ** 2 + x[1] ** 2

    x, loop = 2.0, [2.0]
    for _ in range(100):
        x = x - 0.1 * (2 * x)
        loop.append(x)
    run = simulate(Square(), gd(0.1), steps=100)
    assert run.x[:, 0].tolist() == loop
    assert np.argmax(run.slope_norm < 1e-6) == 69
    assert run.status.kind == "converged" and run.status.step == 69
    far = simulate(Square(), gd(1000.0), steps=200)
    assert far.status.kind == "diverged" and far.status.step == 47, "f overflows before x does"


@pytest.mark.parametrize("key", SURFACES)
def test_value_and_slope_are_the_surfaces_own_and_steps_add_up(key):
    surface = SURFACES[key]()
    run = simulate(surface, OPTIMIZERS["adam"](), steps=60)
    assert np.allclose(run.value, jax.vmap(surface)(jnp.asarray(run.x)), rtol=1e-12, atol=1e-12)
    assert np.allclose(run.slope, jax.vmap(jax.grad(surface))(jnp.asarray(run.x)), rtol=1e-10, atol=1e-10)
    assert np.array_equal(run.x[:-1] + run.step, run.x[1:])
    assert np.array_equal(run.grad, run.slope[:-1])
    assert run.x[0].tolist() == list(surface.starts[0])


def test_nag_takes_its_gradient_at_the_probe():
    run = simulate(SURFACES["rosenbrock"](), OPTIMIZERS["nag"](lr=1e-3), steps=50)
    at_probe = jax.vmap(jax.grad(SURFACES["rosenbrock"]()))(jnp.asarray(run.probe))
    assert np.allclose(run.grad, at_probe, rtol=1e-12)
    assert not np.allclose(run.grad[1:], run.slope[1:-1])


def test_shapes_and_types_are_as_documented():
    run = simulate(BOWL, OPTIMIZERS["adam"](), steps=7)
    assert run.steps == 7
    assert run.x.shape == run.slope.shape == (8, 2) and run.value.shape == run.slope_norm.shape == (8,)
    assert run.probe.shape == run.grad.shape == run.step.shape == run.noise.shape == (7, 2)
    assert {name: rows.shape for name, rows in run.state.items()} == {"m": (8, 2), "v": (8, 2), "t": (8,)}
    assert run.step_rate.shape == (7,) and run.distance.shape == (8,)
    assert run.x.dtype == run.state["t"].dtype == np.float64
    assert run.state["m"][0].tolist() == [0.0, 0.0], "row 0 is the memory before the first step"
    with pytest.raises(ValueError, match="read-only"):
        run.x[0, 0] = 1.0


def test_step_rate_is_the_learning_rate_for_gd_and_distance_is_to_the_nearest_minimum():
    run = simulate(BOWL, gd(0.05), (3.0, 4.0), steps=5)
    assert np.allclose(run.step_rate, 0.05)
    assert run.distance[0] == 5.0
    camel = simulate(SURFACES["himmelblau"](), gd(0.01), (3.0, 2.0), steps=1)
    assert camel.distance[0] == 0.0 and math.isnan(camel.step_rate[0]), "no gradient, no rate"
    assert np.isnan(simulate(SURFACES["saddle"](), gd(0.01), steps=3).distance).all()


def test_gd_converges_below_two_over_l_and_diverges_above():
    below, above = simulate_all(BOWL, [gd(0.199), gd(0.201)], (1.0, 1.0), steps=5000)
    assert below.status.kind == "converged"
    assert above.status.kind == "leaving" and above.value[-1] > 1e30
    assert simulate(BOWL, gd(0.5), (1.0, 1.0), steps=5000).status.kind == "diverged"


def test_a_diverging_path_is_kept_whole_and_unclipped():
    y, loop = 1.0, [1.0]
    while math.isfinite(0.5 * (10.0 * (y * y))):
        y = y - 10.0 * y
        loop.append(y)
    run = simulate(BOWL, gd(1.0), (0.0, 1.0), steps=1000)
    assert run.status.kind == "diverged"
    assert len(run.x) == run.status.step + 1 == run.steps + 1
    assert run.x[:, 1].tolist() == loop
    assert np.isfinite(run.value[:-1]).all() and not np.isfinite(run.value[-1])


@pytest.mark.parametrize("key", TEXTBOOK)
def test_2500_steps_are_the_same_as_2500_single_ones(key):
    rule, surface = OPTIMIZERS[key](), SURFACES["himmelblau"]()
    if key == "sgd":
        rule = OPTIMIZERS[key](sigma=0.0)
    run = simulate(surface, rule, (-1.0, 2.0), steps=2500)

    def one(carry, _):
        x, state = carry
        step, after = rule.update(jax.grad(surface)(rule.probe(x, state)), state, x)
        return (x + step, after), x

    x = jnp.asarray([-1.0, 2.0])
    path = np.asarray(jax.lax.scan(one, (x, rule.init(x)), None, length=2501)[1])
    assert run.x.shape == (2501, 2)
    # Rounding may differ between two compilations; a lost memory at a border would be seen at once.
    assert np.allclose(run.x, path, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("steps", [1, 2, 999, 1000, 1001, 2000, MAX_STEPS])
def test_a_short_run_is_the_beginning_of_a_long_one(steps):
    rule = OPTIMIZERS["adam"]()
    long = simulate(BOWL, rule, steps=MAX_STEPS, noise=0.5, seed=4)
    run = simulate(BOWL, rule, steps=steps, noise=0.5, seed=4)
    assert run.steps == steps
    assert np.array_equal(run.x, long.x[: steps + 1])
    assert np.array_equal(run.state["v"], long.state["v"][: steps + 1])
    assert np.array_equal(run.grad, long.grad[:steps])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"steps": 5001}, "at most 5000"),
        ({"steps": 0}, "at least 1"),
        ({"noise": -1.0}, "not negative"),
        ({"noise": math.nan}, "finite"),
        ({"seed": -1}, "seed"),
        ({"start": (1.0,)}, "2 coordinates"),
    ],
)
def test_a_bad_request_is_refused_in_words(how, words):
    with pytest.raises(ValueError, match=words):
        simulate(BOWL, gd(0.1), **how)


def test_all_racers_meet_the_same_noise_and_the_seed_repeats_it():
    racers = [OPTIMIZERS[key]() for key in ("gd", "adam", "nag")]
    one = simulate_all(BOWL, racers, steps=100, noise=0.7, seed=3)
    again = simulate_all(BOWL, racers, steps=100, noise=0.7, seed=3)
    other = simulate_all(BOWL, racers, steps=100, noise=0.7, seed=5)
    for run, same, different in zip(one, again, other, strict=True):
        assert np.array_equal(run.noise, one[0].noise)
        assert np.array_equal(run.x, same.x)
        assert not np.array_equal(run.x, different.x)
    assert np.array_equal(one[0].grad, one[0].slope[:-1] + one[0].noise)


def test_a_race_gives_each_racer_the_run_it_has_alone():
    racers = [OPTIMIZERS[key]() for key in TEXTBOOK] + [gd(0.003), OPTIMIZERS["adam"](lr=0.3)]
    together = simulate_all(SURFACES["beale"](), racers, steps=300, noise=0.1)
    for racer, run in zip(racers, together, strict=True):
        alone = simulate(SURFACES["beale"](), racer, steps=300, noise=0.1)
        assert run.optimizer is racer
        assert np.array_equal(run.x, alone.x) and run.status == alone.status


def test_sgd_is_gd_with_noise_of_its_own_and_independent_noises_add_in_variance():
    sgd = OPTIMIZERS["sgd"]
    assert simulate(BOWL, sgd(sigma=3.0), noise=4.0).noise_sigma == 5.0
    assert simulate(BOWL, sgd(sigma=3.0)).noise_sigma == 3.0
    assert simulate(BOWL, gd(0.01), noise=4.0).noise_sigma == 4.0
    quiet, plain = simulate_all(BOWL, [sgd(lr=0.05, sigma=0.0), gd(0.05)], steps=50)
    assert np.array_equal(quiet.x, plain.x)
    noisy, same = simulate(BOWL, sgd(lr=0.05, sigma=2.0), seed=8), simulate(BOWL, gd(0.05), noise=2.0, seed=8)
    assert np.array_equal(noisy.x, same.x)


def test_the_noise_is_normal_with_the_sigma_that_was_asked_for():
    noise = simulate(BOWL, gd(0.01), steps=5000, noise=0.3, seed=1).noise
    assert np.abs(noise.mean(axis=0)).max() < 0.02
    assert np.allclose(noise.std(axis=0), 0.3, rtol=0.05)
    assert abs(np.corrcoef(noise.T)[0, 1]) < 0.05
    assert np.array_equal(simulate(BOWL, gd(0.01), steps=5).noise, np.zeros((5, 2)))


def test_sgd_keeps_moving_in_a_ball_that_grows_with_the_learning_rate():
    runs = simulate_all(ROUND, [OPTIMIZERS["sgd"](lr=lr) for lr in (0.01, 0.1)], steps=5000)
    small, large = (run.x[2000:].std() for run in runs)
    assert small == pytest.approx(math.sqrt(0.01 / 1.99), rel=0.25), "σ√(η/(2−η)) on a round bowl of curvature 1"
    assert large == pytest.approx(math.sqrt(0.1 / 1.9), rel=0.25)
    assert runs[0].status.kind == "moving"


def test_nothing_leaves_a_saddles_ridge_without_noise():
    surface = SURFACES["saddle"]()
    for run in simulate_all(surface, [OPTIMIZERS[key]() for key in TEXTBOOK if key != "sgd"], (1.0, 0.0), 5000):
        assert np.all(run.x[:, 1] == 0.0), run.optimizer.key
    assert simulate(surface, gd(0.1), (1.0, 0.0), 1000).status.kind == "stuck"
    assert abs(simulate(surface, gd(0.1), (1.0, 0.0), 100, noise=1e-3).x[-1, 1]) > 1.0
