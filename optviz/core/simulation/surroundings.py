"""What a function looks like close to a point: f, the Hessian's eigenvalues, and f at three distances all round."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.elementary import symmetric_eigenvalues
from optviz.core.surfaces import Field
from optviz.core.surfaces.fields import heights_at, jets_at

RADII = np.array([1e-3, 1e-2, 1e-1])


class Surroundings(NamedTuple):
    """f, the eigenvalues of the Hessian, ascending, and f at each distance of :data:`RADII`, ``rings``, (3, k).

    ``bend``, (3, 2): f at each distance where the Hessian is level in one direction alone, see :func:`_along_the_bend`.
    """

    value: float
    eigenvalues: tuple[float, ...]
    rings: np.ndarray
    bend: np.ndarray | None = None


LEVEL = 1e-4
"""A curvature as small as this decides nothing."""

_DIRECTIONS = 16
_BEND_STEPS = 3
_AXES = 8


def surroundings(field: Field, points: np.ndarray) -> list[Surroundings]:
    """Return what is around each of ``points``, (n, d)."""
    points = np.asarray(points, dtype=float)
    if points.shape[1] == 2:
        return _on_circles(field, points)
    return [_on_axes(field, point) for point in points]


def _on_circles(field: Field, points: np.ndarray) -> list[Surroundings]:
    """Return f on circles, at 16 places each."""
    value, _, hessian = jets_at(field, points)
    # Start the circles at an eigenvector: a narrow way down lies along one.
    with np.errstate(invalid="ignore"):
        axis = 0.5 * np.arctan2(2 * hessian[:, 0, 1], hessian[:, 0, 0] - hessian[:, 1, 1])
    turn = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
    angles = np.where(np.isfinite(axis), axis, 0.0)[:, None] + turn
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=2)
    rings = points[:, None, None] + RADII[:, None, None] * circle[:, None]
    heights = heights_at(field, rings.reshape(-1, 2)).reshape(rings.shape[:-1])
    eigenvalues = [symmetric_eigenvalues(own) for own in hessian]
    bends = [
        _along_the_bend(field, point, own) if _level_in_one(ends) else None
        for point, own, ends in zip(points, hessian, eigenvalues, strict=True)
    ]
    return list(map(Surroundings, value.tolist(), eigenvalues, heights, bends))


def _level_in_one(eigenvalues: tuple[float, ...]) -> bool:
    least, most = sorted(map(abs, eigenvalues))
    return bool(least < LEVEL < most)


def _along_the_bend(field: Field, point: np.ndarray, hessian: np.ndarray) -> np.ndarray:
    """Return f at each distance along the level direction v, to and fro, moved across it to where f is stationary.

    A way down may bend away from v: 0.1x² + 3xy² falls along x = −15y², between any 16 places of a circle. On the line
    across v, Newton's steps in its direction w, u ← u − w·∇f/(wᵀHw), find that way (the splitting lemma of Gromoll
    and Meyer, 1969, says that what f does on it decides).
    """
    eigenvalues, axes = np.linalg.eigh(hessian)
    v, w = axes.T if abs(eigenvalues[0]) < abs(eigenvalues[1]) else axes.T[::-1]
    on = (point + RADII[:, None, None] * np.stack([v, -v])).reshape(-1, 2)
    for _ in range(_BEND_STEPS):
        _, slope, bend = jets_at(field, on)
        with np.errstate(all="ignore"):
            move = (slope @ w) / (bend @ w @ w)
        # Where the bend is too wide to be near, the place stays on v.
        near = np.abs((on - point) @ w - move) <= np.repeat(RADII, 2)
        on = on - np.where(near, move, 0.0)[:, None] * w
    return heights_at(field, on).reshape(len(RADII), 2)


@ahead
def _bends(field: Field, point: jax.Array) -> tuple[jax.Array, jax.Array]:
    slope = jax.grad(field)
    return field(point), jax.lax.map(lambda axis: jax.jvp(slope, (point,), (axis,))[1], jnp.eye(len(point)))


@ahead
def _heights(field: Field, points: jax.Array) -> jax.Array:
    return jax.lax.map(field, points)


def _on_axes(field: Field, point: np.ndarray) -> Surroundings:
    """Return f along the eigenvectors of the eight least and the eight largest eigenvalues, to and fro."""
    value, hessian = (np.asarray(part) for part in _bends(field, point))
    if not np.isfinite(hessian).all():
        eigenvalues, axes = np.full(len(point), np.nan), np.eye(len(point))
    else:
        eigenvalues, axes = np.linalg.eigh((hessian + hessian.T) / 2)
    if len(point) > 2 * _AXES:
        axes = np.concatenate([axes[:, :_AXES], axes[:, -_AXES:]], axis=1)
    sides = np.concatenate([axes, -axes], axis=1).T
    around = point + RADII[:, None, None] * sides
    heights = np.asarray(_heights(field, around.reshape(-1, len(point)))).reshape(around.shape[:-1])
    return Surroundings(float(value), tuple(eigenvalues.tolist()), heights)
