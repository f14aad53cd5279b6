"""Data to classify: four toy sets in the plane, painted points, and real 8×8 images of digits."""

import dataclasses
import functools
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

DIGITS = Path(__file__).with_name("assets") / "digits.npz"
TOY_POINTS = 200
MAX_CLASSES, MIN_ROWS = 3, 8
"""Of a person's own table."""

VALIDATION = 0.25
_DIGITS_VALIDATION = 0.2
_SPIRAL_TURNS = 1.5


@dataclasses.dataclass(frozen=True, eq=False)
class Examples:
    """n examples: ``x`` (n, D) float64 and ``y`` (n,) int32, the class from 0 up; read-only."""

    x: np.ndarray
    y: np.ndarray

    def __post_init__(self) -> None:
        for array in (self.x, self.y):
            array.flags.writeable = False

    @property
    def n(self) -> int:
        """The number of examples."""
        return len(self.y)


@dataclasses.dataclass(frozen=True, eq=False)
class Split:
    """Examples to learn from and examples to be judged by, of K ``classes``.

    x is standardised: the training examples have mean 0 and standard deviation 1 in each coordinate (a coordinate
    that never changes stays 0), the validation examples are moved and scaled alike. ``valid_images`` (n validation, …)
    are these as they were before, where they are images.
    """

    key: str
    train: Examples
    valid: Examples
    classes: int
    valid_images: np.ndarray | None = None

    @property
    def inputs(self) -> int:
        """D, the length of x."""
        return self.train.x.shape[1]


def blobs(n: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return three round clouds of standard deviation ``noise``, their centres on a circle of radius 1."""
    y = np.arange(n) % 3
    angle = 2 * math.pi * y / 3 + math.pi / 2
    return np.stack([np.cos(angle), np.sin(angle)], axis=1) + noise * rng.standard_normal((n, 2)), y


def moons(n: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return two half circles that reach into each other, blurred by ``noise``."""
    y = np.arange(n) % 2
    angle = math.pi * rng.random(n)
    x = np.where(y == 0, np.cos(angle), 1 - np.cos(angle))
    height = np.where(y == 0, np.sin(angle), 0.5 - np.sin(angle))
    return np.stack([x, height], axis=1) + noise * rng.standard_normal((n, 2)), y


def circles(n: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a circle of radius 1/2 inside one of radius 1, blurred by ``noise``."""
    y = np.arange(n) % 2
    angle = 2 * math.pi * rng.random(n)
    radius = np.where(y == 0, 1.0, 0.5)[:, None]
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1) + noise * rng.standard_normal((n, 2)), y


def spirals(n: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return two arms of a spiral, one and a half turns about each other, blurred by ``noise``."""
    y = np.arange(n) % 2
    share = np.sqrt(rng.uniform(0.01, 1.0, n))
    angle = 2 * math.pi * _SPIRAL_TURNS * share + math.pi * y
    arms = share[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return arms + noise * rng.standard_normal((n, 2)), y


Sampler = Callable[[int, float, np.random.Generator], tuple[np.ndarray, np.ndarray]]
TOYS: dict[str, Sampler] = {"blobs": blobs, "moons": moons, "circles": circles, "spirals": spirals}


@functools.lru_cache(maxsize=32)
def toy(key: str, noise: float, seed: int = 0, n: int = TOY_POINTS) -> Split:
    """Return one of TOYS: ``n`` points, a quarter of them for validation; ``noise`` in units of the noiseless set.

    Raises ``ValueError`` for an unknown set or a noise that is negative or not finite.
    """
    if key not in TOYS:
        raise ValueError(f"a toy set is one of {', '.join(TOYS)}, not {key!r}")
    if not (math.isfinite(noise) and noise >= 0):
        raise ValueError(f"noise is a standard deviation, finite and not negative, so not {noise}")
    rng = np.random.default_rng(seed)
    x, y = TOYS[key](n, noise, rng)
    return _split(key, x, y, VALIDATION, rng)


@functools.lru_cache(maxsize=2)
def digits(seed: int = 0) -> Split:
    """Return the 1,797 images of digits (Alpaydin and Kaynak, 1998), 64 pixels each; a fifth is for validation."""
    with np.load(DIGITS) as stored:
        images, labels = stored["images"], stored["labels"]
    return _split("digits", images.astype(float), labels, _DIGITS_VALIDATION, np.random.default_rng(seed), images)


def painted(points: Sequence[Sequence[float]]) -> Split:
    """Return points (x₁, x₂, class) somebody painted, as they are, not standardised; there is no validation set.

    Raises ``ValueError`` for no points, or numbers that are not finite.
    """
    table = np.asarray(points, dtype=float).reshape(-1, 3)
    if not len(table):
        raise ValueError("there are no points yet")
    if not np.isfinite(table).all():
        raise ValueError("a point is two finite numbers and a class")
    y = table[:, 2].round().astype(np.int32)
    none = Examples(np.zeros((0, 2)), np.zeros(0, np.int32))
    return Split("painted", Examples(table[:, :2].copy(), y), none, max(2, int(y.max()) + 1))


def own(table: np.ndarray, key: str) -> Split:
    """Return a person's rows (x₁, x₂, class), a quarter of them for validation; classes are numbered by their values.

    Raises ``ValueError`` with a sentence where the last column has not two or three values, or there are few rows.
    """
    values, y = np.unique(table[:, 2], return_inverse=True)
    if not 2 <= len(values) <= MAX_CLASSES:
        there = "one value" if len(values) == 1 else f"{len(values):,} values"
        raise ValueError(f"The class column has {there}; a net here tells two or three classes apart.")
    if len(table) < MIN_ROWS:
        raise ValueError(f"There are {len(table)} rows; at least {MIN_ROWS} are needed to learn and to be judged by.")
    return _split(key, table[:, :2], y.reshape(-1), VALIDATION, np.random.default_rng(0))


def _split(
    key: str, x: np.ndarray, y: np.ndarray, share: float, rng: np.random.Generator, images: np.ndarray | None = None
) -> Split:
    order = rng.permutation(len(y))
    size = round(share * len(y))
    valid, train = order[:size], order[size:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    x, y = (x - mean) / np.where(std > 0, std, 1.0), y.astype(np.int32)
    parts = [Examples(x[rows], y[rows]) for rows in (train, valid)]
    return Split(key, parts[0], parts[1], int(y.max()) + 1, None if images is None else images[valid])
