"""One compiled program for every built-in surface: the surface enters as a number, not as code."""

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero

from optviz.core.aot import ahead
from optviz.core.registry import as_pytree, knobs_of, settings_of
from optviz.core.surfaces.base import SURFACES, ArrayField, Field, FieldAsData, Point, Surface, Window

# The surfaces of this package alone: one registered later, in a notebook, must not change compiled programs.
BUILT_IN: tuple[type[Surface], ...] = tuple(SURFACES.values())
MAX_KNOBS = max(len(knobs_of(kind)) for kind in BUILT_IN)
_INDEX: dict[Any, np.int32] = {kind: np.int32(i) for i, kind in enumerate(BUILT_IN)}


def _branch(kind: type[Surface]) -> Callable[[jax.Array, jax.Array], jax.Array]:
    keys = [k.key for k in knobs_of(kind)]
    return lambda knobs, x: kind(**{key: knobs[i] for i, key in enumerate(keys)})(x)


_HEIGHTS = tuple(_branch(kind) for kind in BUILT_IN)
_SLOPES = tuple(jax.value_and_grad(height, argnums=1) for height in _HEIGHTS)
_KNOB_SLOPES = tuple(jax.grad(height, argnums=0) for height in _HEIGHTS)


@jax.custom_jvp
def _height(index: jax.Array, knobs: jax.Array, x: jax.Array) -> jax.Array:
    return jax.lax.switch(index, _HEIGHTS, knobs, x)


# Left to itself, JAX differentiates a switch by keeping what any of the 19 branches would need for the
# way back: 600 µs for 1000 steps of descent. With f and ∇f out of one switch it is 35 µs.
@functools.partial(_height.defjvp, symbolic_zeros=True)
def _height_jvp(primals, tangents):
    index, knobs, x = primals
    _, along_knobs, along_x = tangents
    value, slope = jax.lax.switch(index, _SLOPES, knobs, x)
    change = jnp.zeros_like(value) if isinstance(along_x, SymbolicZero) else jnp.sum(slope * along_x)
    if not isinstance(along_knobs, SymbolicZero):
        change = change + jnp.sum(jax.lax.switch(index, _KNOB_SLOPES, knobs, x) * along_knobs)
    return value, change


@as_pytree
class BuiltIn:
    """A built-in surface as data: its place in the registry and its knobs, padded with zeros.

    A program compiled for one ``BuiltIn`` serves them all. ``index``: () int32, ``knobs``: (MAX_KNOBS,).
    """

    index: jax.Array | np.int32
    knobs: jax.Array | np.ndarray

    def __call__(self, x: jax.Array) -> jax.Array:
        """Return f at ``x``, shape (2,) → ()."""
        return _height(self.index, self.knobs, x)

    def value_and_slope(self, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Return f and ∇f at ``x``, (2,) → (), (2,); what ``jax.value_and_grad`` finds, traced in half the time."""
        return jax.lax.switch(self.index, _SLOPES, self.knobs, x)


def value_and_slope(field: Field) -> Callable[[jax.Array], tuple[jax.Array, jax.Array]]:
    """Return the function from a point to f and ∇f there."""
    return field.value_and_slope if isinstance(field, BuiltIn | FieldAsData) else jax.value_and_grad(field)


def as_field(surface: Field) -> Field:
    """Return what compiled programs take: a ``BuiltIn`` for our surfaces, of any other one what it enters as."""
    index = _INDEX.get(type(surface))
    if index is None:
        return surface.as_data() if isinstance(surface, Surface) else surface
    knobs = np.zeros(MAX_KNOBS)
    for i, value in enumerate(settings_of(surface).values()):
        knobs[i] = value
    return BuiltIn(index, knobs)


# Grids up to this many points a side, and single points, share one program; larger ones have one for each size.
_SIDE = 161


@ahead
def _heights(field: Field, x: jax.Array, y: jax.Array, rows: jax.Array) -> jax.Array:
    """Return f on the grid of ``x`` and ``y``, both (n,), in the first ``rows`` rows of (n, n)."""
    values = field.values if isinstance(field, FieldAsData) else jax.vmap(field, in_axes=1)

    def row(j: jax.Array, z: jax.Array) -> jax.Array:
        heights = values(jnp.stack([x, jnp.broadcast_to(y[j], x.shape)]))
        return jax.lax.dynamic_update_index_in_dim(z, heights, j, 0)

    # A loop over rows, not a second vmap: over 19 surfaces it compiles in half the time, and runs as fast.
    return jax.lax.fori_loop(0, rows, row, jnp.zeros((len(y), len(x))))


def _on_grid(surface: Field, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return f on the grid of ``x`` (m,) and ``y`` (k,), shape (k, m)."""
    field = as_field(surface)
    if isinstance(field, ArrayField):
        return field.heights(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)).reshape(len(y), len(x))
    columns, rows = np.full((2, max(_SIDE, len(x), len(y))), [[x[-1]], [y[-1]]])
    columns[: len(x)], rows[: len(y)] = x, y
    return np.asarray(_heights(field, columns, rows, np.int32(len(y))))[: len(y), : len(x)]


