"""A map's cell tells what a run of its own tells: where it ends, how low, and when it came to its goal."""

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optviz.api import surface
from optviz.core.maps.outcomes import NEVER, Goal, default_goal, outcomes
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, from_optax
from optviz.core.registry import as_pytree, knob
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Surface, as_field
from tests.core.helpers import compiling

RULES = [key for key in TEXTBOOK if key != "sgd"]  # whose runs are noisy: a map's gradient is exact
LONE = ["lion", "lbfgs", "adamw"]
STARTS = np.array([(-3.0, 2.5), (0.2, -0.1), (1.5, 1.5), (-1.0, -3.9)])
KNOBS = ("lr", "beta", "beta1", "beta2", "rho", "eps")


def alone(surface, rule, start, steps, goal):
    """What a run by itself says: the last point, f there, the first step within the goal, and whether it diverged."""
    run = simulate(surface, rule, (float(start[0]), float(start[1])), steps)
    limits = goal.limits(surface)
    diverged = run.status.kind == "diverged"
    finite = slice(0, -1 if diverged else None)
    met = (run.value[finite] <= limits.level) | (np.hypot(*run.slope[finite].T) <= limits.slope)
    return run.x[-1], run.value[-1], int(np.argmax(met)) if met.any() else NEVER, diverged


