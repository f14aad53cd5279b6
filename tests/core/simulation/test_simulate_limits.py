"""Nothing that can be typed breaks a run, and nothing compiles twice."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.compiled.rule_switch import entry
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.optimizers.base import Optimizer
from optviz.core.registry import as_pytree, knobs_of
from optviz.core.simulation.simulate import simulate, simulate_all, warm_up
from optviz.core.simulation.status import Kind, hessians
from optviz.core.surfaces import SURFACES, Surface
from tests.core.helpers import compiling

BOWL = SURFACES["quadratic"](kappa=10.0)
KINDS = get_args(Kind)


def gd(lr: float) -> Optimizer:
    return OPTIMIZERS["gd"](lr=lr)


@pytest.mark.parametrize(
    "start", [(math.nan, 0.0), (0.0, math.inf), (-math.inf, math.nan), (1e308, -1e308), (1e-320, 0.0), (1e5, -1e5)]
)
@pytest.mark.parametrize("surface", SURFACES)
def test_any_start_gets_a_status(surface, start):
    runs = simulate_all(SURFACES[surface](), [OPTIMIZERS[key]() for key in TEXTBOOK], start, steps=50)
    for run in runs:
        assert run.status.kind in KINDS and run.status.reason
        if not all(map(math.isfinite, start)):
            assert run.status.kind == "diverged" and run.status.step == run.steps == 0
        assert run.step_rate.shape == (run.steps,) and run.distance.shape == (run.steps + 1,)
        assert run.quantities["x_next"].shape == (run.steps, 2)


def knob_values(knob):
    edges = st.sampled_from([knob.low, knob.high, knob.default])
    return edges | st.floats(knob.low, knob.high, allow_nan=False)


@st.composite
def racer(draw):
    kind = OPTIMIZERS[draw(st.sampled_from(TEXTBOOK))]
    return kind(**{knob.key: draw(knob_values(knob)) for knob in knobs_of(kind)})


@st.composite
def surface(draw):
    kind = SURFACES[draw(st.sampled_from(list(SURFACES)))]
    return kind(**{knob.key: draw(knob_values(knob)) for knob in knobs_of(kind)})


@given(
    surface(),
    st.lists(racer(), max_size=6),
    st.tuples(st.floats(), st.floats()),
    st.integers(1, 1500),
    st.floats(0, 1e6),
)
def test_no_knob_start_or_noise_ever_raises(surface, racers, start, steps, noise):
    for run in simulate_all(surface, racers, start, steps, noise):
        assert run.status.kind in KINDS
        assert 0 <= run.steps <= steps
        assert np.isfinite(run.x[:-1]).all() and np.isfinite(run.value[:-1]).all()
        assert run.status.kind == "diverged" or run.steps == steps


def test_a_surface_and_a_rule_made_in_a_notebook_race_too():
    @as_pytree
    class Valley(Surface):
        key, name = "valley", "Valley"
        starts = ((1.0, 1.0),)
        depth: float = 2.0

        def __call__(self, x):
            return self.depth * x[0] ** 2 + jnp.abs(x[1])

    @as_pytree
    class HalfWay(Optimizer):
        key, name = "half", "Half way"
        share: float = 0.5

        def init(self, x):
            return ()

        def update(self, grad, state, x):
            return -self.share * x, state

    run = simulate(Valley(depth=3.0), HalfWay(), steps=4)
    assert run.x.tolist() == [[0.5**t] * 2 for t in range(5)]
    assert run.value[0] == 4.0 and run.state == {}


def test_a_knob_moves_without_compiling_again():
    rule = OPTIMIZERS["momentum"]
    simulate(BOWL, rule(), steps=10)
    hessians(BOWL, np.zeros((1, 2)))
    with compiling() as names:
        for lr, surface, steps in [(0.5, "beale", 3), (1.0, "ackley", 700), (2.0, "cliff", 2500)]:
            simulate(SURFACES[surface](), rule(lr=lr), (0.1, 0.2), steps, noise=0.1, seed=2)
        simulate(SURFACES["quadratic"](kappa=77.0), rule(beta=0.1))
    assert not names


def test_the_textbook_rules_share_one_program_but_for_nag():
    layouts = {key: entry(OPTIMIZERS[key](), second_gradient=True).switch for key in OPTIMIZERS}
    assert len({layouts[key] for key in TEXTBOOK}) == 2
    assert len(set(layouts.values())) == 4, "and the zoo another, but for L-BFGS"


def test_sessions_that_start_together_make_a_program_once():
    @as_pytree
    class Slow(Optimizer):
        lr: float = 0.1

        def init(self, x):
            made.append(1)
            return ()

        def update(self, grad, state, x):
            return -self.lr * grad, state

    made: list[int] = []
    simulate(BOWL, Slow())
    alone, made[:] = len(made), []

    @as_pytree
    class Again(Slow):
        pass

    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: simulate(BOWL, Again()), range(8)))
    assert len(made) == alone
    assert all(np.array_equal(run.x, runs[0].x) for run in runs)


def test_whole_numbers_will_do_for_knobs_and_starts():
    assert np.array_equal(simulate(BOWL, gd(1), (1, 2), 3).x, simulate(BOWL, gd(1.0), (1.0, 2.0), 3).x)


def test_an_empty_race_has_no_runs():
    assert simulate_all(BOWL, []) == ()


def test_after_warming_up_no_textbook_rule_compiles_again():
    warm_up()
    with compiling() as names:
        for key in TEXTBOOK:
            simulate(SURFACES["easom"](), OPTIMIZERS[key]())
            simulate(BOWL, OPTIMIZERS[key](), noise=0.2)
    assert not names
