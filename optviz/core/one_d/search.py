"""Where to look at a function f(x) of which nothing is known, and where its slope is 0: by values on grids."""

import dataclasses
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from optviz.core.one_d.functions import Kind

Values = Callable[[np.ndarray], np.ndarray]
Slope = Callable[[float], float]
Critical = tuple[float, Kind]

# Half the width of a window, the likeliest first.
_SCALES = (2.0, 5.0, 1.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 0.5, 0.2, 0.1)
_POINTS = 401
_CELLS = 80
_MOSTLY = 0.9
_LEVEL = 1e-9
_ROUNDING = 1e-13
_FAR = 5.0
_BORDER = 0.05
_HIGH = 0.7
_SEARCHED = 2401
_AROUND = 1.0
_MOST = 120
_HALVINGS = 200
_TOUCH = 1e-10
_JUMP = 4.0
_DIGIT = 8 * float(np.finfo(float).eps)


@dataclasses.dataclass(frozen=True)
class Sight:
    """What f(x) looks like where it is best looked at.

    Attributes:
        window: where f is finite, varies and has minima, as far as such a window was found.
        start: a good place to start from, away from the lowest dip.
        finite: the share of the window in which f is a finite number.
    """

    window: tuple[float, float]
    start: float
    finite: float


def lowest(values: Values) -> float:
    """Return the least f on grids of half widths 0.1 to 1000 about 0; infinity where f is finite nowhere."""
    z = values(np.concatenate([np.linspace(-scale, scale, _POINTS) for scale in _SCALES]))
    return float(z[np.isfinite(z)].min(initial=np.inf))


def look(values: Values) -> Sight:
    """Choose a window and a start for a function by its values on grids, always in the same way.

    As for surfaces: windows of half widths 0.1 to 1000 about 0 are looked at, and those beside it where f has holes.
    The best is finite, varies and has a minimum inside; two are better than one, unless the window must be much larger.
    """
    seen = [each for scale in _SCALES for each in _windows(values, scale)]
    near = _FAR * min((each.scale for each in seen if each.finite >= _MOSTLY and each.dips), default=np.inf)

    def merit(each: _Window) -> tuple[float, bool, int]:
        return min(each.finite, _MOSTLY), each.varies, min(each.dips, 2 if each.scale <= near else 1)

    window = max(seen, key=merit).window
    return Sight(window, _start(values, window), _finite_share(values, window))


class _Window(NamedTuple):
    """A window to choose from: on which share f is finite, whether it varies, how many dips it has."""

    window: tuple[float, float]
    scale: float
    finite: float
    varies: bool
    dips: int


def _windows(values: Values, scale: float) -> list[_Window]:
    """Return the window of this half width about 0 and, where f is not finite on a tenth of it, those beside it."""
    middle = _seen(values, -scale, scale, scale)
    if middle.finite >= _MOSTLY:
        return [middle]
    return [middle, _seen(values, 0.0, 2 * scale, scale), _seen(values, -2 * scale, 0.0, scale)]


def _seen(values: Values, low: float, high: float, scale: float) -> _Window:
    z = values(np.linspace(low, high, _POINTS))
    known = z[np.isfinite(z)]
    with np.errstate(over="ignore"):
        varies = bool(len(known)) and bool(np.ptp(known) > _LEVEL * max(1.0, float(np.abs(known).max())))
    dips, again = len(_dips(z)), len(_dips(values(np.linspace(low, high, 2 * _POINTS - 1))))
    # Where twice as many places show other dips, the grid is too coarse for f.
    return _Window((low, high), scale, len(known) / _POINTS, varies, dips * (dips == again))


def _dips(z: np.ndarray) -> np.ndarray:
    """Return the places at which f is lower than on both sides, away from the ends; a level stretch counts once."""
    known = z[np.isfinite(z)]
    with np.errstate(over="ignore", invalid="ignore"):
        least = _ROUNDING * float(np.ptp(known)) if len(known) else 0.0
        kept = np.flatnonzero(np.concatenate([[True], ~(np.abs(np.diff(z)) <= least)]))
        level = z[kept]
        places = kept[1:-1][(level[1:-1] < level[:-2]) & (level[1:-1] < level[2:])]
    margin = max(1, round(_BORDER * len(z)))
    return places[(places >= margin) & (places < len(z) - margin)]


def _start(values: Values, window: tuple[float, float]) -> float:
    """Return a place above the lowest dip and away from it, on no simple fraction of the window."""
    low, high = window
    x = np.linspace(low, high, _POINTS)
    z = values(x)
    dips = _dips(z)
    target = x[dips[np.argmin(z[dips])]] if len(dips) else (low + high) / 2
    candidates = [low + share * (high - low) for share in (0.85, 0.15, 0.675, 0.325)]
    good = [c for c in candidates if np.isfinite(values(np.array([c]))[0])] or x[np.isfinite(z)][:1].tolist()
    if not good:
        return float(target)
    far = [c for c in good if abs(c - target) > 0.15 * (high - low)] or good
    heights = values(np.array(far))
    return float(f"{far[int(np.argmin(np.abs(heights - np.quantile(heights, _HIGH, method='nearest'))))]:.6g}")