def compare(surface, rule, starts, steps, goal, knobs=None):
    """Hold each cell of a batch against a run of its own."""
    done = outcomes(surface, rule, starts, knobs, steps, goal)
    for i, start in enumerate(starts):
        own = {key: float(values[i]) for key, values in (knobs or {}).items()}
        x, value, first, diverged = alone(surface, type(rule)(**vars(rule) | own), start, steps, goal)
        assert done.diverged[i] == diverged, (i, start, own)
        assert done.steps[i] == first, (i, start, own)
        if not diverged:
            np.testing.assert_allclose(done.x[i], x, rtol=1e-7, atol=1e-9)
            np.testing.assert_allclose(done.value[i], value, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("key", RULES + [key for key in LONE if key in OPTIMIZERS])
@pytest.mark.parametrize("surface", ["himmelblau", "ackley", "absolute"])
def test_every_cell_is_a_run_of_its_own(key, surface):
    made = SURFACES[surface]()
    compare(made, OPTIMIZERS[key](lr=0.02), STARTS, 120, Goal(loss=1e-2, slope=1e-2))


@pytest.mark.parametrize("key", list(SURFACES)[:19])
def test_every_surface_has_maps(key):
    surface = SURFACES[key]()
    compare(surface, OPTIMIZERS["momentum"](lr=0.001), np.array(surface.starts), 60, Goal(slope=1e-3))


@pytest.mark.parametrize("key", RULES)
def test_every_knob_may_differ_from_cell_to_cell(key):
    rule = OPTIMIZERS[key]()
    varied = {
        "lr": np.array([0.001, 0.01, 0.1, 3.0]),
        "beta": np.array([0.0, 0.5, 0.9, 0.99]),
        "beta1": np.array([0.0, 0.5, 0.9, 0.99]),
        "beta2": np.array([0.9, 0.99, 0.999, 0.0]),
        "rho": np.array([0.0, 0.5, 0.9, 0.99]),
        "eps": np.array([1e-8, 1e-4, 1e-2, 1.0]),
    }
    knobs = {name: values for name, values in varied.items() if hasattr(rule, name)}
    for some in (knobs, {"lr": knobs["lr"]}, {list(knobs)[-1]: knobs[list(knobs)[-1]]}):
        compare(SURFACES["rosenbrock"](), rule, STARTS, 100, Goal(loss=0.5), some)


def test_gradient_descent_beyond_two_over_the_curvature_diverges_and_below_it_does_not():
    surface = SURFACES["quadratic"](kappa=4.0)
    lrs = np.array([0.1, 0.49, 0.51, 1.0, 30.0])
    done = outcomes(surface, OPTIMIZERS["gd"](), np.array([1.0, 1.0]), {"lr": lrs}, 5000, Goal(slope=1e-6))
    assert done.reached.tolist() == [True, True, False, False, False]
    assert done.diverged.tolist() == [False, False, False, True, True]
    # |1 − 4 · 0.51| = 1.04: after 5000 steps 10⁸⁵, large but a number.
    assert done.value[2] > 1e80


def test_the_step_is_the_first_within_the_goal_though_the_run_leaves_again():
    # Each step is −1.5 times as far from the minimum: only what starts at the goal has been there.
    surface = SURFACES["quadratic"](kappa=1.0)
    done = outcomes(surface, OPTIMIZERS["gd"](lr=2.5), [(0.001, 0.0), (1.0, 0.0)], None, 400, Goal(loss=1e-3))
    assert done.steps.tolist() == [0, NEVER] and done.value[0] > 1e3


def test_a_closed_form_gives_the_step():
    surface = SURFACES["quadratic"](kappa=1.0)
    done = outcomes(surface, OPTIMIZERS["gd"](lr=0.1), [(1.0, 0.0)], None, 500, Goal(slope=1e-3))
    assert done.steps[0] == math.ceil(math.log(1e-3) / math.log(0.9))


def test_shapes_are_those_that_were_asked_for():
    rule, surface = OPTIMIZERS["gd"](), SURFACES["booth"]()
    lrs = np.geomspace(1e-4, 0.1, 7)[:, None]
    done = outcomes(surface, rule, np.zeros((1, 5, 2)), {"lr": lrs}, 3)
    assert done.x.shape == (7, 5, 2) and done.value.shape == done.steps.shape == done.diverged.shape == (7, 5)
    assert outcomes(surface, rule, (0.0, 0.0), None, 3).value.shape == ()
    many = outcomes(surface, rule, np.random.default_rng(0).uniform(-2, 2, (45_003, 2)), None, 2)
    few = outcomes(surface, rule, np.random.default_rng(0).uniform(-2, 2, (45_003, 2))[44_900:], None, 2)
    np.testing.assert_array_equal(many.x[44_900:], few.x)


def test_maps_of_all_textbook_rules_and_surfaces_share_their_programs():
    def ask(key, surface, steps):
        outcomes(SURFACES[surface](), OPTIMIZERS[key](lr=0.01), STARTS, {"eps": 1e-3} if key == "adam" else None, steps)

    for key in ("gd", "nag", "adam"):
        ask(key, "booth", 2)
    with compiling() as names:
        for key in RULES:
            ask(key, "ackley", 7)
        outcomes(SURFACES["beale"](), OPTIMIZERS["rmsprop"](), STARTS[:1], {"lr": np.full((5, 1), 0.1)}, 9)
    assert not names


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("surface", ["himmelblau", "rosenbrock", "rastrigin"])
def test_float32_tells_what_float64_tells_but_for_the_borders(key, surface):
    made, rule = SURFACES[surface](), OPTIMIZERS[key](lr=0.004)
    starts = np.random.default_rng(2).uniform(-2, 2, (3000, 2))
    knobs = {"beta1": np.full(3000, 0.8)} if key == "adam" else None
    exact, single = (outcomes(made, rule, starts, knobs, 150, Goal(loss=0.3), s) for s in (False, True))
    assert single.value.dtype == np.float32
    assert (exact.diverged == single.diverged).mean() > 0.995
    assert (np.abs(exact.steps - single.steps) <= 1).mean() > 0.98
    there = ~exact.diverged & ~single.diverged
    apart = np.hypot(*(exact.x[there] - single.x[there]).T)
    # RMSprop never settles: it hops about the minimum by up to η/√(1−ρ).
    assert not there.any() or (apart < (0.03 if key == "rmsprop" else 0.01)).mean() > 0.97


def test_a_rule_made_with_optax_and_a_surface_made_in_a_notebook_have_maps():
    @as_pytree
    class Bowl(Surface):
        """a x² + y², from a notebook."""

        name = "Bowl"
        domain = ((-1.0, 1.0), (-1.0, 1.0))
        optima = ((0.0, 0.0),)
        a: float = knob(2.0, symbol="a", label="a", low=0.0, high=9.0)

        def __call__(self, x):
            return self.a * x[0] ** 2 + jnp.sum(x[1:] ** 2)

    bowl = Bowl()
    rule = from_optax(optax.chain(optax.clip(1.0), optax.sgd(optax.cosine_decay_schedule(0.2, 50))), "clipped")
    done = outcomes(bowl, rule, STARTS, None, 40, Goal(loss=1e-2))
    for i, start in enumerate(STARTS):
        np.testing.assert_allclose(done.x[i], simulate(bowl, rule, tuple(start), 40).x[-1], rtol=1e-9)
    single = outcomes(bowl, OPTIMIZERS["gd"](lr=0.1), STARTS, None, 10, Goal(loss=1e-2), single=True)
    np.testing.assert_allclose(single.x, STARTS * np.array([0.6, 0.8]) ** 10, rtol=1e-5)


def test_what_cannot_be_is_told_in_words():
    surface, gd = SURFACES["booth"](), OPTIMIZERS["gd"]()
    for wrong in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="a positive finite number"):
            Goal(loss=wrong)
    with pytest.raises(ValueError, match="give one of them"):
        Goal()
    with pytest.raises(ValueError, match="no known minimum"):
        Goal(loss=1.0).limits(SURFACES["saddle"]())
    assert default_goal(SURFACES["saddle"]()) == Goal(slope=1e-3) and default_goal(surface) == Goal(loss=1e-3)
    with pytest.raises(ValueError, match="GD has no knob 'beta'; it has lr"):
        outcomes(surface, gd, STARTS, {"beta": 0.5})
    with pytest.raises(ValueError, match="shape"):
        outcomes(surface, gd, np.zeros((3, 3)))
    with pytest.raises(ValueError, match="no start"):
        outcomes(surface, gd, np.zeros((0, 2)))
    with pytest.raises(ValueError, match="at most 5000"):
        outcomes(surface, gd, STARTS, None, 5001)
    with pytest.raises(ValueError, match="float64 alone"):
        outcomes(surface, OPTIMIZERS["lion"](), STARTS, single=True)


