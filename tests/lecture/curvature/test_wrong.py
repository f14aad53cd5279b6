"""What the section on where Newton goes wrong says is what its runs do."""

import numpy as np
import pytest

from optviz.core.curvature import METHODS
from optviz.figures.board import Conics, Table
from optviz.lecture.curvature.wrong import KEYS, wrong_board, wrong_runs

from .helpers import layers, values


def ends(preset: str) -> dict[str, str]:
    return {key: run.status.where for key, run in wrong_runs(values("wrong", preset, mend="all")).items()}


def test_newton_walks_to_the_top_and_the_mends_to_minima_not_all_to_the_same():
    assert ends("wrong_maximum") == {"newton": "maximum"} | dict.fromkeys(KEYS[1:], "minimum")
    runs = wrong_runs(values("wrong"))
    assert len({tuple(np.round(runs[key].x[-1], 3)) for key in KEYS[1:]}) > 1


def test_from_beales_start_newton_is_at_the_saddle_after_a_step():
    run = wrong_runs(values("wrong", "wrong_saddle"))["newton"]
    assert run.steps == 1 and run.status.where == "saddle"
    np.testing.assert_allclose(run.x[1], [0, 1], atol=1e-12)


def test_far_away_the_damped_method_alone_leaves_the_picture_and_lands_lower():
    runs = wrong_runs(values("wrong", "wrong_far"))
    (left, right), _ = runs["newton"].surface.domain
    out = {key for key, run in runs.items() if not left <= run.x[-1, 0] <= right}
    assert out == {"damped"}
    damped = runs["damped"]
    first = np.linalg.norm(damped.direction, axis=1).max()
    assert first > 8 and (np.diff(damped.value) < 0).all()


def test_no_step_of_the_trust_region_is_longer_than_its_circle_and_none_climbs():
    run = wrong_runs(values("wrong", "wrong_trust"))["trust"]
    before = run.extras["radius"][:-1]
    assert (np.linalg.norm(run.direction, axis=1) <= before * (1 + 1e-9)).all()
    assert (np.diff(run.value) <= 0).all()
    assert {0.0, 1.0} == set(run.length.tolist()), "some steps do not pay, and x stays"


def test_the_circle_that_is_drawn_has_the_radius():
    board = wrong_board(values("wrong", "wrong_trust"))
    circle = next(layer for layer in layers(board, "plane", Conics) if layer.name == "circle of trust")
    radius = wrong_runs(values("wrong", "wrong_trust"))["trust"].extras["radius"]
    np.testing.assert_allclose(np.sqrt(2 * circle.levels[0, 0] / circle.hxx[: len(radius)]), radius)


def test_the_table_tells_where_each_ends_only_once_it_is_there():
    board = wrong_board(values("wrong"))
    rows = board.panel("ends", Table).rows
    assert [row[0] for row in rows] == [METHODS[key].name for key in KEYS]
    steps = [run.steps for run in wrong_runs(values("wrong")).values()]
    assert [row[1][0][0] for row in rows] == steps


def test_saddle_free_newton_divides_by_the_size_of_each_curvature():
    run = wrong_runs(values("wrong"))["saddle_free"]
    curvatures, axes = np.linalg.eigh(run.hessian[0])
    parts = axes.T @ run.direction[0]
    assert parts == pytest.approx(-(axes.T @ run.slope[0]) / np.abs(curvatures))
