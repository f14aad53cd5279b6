"""Basins: each start has the colour of where it ends, and minima are lost where η is too large for them."""

from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.figures.board import CategoryMap, Points
from optviz.figures.destinations import Destinations, colours
from optviz.lecture.traps.basins import chosen_run, map_basins

from .helpers import board_of, layers, minima, shares, values_of


def destinations_of(preset: str = "", **changes: Any) -> Destinations:
    return map_basins(values_of("basins", preset, **changes))[1]


def run_of(preset: str = "", **changes: Any) -> Run:
    return chosen_run(values_of("basins", preset, **changes))


def test_gd_has_four_and_no_start_is_lost() -> None:
    ends, destinations = map_basins(values_of("basins"))
    assert ends.ends.shape == (200, 200, 2)
    assert destinations.share(0, 1, 2, 3) == 1
    run = run_of()
    assert run.status.kind == "converged"
    row, column = np.argmin(np.abs(ends.y - 4)), np.argmin(np.abs(ends.x + 1))
    chosen = destinations.critical.points[destinations.label[row, column]].point
    assert run.x[-1] == pytest.approx(chosen, abs=1e-6), "the path ends where its colour says"


def test_a_minimum_is_lost_where_eta_exceeds_two_over_its_largest_curvature() -> None:
    largest = {tuple(np.round(p.point, 2)): p.eigenvalues[1] for p in minima(destinations_of())}
    assert largest[(-3.78, -3.28)] == pytest.approx(133.8, abs=0.05)
    assert round(2 / 133.8, 5) == 0.01495
    for lr, lost in ((0.01, 0), (0.0149, 0), (0.0151, 1), (0.016, 1), (0.02, 2)):
        for place, share in shares(destinations_of(lr=lr)).items():
            # One start in 40,000 may hit it exactly.
            assert (share < 1e-4) == (lr > 2 / largest[place])
        assert sum(lr > 2 / curvature for curvature in largest.values()) == lost
    assert shares(destinations_of(lr=0.0149))[(-3.78, -3.28)] == pytest.approx(0.23, abs=0.005)


@pytest.mark.parametrize(("lr", "stays"), [(0.0149, True), (0.0151, False), (0.016, False)])
def test_near_a_minimum_the_distance_is_multiplied_by_one_minus_eta_lambda(lr: float, stays: bool) -> None:
    (point,) = [p for p in minima(destinations_of()) if p.point[0] < -3.5]
    x, y = point.point
    off = 4 * (x + y)
    hessian = [[12 * x * x + 4 * y - 42, off], [off, 12 * y * y + 4 * x - 26]]
    curvatures, directions = np.linalg.eigh(hessian)
    distance = np.zeros(0)
    for curvature, direction in zip(curvatures, directions.T, strict=True):
        run = run_of(lr=lr, steps=1000, x0=x + 1e-6 * direction[0], y0=y + 1e-6 * direction[1])
        factor = (run.x[1] - point.point) @ direction / 1e-6
        assert factor == pytest.approx(1 - lr * curvature, abs=1e-4)
        distance = np.linalg.norm(run.x - point.point, axis=1)
    # The last one started along the larger curvature.
    assert (distance[-1] < 1e-6) == stays and (distance.max() > 1e-3) == (not stays)


def test_presets_of_large_rates_leave_the_flattest() -> None:
    assert values_of("basins", "one_lost")["lr"] == 0.016 and values_of("basins", "two_left")["lr"] == 0.02
    destinations = destinations_of("two_left")
    left = [p.eigenvalues[1] for i, p in enumerate(minima(destinations)) if destinations.share(i)]
    assert sorted(left) == sorted(p.eigenvalues[1] for p in minima(destinations))[:2]


def border(label: np.ndarray) -> int:
    """How many neighbours on the map have different colours."""
    return int((label[1:] != label[:-1]).sum() + (label[:, 1:] != label[:, :-1]).sum())


def test_momentum_frays_the_borders_because_a_ball_can_cross_a_crest() -> None:
    assert border(destinations_of("momentum_frays").label) > 3 * border(destinations_of().label)
    gd, momentum = run_of("camel_gd"), run_of("camel_momentum")
    assert np.linalg.norm(gd.x[-1]) > 1 and np.linalg.norm(momentum.x[-1]) < 1e-6
    assert (np.diff(gd.value) < 1e-14).all() and (np.diff(momentum.value) > 1e-3).any(), "momentum climbs, GD never"


def test_coordinates_that_do_not_interact_have_straight_borders() -> None:
    label = destinations_of("quadrants").label
    assert (label == label[:1]).all(axis=1).sum() and len({tuple(row) for row in label.tolist()}) == 2
    assert len({tuple(column) for column in label.T.tolist()}) == 2


def test_on_a_plateau_most_starts_stay() -> None:
    ends, destinations = map_basins(values_of("basins", "plateau"))
    assert destinations.share(MOVING) > 0.85
    moved = np.hypot(ends.ends[..., 0] - ends.x[None, :], ends.ends[..., 1] - ends.y[:, None])
    assert (moved < 0.1).mean() > 0.7
    run = run_of("plateau")
    assert np.linalg.norm(run.x[-1] - run.x[0]) < 0.1


@pytest.mark.parametrize(("row", "column"), [(20, 30), (150, 170), (100, 5), (7, 199)])
def test_a_cell_of_the_map_has_the_colour_of_where_a_run_from_there_ends(row: int, column: int) -> None:
    board = board_of("basins")
    (basin_map,) = layers(board, CategoryMap)
    start = (-5 + (column + 0.5) / 20, -5 + (row + 0.5) / 20)
    run = simulate(SURFACES["himmelblau"](), OPTIMIZERS["gd"](**{"lr": 0.01}), start, 500)
    (stars,) = layers(board, Points)
    assert basin_map.number[row, column] == np.argmin(np.hypot(stars.x - run.x[-1, 0], stars.y - run.x[-1, 1]))
    assert (basin_map.x, basin_map.y) == ((-5.0, 5.0), (-5.0, 5.0))


def test_many_minima_take_turns_with_the_colours_and_the_best_has_its_own() -> None:
    destinations = destinations_of(surface="rastrigin", lr=0.002)
    categories, number = colours(destinations)
    assert [c.label for c in categories if c.label][:2] == ["the best minimum", "120 other minima"]
    np.testing.assert_array_equal(number == 0, destinations.label == 0)
    assert set(np.unique(number)) == set(range(6))


@pytest.mark.parametrize(
    ("name", "label", "changes"),
    [
        ("at none of these yet", MOVING, {"lr": 0.02}),
        ("out of the picture", LEFT, {"rule": "momentum", "lr": 0.01}),
    ],
    ids=["moving", "left"],
)
def test_starts_that_reach_no_minimum_have_colours_of_their_own(name: str, label: int, changes: dict) -> None:
    destinations = destinations_of(**changes)
    categories, number = colours(destinations)
    names = [c.label for c in categories]
    np.testing.assert_array_equal(number == names.index(name), destinations.label == label)