@settings(max_examples=60, deadline=None)
@given(
    key=st.sampled_from(RULES),
    surface=st.sampled_from(list(SURFACES)[:19]),
    lr=st.sampled_from([0.0, 1e-5, 0.1, 10.0, 1e3]),
    start=st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
    steps=st.integers(1, 60),
)
@example(key="gd", surface="cliff", lr=1e3, start=(0.0, 1.0), steps=59)  # a last move whose square overflows
def test_any_cell_ends_as_its_run_does(key, surface, lr, start, steps):
    made, goal = SURFACES[surface](), Goal(slope=1e-3)
    rule = OPTIMIZERS[key](lr=lr)
    done = outcomes(made, rule, [start], None, steps, goal)
    x, value, first, diverged = alone(made, rule, start, steps, goal)
    assert done.diverged[0] == diverged
    if not diverged and np.abs(x).max() < 1e3 and lr < 1:
        # Steps as long as the window, or growth from step to step, make one rounding error a different path.
        assert done.steps[0] == first
        np.testing.assert_allclose(done.value[0], value, rtol=1e-5, atol=1e-8)


@settings(max_examples=30, deadline=None)
@given(start=st.tuples(st.floats(), st.floats()), key=st.sampled_from(RULES), single=st.booleans())
def test_any_start_gives_an_outcome_and_never_an_exception(start, key, single):
    done = outcomes(SURFACES["rosenbrock"](), OPTIMIZERS[key](), [start], None, 5, None, single)
    assert done.steps[0] >= NEVER
    if not all(map(math.isfinite, start)):
        assert done.diverged[0] and done.steps[0] == NEVER


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("key", ["gd", "nag", "adam"])
def test_a_typed_function_has_the_map_of_its_built_in_twin_and_no_formula_is_compiled(key, single):
    typed, rule = surface("(x^2 + y - 11)^2 + a (x + y^2 - 7)^2", a=1.0), OPTIMIZERS[key](lr=0.01)
    ask = {"steps": 80, "goal": Goal(slope=1e-2), "single": single}
    done, twin = (outcomes(f, rule, STARTS, **ask) for f in (typed, SURFACES["himmelblau"]()))
    np.testing.assert_array_equal(done.steps, twin.steps)
    np.testing.assert_allclose(done.x, twin.x, rtol=1e-4 if single else 1e-12)
    with compiling() as names:
        outcomes(surface("x^2 + b y^2 - x*y", b=3.0), rule, STARTS, **ask)
    assert [name for name in names if "outcomes" in name or "traced" in name] == []


@pytest.mark.parametrize("text", ["sin(3x) y^2 + 0.1x^2", "if(x > 1, x^2, x^4) + max(x, y)^2 + hypot(x, y)"])
def test_every_cell_of_a_typed_map_is_a_run_of_its_own(text):
    typed, rule = surface(text), OPTIMIZERS["gd"](lr=0.02)
    starts = np.stack(np.meshgrid(np.linspace(-2, 2, 5), np.linspace(-1.7, 1.9, 4)), axis=-1)
    done = outcomes(typed, rule, starts, steps=60)
    for place in np.ndindex(starts.shape[:-1]):
        run = simulate(typed, rule, tuple(starts[place]), 60)
        if not done.diverged[place]:
            np.testing.assert_allclose(done.x[place], run.x[-1], rtol=1e-12, atol=1e-14)
        assert done.diverged[place] == (run.status.kind == "diverged")


def test_a_formula_that_needs_many_registers_has_a_map_as_one_that_needs_few_does():
    parts = "a = sin(x); b = cos(x); c = sin(y); d = cos(y); p = exp(x); q = tanh(y); r = exp(y); "
    many = surface(parts + "a b c d p q r + (a + b + c) (d + p + q + r) + a b + c d + p q + r a")
    few = surface("x^2 + 2 y^2")
    machines: list[Any] = [as_field(each) for each in (few, many)]
    sizes = [machine.with_few_registers().registers.shape[0] for machine in machines]
    assert sizes[0] < sizes[1]
    rule, start = OPTIMIZERS["gd"](lr=1e-5), (0.3, 0.2)
    for each in (few, many):
        end = outcomes(each, rule, start, steps=20).x
        np.testing.assert_allclose(end, simulate(each, rule, start, 20).x[-1], rtol=1e-12)