def height(surface: Field, point: np.ndarray | Point) -> float:
    """Return f at one point, shape (2,), as a plain number; one program serves all built-in surfaces."""
    x, y = np.asarray(point, dtype=float)
    return float(_on_grid(surface, np.array([x]), np.array([y]))[0, 0])


# Many single points share one program, so many at a time.
_BLOCKS, _BLOCK = 32, 1024


@ahead
def _values(field: Field, blocks: jax.Array, used: jax.Array) -> jax.Array:
    """Return f at blocks of points, (b, 2, n) → (b, n), in the first ``used`` blocks."""
    values = field.values if isinstance(field, FieldAsData) else jax.vmap(field, in_axes=1)

    def block(i: jax.Array, out: jax.Array) -> jax.Array:
        return jax.lax.dynamic_update_index_in_dim(out, values(blocks[i]), i, 0)

    return jax.lax.fori_loop(0, used, block, jnp.zeros((_BLOCKS, _BLOCK)))


def heights_at(surface: Field, points: np.ndarray) -> np.ndarray:
    """Return f at many points, (n, 2) → (n,), n ≤ 32,768; one program serves all built-in surfaces."""
    field = as_field(surface)
    if isinstance(field, ArrayField):
        return field.heights(points)
    used = -(-len(points) // _BLOCK)
    blocks = np.zeros((_BLOCKS, 2, _BLOCK))
    blocks[:used] = np.pad(points, ((0, used * _BLOCK - len(points)), (0, 0))).reshape(used, _BLOCK, 2).swapaxes(1, 2)
    return np.asarray(_values(field, blocks, np.int32(used))).reshape(-1)[: len(points)]


def values_at(surface: Surface, points: np.ndarray) -> np.ndarray:
    """Return f at the points of a path, (n, d) → (n,), in whatever dimension."""
    if surface.dim == 2:
        return heights_at(surface, points)
    return np.asarray(_along(as_field(surface), np.asarray(points, dtype=float)))


@ahead
def _along(field: Field, points: jax.Array) -> jax.Array:
    return jax.lax.map(field, points)


_MANY = 10_240


@ahead
def _jets(field: Field, points: jax.Array, used: jax.Array) -> jax.Array:
    """Return f, ∇f and the Hessian at points, (n, 2) → (n, 7), in the first ``used`` rows."""
    both = value_and_slope(field)

    def point(i: jax.Array, out: jax.Array) -> jax.Array:
        along = functools.partial(jax.jvp, both, (points[i],))
        (values, slopes), (_, hessian) = jax.lax.map(lambda axis: along((axis,)), jnp.eye(2))
        row = jnp.concatenate([values[:1], slopes[0], hessian.reshape(-1)])
        return jax.lax.dynamic_update_index_in_dim(out, row, i, 0)

    # A loop, not vmap: over 19 surfaces it compiles in a quarter of the time, and runs as fast.
    return jax.lax.fori_loop(0, used, point, jnp.zeros((len(points), 7)))


def jets_at(surface: Field, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return f (n,), ∇f (n, 2) and the Hessian (n, 2, 2) at many points, (n, 2), by autodiff.

    One program serves all built-in surfaces and any n.
    """
    field = as_field(surface)
    if isinstance(field, ArrayField):
        return field.jets(points)
    tables = [_jets_of(field, points[first : first + _MANY]) for first in range(0, max(1, len(points)), _MANY)]
    table = np.concatenate(tables)
    return table[:, 0], table[:, 1:3], table[:, 3:].reshape(-1, 2, 2)


def _jets_of(field: Field, points: np.ndarray) -> np.ndarray:
    filled = np.zeros((_MANY, 2))
    filled[: len(points)] = points
    return np.asarray(_jets(field, filled, np.int32(len(points))))[: len(points)]


Surface.value_at = height  # type: ignore[method-assign]


def grid(surface: Surface, size: int = 161, domain: Window | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x (size,), y (size,) and z (size, size) with z[j, i] = f(x[i], y[j]), for contour plots.

    ``domain`` defaults to the surface's window. One program serves all built-in surfaces and all sizes up to 161.
    Raises ``ValueError`` for fewer than 2 points a side.
    """
    if size < 2:
        raise ValueError(f"a grid needs at least 2 points a side, not {size}")
    (x_low, x_high), (y_low, y_high) = surface.domain if domain is None else domain
    x, y = np.linspace(x_low, x_high, size), np.linspace(y_low, y_high, size)
    return x, y, np.ascontiguousarray(_on_grid(surface, x, y))
