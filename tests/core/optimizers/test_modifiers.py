"""Modifiers around a rule: whole runs are those of Optax's chains, and of the recipe written out in NumPy."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.optimizers import OPTIMIZERS, Optimizer, from_optax
from optviz.core.optimizers.modifiers import KNOBS, OF_A_SCHEDULE, SWITCHED
from optviz.core.registry import knobs_of, settings_of, with_settings
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.rule import read_rule
from optviz.core.typed.typed_rule import rule_of
from tests.core.helpers import compiling

T = 120
HILLS = SURFACES["himmelblau"]()
BOWL = SURFACES["quadratic"](kappa=10.0, rotation=30.0)
START = (-0.5, 3.5)


def optax_path(rule: optax.GradientTransformation, surface: Surface, steps: int = T) -> np.ndarray:
    def one(carry, _):
        x, state = carry
        step, state = rule.update(jax.grad(surface)(x), state, x)
        return (x + step, state), x

    x = jnp.asarray(START)
    return np.asarray(jax.lax.scan(one, (x, rule.init(x)), None, length=steps + 1)[1])


def in_float64(schedule: optax.Schedule) -> optax.Schedule:
    return lambda count: schedule(jnp.asarray(count, float))


def close(run: Run, path: np.ndarray) -> None:
    np.testing.assert_allclose(run.x, path, rtol=0, atol=1e-10)


def warm_cosine(lr: float) -> optax.Schedule:
    return in_float64(optax.warmup_cosine_decay_schedule(0.0, lr, 12, T, 0.1 * lr))


def scale(lr: float) -> optax.GradientTransformation:
    return optax.scale_by_learning_rate(warm_cosine(lr))


FAMILIES = {
    "gd": (0.01, lambda: [scale(0.01)]),
    "momentum": (0.005, lambda: [optax.trace(0.9), scale(0.005)]),
    "rmsprop": (0.02, lambda: [optax.scale_by_rms(0.9, 1e-8, eps_in_sqrt=False), scale(0.02)]),
    "adam": (0.1, lambda: [optax.scale_by_adam(), scale(0.1)]),
    "nadam": (0.1, lambda: [optax.scale_by_adam(nesterov=True), scale(0.1)]),
    "lion": (0.05, lambda: [optax.scale_by_lion(0.9, 0.99), scale(0.05)]),
}


@pytest.mark.parametrize("key", FAMILIES)
def test_a_run_with_every_modifier_is_that_of_optaxs_chain(key: str) -> None:
    lr, rule = FAMILIES[key]
    before = [optax.clip(20.0), optax.clip_by_global_norm(15.0), optax.add_decayed_weights(0.02)]
    *rule, scaled = rule()
    chain = optax.chain(*before, *rule, optax.add_decayed_weights(0.3), scaled)
    chosen = OPTIMIZERS[key](lr=lr)
    modified = chosen.with_("cosine", warmup=0.1, floor=0.1, clip_value=20, clip_norm=15, l2=0.02, decoupled=0.3)
    close(simulate(HILLS, modified, START, T), optax_path(chain, HILLS))


def test_the_recipe_of_adamw_written_out_in_numpy() -> None:
    """AdamW, clip_grad_norm_ and LambdaLR with warm-up and cosine, as a PyTorch script has them."""
    lr, b1, b2, eps, decay, clip, warm = 0.1, 0.9, 0.999, 1e-8, 0.05, 10.0, 12
    x, m, v, path = np.array(START), np.zeros(2), np.zeros(2), [np.array(START)]
    for t in range(T):
        (a, b) = x
        g = np.array([4 * a * (a * a + b - 11) + 2 * (a + b * b - 7), 2 * (a * a + b - 11) + 4 * b * (a + b * b - 7)])
        g = g * min(1.0, clip / np.sqrt((g * g).sum()))
        eta = lr * (t / warm if t < warm else 0.5 * (1 + math.cos(math.pi * (t - warm) / (T - warm))))
        x = x * (1 - eta * decay)
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        x = x - eta * (m / (1 - b1 ** (t + 1))) / (np.sqrt(v / (1 - b2 ** (t + 1))) + eps)
        path.append(x)
    rule = OPTIMIZERS["adam"](lr=lr).with_("cosine", warmup=warm, clip_norm=clip, decoupled=decay)
    close(simulate(HILLS, rule, START, T), np.array(path))
    adamw = OPTIMIZERS["adamw"](lr=lr, weight_decay=decay).with_("cosine", warmup=warm, clip_norm=clip)
    close(simulate(HILLS, adamw, START, T), np.array(path))


def decayed(rule: Optimizer, key: str) -> Optimizer:
    return rule.with_(l2=0.1) if key == "l2" else rule.with_(decoupled=0.1)


def test_on_gradient_descent_l2_is_decoupled_decay_and_on_adam_it_is_not() -> None:
    """Loshchilov and Hutter (2019), proposition 1, and what follows it."""
    gd, adam = OPTIMIZERS["gd"](lr=0.01), OPTIMIZERS["adam"](lr=0.01)
    one, other = (simulate(HILLS, decayed(gd, key), START, T) for key in ("l2", "decoupled"))
    np.testing.assert_allclose(one.x, other.x, atol=1e-12)
    one, other = (simulate(HILLS, decayed(adam, key), START, T) for key in ("l2", "decoupled"))
    assert np.abs(one.x - other.x).max() > 0.01


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_rule_with_modifiers_that_are_off_takes_the_very_same_path(key: str) -> None:
    rule = OPTIMIZERS[key]()
    np.testing.assert_array_equal(simulate(BOWL, rule.with_(), None, 60).x, simulate(BOWL, rule, None, 60).x)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_rule_takes_its_own_step_with_the_eta_and_the_gradient_it_is_given(key: str) -> None:
    """Each rule alone, without a program, step by step: its own formula with another number for η."""
    rule = OPTIMIZERS[key]()
    modified = rule.with_("steps", period=7, factor=0.5, clip_value=3.0, clip_norm=2.5)
    x = jnp.asarray((1.0, -2.0))
    state, path = rule.init(x), []
    for t in range(20):
        path.append(x)
        now = with_settings(rule, {"lr": settings_of(rule)["lr"] * 0.5 ** (t // 7)})
        g = jnp.clip(jax.grad(BOWL)(now.probe(x, state)), -3.0, 3.0)
        norm = jnp.linalg.norm(g)
        step, state = now.update(g * jnp.minimum(1.0, 2.5 / norm), state, x)
        x = x + step
    quiet = {"sigma": 0.0} if key == "sgd" else {}
    run = simulate(BOWL, with_settings(modified, quiet), (1.0, -2.0), 19)
    np.testing.assert_allclose(run.x, np.array(path), rtol=0, atol=1e-10)


def test_a_rule_of_optaxs_and_a_typed_one_take_modifiers_too() -> None:
    expected = simulate(
        HILLS, OPTIMIZERS["momentum"](lr=0.005).with_("cosine", clip_norm=5.0, decoupled=0.1), START, T
    ).x
    typed = rule_of(read_rule("m = beta*m + g; x = x - eta*m"), {"lr": 0.005}).with_(
        "cosine", clip_norm=5.0, decoupled=0.1
    )
    np.testing.assert_allclose(simulate(HILLS, typed, START, T).x, expected, atol=1e-10)
    foreign = from_optax(optax.sgd(0.005, momentum=0.9), "SGD").with_("cosine", clip_norm=5.0, decoupled=0.005 * 0.1)
    np.testing.assert_allclose(simulate(HILLS, foreign, START, T).x, expected, atol=1e-10)


def test_annealed_noise_has_optaxs_variance_and_adds_to_the_races_own() -> None:
    """Optax's ``add_noise``: variance η/count^γ, the count from 1."""
    rule = OPTIMIZERS["gd"](lr=0.01).with_(noise=2.0, noise_decay=0.55)
    run = simulate(BOWL, rule, None, 400, noise=0.5, seed=3)
    plain = simulate(BOWL, OPTIMIZERS["gd"](lr=0.01), None, 400, noise=1.0, seed=3)
    deviation = np.sqrt(0.25 + 2.0 / np.arange(1, 401) ** 0.55)
    np.testing.assert_allclose(run.noise, deviation[:, None] * plain.noise, rtol=1e-12)
    slope = np.array([jax.grad(BOWL)(x) for x in run.x[:-1]])
    np.testing.assert_allclose(run.grad, slope + run.noise, rtol=0, atol=1e-9)


