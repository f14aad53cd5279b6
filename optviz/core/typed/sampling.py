"""Where to look at a function of which nothing is known: values on grids of many sizes tell a window and a start."""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from optviz.core.surfaces import Point, Window

Heights = Callable[[np.ndarray], np.ndarray]
"""From many points, (n, 2), to f there, (n,)."""

HoldsMinimum = Callable[[Window, np.ndarray], bool]
"""From a window and places in it that look like minima, (k, 2), to whether one of them leads to a minimum inside."""

# Half the width of a window, the likeliest first.
_SCALES = (2.0, 5.0, 1.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 0.5, 0.2, 0.1)
# Windows beside the origin are looked at where f has holes, for the first of these scales.
_SHIFTED = 4
_TRIED = 4
_SHIFTS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
_COARSE, _FINE = 41, 161
_CELLS = 80
_MOSTLY = 0.9
_LEVEL = 1e-9
_FAR = 5.0
_BORDER = 0.05
_LATTICE = (24, 52, 108, 136)  # of 161 places: 0.7 and 0.35 of the way from the middle, never on an axis of symmetry
_HIGH = 0.7
_SEEDS = 32


@dataclasses.dataclass(frozen=True)
class Sight:
    """What a function looks like where it is best looked at.

    Attributes:
        window: where f is finite, varies and has minima, as far as such a window was found.
        starts: good places to start from, inside the window, the first the best.
        finite: the share of the window in which f is a finite number.
        dips: (k, 2) the places of a fine grid at which f is lower than all round, the lowest first.
        lowest: the least f met on all grids, also far outside; NaN where f is finite nowhere.
    """

    window: Window
    starts: tuple[Point, ...]
    finite: float
    dips: np.ndarray
    lowest: float


@dataclasses.dataclass(frozen=True)
class _Candidate:
    window: Window
    scale: float
    finite: float
    varies: bool
    dips: np.ndarray


def look(heights: Heights, holds_minimum: HoldsMinimum, window: Window | None = None) -> Sight:
    """Choose a window and starts for a function by its values on grids, always in the same way.

    Windows of half widths 0.1 to 1000 about the origin are looked at, and, where f is not finite on a tenth of one,
    those beside it. The best is finite, varies and has a minimum inside, of several the likeliest; two minima are
    better than one, unless the window must be much larger for it. With ``window`` that one is taken.
    """
    candidates, lowest = _windows(heights)
    chosen = _best(candidates, holds_minimum) if window is None else window
    ((x, y, z),) = grids(heights, (chosen,), _FINE)
    lowest = float(min(lowest, z[np.isfinite(z)].min(initial=np.inf)))
    dips = _dips(x, y, z)
    return Sight(chosen, _starts(x, y, z, dips), _finite_share(heights, chosen), dips, lowest)


def _finite_share(heights: Heights, window: Window) -> float:
    """Return on which share of a window f is finite, by the middles of cells: on no line such as x = 0 by accident."""
    (left, right), (low, high) = window
    x, y = (right - left) / (2 * _CELLS), (high - low) / (2 * _CELLS)
    ((_, _, z),) = grids(heights, (((left + x, right - x), (low + y, high - y)),), _CELLS)
    return float(np.isfinite(z).mean())


