"""Many starts at once do what one does alone; a map in float32 tells what float64 tells, but for the borders."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.registry import as_pytree
from optviz.core.simulation.multistart import MAX_BALLS, ends, middles, slopes, swarm
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Surface
from tests.core.helpers import compiling

RULES = [key for key in TEXTBOOK if key != "sgd"]
STARTS = np.array([(-4.0, 3.0), (0.5, -2.0), (4.5, 4.5), (0.0, 0.1), (-1.0, -4.0)])


@pytest.mark.parametrize("key", RULES)
def test_every_ball_of_a_swarm_rolls_as_a_run_of_its_own(key):
    surface, rule = SURFACES["himmelblau"](), OPTIMIZERS[key](lr=0.01)
    balls = swarm(surface, rule, STARTS, 150)
    assert balls.x.shape == (151, 5, 2) and balls.steps.tolist() == list(range(151))
    for i, start in enumerate(STARTS):
        run = simulate(surface, rule, tuple(start), 150)
        np.testing.assert_allclose(balls.x[: len(run.x), i], run.x, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("key", list(SURFACES)[:19])
def test_a_swarm_knows_every_surface(key):
    surface, rule = SURFACES[key](), OPTIMIZERS["adam"](lr=0.05)
    balls = swarm(surface, rule, np.array(surface.starts), 60)
    for i, start in enumerate(surface.starts):
        np.testing.assert_allclose(balls.x[:, i], simulate(surface, rule, start, 60).x, rtol=1e-8, atol=1e-8)


def test_gradient_descent_on_a_bowl_is_a_power_of_one_minus_eta_lambda():
    x0 = np.random.default_rng(1).uniform(-2, 2, (MAX_BALLS, 2))
    balls = swarm(SURFACES["quadratic"](kappa=4.0), OPTIMIZERS["gd"](lr=0.1), x0, 100)
    t = np.arange(101)[:, None, None]
    np.testing.assert_allclose(balls.x, x0 * np.array([0.9, 0.6]) ** t, rtol=1e-11, atol=1e-300)


def test_a_long_record_is_thinned_and_ends_with_the_last_step():
    surface, rule = SURFACES["himmelblau"](), OPTIMIZERS["momentum"](lr=0.001)
    balls = swarm(surface, rule, STARTS, 501)
    assert balls.steps.tolist() == [*range(0, 502, 3)] and len(balls.x) == len(balls.steps)
    odd = swarm(surface, rule, STARTS, 500)
    assert odd.steps[-3:].tolist() == [495, 498, 500]
    run = simulate(surface, rule, tuple(STARTS[0]), 500)
    np.testing.assert_allclose(odd.x[:, 0], run.x[odd.steps], rtol=1e-9)


def test_balls_that_fly_off_are_not_clipped():
    balls = swarm(SURFACES["himmelblau"](), OPTIMIZERS["gd"](lr=1.0), STARTS, 50)
    assert not np.isfinite(balls.x[-1]).any()
    map_ = ends(SURFACES["himmelblau"](), OPTIMIZERS["gd"](lr=1.0), 50)
    assert np.isnan(map_.ends).all()


def plain_gd(slope, x, lr, steps):
    for _ in range(steps):
        x = x - lr * slope(x)
    return x


def himmelblau_slope(p):
    x, y = p[..., 0], p[..., 1]
    a, b = x * x + y - 11, x + y * y - 7
    return np.stack([4 * x * a + 2 * b, 2 * a + 4 * y * b], axis=-1)


def test_slopes_are_those_worked_by_hand():
    points = np.random.default_rng(4).uniform(-5, 5, (30, 2))
    np.testing.assert_allclose(slopes(SURFACES["himmelblau"](), points), himmelblau_slope(points), rtol=1e-12)


def test_a_map_of_himmelblau_ends_where_a_numpy_loop_ends():
    map_ = ends(SURFACES["himmelblau"](), OPTIMIZERS["gd"](lr=0.01), 500)
    starts = np.stack(np.meshgrid(map_.x, map_.y), axis=-1)
    by_loop = plain_gd(himmelblau_slope, starts, 0.01, 500)
    apart = np.abs(map_.ends - by_loop).max(axis=-1)
    assert (apart < 1e-4).mean() > 0.998
    assert np.median(map_.moves) < 1e-5


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("surface", ["six_hump_camel", "ackley", "rastrigin"])
def test_a_map_ends_where_runs_in_float64_end(key, surface):
    made, rule = SURFACES[surface](), OPTIMIZERS[key](lr=0.003)
    map_ = ends(made, rule, 60)
    rows, columns = np.random.default_rng(5).integers(0, 200, (2, 150))
    balls = swarm(made, rule, np.stack([map_.x[columns], map_.y[rows]], axis=1), 60)
    apart = np.hypot(*(map_.ends[rows, columns] - balls.x[-1]).T)
    # RMSprop never settles: it hops about the minimum by up to η/√(1−ρ).
    assert (apart < (0.01 if key == "rmsprop" else 0.002)).mean() > 0.97


def test_stopping_early_changes_nothing():
    surface, rule = SURFACES["quadratic"](kappa=2.0), OPTIMIZERS["gd"](lr=0.4)
    short, long = ends(surface, rule, 300), ends(surface, rule, 5000)
    np.testing.assert_array_equal(short.ends, long.ends)


def test_starts_are_the_middles_of_cells():
    x, y = middles(((0.0, 2.0), (-1.0, 1.0)), 4)
    assert x.tolist() == [0.25, 0.75, 1.25, 1.75] and y.tolist() == [-0.75, -0.25, 0.25, 0.75]
    map_ = ends(SURFACES["booth"](), OPTIMIZERS["gd"](lr=0.0001), 1)
    assert map_.ends.shape == (200, 200, 2)
    np.testing.assert_allclose(map_.ends[..., 0] - map_.x[None, :], 0, atol=0.03)
    np.testing.assert_allclose(map_.ends[..., 1] - map_.y[:, None], 0, atol=0.03)


def test_all_rules_knobs_and_surfaces_share_one_program():
    ends(SURFACES["booth"](), OPTIMIZERS["gd"](), 3)
    ends(SURFACES["booth"](), OPTIMIZERS["nag"](), 3)  # it looks ahead: a map of it has its own
    swarm(SURFACES["booth"](), OPTIMIZERS["gd"](), STARTS, 3)
    with compiling() as names:
        for key in RULES:
            ends(SURFACES["matyas"](), OPTIMIZERS[key](lr=0.5), 7)
            swarm(SURFACES["cliff"](), OPTIMIZERS[key](lr=0.2), STARTS[:2], 9)
    assert not names


def test_what_cannot_run_is_told_in_words():
    surface, gd = SURFACES["booth"](), OPTIMIZERS["gd"]()
    with pytest.raises(ValueError, match="does not run on many starts at once"):
        ends(surface, OPTIMIZERS["lion"]())
    with pytest.raises(ValueError, match="401 balls are too many"):
        swarm(surface, gd, np.zeros((401, 2)))
    for steps in (0, 5001):
        with pytest.raises(ValueError, match="1 to 5000 steps"):
            ends(surface, gd, steps)


def test_a_surface_from_a_notebook_has_a_map_too():
    @as_pytree
    class Bowl(Surface):
        """x² + 2y²."""

        domain = ((-1.0, 1.0), (-1.0, 1.0))

        def __call__(self, x):
            return x[0] ** 2 + 2 * x[1] ** 2

    map_ = ends(Bowl(), OPTIMIZERS["gd"](lr=0.1), 10)
    np.testing.assert_allclose(map_.ends[..., 0], np.broadcast_to(map_.x * 0.8**10, (200, 200)), rtol=1e-5)


@settings(max_examples=40, deadline=None)
@given(
    key=st.sampled_from(RULES),
    surface=st.sampled_from(list(SURFACES)[:19]),
    lr=st.sampled_from([0.0, 1e-5, 0.1, 1e3]),
    start=st.tuples(st.floats(), st.floats()),
)
def test_any_ball_from_anywhere_gives_rows_and_never_an_exception(key, surface, lr, start):
    balls = swarm(SURFACES[surface](), OPTIMIZERS[key](lr=lr), np.array([start]), 20)
    assert balls.x.shape == (21, 1, 2)
