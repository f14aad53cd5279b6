"""Heights are shaded plainly or by their logarithm, as the surface's range asks, and can be read back."""

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES, grid
from optviz.figures.shade import Warp, warp_for

VALLEYS = ("rosenbrock", "beale", "himmelblau", "three_hump_camel", "booth", "goldstein_price")
PLAINS = ("saddle", "monkey_saddle", "rastrigin", "ackley", "griewank", "easom", "absolute")


def shading(key: str) -> tuple[np.ndarray, Warp]:
    surface = SURFACES[key]()
    heights = grid(surface, 41)[2]
    return heights, warp_for(heights, surface.floor)


@pytest.mark.parametrize("key", VALLEYS)
def test_a_valley_with_high_walls_is_shaded_by_the_logarithm(key: str) -> None:
    assert shading(key)[1].kind == "log"


@pytest.mark.parametrize("key", PLAINS)
def test_a_surface_of_even_range_is_shaded_plainly(key: str) -> None:
    heights, warp = shading(key)
    assert warp.kind == "linear"
    assert warp(heights) is heights and warp.back(heights) is heights


@pytest.mark.parametrize("key", SURFACES)
def test_back_inverts_the_shading(key: str) -> None:
    heights, warp = shading(key)
    span = heights.max() - heights.min()
    np.testing.assert_allclose(warp.back(warp(heights)), heights, rtol=0, atol=1e-12 * span)


@pytest.mark.parametrize("key", SURFACES)
def test_every_height_is_drawn_higher_ones_higher(key: str) -> None:
    heights, warp = shading(key)
    drawn = warp(np.sort(heights, axis=None))
    assert np.isfinite(drawn).all() and (np.diff(drawn) >= 0).all()


def test_a_minimum_between_the_grid_points_is_the_bottom_of_the_scale() -> None:
    warp = warp_for(np.array([[1.0, 5.0], [6.0, 1e6]]), 0.5)
    assert warp.floor == 0.5 and warp.offset > 0


def test_points_without_a_height_do_not_set_the_scale() -> None:
    heights = np.array([[0.0, 1.0, 2.0], [3.0, np.inf, np.nan]])
    assert warp_for(heights, None) == warp_for(heights[np.isfinite(heights)], None)
    assert warp_for(heights, None).kind == "linear"


def test_a_flat_surface_is_shaded_without_a_complaint() -> None:
    flat = np.full((5, 5), 3.0)
    warp = warp_for(flat, None)
    assert np.isfinite(warp(flat)).all()
    np.testing.assert_allclose(warp.back(warp(flat)), flat)
