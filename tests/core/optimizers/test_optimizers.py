"""The nine textbook rules do what their papers, their formulas and Optax say."""

import math
import re

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.registry import knobs_of, settings_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

NINE = ("gd", "sgd", "momentum", "nag", "adagrad_norm", "adagrad", "adadelta", "rmsprop", "adam")
BOWL = SURFACES["quadratic"](kappa=10.0, rotation=30.0)

# The same rule in Optax's words. NAG and AdaGrad-Norm have no such twin, see their identities below.
ORACLES = {
    "gd": ({"lr": 0.003}, optax.sgd(0.003)),
    "sgd": ({"lr": 0.003, "sigma": 2.0}, optax.sgd(0.003)),
    "momentum": ({"lr": 0.001, "beta": 0.8}, optax.sgd(0.001, momentum=0.8)),
    "adagrad": (
        {"lr": 0.3, "eps": 0.0},
        optax.chain(optax.scale_by_rss(initial_accumulator_value=0.0, eps=0.0), optax.scale(-0.3)),
    ),
    "adadelta": ({"lr": 1.0, "rho": 0.95, "eps": 1e-5}, optax.adadelta(1.0, rho=0.95, eps=1e-5)),
    "rmsprop": (
        {"lr": 0.01, "rho": 0.8, "eps": 1e-7},
        optax.rmsprop(0.01, decay=0.8, eps=1e-7, eps_in_sqrt=False),
    ),
    "adam": (
        {"lr": 0.05, "beta1": 0.85, "beta2": 0.99, "eps": 1e-6},
        optax.adam(0.05, b1=0.85, b2=0.99, eps=1e-6),
    ),
}


def optax_steps(rule: optax.GradientTransformation, grads: np.ndarray) -> np.ndarray:
    """The steps Optax takes when it is shown ``grads`` one after the other."""

    def one(state, grad):
        step, state = rule.update(grad, state, jnp.zeros(2))
        return state, step

    return np.asarray(jax.lax.scan(one, rule.init(jnp.zeros(2)), jnp.asarray(grads))[1])


def optax_path(rule, surface, start, steps) -> np.ndarray:
    """The points Optax visits on its own, (steps+1, 2)."""

    def one(carry, _):
        x, state = carry
        step, state = rule.update(jax.grad(surface)(x), state, x)
        return (x + step, state), x

    x = jnp.asarray(start)
    return np.asarray(jax.lax.scan(one, (x, rule.init(x)), None, length=steps + 1)[1])


def assert_close(ours, theirs, rtol=1e-12):
    """Equal to a relative 1e-12 of the largest entry of each coordinate."""
    scale = np.max(np.abs(theirs), axis=0)
    assert np.max(np.abs(ours - theirs) / np.where(scale > 0, scale, 1.0)) < rtol


def test_the_nine_come_first_and_in_the_lectures_order():
    assert NINE == TEXTBOOK == tuple(OPTIMIZERS)[:9]


@pytest.mark.parametrize("key", NINE)
def test_every_rule_says_what_it_is(key):
    rule = OPTIMIZERS[key]
    assert rule.name and rule.latex and rule.convention.endswith(".")
    assert re.search(r"\(\d{4}\)|\b\d{4}\b", rule.source), "a source has a year"
    assert rule.__doc__
    assert all(k.symbol and k.label and k.low <= k.default <= k.high for k in knobs_of(rule))
    assert "lr" in settings_of(rule())


@pytest.mark.parametrize("surface", ["rosenbrock", "himmelblau", "rastrigin", "ackley", "beale", "absolute", "saddle"])
@pytest.mark.parametrize("key", ORACLES)
def test_each_step_is_optaxs_step_for_the_same_gradients(key, surface):
    knobs, oracle = ORACLES[key]
    run = simulate(SURFACES[surface](), OPTIMIZERS[key](**knobs), steps=300)
    assert_close(run.step, optax_steps(oracle, run.grad))


