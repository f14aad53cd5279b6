"""Thumbnails: what is drawn is where it belongs, and the file is a PNG that others can read."""

import io

import numpy as np
import pytest
from PIL import Image

from optviz.figures.palette import DARK, LIGHT
from optviz.figures.thumbnail import Canvas, Stroke, level_lines, png, rgb, thumbnail

N = 90
EDGE = np.linspace(-3.0, 3.0, N)
BOWL = (EDGE, EDGE, EDGE[None, :] ** 2 + EDGE[:, None] ** 2)
TILT = (EDGE, EDGE, np.tile(EDGE, (N, 1)))
ORIGIN = np.zeros((1, 2))
NOWHERE = np.empty((0, 2))


def pixels(blob: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(blob)).convert("RGB")).astype(int)


def at(image: np.ndarray, x: float, y: float) -> np.ndarray:
    """The colour of the pixel at (x, y) of the surface; row 0 is the top."""
    column, row = (int((v + 3.0) / 6.0 * N) for v in (x, -y))
    return image[min(row, N - 1), min(column, N - 1)]


def test_a_png_holds_the_pixels_it_was_given():
    image = np.random.default_rng(0).integers(0, 256, (17, 23, 3), dtype=np.uint8)
    assert np.array_equal(pixels(png(image)), image)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_low_ground_has_the_ramps_first_colour_and_high_ground_its_last(palette):
    image = Canvas(BOWL, 0.0, palette).image
    assert np.abs(image[N // 2, N // 2] - rgb(palette.ramp[0])).max() < 12
    assert np.abs(image[0, 0] - rgb(palette.ramp[-1])).max() < 40


def test_y_points_up():
    x, y, z = TILT
    image = pixels(thumbnail((x, y, z.T), NOWHERE, None, LIGHT))
    assert image[2].sum() > image[-3].sum()


def test_a_star_stands_at_a_minimum_and_nowhere_else():
    image = pixels(thumbnail(BOWL, ORIGIN, 0.0, LIGHT))
    bare = pixels(thumbnail(BOWL, NOWHERE, 0.0, LIGHT))
    assert np.array_equal(at(image, 0.0, 0.0), rgb(LIGHT.ink))
    changed = np.argwhere((image != bare).any(axis=2))
    assert np.abs(changed - N / 2).max() < 20


def test_a_path_runs_through_its_points_and_ends_in_a_full_disc():
    points = np.array([[-2.0, -2.0], [-2.0, 2.0], [2.0, 2.0]])
    image = pixels(thumbnail(BOWL, NOWHERE, 0.0, LIGHT, [Stroke(points, "#ff0000")]))
    for x, y in ((-2.0, 0.0), (0.0, 2.0), (2.0, 2.0)):
        assert np.array_equal(at(image, x, y), (255, 0, 0)), (x, y)
    assert np.array_equal(at(image, -2.0, -2.0), rgb(LIGHT.casing)), "the start is hollow"


def test_what_leaves_the_window_is_not_moved_to_its_edge():
    away = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0]])
    image = pixels(thumbnail(BOWL, NOWHERE, 0.0, LIGHT, [Stroke(away, "#ff0000")]))
    assert np.array_equal(at(image, 2.9, 0.0), (255, 0, 0))
    red = (image == (255, 0, 0)).all(axis=2)
    assert not red[: N // 2 - 12].any()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
def test_a_path_that_diverges_is_drawn_as_far_as_it_goes(bad):
    points = np.array([[-2.0, 0.0], [1.0, 0.0], [bad, bad], [0.0, 2.5]])
    image = pixels(thumbnail(BOWL, NOWHERE, 0.0, LIGHT, [Stroke(points[:3], "#ff0000")]))
    assert np.array_equal(at(image, -0.5, 0.0), (255, 0, 0))


def test_a_path_without_one_finite_point_changes_nothing():
    lost = Stroke(np.full((3, 2), np.nan), "#ff0000")
    assert thumbnail(BOWL, NOWHERE, 0.0, LIGHT, [lost]) == thumbnail(BOWL, NOWHERE, 0.0, LIGHT)


def test_where_f_is_not_a_number_the_ground_is_drawn_as_high():
    holes = np.where(BOWL[2] > 9.0, np.nan, BOWL[2])
    image = Canvas((EDGE, EDGE, holes), 0.0, LIGHT).image
    assert np.array_equal(image[0, 0], rgb(LIGHT.ramp[-1]))


def test_a_plateau_has_no_level_lines():
    assert level_lines(np.zeros((N, N))).max() == level_lines(np.ones((N, N))).max() == 0.0
