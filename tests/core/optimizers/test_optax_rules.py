"""The wider family is Optax's own arithmetic, and any Optax transformation that needs gradients alone can race."""

from typing import cast

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, from_optax
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import knobs_of
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES

BOWL = SURFACES["quadratic"](kappa=5.0, rotation=20.0)

# Written with plain numbers, as anybody would; the rules are to give the same.
PLAIN = {
    "adamw": optax.adamw(0.1, 0.9, 0.999, 1e-8, weight_decay=0.01),
    "nadam": optax.nadam(0.1),
    "amsgrad": optax.amsgrad(0.1),
    "radam": optax.radam(0.01),
    "adabelief": optax.adabelief(0.1, eps=1e-8),
    "yogi": optax.yogi(0.1, eps=1e-3),
    "adamax": optax.adamax(0.1),
    "lion": optax.lion(0.01, weight_decay=0.0),
    "sign_descent": optax.sign_sgd(0.01),
    "lbfgs": optax.lbfgs(1.0, linesearch=None),
}
WRITTEN_OUT = (
    *("rprop", "dampened", "nadamw", "sam"),
    *("schedule_free", "schedule_free_adamw", "lookahead", "dog", "prodigy"),
)


def loop(rule: optax.GradientTransformation, surface, start, steps: int) -> np.ndarray:
    """The loop from Optax's own documentation."""
    update, slope = jax.jit(rule.update), jax.jit(jax.grad(surface))
    x = jnp.asarray(start)
    state, path = rule.init(x), [x]
    for _ in range(steps):
        step, state = update(slope(x), state, x)
        x = cast(jax.Array, optax.apply_updates(x, step))
        path.append(x)
    return np.array(path)


def test_the_zoo_follows_the_nine_and_has_the_rules_people_ask_for():
    zoo = tuple(OPTIMIZERS)[len(TEXTBOOK) :]
    assert set(zoo) == {*PLAIN, *WRITTEN_OUT}
    assert {key for key in zoo if issubclass(OPTIMIZERS[key], OptaxRule)} == set(PLAIN)
    assert zoo.index("rprop") == zoo.index("lion") + 1, "a rule's place is its colour"


def test_optaxs_rprop_is_still_one_step_late():
    """Where this fails, Optax has mended it, and the rule need no longer be written out."""
    rule = optax.rprop(0.1)
    state, steps = rule.init(jnp.zeros(1)), []
    for _ in range(3):
        step, state = rule.update(jnp.ones(1), state)
        steps.append(float(cast(jax.Array, step)[0]))
    assert np.allclose(steps, [0, -0.1, -0.12])


@pytest.mark.parametrize("key", PLAIN)
def test_a_rule_of_the_zoo_walks_as_plain_optax(key):
    run = simulate(BOWL, OPTIMIZERS[key](), (-2.0, 1.5), steps=60)
    assert np.allclose(run.x, loop(PLAIN[key], BOWL, (-2.0, 1.5), 60), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("key", [*PLAIN, *WRITTEN_OUT])
def test_a_rule_of_the_zoo_says_what_it_is(key):
    rule = OPTIMIZERS[key]
    assert rule.name and rule.latex and rule.source and rule.convention and rule.__doc__
    assert all(line.count("{") == line.count("}") for line in rule.latex)
    assert rule.__doc__.startswith(rule.name.split(" ")[0])
    assert knobs_of(rule)[0].key == "lr"


@pytest.mark.parametrize("key", [*PLAIN, *WRITTEN_OUT])
def test_every_knob_of_a_rule_changes_its_path(key):
    rule = OPTIMIZERS[key]
    # Noise, for where the first gradient is the largest AMSGrad's β₂ has nothing to say.
    base = simulate(BOWL, rule(), steps=40, noise=10.0).x
    for knob in knobs_of(rule):
        value = 0.5 if knob.key == "eps" or knob.default == knob.low else 0.7 * knob.default + 0.3 * knob.low
        other = rule(**{knob.key: value})
        moved = simulate(BOWL, other, steps=40, noise=10.0).x
        assert not np.array_equal(moved, base), knob.key


def test_a_runs_memory_has_optaxs_names_and_counts_the_steps():
    run = simulate(BOWL, OPTIMIZERS["nadam"](), steps=12)
    assert set(run.state) == {"count", "mu", "nu"}
    assert run.state["count"].tolist() == list(range(13))
    assert run.state["mu"].shape == (13, 2)


def test_the_memory_survives_the_border_between_two_chunks():
    run = simulate(BOWL, OPTIMIZERS["amsgrad"](), steps=1200)
    other = from_optax(PLAIN["amsgrad"])
    assert run.state["count"][-1] == 1200
    assert np.allclose(run.x, simulate(BOWL, other, steps=1200).x, rtol=1e-12, atol=1e-12)


def test_any_optax_transformation_races_beside_ours():
    clipped = from_optax(optax.chain(optax.clip(1.0), optax.sgd(0.1, momentum=0.5)), name="clipped")
    ours, theirs = simulate_all(BOWL, [OPTIMIZERS["gd"](), clipped], steps=50)
    assert clipped.name == "clipped"
    assert np.all(np.abs(theirs.step[0]) <= 0.1), "the first gradient was clipped to 1 in each coordinate"
    assert ours.x[0].tolist() == theirs.x[0].tolist()


def test_a_schedule_is_followed_and_two_runs_are_equal():
    rule = from_optax(optax.sgd(optax.linear_schedule(0.1, 0.0, 10)))
    run = simulate(BOWL, rule, steps=20)
    assert np.all(run.step[10:] == 0), "the learning rate has reached zero"
    assert np.array_equal(run.x, simulate(BOWL, rule, steps=20).x)


def test_from_optax_refuses_what_is_not_optax():
    with pytest.raises(TypeError, match="not str"):
        from_optax("adam")  # type: ignore[arg-type]
