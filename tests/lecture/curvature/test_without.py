"""What the section without a gradient says is what its runs do."""

import numpy as np

from optviz.figures.board import Conics, Outline, Points
from optviz.lecture.curvature.without import without_board, without_runs

from .helpers import layers, values


def test_in_the_valley_the_cloud_is_as_long_and_lies_as_the_models_ellipses():
    run = without_runs(values("without", "without_cloud"))["cma_es"]
    for t in (20, 25, 30):
        spreads, axes = np.linalg.eigh(run.extras["ellipse"][t])
        assert spreads[1] > 20 * spreads[0]
        flattest = np.linalg.eigh(run.hessian[t])[1][:, 0]
        assert abs(axes[:, 1] @ flattest) > 0.9


def test_a_large_cloud_passes_over_the_ripples_and_a_small_one_ends_in_the_nearest_dip():
    def ends(size: float) -> list[float]:
        settings = (values("without", "without_ripples", size=size, seed=seed) for seed in range(10))
        return [float(without_runs(setting)["cma_es"].value[-1]) for setting in settings]

    large, small = ends(2.0), ends(0.1)
    assert max(large) < 1.01 < 5 < np.median(small)
    assert without_runs(values("without", "without_ripples"))["cma_es"].value[-1] < 1e-6


def test_both_only_ask_for_f():
    for run in without_runs(values("without", who="both")).values():
        assert (run.counts[-1, 1:3] == 0).all() and run.counts[-1, 0] > 0


def test_both_find_a_minimum_where_there_is_no_slope_to_follow():
    for run in without_runs(values("without", "without_kink")).values():
        assert run.value[-1] < 1e-3


def test_the_triangle_is_drawn_at_its_corners_with_the_best_at_the_head():
    board = without_board(values("without"))
    (outline,) = layers(board, "plane", Outline)
    run = without_runs(values("without"))["nelder_mead"]
    np.testing.assert_array_equal(np.stack([outline.x, outline.y], axis=-1), run.extras["simplex"])
    np.testing.assert_array_equal(outline.x[:, 0], run.x[:, 0])


def test_the_ellipses_are_at_one_and_two_standard_deviations_and_the_points_those_drawn():
    board = without_board(values("without", "without_cloud"))
    (ellipse,) = layers(board, "plane", Conics)
    run = without_runs(values("without", "without_cloud"))["cma_es"]
    shape = np.array([[ellipse.hxx[5], ellipse.hxy[5]], [ellipse.hxy[5], ellipse.hyy[5]]])
    np.testing.assert_allclose(np.linalg.inv(shape), run.extras["ellipse"][5], rtol=1e-6)
    assert ellipse.levels[5].tolist() == [0.5, 2.0]
    drawn = next(layer for layer in layers(board, "plane", Points) if layer.name == "points drawn")
    np.testing.assert_array_equal(np.stack([drawn.x[3], drawn.y[3]], axis=1), run.tried[2])
