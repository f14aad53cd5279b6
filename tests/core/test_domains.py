"""A knob is a finite number in its domain or it is refused in a sentence, for every rule and surface there is."""

import math
from fractions import Fraction
from typing import Any, cast

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.optimizers.composed import Ablation
from optviz.core.registry import Domain, domains_of, knobs_of, settings_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

KINDS: list[Any] = [*list(OPTIMIZERS.values())[:20], *list(SURFACES.values())[:19], Ablation]
KNOBS = [(kind, knob, domains_of(kind)[knob.key]) for kind in KINDS for knob in knobs_of(kind)]
IDS = [f"{kind.key}.{knob.key}" for kind, knob, _ in KNOBS]


def listens(domain: Domain) -> st.SearchStrategy[float]:
    """Numbers of the domain, its closed ends among them."""
    return st.floats(
        domain.low, domain.high, exclude_min=domain.open_low, exclude_max=domain.open_high, allow_infinity=False
    ) if math.isfinite(domain.low) else st.floats(allow_nan=False, allow_infinity=False)  # fmt: skip


@pytest.mark.parametrize(("kind", "knob", "domain"), KNOBS, ids=IDS)
def test_default_and_limits_of_the_slider_lie_in_the_domain(kind: Any, knob: Any, domain: Domain) -> None:
    assert all(value in domain for value in (knob.default, knob.low, knob.high))


@pytest.mark.parametrize(("kind", "knob", "domain"), KNOBS, ids=IDS)
def test_nothing_but_a_number_is_a_setting(kind: Any, knob: Any, domain: Domain) -> None:
    for bad in (None, "0.1", True, np.True_, 1j, [0.1], (0.1,), np.array([0.1, 0.2]), jnp.ones(2), {}, abs, object):
        with pytest.raises(TypeError) as fault:
            kind(**{knob.key: bad})
        text = str(fault.value)
        assert text.startswith(f"{kind.name}: {knob.key} ({knob.label}) must be {domain}, not ")
        assert len(text) < 300 and "\n" not in text


@given(st.sampled_from(KNOBS), st.floats() | st.integers(), st.sampled_from([float, np.float64, jnp.float64]))
def test_a_number_is_taken_if_it_lies_in_the_domain_and_else_refused(which: Any, value: float, make: Any) -> None:
    kind, knob, domain = which
    try:
        number = make(value)
    except OverflowError:
        number = value
    ends = {domain.low} if domain.open_low else set()
    ends |= {domain.high} if domain.open_high else set()
    inside = math.isfinite(value) and domain.low <= value <= domain.high and value not in ends
    if inside and math.isfinite(float(number)):
        kept = settings_of(kind(**{knob.key: number}))[knob.key]
        assert kept == float(number) and type(kept) is float
    else:
        with pytest.raises(ValueError, match=r"must be") as fault:
            kind(**{knob.key: number})
        assert str(domain) in str(fault.value)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_knobs_of_the_domain_survive_flattening_jit_and_vmap(data: st.DataObject) -> None:
    kind, knob, domain = data.draw(st.sampled_from(KNOBS))
    value = data.draw(listens(domain))
    thing = kind(**{knob.key: value})
    leaves, treedef = jax.tree.flatten(thing)
    assert jax.tree.unflatten(treedef, leaves) == thing
    assert float(getattr(jax.jit(lambda t: t)(thing), knob.key)) == value


def test_traced_numbers_pass_unchecked_and_shapes_may_stand_where_numbers_were() -> None:
    adam = OPTIMIZERS["adam"]
    rates = jnp.array([0.1, -0.2, jnp.nan])

    def first_step(lr: jax.Array) -> jax.Array:
        rule, x = adam(lr=lr), jnp.array([1.0, 2.0])
        return rule.update(x, rule.init(x), x)[0]

    steps = np.asarray(jax.jit(jax.vmap(first_step))(rates))
    np.testing.assert_allclose(steps[:2, 0], [-0.1, 0.2], rtol=1e-7)
    assert np.isnan(steps[2]).all()
    shapes = jax.eval_shape(lambda: adam())
    assert jax.tree.map(lambda leaf: leaf.shape, shapes).lr == ()
    assert jax.tree.map(lambda _: None, adam()).lr is None


TOLD: list[tuple[Any, dict[str, Any], str, str]] = [
    (OPTIMIZERS["adam"], {"lr": None}, "Adam: lr (learning rate)", "a finite number of at least 0, not None."),
    (OPTIMIZERS["gd"], {"lr": "0.1"}, "GD: lr (learning rate)", "a finite number of at least 0, not '0.1'."),
    (OPTIMIZERS["gd"], {"lr": -0.1}, "GD: lr (learning rate)", "a finite number of at least 0, not -0.1."),
    (OPTIMIZERS["sgd"], {"sigma": -1}, "SGD: sigma (gradient noise)", "a finite number of at least 0, not -1."),
    (OPTIMIZERS["momentum"], {"beta": 1.5}, "Momentum: beta (momentum)", "a number in [0, 1], not 1.5."),
    (OPTIMIZERS["adam"], {"beta1": 1.0}, "Adam: beta1 (momentum)", "a number in [0, 1), not 1.0."),
    (OPTIMIZERS["rprop"], {"grow": 1}, "Rprop: grow (growth factor)", "a finite number above 1, not 1."),
    (OPTIMIZERS["rprop"], {"shrink": 0}, "Rprop: shrink (shrink factor)", "a number in (0, 1), not 0."),
    (
        SURFACES["quadratic"],
        {"kappa": 0},
        "Quadratic bowl: kappa (condition number)",
        "a finite number above 0, not 0.",
    ),
    (SURFACES["quadratic"], {"rotation": math.inf}, "Quadratic bowl: rotation", "a finite number, not inf."),
    (Ablation, {"rho": 1.0}, "Ladder: rho (decay)", "a number in [0, 1), not 1.0."),
]


@pytest.mark.parametrize(("kind", "knobs", "what", "why"), TOLD, ids=[what for _, _, what, _ in TOLD])
def test_a_bad_setting_is_told_with_its_name_and_its_range(kind: Any, knobs: dict, what: str, why: str) -> None:
    with pytest.raises((TypeError, ValueError)) as fault:
        kind(**knobs)
    assert str(fault.value).startswith(what) and str(fault.value).endswith(f" must be {why}")


def test_a_schedule_and_several_values_are_told_where_they_go() -> None:
    gd: Any = OPTIMIZERS["gd"]
    with pytest.raises(TypeError, match=r"optviz\.from_optax\(optax\.adam\(schedule\)\)\.$"):
        gd(lr=lambda t: 0.1 / (1 + t))
    for several in ([0.1, 0.2], np.linspace(0, 1, 1000)):
        with pytest.raises(TypeError, match=r"For several values, make several of them\.$"):
            gd(lr=several)


def test_whatever_counts_as_a_number_makes_the_same_run() -> None:
    bowl, gd = SURFACES["quadratic"](), cast(Any, OPTIMIZERS["gd"])
    expected = simulate(bowl, gd(lr=0.125), steps=20).x
    for same in (Fraction(1, 8), np.float32(0.125), np.array(0.125), jnp.asarray(0.125), np.float16(0.125)):
        assert np.array_equal(simulate(bowl, gd(lr=same), steps=20).x, expected)


def test_a_rate_of_0_is_allowed_and_nothing_moves() -> None:
    run = simulate(SURFACES["quadratic"](), OPTIMIZERS["gd"](lr=0), steps=20)
    assert (run.x == run.x[0]).all() and (run.status.kind, run.status.step) == ("still", 0)
