"""Critical points of a surface: where the slope vanishes, and whether that is a minimum, a saddle or a maximum."""

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

from optviz.core.compiled.flatten import DIM
from optviz.core.simulation.status import TOLERANCE, Status, Where, statuses_of
from optviz.core.surfaces import Field, Point, Surface, Window, as_field
from optviz.core.surfaces.fields import jets_at

SEEDS = 101
"""Newton's method starts from this many points a side; what lies between them is not missed on our surfaces."""

_ITERATIONS = 60
_PRECISION = 1e-10
_NEAR, _SAME = 1e-4, 1e-7
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
    """Return the minima in ``window`` that Newton's method finds from ``seeds``, (k, 2), the lowest first.

    It is the search of :func:`critical_points` from few places: quick enough for a picture, and no proof of anything.
    """
    if not len(seeds):
        return ()
    return tuple(p for p in _arrived(surface, window, seeds)[0] if p.where == "minimum")


def _arrived(surface: Field, window: Window, seeds: np.ndarray) -> tuple[tuple[CriticalPoint, ...], np.ndarray]:
    """Return the critical points that Newton's method comes to from ``seeds``, and ‖∇f‖ at each seed."""
    (x_low, x_high), (y_low, y_high) = window
    size = max(x_high - x_low, y_high - y_low)
    points, value, slope, curvature, level = _newton(as_field(surface), seeds)
    inside = (points >= [x_low, y_low]).all(1) & (points <= [x_high, y_high]).all(1)
    still = np.hypot(*slope.T) <= _PRECISION * (1 + curvature)
    order = np.flatnonzero(inside & still)
    order = order[np.argsort(np.hypot(*slope[order].T), kind="stable")]
    order = order[_distinct(points[order], _SAME * size)]
    # Somewhere near, there must be a slope to speak of: else the point lies on a plateau.
    felt = _around(as_field(surface), points[order], _RING * size) > _LEVEL * level[np.isfinite(level)].max(initial=0.0)
    order = order[felt]
    kept = order[_apart(points[order], _NEAR * size)]
    return _classified(surface, points[kept], value[kept], slope[kept]), level


def _seeds(surface: Surface, window: Window) -> np.ndarray:
    """Return where Newton's method starts, (n, 2): a grid, and the minima that are known (they may lie on a kink)."""
    x, y = (np.linspace(low, high, SEEDS) for low, high in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, DIM)
    return np.concatenate([grid, np.asarray(surface.minima).reshape(-1, DIM)])


def _newton(field: Field, seeds: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return where Newton's method ends, (n, 2), f, ∇f and ‖H‖ there, and ‖∇f‖ at the seed."""
    points = seeds.copy()
    value, slope, hessian = (part.copy() for part in jets_at(field, points))
    steep = level = np.hypot(*slope.T)
    going = np.flatnonzero(_goes_on(slope, np.inf, steep, hessian))
    for _ in range(_ITERATIONS):
        if not len(going):
            break
        g, ((a, b), (c, d)) = slope[going].T, hessian[going].transpose(1, 2, 0)
        with np.errstate(all="ignore"):
            points[going] -= (np.stack([d * g[0] - b * g[1], a * g[1] - c * g[0]]) / (a * d - b * c)).T
        before = np.hypot(*g)
        value[going], slope[going], hessian[going] = jets_at(field, points[going])
        going = going[_goes_on(slope[going], before, np.hypot(*slope[going].T), hessian[going])]
    return points, value, slope, np.abs(hessian).max(axis=(1, 2)), level


def _goes_on(slope: np.ndarray, before: np.ndarray | float, steep: np.ndarray, hessian: np.ndarray) -> np.ndarray:
    """Return whether another step may bring a point nearer: not where there is no slope, or none but rounding's."""
    with np.errstate(invalid="ignore"):
        arrived = (steep <= _PRECISION * (1 + np.abs(hessian).max(axis=(1, 2)))) & (steep > before / 2)
    return np.isfinite(slope).all(axis=1) & (slope != 0).any(axis=1) & ~arrived


def _around(field: Field, points: np.ndarray, ring: float) -> np.ndarray:
    """Return the largest ‖∇f‖ at the four sides of each point, (n, 2) → (n,)."""
    compass = ring * np.concatenate([np.eye(DIM), -np.eye(DIM)])
    sides = jets_at(field, (points[:, None] + compass).reshape(-1, DIM))[1]
    return np.hypot(*sides.T).reshape(-1, len(compass)).max(axis=1)


def _distinct(points: np.ndarray, near: float) -> np.ndarray:
    """Return the places of points that are not nearly the same as one before, in their order."""
    return np.sort(np.unique(np.round(points / near), axis=0, return_index=True)[1])


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
