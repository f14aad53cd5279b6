"""Critical points of a surface: where the slope vanishes, and whether that is a minimum, a saddle or a maximum."""

import dataclasses
import functools
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.compiled.flatten import DIM
from optviz.core.simulation.status import TOLERANCE, Status, Where, statuses_of
from optviz.core.surfaces import Field, Point, Surface, Window, as_field
from optviz.core.surfaces.fields import value_and_slope

SEEDS = 101
"""Newton's method starts from this many points a side; what lies between them is not missed on our surfaces."""

FEW_SEEDS = 32
"""From how many points at most :func:`minima_near` starts."""

_ITERATIONS = 60
_PRECISION = 1e-10
_NEAR = 1e-4
_RING = 0.01
_LEVEL = 1e-8
_ORDER: tuple[Where, ...] = ("minimum", "saddle", "maximum", "plateau")


@dataclasses.dataclass(frozen=True)
class CriticalPoint:
    """A point where ∇f = 0.

    Attributes:
        point: (x, y).
        value: f there.
        where: minimum, saddle or maximum.
        eigenvalues: of the Hessian, ascending.
        degenerate: whether an eigenvalue is 0 (to 10⁻⁴), or the surface has a kink there: then the Hessian
            does not decide, and f was compared on small circles round the point.
        reason: the evidence in one sentence.
    """

    point: Point
    value: float
    where: Where
    eigenvalues: tuple[float, ...]
    degenerate: bool
    reason: str


@dataclasses.dataclass(frozen=True, eq=False)
class CriticalPoints:
    """The critical points of a surface in a window: minima first, the lowest first, then saddles, then maxima.

    ``flat`` is the share of the window in which ‖∇f‖ < 10⁻⁶: more than a few thousandths are a plateau.
    """

    points: tuple[CriticalPoint, ...]
    window: Window
    flat: float

    def of(self, where: Where) -> tuple[CriticalPoint, ...]:
        """Return the points of one kind, the lowest first."""
        return tuple(p for p in self.points if p.where == where)

    @property
    def lowest(self) -> tuple[CriticalPoint, ...]:
        """The minima of least f, all of them where several are equally deep."""
        minima = self.of("minimum")
        slack = 1e-9 * (1 + abs(minima[0].value)) if minima else 0.0
        return tuple(p for p in minima if p.value <= minima[0].value + slack)


@functools.lru_cache(maxsize=64)
def critical_points(surface: Surface, window: Window | None = None) -> CriticalPoints:
    """Find the critical points of ``surface`` in ``window``, by default its own, and say what each one is.

    Newton's method, x ← x − H⁻¹∇f, runs from 101 × 101 starts; where it comes to ‖∇f‖ ≤ 10⁻¹⁰ (1 + ‖H‖)
    inside the window is a critical point. The signs of the Hessian's eigenvalues tell its kind: both
    positive a minimum, both negative a maximum, one of each a saddle. Points closer together than
    10⁻⁴ of the window count as one; where f is level all round, no point is named.
    """
    window = surface.domain if window is None else window
    points, level = _arrived(surface, window, _seeds(surface, window))
    return CriticalPoints(points, window, float((level[: SEEDS**2] < TOLERANCE).mean()))


def minima_near(surface: Field, window: Window, seeds: np.ndarray) -> tuple[CriticalPoint, ...]:
    """Return the minima in ``window`` that Newton's method finds from ``seeds``, (k, 2) with k ≤ 32, the lowest first.

    It is the search of :func:`critical_points` from few places: quick enough for a picture, and no proof of anything.
    """
    if not len(seeds):
        return ()
    padded = np.concatenate([seeds, np.repeat(seeds[:1], FEW_SEEDS - len(seeds), axis=0)])
    return tuple(p for p in _arrived(surface, window, padded)[0] if p.where == "minimum")