def grids(heights: Heights, windows: Sequence[Window], size: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return x, y (size,) and f on their grid for each of the windows; all of f is computed at once."""
    lines = [(np.linspace(*x, size), np.linspace(*y, size)) for x, y in windows]
    points = np.concatenate([np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2) for x, y in lines])
    values = heights(points).reshape(-1, size, size)
    return [(x, y, z) for (x, y), z in zip(lines, values, strict=True)]


def _windows(heights: Heights) -> tuple[list[_Candidate], float]:
    """Return the windows to choose from, and the least f that was met in them."""
    seen = [(_around(scale, _SHIFTS[0]), scale) for scale in _SCALES]
    tables = grids(heights, [window for window, _ in seen], _COARSE)
    holes = [scale for (_, scale), (_, _, z) in zip(seen, tables, strict=True) if np.isfinite(z).mean() < _MOSTLY]
    beside = [(_around(scale, shift), scale) for scale in holes if scale in _SCALES[:_SHIFTED] for shift in _SHIFTS[1:]]
    if beside:
        half = len(beside) // 2
        for part in (beside[:half], beside[half:]):
            tables += grids(heights, [window for window, _ in part], _COARSE)
    seen += beside
    order = sorted(range(len(seen)), key=lambda i: _SCALES.index(seen[i][1]))
    candidates = [_judged(*seen[i], *tables[i]) for i in order]
    return candidates, min(float(z[np.isfinite(z)].min(initial=np.inf)) for _, _, z in tables)


def _judged(window: Window, scale: float, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> _Candidate:
    finite = np.isfinite(z)
    known = z[finite]
    varies = bool(len(known)) and bool(np.ptp(known) > _LEVEL * max(1.0, float(np.abs(known).max())))
    return _Candidate(window, scale, float(finite.mean()), varies, _dips(x, y, z))


def _around(scale: float, shift: Point) -> Window:
    x, y = ((scale * (c - 1), scale * (c + 1)) for c in shift)
    return x, y


def _best(candidates: list[_Candidate], holds_minimum: HoldsMinimum) -> Window:
    good = [c for c in candidates if c.finite >= _MOSTLY and len(c.dips)]
    near = _FAR * min((c.scale for c in good), default=np.inf)

    def merit(candidate: _Candidate) -> tuple:
        dips = min(len(candidate.dips), 2 if candidate.scale <= near else 1)
        return min(candidate.finite, _MOSTLY), candidate.varies, dips

    ranked = sorted(candidates, key=merit, reverse=True)
    # Along a narrow curved valley a grid has dips that are none.
    tried = [c for c in ranked if len(c.dips) and c.varies][:_TRIED]
    plain = max(candidates, key=lambda c: (min(c.finite, _MOSTLY), c.varies))
    return next((c for c in tried if holds_minimum(c.window, c.dips)), plain).window


def _dips(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return where f is lower than at the eight places round, (k, 2), the lowest first; of two equal ones the first."""
    margin = max(1, round(_BORDER * len(z)))
    walled = np.where(np.isfinite(z), z, -np.inf)  # beside a hole f need not have a minimum
    inner = slice(margin, len(z) - margin)
    middle = walled[inner, inner]
    lower = np.isfinite(middle)
    for j, i in ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)):
        other = np.roll(walled, (-j, -i), axis=(0, 1))[inner, inner]
        lower &= middle < other if (j, i) < (0, 0) else middle <= other
    rows, columns = np.nonzero(lower)
    order = np.argsort(middle[rows, columns], kind="stable")[:_SEEDS]
    return np.stack([x[margin + columns[order]], y[margin + rows[order]]], axis=1)


def _starts(x: np.ndarray, y: np.ndarray, z: np.ndarray, dips: np.ndarray) -> tuple[Point, ...]:
    """Return three places of a lattice that lie high, but not highest, and away from the lowest dip."""
    lattice = np.array(_LATTICE)
    places = np.stack(np.meshgrid(x[lattice], y[lattice]), axis=-1).reshape(-1, 2)
    heights = z[np.ix_(lattice, lattice)].reshape(-1)
    middle = np.array([x[80], y[80]])
    target, reach = dips[0] if len(dips) else middle, np.array([x[108], y[108]]) - middle
    away = ((np.abs(places - target) > reach).any(axis=1)) & np.isfinite(heights)
    chosen = away if away.any() else np.isfinite(heights)
    if not chosen.any():
        return ((float(middle[0]), float(middle[1])),)
    places, heights = places[chosen], heights[chosen]
    order = np.argsort(np.abs(heights - np.quantile(heights, _HIGH, method="nearest")), kind="stable")
    return tuple((float(f"{a:.6g}"), float(f"{b:.6g}")) for a, b in places[order[:3]])
