"""Where starts end: the map's labels against a loop over all critical points."""

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.basins import LEFT, MOVING, destinations, reach
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.multistart import ends
from optviz.core.surfaces import SURFACES


def label(landscape, end, move=0.0):
    return int(destinations(landscape, np.array(end, dtype=float), np.array(move)))


@pytest.mark.parametrize("key", ["himmelblau", "six_hump_camel", "rastrigin", "ackley", "griewank", "easom"])
def test_each_point_near_a_critical_point_gets_its_label(key):
    landscape = critical_points(SURFACES[key]())
    near = reach(landscape)
    points = np.array([p.point for p in landscape.points])
    rng = np.random.default_rng(3)
    (x_low, x_high), (y_low, y_high) = landscape.window
    anywhere = rng.uniform([x_low, y_low], [x_high, y_high], (4000, 2))
    close = points[rng.integers(len(points), size=4000)] + rng.uniform(-near, near, (4000, 2))
    for p in (anywhere, close):
        inside = (p >= [x_low, y_low]).all(1) & (p <= [x_high, y_high]).all(1)
        far = np.hypot(*(p[:, None] - points[None]).transpose(2, 0, 1))
        wanted = np.where(~inside, LEFT, np.where(far.min(1) < near, far.argmin(1), MOVING))
        np.testing.assert_array_equal(destinations(landscape, p, np.zeros(4000)), wanted)


def test_whoever_only_passes_a_minimum_is_still_moving():
    landscape = critical_points(SURFACES["himmelblau"]())
    minimum = landscape.points[0].point
    assert label(landscape, minimum) == 0
    assert label(landscape, minimum, move=1.0) == MOVING
    assert label(landscape, minimum, move=np.nan) == MOVING


def test_outside_the_window_or_not_finite_has_left():
    landscape = critical_points(SURFACES["himmelblau"]())
    for end in [(5.1, 0), (0, -9), (np.inf, 0), (np.nan, 0), (0, np.nan)]:
        assert label(landscape, end) == LEFT
    assert label(landscape, (1.0, 1.0)) == MOVING


def test_the_basins_of_styblinski_tang_are_its_quadrants():
    # The coordinates do not interact: each falls to the side of the hilltop, 0.156731…, on which it starts.
    top = np.sort(np.roots([4, 0, -32, 5]).real)[1]
    surface = SURFACES["styblinski_tang"]()
    landscape = critical_points(surface)
    map_ = ends(surface, OPTIMIZERS["gd"](lr=0.01), 500)
    labels = destinations(landscape, map_.ends, map_.moves)
    minima = np.array([p.point for p in landscape.points])
    assert (labels >= 0).all()
    np.testing.assert_array_equal(minima[labels][..., 0] > 0, np.broadcast_to(map_.x > top, (200, 200)))
    np.testing.assert_array_equal(minima[labels][..., 1] > 0, np.broadcast_to((map_.y > top)[:, None], (200, 200)))


def test_two_critical_points_never_share_a_place():
    landscape = critical_points(SURFACES["rastrigin"]())
    points = np.array([p.point for p in landscape.points])
    gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + np.eye(len(points))
    assert 0.15 < reach(landscape) < gaps.min() / 2
    assert reach(critical_points(SURFACES["booth"]())) == pytest.approx(0.02 * 12)


def test_without_critical_points_there_are_only_two_fates():
    landscape = critical_points(SURFACES["booth"](), ((-5.0, -4.0), (-3.0, -2.0)))
    assert landscape.points == ()
    assert label(landscape, (-4.5, -2.5)) == MOVING and label(landscape, (0, 0)) == LEFT
