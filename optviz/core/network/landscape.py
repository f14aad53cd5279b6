"""The loss around a training: slices of L(θ) along two directions, with the paths projected onto them.

A net has hundreds of weights or more; a picture has two directions. A slice shows L on one plane through one point and
nothing beside it.
"""

import dataclasses
import math
from collections.abc import Iterator, Sequence

import numpy as np

from optviz.core.elementary import ACTIVATIONS
from optviz.core.network.data import Examples
from optviz.core.network.mlp import Net, losses

SIZE = 41
_MARGIN = 0.25
_EMPTY = 1e-12

Window = tuple[tuple[float, float], tuple[float, float]]


@dataclasses.dataclass(frozen=True, eq=False)
class Slice:
    """A plane through weights θ: θ + a·first + b·second.

    Attributes:
        net: whose weights these are.
        center: (d,) θ, where a = b = 0.
        axes: (2, d) the two directions.
        explained: for PCA, the shares of the paths' variance along each direction; empty for random directions.
    """

    net: Net
    center: np.ndarray
    axes: np.ndarray
    explained: tuple[float, ...] = ()

    def project(self, theta: np.ndarray) -> np.ndarray:
        """Return the point (a, b) of the plane nearest to each θ, (…, d) → (…, 2)."""
        products = (theta - self.center) @ self.axes.T
        return products @ np.linalg.inv(self.axes @ self.axes.T)

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the weights of points (a, b), (…, 2) → (…, d)."""
        return self.center + points @ self.axes


def principal(net: Net, paths: Sequence[np.ndarray], center: np.ndarray) -> Slice:
    """Return the plane of the first two principal directions of all paths together, through ``center``.

    ``paths``: (S, d) each. The directions are those in which the paths' points, their mean subtracted, vary most:
    unit vectors, at right angles. Where the points vary along one direction only, or none, the others are unit
    vectors at right angles to it. Their signs are such that the first path starts at low a and b.
    Raises ``ValueError`` if a number is not finite.
    """
    points = np.concatenate(list(paths))
    if not np.isfinite(points).all():
        raise ValueError("a path with numbers that are not finite has no principal directions")
    points = points - points.mean(axis=0)
    # The eigenvectors of the small matrix of inner products give those of the covariance: S numbers instead of d.
    values, vectors = np.linalg.eigh(points @ points.T)
    total = max(float(values.sum()), 0.0)
    axes: list[np.ndarray] = []
    for value, vector in zip(values[:-3:-1], vectors.T[:-3:-1], strict=True):
        along = points.T @ vector
        varies = value > _EMPTY * max(total, _EMPTY)
        axes.append(along / math.sqrt(value) if varies else _orthogonal_unit_vector(axes, net.size))
    while len(axes) < 2:
        axes.append(_orthogonal_unit_vector(axes, net.size))
    start = np.array(axes) @ (paths[0][0] - center)
    axes = [axis if coordinate <= 0 else -axis for axis, coordinate in zip(axes, start, strict=True)]
    shares = [max(float(v), 0.0) / total if total else 0.0 for v in values[:-3:-1]]
    return Slice(net, center, np.array(axes), (*shares, 0.0)[:2])


def _orthogonal_unit_vector(axes: list[np.ndarray], size: int) -> np.ndarray:
    """Return a unit vector at right angles to ``axes``, made of as few coordinates as possible."""
    rest = np.eye(size, min(size, len(axes) + 1)).T
    for axis in axes:
        rest = rest - np.outer(rest @ axis, axis)
    best = rest[np.argmax((rest**2).sum(axis=1))]
    return best / np.linalg.norm(best)


def filter_normalised(net: Net, center: np.ndarray, seed: int = 0) -> Slice:
    """Return a plane through ``center`` along two random directions, scaled to the weights unit by unit.

    The weights that enter one unit (its filter) have in each direction the length that they have in ``center``;
    biases stay as they are. Then scaling a unit's weights does not change how sharp the picture looks.
    Li, Xu, Taylor, Studer and Goldstein (2018), Visualizing the loss landscape of neural nets.
    """
    rng = np.random.default_rng(seed)
    axes = []
    for _ in range(2):
        parts = []
        for weights, bias in net.layers(center):
            noise = rng.standard_normal(weights.shape)
            scale = np.linalg.norm(weights, axis=0) / np.linalg.norm(noise, axis=0)
            parts.append((noise * scale, np.zeros_like(bias)))
        axes.append(net.join(parts))
    return Slice(net, center, np.array(axes))


def window(plane: Slice, paths: Sequence[np.ndarray], least: float = 0.0) -> Window:
    """Return ((low, high) of a, (low, high) of b) that hold the projected paths and ``least`` round the center."""
    points = np.concatenate([plane.project(path) for path in paths] + [np.zeros((1, 2))])
    sides = []
    for low, high in zip(points.min(axis=0), points.max(axis=0), strict=True):
        margin = _MARGIN * (high - low) or 1.0
        sides.append((float(min(low - margin, -least)), float(max(high + margin, least))))
    return sides[0], sides[1]


@dataclasses.dataclass(frozen=True, eq=False)
class LossGrid:
    """L on a grid of a slice: a (n,), b (n,), z (n, n) with z[j, i] at (a[i], b[j]); rows not yet computed are NaN."""

    a: np.ndarray
    b: np.ndarray
    z: np.ndarray

    @property
    def share(self) -> float:
        """How much of the grid is there, 0 to 1."""
        return float((~np.isnan(self.z)).all(axis=1).mean())

    def height(self, points: np.ndarray) -> np.ndarray:
        """Return L at points (a, b), (…, 2), between the grid's values by straight lines; NaN outside."""
        last = len(self.a) - 1
        steps = np.array([self.a[-1] - self.a[0], self.b[-1] - self.b[0]]) / last
        index = (points - np.array([self.a[0], self.b[0]])) / steps
        index = np.where((index >= 0) & (index <= last), index, np.nan)
        cell = np.clip(np.nan_to_num(index).astype(int), 0, last - 1)
        (i, j), (u, v), z = np.moveaxis(cell, -1, 0), np.moveaxis(index - cell, -1, 0), self.z
        return (1 - v) * ((1 - u) * z[j, i] + u * z[j, i + 1]) + v * ((1 - u) * z[j + 1, i] + u * z[j + 1, i + 1])


def loss_grids(plane: Slice, data: Examples, sides: Window, size: int = SIZE) -> Iterator[LossGrid]:
    """Yield L over all of ``data`` on a ``size`` × ``size`` grid, row by row; the last one is complete."""
    a, b = (np.linspace(low, high, size) for low, high in sides)
    z = np.full((size, size), np.nan)
    # The first layer is linear in a and b: its products with the data are needed once, not in every point.
    first = [data.x @ weights + bias for (weights, bias), *_ in map(plane.net.layers, (plane.center, *plane.axes))]
    for j in range(size):
        thetas = plane.at(np.stack([a, np.full(size, b[j])], axis=1))
        for i in range(size):
            z[j, i] = _loss(plane.net, first[0] + a[i] * first[1] + b[j] * first[2], thetas[i], data.y)
        yield LossGrid(a, b, z.copy())


def _loss(net: Net, z: np.ndarray, theta: np.ndarray, y: np.ndarray) -> float:
    """Return the average loss where ``z``, (n, units), is what the first layer gives before its activation."""
    for weights, bias in net.layers(theta)[1:]:
        z = ACTIVATIONS[net.activation].value(z) @ weights + bias
    return float(losses(z, y).mean())
