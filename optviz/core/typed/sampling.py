"""Where to look at a function of which nothing is known: values on grids of many sizes tell a window and a start."""

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np

from optviz.core.surfaces import Point, Window

Heights = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""From x (m,) and y (k,) to f on their grid, (k, m)."""

HoldsMinimum = Callable[[Window, np.ndarray], bool]
"""From a window and places in it that look like minima, (k, 2), to whether one of them leads to a minimum inside."""

# Half the width of a window, the likeliest first.
_SCALES = (2.0, 5.0, 1.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 0.5, 0.2, 0.1)
# Windows beside the origin are looked at where f has holes, for the first of these scales.
_SHIFTED = 4
_TRIED = 4
_SHIFTS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
_COARSE, _FINE = 61, 161
_MOSTLY = 0.9
_LEVEL = 1e-9
_FAR = 5.0
_BORDER = 0.05
_LATTICE = (-0.7, -0.35, 0.0, 0.35, 0.7)
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
    lowest = np.inf
    candidates: list[_Candidate] = []
    for candidate, z in _windows(heights):
        candidates.append(candidate)
        lowest = min(lowest, z[np.isfinite(z)].min(initial=np.inf))
    chosen = _best(candidates, holds_minimum) if window is None else window
    x, y = (np.linspace(low, high, _FINE) for low, high in chosen)
    z = heights(x, y)
    finite = np.isfinite(z)
    lowest = float(min(lowest, z[finite].min(initial=np.inf)))
    dips = _dips(x, y, z)
    return Sight(chosen, _starts(heights, chosen, dips), float(finite.mean()), dips, lowest)


def _windows(heights: Heights) -> Iterator[tuple[_Candidate, np.ndarray]]:
    """Yield the windows to choose from, each with f on a grid of it."""
    for i, scale in enumerate(_SCALES):
        for shift in _SHIFTS if i < _SHIFTED else _SHIFTS[:1]:
            (x_low, x_high), (y_low, y_high) = window = _around(scale, shift)
            x, y = np.linspace(x_low, x_high, _COARSE), np.linspace(y_low, y_high, _COARSE)
            z = heights(x, y)
            finite = np.isfinite(z)
            known = z[finite]
            varies = bool(len(known)) and bool(np.ptp(known) > _LEVEL * max(1.0, float(np.abs(known).max())))
            yield _Candidate(window, scale, float(finite.mean()), varies, _dips(x, y, z)), z
            if shift == (0.0, 0.0) and finite.mean() >= _MOSTLY:
                break


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
    return next((c for c in tried if holds_minimum(c.window, c.dips)), ranked[0]).window


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


def _starts(heights: Heights, window: Window, dips: np.ndarray) -> tuple[Point, ...]:
    """Return three places of a lattice that lie high, but not highest, and away from the lowest dip."""
    (x_low, x_high), (y_low, y_high) = window
    middle, half = np.array([x_low + x_high, y_low + y_high]) / 2, np.array([x_high - x_low, y_high - y_low]) / 2
    lattice = np.array(_LATTICE)
    x, y = middle[0] + half[0] * lattice, middle[1] + half[1] * lattice
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    z = heights(x, y).reshape(-1)
    target = dips[0] if len(dips) else middle
    away = (np.abs((places - target) / half).max(axis=1) > abs(_LATTICE[1])) & np.isfinite(z)
    chosen = away if away.any() else np.isfinite(z)
    if not chosen.any():
        return ((float(middle[0]), float(middle[1])),)
    places, z = places[chosen], z[chosen]
    order = np.argsort(np.abs(z - np.quantile(z, _HIGH, method="nearest")), kind="stable")
    return tuple((float(f"{a:.6g}"), float(f"{b:.6g}")) for a, b in places[order[:3]])
