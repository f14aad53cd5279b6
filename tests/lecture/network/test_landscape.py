"""Landscape: the slice is the loss itself, what it leaves out, and the paths' projections on it."""

import numpy as np
import pytest

from optviz.core.network.mlp import losses
from optviz.figures.board import Axes, Path, Surface3D
from optviz.lecture.network import PAGE
from optviz.lecture.network.landscape import path_length

from .helpers import end, results, values_of


def test_the_slice_is_the_loss_itself_and_its_centre_that_of_the_iterate() -> None:
    landscape = end("landscape")
    run = landscape.racers[-1].history
    assert landscape.plane.center is not None and landscape.grid.share == 1
    theta = landscape.plane.at(np.array([landscape.grid.a[5], landscape.grid.b[30]]))
    data = run.task.data.train
    assert landscape.grid.z[30, 5] == pytest.approx(losses(run.task.net.logits(theta, data.x), data.y).mean())
    assert np.array_equal(landscape.plane.center, run.theta[-1])
    assert landscape.grid.height(np.zeros(2)) == pytest.approx(run.train_loss[-1], rel=0.1)


def test_the_plane_of_the_paths_holds_most_of_their_variance_and_yet_not_their_losses() -> None:
    landscape = end("landscape")
    assert landscape.explained == sum(landscape.plane.explained) > 0.9
    gaps = []
    for racer in landscape.racers:
        heights = landscape.grid.height(landscape.plane.project(racer.history.theta))
        assert np.isfinite(heights).all(), "the window holds every projection"
        gaps.append(np.abs(np.log(heights / racer.history.train_loss)).max())
    assert max(gaps) > 0.2


def test_on_the_random_slice_the_paths_hardly_move() -> None:
    landscape = end("landscape", "random_plane")
    for racer in landscape.racers:
        first, last = racer.history.theta[[0, -1]]
        projections = landscape.plane.at(landscape.plane.project(np.stack([first, last])))
        assert np.linalg.norm(projections[0] - projections[1]) < 0.2 * np.linalg.norm(first - last)


def test_the_slice_through_the_digits_net_has_2410_weights() -> None:
    landscape = end("landscape", "digits_plane")
    assert landscape.racers[0].history.task.net.size == 2410 and landscape.grid.z.shape == (41, 41)


def test_a_racer_that_diverges_leaves_the_others_their_slice() -> None:
    landscape = end("landscape", lr_gd=100.0, lr_momentum=100.0)
    assert landscape.grid is not None and landscape.grid.share == 1
    lost = {racer.name for racer in landscape.racers if not np.isfinite(racer.history.theta).all()}
    assert set(landscape.diverged) == lost


def test_the_surface_stands_on_the_background_and_paths_run_at_its_height() -> None:
    state, stages = results("landscape", "paths_relief")
    landscape = stages[-1]
    surface, background = state.board(landscape).panel("map", Surface3D), state.background(landscape)
    assert background.fields["loss"].z.shape == (41, 41)
    racers = {racer.name: racer for racer in landscape.racers}
    assert {path.name for path in surface.paths} == set(racers)
    for path in surface.paths:
        racer = racers[path.name]
        points = landscape.plane.project(racer.history.theta)
        np.testing.assert_allclose(np.asarray(path.value, dtype=float), landscape.grid.height(points))
    assert state.background(stages[0]).key == "" != background.key


def test_two_and_three_dimensions_share_one_computation_and_one_background() -> None:
    (flat, flat_stages), (deep, deep_stages) = (results("landscape", view=view) for view in ("2d", "3d"))
    assert flat.background(flat_stages[-1]).key == deep.background(deep_stages[-1]).key
    work = PAGE.section("landscape").work
    assert work and work(values_of("landscape")).key == work(values_of("landscape", "paths_relief")).key


def test_of_paths_on_the_same_way_the_shorter_lies_on_top() -> None:
    state, stages = results("landscape", epochs=30.0)
    layers = state.board(stages[-1]).panel("map", Axes).layers
    lengths = [path_length(np.stack([path.x, path.y], 1)) for path in layers if isinstance(path, Path)]
    assert len(lengths) == 3 and lengths == sorted(lengths, reverse=True)
