"""A map's axes, its cells and its tiles."""

import dataclasses

import numpy as np
import pytest

from optviz.core.maps.outcomes import Goal
from optviz.core.maps.plan import Axis, Plan, basins_of, map_of, tile_of, tiles, window_axes
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.basins import LEFT, destinations
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.multistart import ends, middles
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES

HIMMELBLAU, GD, MOMENTUM = SURFACES["himmelblau"](), OPTIMIZERS["gd"](lr=0.01), OPTIMIZERS["momentum"](lr=0.01)


def start_map(rule=GD, size=(30, 20), steps=80, **more):
    return Plan(HIMMELBLAU, rule, *window_axes(HIMMELBLAU.domain), size, steps, **more)


def test_an_axis_gives_the_middles_of_its_cells():
    np.testing.assert_allclose(Axis("beta", 0.0, 1.0).values(4), [0.125, 0.375, 0.625, 0.875])
    np.testing.assert_allclose(Axis("lr", 1e-4, 1.0, log=True).values(4), 10.0 ** np.array([-3.5, -2.5, -1.5, -0.5]))
    for axis, middle in zip(window_axes(HIMMELBLAU.domain), middles(HIMMELBLAU.domain, 7), strict=True):
        np.testing.assert_allclose(axis.values(7), middle)


def test_a_cell_is_the_run_at_its_column_and_row():
    plan = Plan(
        HIMMELBLAU, MOMENTUM, Axis("lr", 1e-3, 0.1, True), Axis("beta", 0.0, 0.99), (9, 6), 60, start=(1.0, 1.0)
    )
    done = map_of(plan)
    assert done.value.shape == (6, 9) and done.x.shape == (6, 9, 2)
    for j, i in [(0, 0), (2, 7), (5, 3), (5, 8)]:
        rule = OPTIMIZERS["momentum"](lr=plan.columns.values(9)[i], beta=plan.rows.values(6)[j])
        run = simulate(HIMMELBLAU, rule, (1.0, 1.0), 60)
        assert done.diverged[j, i] == (run.status.kind == "diverged")
        if not done.diverged[j, i]:
            np.testing.assert_allclose(done.x[j, i], run.x[-1], rtol=1e-6, atol=1e-9)


def test_an_axis_may_move_one_coordinate_of_the_start_beside_a_knob():
    plan = Plan(HIMMELBLAU, GD, Axis("y", -4.0, 4.0), Axis("lr", 1e-3, 1e-2, True), (5, 4), 30, start=(2.0, 99.0))
    starts, knobs = plan.cells()
    assert (starts[..., 0] == 2.0).all() and list(knobs) == ["lr"]
    np.testing.assert_allclose(starts[2, :, 1], plan.columns.values(5))
    np.testing.assert_allclose(knobs["lr"][:, 3], plan.rows.values(4))
    run = simulate(HIMMELBLAU, OPTIMIZERS["gd"](lr=knobs["lr"][3, 0]), (2.0, float(starts[3, 0, 1])), 30)
    np.testing.assert_allclose(map_of(plan).x[3, 0], run.x[-1], rtol=1e-9)


def test_tiles_laid_on_one_another_are_the_map_to_the_bit():
    plan = start_map(size=(30, 23))
    parts = list(tiles(plan, cells=300))
    assert [part.first for part in parts] == [0, 10, 20]
    whole = map_of(plan)
    for name in ("x", "value", "move", "steps"):
        np.testing.assert_array_equal(np.concatenate([getattr(p.outcomes, name) for p in parts]), getattr(whole, name))


def test_tiles_may_be_left_between_two_and_taken_up_at_any_row():
    plan = start_map(size=(30, 23))
    first = next(tiles(plan, cells=300))
    assert first.outcomes.value.shape == (10, 30)
    np.testing.assert_array_equal(tile_of(plan, 10, 12).outcomes.value, map_of(plan).value[10:12])


def test_refined_it_is_the_same_map_in_more_cells():
    fine = start_map().at_size(60, 40)
    assert fine == dataclasses.replace(start_map(), size=(60, 40))
    assert start_map().at_size(50).size == (50, 50)


def test_its_basins_are_those_of_the_basin_section():
    plan = start_map(size=(200, 200), steps=500, single=True)
    done = map_of(plan)
    both = ends(HIMMELBLAU, GD, 500)
    wanted = destinations(critical_points(HIMMELBLAU), both.ends, both.moves)
    # In another program float32 rounds otherwise: on the border of two basins a start may fall to the other side.
    assert (basins_of(plan, done) == wanted).mean() > 0.999


def test_what_diverged_has_left():
    plan = start_map(OPTIMIZERS["gd"](lr=1.0), steps=50)
    done = map_of(plan)
    assert done.diverged.all() and (basins_of(plan, done) == LEFT).all()


def test_the_border_of_divergence_of_gradient_descent_is_two_over_the_largest_curvature():
    surface = SURFACES["quadratic"](kappa=7.0)
    axes = Axis("lr", 0.01, 1.0, True), Axis("x", 0.5, 2.0)
    plan = Plan(surface, GD, *axes, (301, 3), 5000, Goal(slope=1e-3), start=(1.0, 1.0))
    grows = map_of(plan).value > 1e3
    lrs = plan.columns.values(301)
    spacing = lrs[1] / lrs[0]
    for row in grows | map_of(plan).diverged:
        border = lrs[row].min()
        assert 2 / 7 <= border <= 2 / 7 * spacing**2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": Axis("x", 0, 1), "rows": Axis("x", 0, 2)}, "two different axes"),
        ({"columns": Axis("beta", 0.0, 0.9)}, "a knob of GD"),
        ({"columns": Axis("lr", -1.0, 1.0)}, "learning rate"),
        ({"size": (0, 5)}, "1 to 20000 cells"),
        ({"size": (5, 20_001)}, "1 to 20000 cells"),
        ({"steps": 5001}, "at most 5000"),
        ({"steps": 0}, "at least 1 step"),
        ({"start": (1.0, 2.0, 3.0)}, "2 coordinates"),
        ({"surface": SURFACES["saddle"](), "goal": Goal(loss=1.0)}, "no known minimum"),
    ],
)
def test_a_plan_that_cannot_be_is_told_in_words(change, words):
    with pytest.raises(ValueError, match=words):
        dataclasses.replace(start_map(), **change)


def test_an_axis_that_cannot_be_is_told_in_words():
    for low, high in [(1.0, 1.0), (2.0, 1.0), (0.0, float("inf")), (float("nan"), 1.0)]:
        with pytest.raises(ValueError, match="to a larger one"):
            Axis("lr", low, high)
    with pytest.raises(ValueError, match="starts above 0"):
        Axis("lr", 0.0, 1.0, log=True)
