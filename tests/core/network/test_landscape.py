"""Slices of the loss: PCA against NumPy's SVD, filters scaled as published, heights that are the loss itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.network.data import toy
from optviz.core.network.landscape import (
    SIZE,
    LossGrid,
    Slice,
    Window,
    filter_normalised,
    loss_grids,
    principal,
    window,
)
from optviz.core.network.mlp import Net, losses

NET = Net(2, 2, 6, 2, "tanh")
DATA = toy("moons", 0.15).train


def walks(count: int = 2, steps: int = 30, seed: int = 0) -> list[np.ndarray]:
    return list(np.cumsum(np.random.default_rng(seed).standard_normal((count, steps, NET.size)), axis=1))


def loss(theta: np.ndarray) -> float:
    return losses(NET.logits(theta, DATA.x), DATA.y).mean()


def grid_of(plane: Slice, sides: Window, size: int = 9) -> LossGrid:
    *_, grid = loss_grids(plane, DATA, sides, size)
    return grid


@pytest.mark.parametrize("steps", [5, 30, 200])
def test_the_plane_is_that_of_numpys_svd_with_its_variance(steps: int) -> None:
    paths = walks(2, steps)
    plane = principal(NET, paths, paths[0][-1])
    points = np.concatenate(paths)
    _, singular, vectors = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs((plane.axes * vectors[:2]).sum(axis=1)), 1, rtol=1e-9)
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-8)
    np.testing.assert_allclose(plane.explained, singular[:2] ** 2 / (singular**2).sum(), rtol=1e-9)


def test_a_path_in_a_plane_is_explained_wholly_and_comes_back_from_its_projection() -> None:
    rng = np.random.default_rng(1)
    flat = rng.standard_normal((40, 2)) @ rng.standard_normal((2, NET.size)) + 5.0
    plane = principal(NET, [flat], flat[-1])
    assert sum(plane.explained) == pytest.approx(1)
    np.testing.assert_allclose(plane.at(plane.project(flat)), flat, atol=1e-9)


@pytest.mark.parametrize("path", [np.ones((5, NET.size)), np.outer(np.arange(5.0), np.ones(NET.size))])
def test_a_path_that_rests_or_is_straight_still_has_two_directions_at_right_angles(path: np.ndarray) -> None:
    plane = principal(NET, [path], path[-1])
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-7)
    assert plane.explained == pytest.approx((1.0, 0.0) if path.std() else (0.0, 0.0))


def test_a_diverged_path_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        principal(NET, [np.full((3, NET.size), np.inf)], np.zeros(NET.size))


def test_a_point_is_projected_to_the_nearest_one_of_the_plane() -> None:
    plane = filter_normalised(NET, NET.start(seed=2), seed=1)
    theta = NET.start(seed=3)
    spot = plane.project(theta)
    nearest = np.linalg.norm(theta - plane.at(spot))
    for nudge in np.random.default_rng(0).standard_normal((20, 2)) * 0.05:
        assert np.linalg.norm(theta - plane.at(spot + nudge)) > nearest


def test_each_filter_of_a_random_direction_is_as_long_as_the_nets_own_and_biases_stay() -> None:
    center = NET.start("glorot", 4) + 0.1
    plane = filter_normalised(NET, center, seed=7)
    for axis in plane.axes:
        for (weight, bias), (own, _) in zip(NET.layers(axis), NET.layers(center), strict=True):
            np.testing.assert_allclose(np.linalg.norm(weight, axis=0), np.linalg.norm(own, axis=0))
            assert not bias.any()
    assert not np.allclose(*plane.axes)
    assert np.array_equal(plane.axes, filter_normalised(NET, center, seed=7).axes)
    assert not np.array_equal(plane.axes, filter_normalised(NET, center, seed=8).axes)


def test_filter_normalised_pictures_do_not_change_when_relu_units_are_scaled() -> None:
    net = Net(2, 1, 6, 2, "relu")
    center = net.start(seed=1)
    (first, b1), (second, b2) = net.layers(center)
    scaled = net.join([(first * 10, b1 * 10), (second / 10, b2)])
    for a in (0.3, -0.7):
        z = [net.logits(filter_normalised(net, c, 5).at(np.array([a, 0.2])), DATA.x) for c in (center, scaled)]
        np.testing.assert_allclose(z[0], z[1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("net", [NET, Net(2, 0, 6, 2), Net(2, 1, 5, 2, "relu"), Net(2, 3, 4, 2, "sigmoid")])
def test_every_height_is_the_loss_of_its_weights_and_the_center_that_of_the_iterate(net: Net) -> None:
    center = net.start(seed=3)
    plane = filter_normalised(net, center)
    grid = grid_of(plane, ((-1.0, 1.0), (-2.0, 2.0)))
    for j, i in ((0, 0), (4, 4), (8, 2), (3, 7)):
        theta = plane.at(np.array([grid.a[i], grid.b[j]]))
        assert grid.z[j, i] == pytest.approx(losses(net.logits(theta, DATA.x), DATA.y).mean(), rel=1e-9)
    assert grid.z[4, 4] == pytest.approx(losses(net.logits(center, DATA.x), DATA.y).mean(), rel=1e-12)


def test_a_grid_of_losses_grows_row_by_row_and_says_how_far_it_is() -> None:
    shares = [grid.share for grid in loss_grids(filter_normalised(NET, NET.start()), DATA, ((-1, 1), (-1, 1)), 5)]
    np.testing.assert_allclose(shares, [0.2, 0.4, 0.6, 0.8, 1.0])
    assert SIZE == 41


def test_the_window_holds_every_path_and_the_center() -> None:
    paths = walks()
    plane = principal(NET, paths, paths[1][-1])
    (low, high), (down, up) = window(plane, paths, least=1.0)
    for path in [*paths, plane.center[None]]:
        a, b = plane.project(path).T
        assert low < a.min() and a.max() < high and down < b.min() and b.max() < up
    assert min(-low, high, -down, up) >= 1.0


@settings(max_examples=30, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1))
def test_between_grid_points_heights_are_bilinear(a: float, b: float) -> None:
    axis = np.linspace(-1, 1, 7)
    grid = LossGrid(axis, axis, 2 + 3 * axis[None, :] - axis[:, None] + axis[None, :] * axis[:, None])
    assert grid.height(np.array([a, b])) == pytest.approx(2 + 3 * a - b + a * b)
    assert np.isnan(grid.height(np.array([[1.01, 0.0], [0.0, -2.0]]))).all()
