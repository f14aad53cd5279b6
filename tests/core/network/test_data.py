"""The data: toy sets drawn as described, the published digits, splits that leak nothing."""

import hashlib

import numpy as np
import pytest

from optviz.core.network.data import DIGITS, TOYS, Split, digits, painted, toy

# Counts of each digit in the test set of the UCI data, as their description and scikit-learn's give them.
PER_DIGIT = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)


def everything(data: Split) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([data.train.x, data.valid.x]), np.concatenate([data.train.y, data.valid.y])


def test_the_digits_are_the_published_1797_images() -> None:
    with np.load(DIGITS) as stored:
        images, labels = stored["images"], stored["labels"]
    assert images.shape == (1797, 64) and images.max() == 16 and images.sum() == 561718
    assert tuple(np.bincount(labels)) == PER_DIGIT and labels[:10].tolist() == list(range(10))
    assert hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest() == SHA


SHA = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"


@pytest.mark.parametrize("data", [*(toy(key, 0.2) for key in TOYS), digits()], ids=lambda data: data.key)
def test_training_data_are_standardised_and_validation_data_are_moved_alike(data: Split) -> None:
    spread = data.train.x.std(axis=0)
    np.testing.assert_allclose(data.train.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(spread[spread > 0], 1)
    assert (spread > 0).mean() > 0.9 and np.isfinite(data.valid.x).all()
    assert np.abs(data.valid.x.mean(axis=0)).max() > 1e-6, "only the training set's mean is known"
    assert set(np.unique(data.train.y)) == set(range(data.classes))


def test_splits_have_the_sizes_they_say_and_no_image_on_both_sides() -> None:
    data = digits()
    assert (data.train.n, data.valid.n, data.inputs, data.classes) == (1438, 359, 64, 10)
    assert data.valid_images is not None and data.valid_images.shape == (359, 64)
    x, y = everything(data)
    assert np.array_equal(np.bincount(y), PER_DIGIT)
    assert len(np.unique(x, axis=0)) == 1797
    assert (toy("moons", 0.1).train.n, toy("moons", 0.1).valid.n) == (150, 50)


def raw(key: str, noise: float, n: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    return TOYS[key](n, noise, np.random.default_rng(3))


def test_circles_have_radius_one_and_one_half() -> None:
    x, y = raw("circles", 0.0)
    np.testing.assert_allclose(np.hypot(*x.T), np.where(y == 0, 1, 0.5))
    x, y = raw("circles", 0.1)
    assert np.hypot(*x[y == 0].T).std() == pytest.approx(0.1, rel=0.05)


def test_blobs_are_three_clouds_as_wide_as_their_noise() -> None:
    x, y = raw("blobs", 0.3)
    for k in range(3):
        angle = 2 * np.pi * k / 3 + np.pi / 2
        cloud = x[y == k]
        np.testing.assert_allclose(cloud.mean(axis=0), [np.cos(angle), np.sin(angle)], atol=0.03)
        np.testing.assert_allclose(cloud.std(axis=0), 0.3, rtol=0.06)


def test_moons_are_half_circles_of_radius_one_that_interlock() -> None:
    x, y = raw("moons", 0.0)
    np.testing.assert_allclose(np.hypot(*x[y == 0].T), 1)
    np.testing.assert_allclose(np.hypot(*(x[y == 1] - [1, 0.5]).T), 1)
    assert x[y == 0, 1].min() >= 0 and x[y == 1, 1].max() <= 0.5


def test_spirals_are_two_arms_half_a_turn_apart() -> None:
    x, y = raw("spirals", 0.0)
    radius, angle = np.hypot(*x.T), np.arctan2(x[:, 1], x[:, 0])
    turns = (angle - 2 * np.pi * 1.5 * radius - np.pi * y) / (2 * np.pi)
    np.testing.assert_allclose(turns, np.round(turns), atol=1e-9)
    assert radius.min() >= 0.1 and radius.max() <= 1


@pytest.mark.parametrize("key", TOYS)
def test_a_set_is_the_same_every_time_and_another_for_another_seed(key: str) -> None:
    toy.cache_clear()
    first, again, other = toy(key, 0.2), toy(key, 0.2), toy(key, 0.2, seed=1)
    assert np.array_equal(first.train.x, again.train.x) and not np.array_equal(first.train.x, other.train.x)


def test_painted_points_stay_where_they_are() -> None:
    data = painted([(1.0, 2.0, 0.0), (3.0, -1.0, 2.0)])
    assert data.train.x.tolist() == [[1, 2], [3, -1]] and data.train.y.tolist() == [0, 2]
    assert data.classes == 3 and data.valid.n == 0
    assert painted([(0.0, 0.0, 0.0)]).classes == 2, "one class alone is still a choice of two"


def test_bad_data_are_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="no points yet"):
        painted([])
    with pytest.raises(ValueError, match="finite"):
        painted([(float("nan"), 0.0, 0.0)])
    with pytest.raises(ValueError, match="blobs, moons, circles, spirals"):
        toy("stars", 0.1)
    for noise in (-0.1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="noise"):
            toy("moons", noise)


def test_data_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        toy("moons", 0.1).train.x[0, 0] = 5.0