@pytest.mark.parametrize("surface", [BOWL, SURFACES["booth"](), SURFACES["rosenbrock"]()], ids=lambda s: s.key)
@pytest.mark.parametrize("key", [key for key in ORACLES if key != "sgd"])
def test_the_whole_path_is_optaxs_path(key, surface):
    knobs, oracle = ORACLES[key]
    start = (-0.7, 0.9)
    run = simulate(surface, OPTIMIZERS[key](**knobs), start, steps=100)
    assert_close(run.x, optax_path(oracle, surface, start, 100))


@pytest.mark.parametrize("surface", [BOWL, SURFACES["himmelblau"](), SURFACES["rosenbrock"]()], ids=lambda s: s.key)
def test_nag_looks_ahead_where_optaxs_nesterov_stands(surface):
    run = simulate(surface, OPTIMIZERS["nag"](lr=0.001, beta=0.9), (-0.7, 0.9), steps=200)
    theirs = optax_path(optax.sgd(0.001, momentum=0.9, nesterov=True), surface, (-0.7, 0.9), 199)
    assert_close(run.probe, theirs)
    assert not np.allclose(run.x[1:-1], theirs[1:]), "its parameters differ from its look-ahead points"


def test_nag_is_not_the_heavy_ball():
    heavy = simulate(BOWL, OPTIMIZERS["momentum"](lr=0.05), steps=50)
    nag = simulate(BOWL, OPTIMIZERS["nag"](lr=0.05), steps=50)
    assert np.allclose(heavy.x[:2], nag.x[:2]), "the first step is the same, there is no momentum yet"
    assert np.max(np.abs(heavy.x - nag.x)) > 0.1
    assert nag.value[-1] < heavy.value[-1], "looking ahead damps the swing"


def test_in_one_direction_adagrad_norm_is_optaxs_adagrad_with_epsilon_inside():
    surface = SURFACES["quadratic"](kappa=1.0)
    run = simulate(surface, OPTIMIZERS["adagrad_norm"](lr=0.3, eps=1e-2), (2.0, 0.0), steps=200)
    oracle = optax.chain(optax.scale_by_rss(initial_accumulator_value=0.0, eps=1e-2), optax.scale(-0.3))
    assert_close(run.step, optax_steps(oracle, run.grad))


def turned(key: str, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """One path on the bowl, turned afterwards, and the path on the turned bowl from the turned start."""
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    start = (-2.0, 1.0)
    x, y = (turn @ start).tolist()
    straight, rotated = (SURFACES["quadratic"](kappa=10.0, rotation=r) for r in (0.0, math.degrees(angle)))
    one = simulate(straight, OPTIMIZERS[key](), start, steps=100)
    two = simulate(rotated, OPTIMIZERS[key](), (x, y), steps=100)
    return one.x @ turn.T, two.x


@pytest.mark.parametrize("key", ["adagrad_norm", "gd", "momentum", "nag"])
def test_rules_with_one_learning_rate_turn_with_the_bowl(key):
    one, two = turned(key, 0.7)
    assert np.allclose(one, two, atol=1e-12)


@pytest.mark.parametrize("key", ["adagrad", "adadelta", "rmsprop", "adam"])
def test_rules_with_a_learning_rate_per_coordinate_do_not_turn_with_the_bowl(key):
    one, two = turned(key, 0.7)
    assert np.max(np.abs(one - two)) > 1e-3


@pytest.mark.parametrize("start", [(-2.5, 1.5), (1e-3, -20.0), (1e3, 1e-2)])
def test_adams_first_step_is_the_learning_rate_whatever_the_slope(start):
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["adam"](lr=0.1), start, steps=1)
    assert np.allclose(np.abs(run.step[0]), 0.1, rtol=1e-4)


def test_rmsprops_first_step_jumps_by_the_root_of_ten():
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["rmsprop"](lr=0.02, rho=0.9), steps=1)
    assert np.allclose(np.abs(run.step[0]), 0.02 * math.sqrt(10))


