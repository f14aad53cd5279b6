"""The saddle: which optimizer leaves the axis y = 0 of x² − y² when, and which never does."""

import math
from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.run import Run
from optviz.figures.board import Chart, Path, Table
from optviz.figures.palette import LIGHT, look
from optviz.lecture.traps.common import step_of_leaving
from optviz.lecture.traps.saddle import saddle_runs

from .helpers import board_of, layers, values_of

ADAPTIVE = ("adagrad", "adadelta", "rmsprop", "adam")


def runs_of(preset: str = "", **changes: Any) -> dict[str, Run]:
    return saddle_runs(values_of("saddle", preset, **changes))


def times(preset: str, **changes: Any) -> dict[str, int]:
    """The step at which each optimizer leaves the axis; all must."""
    steps = {key: step_of_leaving(run) for key, run in runs_of(preset, **changes).items()}
    return {key: step for key, step in steps.items() if step is not None}


def test_gd_multiplies_x_and_y_as_the_formula_says() -> None:
    run = runs_of("hair_gd")["gd"]
    t = np.arange(301)
    np.testing.assert_allclose(run.x[:, 0], -1.5 * 0.96**t, rtol=1e-11)
    np.testing.assert_allclose(run.x[:, 1], 0.01 * 1.04**t, rtol=1e-11)


def test_on_the_axis_gd_walks_into_it_and_stays() -> None:
    run = runs_of("ridge_gd")["gd"]
    assert (run.x[:, 1] == 0).all() and (run.status.kind, run.status.where) == ("stuck", "saddle")
    assert abs(run.x[-1, 0]) < 1e-8


def test_on_the_axis_only_noise_helps() -> None:
    runs = runs_of("ridge_all")
    assert len(runs) == 8
    for key, run in runs.items():
        assert (key == "sgd") == bool(run.x[:, 1].any())
    assert list(times("ridge_all")) == ["sgd"]


def test_momentum_and_nag_leave_sooner_than_gd() -> None:
    for preset in ("hair_all", "hair_tiny"):
        left = times(preset)
        assert max(left["momentum"], left["nag"]) < 0.5 * left["gd"]


def test_rules_that_scale_each_coordinate_hardly_care_how_near_the_axis_it_is() -> None:
    thick, thin = times("hair_all"), times("hair_tiny")
    assert values_of("saddle", "hair_tiny")["y0"] * 100 == pytest.approx(values_of("saddle", "hair_all")["y0"])
    for key in ADAPTIVE:
        assert abs(thick[key] - thin[key]) <= 5
    assert thin["gd"] - thick["gd"] > 100 and thin["momentum"] - thick["momentum"] > 25


def test_the_task_each_factor_of_100_costs_gd_117_steps() -> None:
    thick, thin = times("hair_all", y0=0.01), times("hair_all", y0=0.0001)
    assert (thick["gd"], thin["gd"]) == (118, 235)
    assert math.log(100) / math.log(1.04) == pytest.approx(117.4, abs=0.05)
    for left in (thick, thin):
        assert (left["rmsprop"], left["adam"]) == (4, 11)
    for y0 in (0.01, 0.0001):
        first = abs(runs_of("hair_all", y0=y0)["adam"].step[0])
        np.testing.assert_allclose(first, 0.1, rtol=1e-3)


def test_the_race_is_listed_by_who_leaves_first_and_curves_end_where_the_picture_does() -> None:
    board = board_of("saddle", "hair_all")
    left = [int(row[1]) for row in board.panel("race", Table).rows]
    assert left == sorted(left) and len(left) == 8
    for series in board.panel("away", Chart).series:
        inside = series.y[np.isfinite(series.y)]
        assert (inside[:-1] <= 2).all() and inside[-1] > 2
    ridge = board_of("saddle", "ridge_all")
    assert [row[1] for row in ridge.panel("race", Table).rows][1:] == ["never"] * 7


def test_it_opens_with_gd_alone() -> None:
    assert list(runs_of()) == ["gd"] and len(board_of("saddle").panel("race", Table).rows) == 1


def test_gd_is_drawn_over_the_others_and_looks_like_none_of_them() -> None:
    board = board_of("saddle", "hair_all")
    paths, curves = layers(board, Path), board.panel("away", Chart).series
    assert [path.name for path in paths if path.chosen] == ["GD"] == [curve.name for curve in curves if curve.chosen]
    assert len({path.look for path in paths}) == 8
    colours = {path.name: LIGHT.runs[look(int(path.look)).colour] for path in paths}
    gd, noisy = ([int(colours[name][k : k + 2], 16) for k in (1, 3, 5)] for name in ("GD", "GD + noise"))
    assert np.linalg.norm(np.subtract(gd, noisy)) > 150, "navy and brown, both near black, are 99 apart"


def test_noise_is_not_called_sgd_before_mini_batches_come() -> None:
    boards = board_of("saddle", "hair_all"), board_of("escape")
    for board in boards:
        names = {path.name for path in layers(board, Path)}
        assert "GD + noise" in names and "SGD" not in names
    assert "SGD" not in " ".join(row[0] for row in board_of("saddle", "hair_all").panel("race", Table).rows)