def _finite_share(values: Values, window: tuple[float, float]) -> float:
    low, high = window
    middles = low + (high - low) * (np.arange(_CELLS) + 0.5) / _CELLS
    return float(np.isfinite(values(middles)).mean())


def criticals(values: Values, slopes: Values, slope: Slope, window: tuple[float, float]) -> tuple[Critical, ...]:
    """Return where f′ is 0 or changes its sign, and what is there, as a search on a fine grid finds it, ascending.

    The grid covers the window and as much again on each side. Two that lie between neighbouring places of the grid may
    be missed; at a pole or a jump there is none. A level stretch with slopes on both sides counts once, by its middle.
    At most 120 are kept, the nearest to the window's middle.
    """
    low, high = window
    wide = _AROUND * (high - low)
    x = np.linspace(low - wide, high + wide, _SEARCHED)
    z, s = values(x), slopes(x)
    # f is level where it does not change by a digit from one place to the next: of x/x the slope is but rounding.
    with np.errstate(all="ignore"):
        s = np.where(np.abs(s) * (x[1] - x[0]) <= _DIGIT * np.abs(z), 0.0, s)
    found = [*_changes(values, slope, x, z, s), *_touches(slope, x, s)]
    middle = (low + high) / 2
    nearest = sorted(set(found), key=lambda each: abs(each[0] - middle))[:_MOST]
    return tuple(sorted(nearest))


def _changes(values: Values, slope: Slope, x: np.ndarray, z: np.ndarray, s: np.ndarray) -> list[Critical]:
    """Return the critical points between two places of slopes that are not 0, with nothing but zeros between them."""
    found: list[Critical] = []
    places = np.flatnonzero(np.isfinite(s) & (s != 0))
    for i, j in zip(places[:-1].tolist(), places[1:].tolist(), strict=True):
        if not np.isfinite(z[i : j + 1]).all():
            continue
        kind: Kind = "inflection" if (s[i] > 0) == (s[j] > 0) else "minimum" if s[i] < 0 else "maximum"
        if j > i + 1 and not s[i + 1 : j].any():
            steep = _JUMP * (x[1] - x[0]) * max(abs(s[i]), abs(s[j])) + _LEVEL * abs(z[i + 1])
            if max(abs(z[i + 1] - z[i]), abs(z[j] - z[j - 1])) > steep:
                continue  # a level piece between jumps
            found.append((_tidy(slope, float(x[i + 1] + x[j - 1]) / 2, x[1] - x[0]), kind))
        elif kind != "inflection":
            place = root(slope, float(x[i]), float(x[j]))
            if _continuous(values, place, x[[i, j]], s[[i, j]]):
                found.append((_tidy(slope, place, x[1] - x[0]), kind))
    return found


def root(slope: Slope, low: float, high: float) -> float:
    """Return where the slope changes its sign between two places at which it has different signs."""
    sign = slope(low) > 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        at = slope(middle)
        if at == 0 or at != at:
            return middle
        low, high = (middle, high) if (at > 0) == sign else (low, middle)
    return low if abs(slope(low)) < abs(slope(high)) else high


def _tidy(slope: Slope, place: float, spacing: float) -> float:
    """Return a short number instead of a place where it is no worse: 0 instead of 1e-17."""
    short = round(float(f"{place:.9g}"), 12) if abs(place) > 1e-9 * spacing else 0.0
    return short + 0.0 if not abs(slope(short)) > abs(slope(place)) else place


def _continuous(values: Values, place: float, x: np.ndarray, s: np.ndarray) -> bool:
    """Tell whether f goes on at a place between two others as the slopes there have it: no pole, no jump."""
    here = np.nextafter(place, [-np.inf, np.inf])
    sides, (before, after) = values(x), values(here)
    reach = _JUMP * (x[1] - x[0]) * float(np.abs(s).max()) + _LEVEL * float(np.abs(sides).max())
    return bool(np.isfinite([before, after]).all() and max(abs(before - sides[0]), abs(after - sides[1])) <= reach)


def _touches(slope: Slope, x: np.ndarray, s: np.ndarray) -> list[Critical]:
    """Return the flat inflections at which the slope touches 0 between places of the grid, keeping its sign."""
    size = np.abs(s)
    with np.errstate(invalid="ignore"):
        inner = (size[1:-1] < size[:-2]) & (size[1:-1] < size[2:]) & (size[1:-1] > 0)
        same = (np.sign(s[:-2]) == np.sign(s[1:-1])) & (np.sign(s[1:-1]) == np.sign(s[2:]))
    found: list[Critical] = []
    for i in (np.flatnonzero(inner & same) + 1).tolist():
        place = _least(lambda at: abs(slope(at)), float(x[i - 1]), float(x[i + 1]))
        short = _tidy(slope, place, float(x[1] - x[0]))
        if abs(slope(short)) <= _TOUCH * max(size[i - 1], size[i + 1]):
            found.append((short, "inflection"))
    return found


def _least(f: Slope, low: float, high: float) -> float:
    """Return where a function with one dip between two places is least."""
    ratio = (5**0.5 - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    at_a, at_b = f(a), f(b)
    for _ in range(80):
        if at_a <= at_b:
            high, b, at_b = b, a, at_a
            a = high - ratio * (high - low)
            at_a = f(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + ratio * (high - low)
            at_b = f(b)
    return (low + high) / 2