def _arrived(surface: Field, window: Window, seeds: np.ndarray) -> tuple[tuple[CriticalPoint, ...], np.ndarray]:
    """Return the critical points that Newton's method comes to from ``seeds``, and ‖∇f‖ at each seed."""
    (x_low, x_high), (y_low, y_high) = window
    size = max(x_high - x_low, y_high - y_low)
    points, value, slope, curvature, around, level = (np.asarray(a) for a in _newton(as_field(surface), seeds, size))
    inside = (points >= [x_low, y_low]).all(1) & (points <= [x_high, y_high]).all(1)
    still = np.hypot(*slope.T) <= _PRECISION * (1 + curvature)
    with np.errstate(invalid="ignore"):
        # Somewhere near, there must be a slope to speak of: else the point lies on a plateau.
        felt = around > _LEVEL * np.nanmax(level[np.isfinite(level)], initial=0.0)
    order = np.flatnonzero(inside & still & felt)
    order = order[np.argsort(np.hypot(*slope[order].T), kind="stable")]
    kept = order[_apart(points[order], _NEAR * size)]
    return _classified(surface, points[kept], value[kept], slope[kept]), level


def _seeds(surface: Surface, window: Window) -> np.ndarray:
    """Return where Newton's method starts, (n, 2): a grid, and the minima that are known (they may lie on a kink)."""
    x, y = (np.linspace(low, high, SEEDS) for low, high in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, DIM)
    known = np.asarray(surface.minima)[:16]
    return np.concatenate([grid, known, np.repeat(grid[:1], 16 - len(known), axis=0)])


@ahead
def _newton(field: Field, seeds: jax.Array, size: jax.Array) -> tuple[jax.Array, ...]:
    """Return where Newton's method ends, (n, 2), f, ∇f and ‖H‖ there, ‖∇f‖ near there, and ‖∇f‖ at the seed."""
    both = value_and_slope(field)

    def slope_of(x: jax.Array) -> jax.Array:
        return both(x)[1]

    def going(carry: tuple) -> jax.Array:
        # No slope: arrived, also where the Hessian is 0 and the step not a number.
        return (carry[0] < _ITERATIONS) & (carry[2] != 0).any() & jnp.isfinite(carry[2]).all()

    def step(carry: tuple) -> tuple:
        t, x, g, ((a, b), (c, d)) = carry
        change = jnp.stack([d * g[0] - b * g[1], a * g[1] - c * g[0]]) / (a * d - b * c)
        x = jnp.where(t > 0, x - change, x)
        g = slope_of(x)
        return t + 1, x, g, jax.lax.map(lambda axis: jax.jvp(slope_of, (x,), (axis,))[1], jnp.eye(DIM))

    def one(seed: jax.Array) -> tuple[jax.Array, ...]:
        _, x, _, hessian = jax.lax.while_loop(going, step, (0, seed, jnp.ones(DIM), jnp.eye(DIM)))
        compass = x + _RING * size * jnp.concatenate([jnp.eye(DIM), -jnp.eye(DIM)])
        values, slopes = jax.lax.map(both, jnp.concatenate([x[None], seed[None], compass]))
        steep = jnp.sqrt((slopes**2).sum(axis=1))
        return x, values[0], slopes[0], jnp.abs(hessian).max(), steep[2:].max(), steep[1]

    # lax.map, not vmap: it compiles in a fifth of the time, and each seed stops when it has arrived.
    return jax.lax.map(one, seeds)


def _apart(points: np.ndarray, near: float) -> list[int]:
    """Return the places of points that are at least ``near`` apart, the first of each group."""
    kept: list[int] = []
    left = np.arange(len(points))
    while len(left):
        kept.append(int(left[0]))
        left = left[np.abs(points[left] - points[left[0]]).max(axis=1) > near]
    return kept


def _classified(surface: Field, points: np.ndarray, value: np.ndarray, slope: np.ndarray) -> tuple[CriticalPoint, ...]:
    rows = [(points[i : i + 1], value[i : i + 1], slope[i : i + 1]) for i in range(len(points))]
    statuses = statuses_of(as_field(surface), rows) if rows else []
    classified = [_named(p, f, status) for p, f, status in zip(points, value, statuses, strict=True)]
    named = [p for p in classified if p.where in _ORDER[:3]]
    return tuple(sorted(named, key=lambda p: (_ORDER.index(p.where), round(p.value, 9), p.point)))


def _named(point: Sequence[float], value: float, status: Status) -> CriticalPoint:
    x, y = (float(a) for a in point)
    degenerate = "do not decide" in status.reason
    return CriticalPoint((x, y), float(value), status.where, status.eigenvalues, degenerate, status.reason)
