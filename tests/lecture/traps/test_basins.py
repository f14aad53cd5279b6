"""What the sections on the gradient, many starts, critical points and basins say is what happens in them."""

import numpy as np
import pytest

from optviz.core.simulation.basins import LEFT, MOVING
from optviz.lecture.traps.common import arrivals, arrows, in_sight, surface_of

from .helpers import opened, values_of


def minima(fates):
    return fates.landscape.of("minimum")


def shares(fates):
    """The share of starts at each minimum, by its place rounded to two digits."""
    return {tuple(np.round(p.point, 2)): fates.share(i) for i, p in enumerate(minima(fates))}


# ---- gradient ---------------------------------------------------------------------------------


def test_gradient_the_path_is_the_formula_in_a_python_loop():
    run = opened("gradient")
    x, y = -2.5, 1.5
    for t in range(100):
        x, y = x - 0.05 * x, y - 0.05 * (10 * y)
        assert run.x[t + 1] == pytest.approx((x, y), rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("surface", ["quadratic", "himmelblau", "rosenbrock", "ackley"])
def test_gradient_arrows_stand_at_right_angles_to_the_level_lines_and_point_downhill(surface):
    f = surface_of({"surface": surface})
    x, y, down = arrows(surface)
    assert len(x) == 225
    for a, b, step in list(zip(x, y, down, strict=True))[::17]:
        size = np.linalg.norm(step)
        if size < 1e-6:
            continue
        unit, h = step / size, 1e-5
        across = np.array([-unit[1], unit[0]])
        along = [
            (float(f(np.array([a, b]) + h * w)) - float(f(np.array([a, b]) - h * w))) / (2 * h) for w in (across, unit)
        ]
        assert abs(along[0]) < 1e-5 * size + 1e-6, "f is level across the arrow"
        assert along[1] == pytest.approx(-size, rel=1e-4, abs=1e-6), "f falls along it by as much as it is long"


def test_gradient_the_arrows_do_not_point_at_the_minimum_so_the_path_bends():
    run = opened("gradient")
    towards = run.x[0] / np.linalg.norm(run.x[0])
    slope = run.slope[0] / np.linalg.norm(run.slope[0])
    assert abs(towards @ slope) < 0.8
    turns = np.cross(np.c_[run.step[:-1], np.zeros(99)], np.c_[run.step[1:], np.zeros(99)])[:, 2]
    assert np.abs(turns[:5]).min() > 1e-6


def test_gradient_small_steps_cross_level_lines_at_right_angles():
    run = opened("gradient", "straight_down")
    assert run.optimizer.lr == 0.01
    cosines = (
        (run.step * run.slope[:-1]).sum(1) / np.linalg.norm(run.step, axis=1) / np.linalg.norm(run.slope[:-1], axis=1)
    )
    np.testing.assert_allclose(cosines, -1)


def test_gradient_the_task_0_2_is_the_limit_and_there_y_jumps_for_ever():
    edge = opened("gradient", lr=0.2)
    np.testing.assert_allclose(np.abs(edge.x[:, 1]), 1.5, rtol=1e-12)
    assert (edge.x[1:, 1] * edge.x[:-1, 1] < 0).all()
    below, beyond = opened("gradient", "zigzag"), opened("gradient", "beyond")
    assert (below.x[1:30, 1] * below.x[:29, 1] < 0).all() and abs(below.x[-1, 1]) < 1e-4
    assert abs(beyond.x[-1, 1]) > 1e4 and abs(beyond.x[-1, 0]) < 1e-9, "only the steep direction flies off"


def test_gradient_presets_on_other_surfaces():
    valley = opened("gradient", "curved_valley")
    assert np.abs(valley.x[3:, 1] - valley.x[3:, 0] ** 2).max() < 0.1, "along the curved floor y = x²"
    assert (np.diff(valley.value) < 0).all()
    four = opened("gradient", "four_minima")
    assert four.status.kind == "converged" and len(four.surface.minima) == 4


# ---- many starts ------------------------------------------------------------------------------


def test_balls_four_minima_equally_deep_get_a_quarter_each():
    swarm, fates = opened("balls")
    assert swarm.x.shape[1] == 144
    assert [p.value for p in minima(fates)] == pytest.approx([0] * 4, abs=1e-12)
    for share in shares(fates).values():
        assert share == pytest.approx(0.25, abs=0.02)


def test_balls_momentum_brings_more_to_the_best_of_three():
    (_, gd), (_, momentum) = opened("balls", "balls_gd"), opened("balls", "balls_momentum")
    assert len(minima(gd)) == 3 and len(gd.landscape.lowest) == 1
    assert round(100 * gd.share_lowest) == 46 and round(100 * momentum.share_lowest) == 60


def test_balls_six_minima_two_of_them_the_best():
    _, fates = opened("balls", "balls_camel")
    assert len(minima(fates)) == 6 and len(fates.landscape.lowest) == 2
    assert fates.share(*range(6)) == 1


def test_balls_on_rastrigin_end_in_a_hollow_each():
    swarm, fates = opened("balls", "balls_rastrigin")
    assert swarm.x.shape[1] == 400 and (fates.label >= 0).all()
    assert len(fates.counts) == 121 == len(minima(fates))


def test_balls_leave_the_saddle_unless_a_row_starts_on_its_ridge():
    swarm, fates = opened("balls", "balls_saddle")
    assert fates.share(LEFT) == 1
    seen = in_sight(swarm, fates)
    assert seen[0] == 144 and seen[-1] == 0
    assert (np.abs(swarm.x[-1, :, 0]) < 1e-8).all() and (np.abs(swarm.x[-1, :, 1]) > 2).all()
    swarm, odd = opened("balls", "balls_saddle", side=11)
    assert odd.counts[0] == 11 and odd.landscape.points[0].where == "saddle"
    np.testing.assert_array_equal(swarm.x[0, odd.label == 0, 1], 0)


def test_balls_at_a_large_rate_all_fly_off():
    swarm, fates = opened("balls", "balls_fly")
    assert fates.share(LEFT) == 1 and not np.isfinite(swarm.x[-1]).any()


def test_balls_that_have_arrived_are_counted_step_by_step():
    swarm, fates = opened("balls")
    counts = arrivals(swarm, fates)
    assert counts.shape == (len(swarm.steps), 4)
    assert counts[0].sum() < 5 and counts[-1].sum() == 144
    assert counts[-1].tolist() == [fates.counts[i] for i in range(4)]


# ---- suboptimal -------------------------------------------------------------------------------


def test_suboptimal_the_camel_has_15_critical_points_and_two_global_minima():
    _, landscape = opened("suboptimal")
    assert len(landscape.points) == 15 and len(landscape.lowest) == 2
    assert [len(landscape.of(kind)) for kind in ("minimum", "saddle", "maximum")] == [6, 7, 2]


def test_suboptimal_gd_rests_at_the_worst_minimum_while_a_better_exists():
    run, landscape = opened("suboptimal", "stuck_high")
    assert tuple(run.x[0]) == (-1.9, -1.0) and run.status.kind == "converged"
    assert run.value[-1] == pytest.approx(2.10, abs=0.005) == landscape.of("minimum")[-1].value
    assert landscape.lowest[0].value == pytest.approx(-1.03, abs=0.005)
    best, _ = opened("suboptimal", "found_best")
    assert best.status.kind == "converged" and best.value[-1] == pytest.approx(landscape.lowest[0].value)


def test_suboptimal_a_start_at_a_saddle_or_maximum_never_moves_a_start_beside_it_leaves():
    run, landscape = opened("suboptimal", "on_the_saddle")
    assert not run.step.any() and run.status.where == "saddle"
    for point in (*landscape.of("saddle"), *landscape.of("maximum")):
        away, _ = opened("suboptimal", x0=point.point[0] + 1e-3, y0=point.point[1] + 1e-3)
        assert (away.status.kind, away.status.where) == ("converged", "minimum")


def test_suboptimal_along_a_ridge_gd_walks_into_the_saddle():
    run, _ = opened("suboptimal", "along_the_ridge")
    assert (run.status.kind, run.status.where) == ("stuck", "saddle") and (run.x[:, 1] == 0).all()
    np.testing.assert_allclose(run.x[:, 0], -1.5 * 0.9 ** np.arange(201), rtol=1e-12)


def test_suboptimal_himmelblau_has_four_passes_between_four_valleys():
    _, landscape = opened("suboptimal", "nine_points")
    assert [len(landscape.of(kind)) for kind in ("minimum", "saddle", "maximum")] == [4, 4, 1]
    hill = landscape.of("maximum")[0].point
    assert np.linalg.norm(hill) < 1, "in the middle"


def test_suboptimal_the_hessian_is_silent_at_the_monkey_saddle():
    _, landscape = opened("suboptimal", "no_verdict")
    (point,) = landscape.points
    assert point.degenerate and point.eigenvalues == pytest.approx((0, 0), abs=1e-6) and point.where == "saddle"


def test_suboptimal_rastrigin_has_441():
    _, landscape = opened("suboptimal", "very_many")
    assert len(landscape.points) == 441


# ---- basins -----------------------------------------------------------------------------------


def test_basins_gd_has_four_and_no_start_is_lost():
    found, fates, run = opened("basins")
    assert found.ends.shape == (200, 200, 2)
    assert fates.share(0, 1, 2, 3) == 1
    assert run.status.kind == "converged"
    row, column = np.argmin(np.abs(found.y - 4)), np.argmin(np.abs(found.x + 1))
    chosen = fates.landscape.points[fates.label[row, column]].point
    assert run.x[-1] == pytest.approx(chosen, abs=1e-6), "the path ends where its colour says"


def test_basins_a_minimum_is_lost_where_eta_exceeds_two_over_its_largest_curvature():
    largest = {tuple(np.round(p.point, 2)): p.eigenvalues[1] for p in minima(opened("basins")[1])}
    assert largest[(-3.78, -3.28)] == pytest.approx(133.8, abs=0.05)
    assert round(2 / 133.8, 5) == 0.01495
    for lr, lost in ((0.01, 0), (0.0149, 0), (0.0151, 1), (0.016, 1), (0.02, 2)):
        for place, share in shares(opened("basins", lr=lr)[1]).items():
            # One start in 40,000 may hit it exactly.
            assert (share < 1e-4) == (lr > 2 / largest[place])
        assert sum(lr > 2 / one for one in largest.values()) == lost
    assert shares(opened("basins", lr=0.0149)[1])[(-3.78, -3.28)] == pytest.approx(0.23, abs=0.005)


@pytest.mark.parametrize(("lr", "stays"), [(0.0149, True), (0.0151, False), (0.016, False)])
def test_basins_near_a_minimum_the_distance_is_multiplied_by_one_minus_eta_lambda(lr, stays):
    (point,) = [p for p in minima(opened("basins")[1]) if p.point[0] < -3.5]
    x, y = point.point
    off = 4 * (x + y)
    hessian = [[12 * x * x + 4 * y - 42, off], [off, 12 * y * y + 4 * x - 26]]
    values, vectors = np.linalg.eigh(hessian)
    for value, way in zip(values, vectors.T, strict=True):
        _, _, run = opened("basins", lr=lr, steps=1000, x0=x + 1e-6 * way[0], y0=y + 1e-6 * way[1])
        factor = (run.x[1] - point.point) @ way / 1e-6
        assert factor == pytest.approx(1 - lr * value, abs=1e-4)
    # The last one started along the larger curvature.
    far = np.linalg.norm(run.x - point.point, axis=1)
    assert (far[-1] < 1e-6) == stays and (far.max() > 1e-3) == (not stays)


def test_basins_presets_of_large_rates_leave_the_flattest():
    assert values_of("basins", "one_lost")["lr"] == 0.016 and values_of("basins", "two_left")["lr"] == 0.02
    fates = opened("basins", "two_left")[1]
    left = [p.eigenvalues[1] for i, p in enumerate(minima(fates)) if fates.share(i)]
    assert sorted(left) == sorted(p.eigenvalues[1] for p in minima(fates))[:2]


def border(label):
    """How many neighbours on the map have different colours."""
    return int((label[1:] != label[:-1]).sum() + (label[:, 1:] != label[:, :-1]).sum())


def test_basins_momentum_frays_the_borders_because_a_ball_can_cross_a_ridge():
    gd, momentum = opened("basins")[1], opened("basins", "momentum_frays")[1]
    assert border(momentum.label) > 3 * border(gd.label)
    _, _, slow = opened("basins", "camel_gd")
    _, _, quick = opened("basins", "camel_momentum")
    assert np.linalg.norm(slow.x[-1]) > 1 and np.linalg.norm(quick.x[-1]) < 1e-6
    assert (np.diff(slow.value) < 1e-14).all() and (np.diff(quick.value) > 1e-3).any(), "momentum climbs, GD never"


def test_basins_coordinates_that_do_not_interact_have_straight_borders():
    label = opened("basins", "quadrants")[1].label
    assert (label == label[:1]).all(axis=1).sum() and len({tuple(row) for row in label.tolist()}) == 2
    assert len({tuple(column) for column in label.T.tolist()}) == 2


def test_basins_on_a_plateau_most_starts_stay():
    found, fates, run = opened("basins", "plateau")
    assert fates.share(MOVING) > 0.85
    moved = np.hypot(found.ends[..., 0] - found.x[None, :], found.ends[..., 1] - found.y[:, None])
    assert (moved < 0.1).mean() > 0.7
    assert np.linalg.norm(run.x[-1] - run.x[0]) < 0.1
