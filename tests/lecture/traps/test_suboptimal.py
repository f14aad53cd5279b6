"""Suboptimal: critical points are classified as the text says, and GD rests where the slope is zero."""

import itertools
import re
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.simulation.critical import CriticalPoints, critical_points
from optviz.core.simulation.run import Run
from optviz.core.surfaces import SURFACES, Surface
from optviz.figures.board import Metrics, Points, Table
from optviz.lecture.own import surface_of
from optviz.lecture.traps import PAGE
from optviz.lecture.traps.common import gd_run
from optviz.lecture.traps.suboptimal import STEPS

from .helpers import board_of, layers, values_of


def run_of(preset: str = "", **changes: Any) -> tuple[Run, CriticalPoints]:
    values = values_of("suboptimal", preset, **changes)
    return gd_run(values, STEPS), critical_points(surface_of(values))


def counts(critical: CriticalPoints) -> list[int]:
    return [len(critical.of(kind)) for kind in ("minimum", "saddle", "maximum")]


def test_the_camel_has_15_critical_points_and_two_global_minima() -> None:
    _, critical = run_of()
    assert len(critical.points) == 15 and len(critical.lowest) == 2
    assert counts(critical) == [6, 7, 2]


def test_gd_rests_at_the_worst_minimum_while_a_better_exists() -> None:
    run, critical = run_of("stuck_high")
    assert tuple(run.x[0]) == (-1.9, -1.0) and run.status.kind == "converged"
    assert run.value[-1] == pytest.approx(2.10, abs=0.005) == critical.of("minimum")[-1].value
    assert critical.lowest[0].value == pytest.approx(-1.03, abs=0.005)
    best, _ = run_of("found_best")
    assert best.status.kind == "converged" and best.value[-1] == pytest.approx(critical.lowest[0].value)


def test_a_start_at_a_saddle_or_maximum_never_moves_a_start_beside_it_leaves() -> None:
    run, critical = run_of("on_the_saddle")
    assert not run.step.any() and run.status.where == "saddle"
    for point in (*critical.of("saddle"), *critical.of("maximum")):
        away, _ = run_of(x0=point.point[0] + 1e-3, y0=point.point[1] + 1e-3)
        assert (away.status.kind, away.status.where) == ("converged", "minimum")


def test_straight_along_the_axis_gd_walks_into_the_saddle() -> None:
    run, _ = run_of("along_the_ridge")
    assert (run.status.kind, run.status.where) == ("stuck", "saddle") and (run.x[:, 1] == 0).all()
    np.testing.assert_allclose(run.x[:, 0], -1.5 * 0.9 ** np.arange(201), rtol=1e-12)


def test_himmelblau_has_four_passes_between_four_valleys() -> None:
    _, critical = run_of("nine_points")
    assert counts(critical) == [4, 4, 1]
    hill = critical.of("maximum")[0].point
    assert np.linalg.norm(hill) < 1, "in the middle"


def test_the_hessian_does_not_decide_at_the_monkey_saddle() -> None:
    _, critical = run_of("no_verdict")
    (point,) = critical.points
    assert point.degenerate and point.eigenvalues == pytest.approx((0, 0), abs=1e-6) and point.where == "saddle"


def test_rastrigin_has_441() -> None:
    _, critical = run_of("very_many")
    assert len(critical.points) == 441


def test_critical_points_are_marked_by_kind_and_numbered_as_in_the_table() -> None:
    board = board_of("suboptimal")
    marks = layers(board, Points)
    assert [(m.name, m.mark, len(m.x)) for m in marks] == [
        ("minimum", "star", 6),
        ("saddle", "cross", 7),
        ("maximum", "triangle", 2),
    ]
    assert list(itertools.chain(*(m.labels for m in marks))) == [str(i + 1) for i in range(15)]
    table = board.panel("points", Table)
    assert [row[1] for row in table.rows] == ["minimum"] * 6 + ["saddle"] * 7 + ["maximum"] * 2
    assert table.title == "6 minima, 7 saddles, 2 maxima"


def test_of_very_many_critical_points_forty_are_listed_and_all_are_marked() -> None:
    board = board_of("suboptimal", surface="rastrigin", lr=0.002)
    assert sum(len(m.x) for m in layers(board, Points)) == 441
    rows = board.panel("points", Table).rows
    assert len(rows) == 41 and rows[-1][:2] == ("…", "401 more")


def test_a_plateau_is_named_with_its_share_of_the_window() -> None:
    metrics = board_of("suboptimal", surface="easom").panel("result", Metrics).metrics
    assert metrics[-1].values == "54 % of the window"


def finite_differences(surface: Surface, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    """The matrix of second derivatives of a surface at a point, by central differences."""
    axes = np.eye(2) * h
    f = [[[float(surface(jnp.array(x + s * a + r * b))) for s, r in SIGNS] for b in axes] for a in axes]
    return np.array([[(pp - pm - mp + mm) / (4 * h * h) for pp, pm, mp, mm in row] for row in f])


SIGNS = ((1, 1), (1, -1), (-1, 1), (-1, -1))


def numbers(text: str) -> list[float]:
    """The numbers of a matrix or a list as the board writes them."""
    powers = re.sub(r" ?\\cdot 10\^\{(-?\d+)\}", r"e\1", text.replace("−", "-"))
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", powers)]


@pytest.mark.parametrize("surface", ["saddle", "six_hump_camel", "himmelblau"])
def test_the_hessian_on_the_board_is_that_of_the_point_at_the_playhead(surface: str) -> None:
    changes = {"surface": surface, "x0": -0.7, "y0": 0.4, "lr": 0.005}
    run, _ = run_of(**changes)
    metrics = board_of("suboptimal", **changes).panel("result", Metrics).metrics
    matrices, eigenvalues = (metric.values for metric in metrics[1:3])
    assert len(matrices) == len(run.x)
    for t in (0, 7, 40):
        hessian = finite_differences(run.surface, run.x[t])
        assert numbers(matrices[t]) == pytest.approx(hessian.ravel().tolist(), rel=6e-3, abs=1e-2)
        assert numbers(eigenvalues[t]) == pytest.approx(np.linalg.eigvalsh(hessian).tolist(), rel=6e-3, abs=1e-2)


def test_the_example_of_the_text_is_the_saddles_hessian() -> None:
    hessian = finite_differences(SURFACES["saddle"](), np.array([0.3, -0.2]))
    np.testing.assert_allclose(hessian, [[2, 0], [0, -2]], atol=1e-5)
    assert r"2 & 0 \\ 0 & -2" in PAGE.text("suboptimal").body


def test_a_wide_picture_leaves_room_for_a_chart_below_and_others_do_not() -> None:
    for surface in SURFACES:
        (x_low, x_high), (y_low, y_high) = SURFACES[surface]().domain
        keys = {panel.key for panel in board_of("suboptimal", surface=surface).panels}
        assert ("loss" in keys) == ((x_high - x_low) / (y_high - y_low) >= 1.5)
