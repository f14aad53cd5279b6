"""Data sets small enough to see through: pairs (x, y) to which a model with two parameters is fitted."""

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

MAX_POINTS = 1_000_000
MODELS = ("line", "logistic")

# The slide's figure has eight points; these lie near y = x + 0.5, and the classes overlap in the middle.
_EIGHT = (-1.2, -0.6, -0.1, 0.5, 0.9, 1.5, 2.0, 2.6)
_HEIGHTS = (-1.3, 0.5, -0.1, 1.7, 0.8, 2.6, 1.9, 3.5)
_CLASSES = (0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0)
_RANGE = (-1.5, 3.0)
_LINE, _SPREAD = (1.0, 0.5), 0.7
_LOGIT = (2.5, -1.75)


@dataclasses.dataclass(frozen=True, eq=False)
class Data:
    """n points: ``x`` (n,) and ``y`` (n,), float64, read-only. In a classification y is the class, 0 or 1."""

    x: np.ndarray
    y: np.ndarray

    @property
    def n(self) -> int:
        """The number of points."""
        return len(self.x)

    @classmethod
    def of(cls, points: Sequence[Sequence[float]] | np.ndarray) -> "Data":
        """Return the points (x, y) as data. Raises ``ValueError`` for none, too many, or one that is not finite."""
        table = np.asarray(points, dtype=float).reshape(-1, 2)
        if not 1 <= len(table) <= MAX_POINTS:
            raise ValueError(f"a data set has 1 to {MAX_POINTS} points, not {len(table)}")
        if not np.isfinite(table).all():
            raise ValueError("a data point is two finite numbers")
        return cls(*(_fixed(column) for column in table.T))

    @property
    def points(self) -> np.ndarray:
        """The points as rows (x, y), (n, 2)."""
        return np.stack([self.x, self.y], axis=1)


def eight(model: str) -> Data:
    """Return the eight points of the lecture's figure, for the ``line`` or with classes for ``logistic``."""
    return Data.of(np.stack([_EIGHT, _HEIGHTS if model == "line" else _CLASSES], axis=1))


@functools.lru_cache(maxsize=16)
def drawn(model: str, n: int, seed: int = 0) -> Data:
    """Return ``n`` random points, the first of a sequence that ``seed`` fixes.

    x is uniform on [−1.5, 3], measured to two decimals. ``line``: y = x + 0.5 + normal noise of standard
    deviation 0.7. ``logistic``: y = 1 with probability σ(2.5 x − 1.75), else 0.
    """
    one, two = np.random.default_rng(seed).spawn(2)
    x = one.uniform(*_RANGE, n).round(2)
    if model == "line":
        y = _LINE[0] * x + _LINE[1] + _SPREAD * two.standard_normal(n)
    else:
        y = (two.random(n) < 1 / (1 + np.exp(-(_LOGIT[0] * x + _LOGIT[1])))).astype(float)
    return Data.of(np.stack([x, y], axis=1))


def classes(data: Data) -> Data:
    """Return the data with each y replaced by the nearer class: 1 from one half up, else 0."""
    return Data(data.x, _fixed((data.y >= 0.5).astype(float)))


def _fixed(column: np.ndarray) -> np.ndarray:
    column = np.array(column, dtype=float)
    column.flags.writeable = False
    return column