def test_the_moving_average_is_pytorchs_and_the_tail_average_a_mean() -> None:
    """``AveragedModel``: the first weights are copied, each later one enters with 1 − δ."""
    gd = OPTIMIZERS["gd"](lr=0.1)
    run = simulate(BOWL, gd.with_(ema=0.9), None, T, noise=3.0)
    a, averages = run.x[0], [run.x[0]]
    for x in run.x[1:]:
        a = 0.9 * a + 0.1 * x
        averages.append(a)
    assert run.average is not None and run.average_value is not None
    np.testing.assert_allclose(run.average, averages, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(run.average_value, [float(BOWL(jnp.asarray(a))) for a in averages], rtol=1e-9)
    run = simulate(BOWL, gd.with_(tail=0.25), None, T, noise=3.0)
    assert run.average is not None
    np.testing.assert_array_equal(run.average[:90], run.x[:90])
    for t in (90, 100, T):
        np.testing.assert_allclose(run.average[t], run.x[90 : t + 1].mean(axis=0), rtol=1e-12)
    assert run.average_distance is not None
    assert run.average_distance[-1] < run.distance[-20:].mean(), "the mean lies nearer to the minimum than the ball"


def test_averaging_changes_nothing_of_the_run() -> None:
    gd = OPTIMIZERS["gd"](lr=0.1)
    plain = simulate(BOWL, gd, None, T, noise=1.0)
    assert plain.average is None
    np.testing.assert_array_equal(simulate(BOWL, gd.with_(ema=0.9), None, T, noise=1.0).x, plain.x)


def test_no_number_of_a_modifier_compiles_anything_anew() -> None:
    def every(**numbers: float) -> None:
        for key in ("gd", "adam", "rmsprop", "nag"):
            simulate(HILLS, OPTIMIZERS[key]().with_("cosine", **numbers), START, 30)

    every(warmup=0.1, clip_norm=1.0)
    with compiling() as names:
        every(warmup=0.3, floor=0.1, clip_value=2.0, decoupled=0.1, l2=0.1, noise=0.1, ema=0.9)
        simulate(SURFACES["beale"](), OPTIMIZERS["momentum"]().with_("one_cycle", share=0.2), START, 30)
    assert names == []


def test_the_worked_step_says_each_modifier_with_numbers_that_are_true() -> None:
    rule = OPTIMIZERS["adam"](lr=0.1).with_(
        "cosine", warmup=0.1, clip_value=20, clip_norm=15, l2=0.1, decoupled=0.2, noise=1.0, ema=0.9
    )
    run = simulate(HILLS, rule, START, 50)
    q = run.quantities
    symbols = [line for line, _ in run.optimizer.worked]
    assert len(symbols) == 12
    assert [i for i, line in enumerate(symbols) if r"\nabla f(x_t)" in line] == [0], (
        "from then on it is the clipped one"
    )
    np.testing.assert_allclose(q["clipped"], np.clip(q["gradient"], -20, 20))
    np.testing.assert_allclose(q["clipped"] * q["clip_share"][:, None], q["shortened"])
    np.testing.assert_allclose(q["shortened"] + 0.1 * q["x"], q["grad"])
    np.testing.assert_allclose(q["m_next"], 0.9 * q["m"] + 0.1 * q["grad"], atol=1e-12)
    np.testing.assert_allclose(q["x_rule"] - (q["lr"] * 0.2)[:, None] * q["x"], q["x_next"], atol=1e-12)
    inner = q["x"] - q["lr"][:, None] * q["m_hat"] / (np.sqrt(q["v_hat"]) + 1e-8)
    np.testing.assert_allclose(q["x_rule"], inner, atol=1e-10)
    np.testing.assert_allclose(0.9 * q["average"] + 0.1 * q["x_next"], q["average_next"], atol=1e-12)


def test_sgds_noise_is_drawn_before_anything_is_clipped() -> None:
    rule = OPTIMIZERS["sgd"](sigma=1.0).with_(clip_norm=1.0)
    lines = rule.worked
    assert r"\xi_t" in lines[0][0] and lines[0][1].startswith("<<gradient>>")
    assert lines[1][0].startswith(r"\nabla_t = \tilde g_t")


@pytest.mark.parametrize("key", ["adagrad_norm", "adagrad", "rmsprop"])
def test_a_rate_of_a_rule_of_its_own_follows_the_schedule(key: str) -> None:
    run = simulate(BOWL, OPTIMIZERS[key]().with_("cosine", warmup=0.1), None, 50)
    q = run.quantities
    rate = q["rate"] if q["rate"].ndim > 1 else q["rate"][:, None]
    np.testing.assert_allclose(q["x"] - rate * q["grad"], q["x_next"], atol=1e-12)


def test_its_knobs_are_the_rules_and_those_of_the_modifiers_that_are_on() -> None:
    rule = OPTIMIZERS["adam"](lr=0.1).with_("cosine", warmup=0.1, clip_norm=1.0)
    assert [k.key for k in knobs_of(rule)] == ["lr", "beta1", "beta2", "eps", "warmup", "floor", "clip_norm"]
    assert settings_of(with_settings(rule, {"lr": 0.2, "clip_norm": 2.0}))["clip_norm"] == 2.0
    again = rule.with_(clip_norm=None, ema=0.9)
    assert [k.key for k in knobs_of(again)][4:] == ["warmup", "floor", "ema"]
    assert set(KNOBS) == {*SWITCHED, *OF_A_SCHEDULE, "noise_decay"}
    assert rule.name == "Adam, warm-up, cosine, clipped"


WRONG = [
    ({"schedule": "cosinus"}, "a schedule is one of constant, cosine"),
    (
        {"clip_norm": 0},
        "clip_norm (clip by norm) is a finite number above 0, not 0: to switch clipping off, leave it out",
    ),
    ({"clip_value": -1.0}, "clip_value (clip by value) is a finite number above 0, not -1.0"),
    ({"ema": 1.0}, "ema (moving average) is a number in [0, 1), not 1.0"),
    ({"decay": 0.1}, "there is no modifier 'decay'; there are warmup, period"),
    ({"floor": 0.1}, "the schedule constant has no floor; these have it: cosine, stable_decay, restarts"),
    ({"ema": 0.9, "tail": 0.5}, "the path is averaged in one way"),
    ({"l2": math.nan}, "l2 (L2 decay) is a finite number of at least 0, not nan"),
]


@pytest.mark.parametrize("given, sentence", WRONG)
def test_what_cannot_be_is_told_in_a_sentence(given: dict, sentence: str) -> None:
    with pytest.raises(ValueError) as told:
        OPTIMIZERS["adam"]().with_(**given)
    assert str(told.value).startswith(sentence)


def test_a_warm_up_longer_than_the_run_is_told_when_it_runs() -> None:
    rule = OPTIMIZERS["adam"]().with_(warmup=500)
    assert simulate(BOWL, rule, None, 500).steps == 500
    with pytest.raises(ValueError, match="a warm-up of 500 steps is longer than the run of 200"):
        simulate(BOWL, rule, None, 200)
    with pytest.raises(TypeError, match="warmup"):
        OPTIMIZERS["adam"]().with_(warmup="long")  # type: ignore[arg-type]
