"""Curves against what has been asked for: one gradient a step, two for SAM, a method's own counts."""

import numpy as np
import pytest

from optviz.core.curvature import METHODS, minimize
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Chart
from optviz.figures.race_board import race_board
from optviz.figures.race_cost import COST_LABEL, cost_of
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.race import run_scene

RACE = "surface=rosenbrock&run=gd,lr:0.001&run=sam,lr:0.001&run=bfgs&run=adam,cosine,ema:0.9&steps=40&curves=4"


def charts(query: str) -> list[Chart]:
    return [panel for panel in race_board(run_scene(from_query(query)[0])).panels if isinstance(panel, Chart)]


def test_a_step_costs_one_gradient_sams_two_and_a_methods_what_it_counted() -> None:
    gd, sam, bfgs, adam = run_scene(from_query(RACE)[0]).runs
    np.testing.assert_array_equal(cost_of(gd), np.arange(41))
    np.testing.assert_array_equal(cost_of(sam), 2 * np.arange(41))
    np.testing.assert_array_equal(cost_of(adam), np.arange(41))
    alone = minimize(SURFACES["rosenbrock"](), METHODS["bfgs"](), None, 40)
    np.testing.assert_array_equal(cost_of(bfgs), alone.asked("value", "slope", "product"))


@pytest.mark.parametrize("more", ["", "&run=newton,off"])
def test_every_curve_lies_over_the_cost_where_that_is_asked_for_and_over_the_step_else(more: str) -> None:
    plain, dear = charts(RACE + more), charts(f"{RACE}{more}&cost=1")
    assert len(plain) == len(dear) == 5
    for before, after in zip(plain, dear, strict=True):
        assert (before.x_label, after.x_label) == ("", COST_LABEL)
        for one, other in zip(before.series, after.series, strict=True):
            np.testing.assert_array_equal(one.y, other.y)
            assert one.x is None and other.x is not None and len(other.x) == len(other.y)


def test_a_link_keeps_what_the_curves_are_drawn_against() -> None:
    scene, ignored = from_query("surface=beale&run=gd&cost=1")
    assert scene.cost and not ignored
    assert "cost=1" in to_query(scene)
    assert "cost" not in to_query(scene.replace(cost=False))
    assert from_query("surface=beale&run=gd&cost=maybe")[1]