def test_adagrad_norms_first_step_is_the_learning_rate_long():
    run = simulate(SURFACES["rosenbrock"](), OPTIMIZERS["adagrad_norm"](lr=0.25), steps=1)
    assert np.hypot(*run.step[0]) == pytest.approx(0.25)


def test_adadeltas_first_step_is_set_by_epsilon():
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["adadelta"](rho=0.9, eps=1e-6), steps=1)
    assert np.allclose(np.abs(run.step[0]), math.sqrt(1e-6 / 0.1), rtol=1e-4)


def test_without_momentum_momentum_and_nag_are_gd():
    gd = simulate(BOWL, OPTIMIZERS["gd"](lr=0.03), steps=100).x
    for key in ("momentum", "nag"):
        assert np.array_equal(simulate(BOWL, OPTIMIZERS[key](lr=0.03, beta=0.0), steps=100).x, gd)


def side(latex: str, numbers: dict) -> np.ndarray:
    """Compute one side of a worked line from the numbers that stand in it."""
    text = re.sub(r"<<(\w+)>>", r'Q["\1"]', latex)
    text = re.sub(r"\\lVert (.*?) \\rVert_1", r"sum(abs(\1))", text)
    for old, new in [
        (r"\cdot", "*"), (r"\lVert", "norm("), (r"\rVert", ")"), (r"\sqrt", "sqrt"), (r"\frac", ""),
        (r"\max", "max"), (r"\min", "min"), (r"\langle", "dot("), (r"\rangle", ")"),
        ("}{", ")/("), ("{", "("), ("}", ")"), ("^", "**"),
    ]:  # fmt: skip
        text = text.replace(old, new)
    assert "\\" not in text, f"LaTeX left over in {text}"
    return eval(text, {"Q": numbers, "sqrt": np.sqrt, "norm": np.linalg.norm, "dot": np.dot})


@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if OPTIMIZERS[key].worked])
def test_a_student_can_recompute_every_worked_line_from_the_numbers_in_it(key):
    run = simulate(SURFACES["himmelblau"](), OPTIMIZERS[key](), (-1.0, 2.0), steps=40, noise=0.3)
    table = run.quantities
    for t in (0, 1, 7, 39):
        numbers = {name: rows if isinstance(rows, float) else rows[t] for name, rows in table.items()}
        for symbols, line in OPTIMIZERS[key].worked:
            left, right = line.split(" = ")
            assert symbols.count("{") == symbols.count("}")
            assert np.allclose(side(left, numbers), side(right, numbers), rtol=1e-12, atol=1e-14), (t, line)


@pytest.mark.parametrize("key", NINE)
def test_the_last_worked_line_ends_at_the_next_point_and_every_knob_and_letter_is_used(key):
    rule = OPTIMIZERS[key]
    assert rule.worked, "every textbook rule can be shown by the numbers"
    used = set(re.findall(r"<<(\w+)>>", " ".join(line for _, line in rule.worked)))
    assert rule.worked[-1][1].startswith("<<x_next>> = <<x>> ")
    assert {k.key for k in knobs_of(rule)} - {"sigma"} <= used
    assert set(rule.derived_names) <= used
    assert rule.latex == tuple(symbols for symbols, _ in rule.worked)


def test_the_ideas_are_marked_as_in_the_lectures_table():
    marks = {key: (OPTIMIZERS[key].stochastic, OPTIMIZERS[key].momentum, OPTIMIZERS[key].adaptive) for key in NINE}
    no, yes = False, True
    assert marks == {
        "gd": (no, no, no), "sgd": (yes, no, no), "momentum": (no, yes, no), "nag": (no, yes, no),
        "adagrad_norm": (no, no, yes), "adagrad": (no, no, yes), "adadelta": (no, no, yes),
        "rmsprop": (no, no, yes), "adam": (no, yes, yes),
    }  # fmt: skip
