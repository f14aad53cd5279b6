"""A fan: the paths of runs at many positions of one slider, and how they travel, for a drag without a wait.

A path is coded in the whole numbers 0 … 8191 across a window twice as wide and high as what is looked at, so that a
number is a fraction of a pixel. What lies outside is on the code's border, where the way from the middle leads out: a
number 0 or 8191 says so. Of a step that begins or ends there, the part within is sent besides, as a *cut*: where the
straight line enters and where it leaves. So nothing is drawn along the border, and every line has its true direction.

Layout of the body: columns of 16-bit words as differences (the lowest bit is the sign), all lower bytes first: x and y
of all points, path after path; then of all cuts the step, x and y of one end, x and y of the other.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from optviz.core.surfaces.base import Window
from optviz.figures.board.message import message

TOP = 8191
"""The largest number of the code, 13 bits; it and 0 are the border."""

WIDER = 2.0
"""How many times as wide as what is looked at the coded window is."""

MIDDLE = TOP / 2

POSITIONS = ((201, 400), (126, 700), (101, 1000), (65, 2000))
"""How many positions of a slider a fan has, and up to how many steps of all its runs at one position together."""

_FAR = 1e15
"""Beyond so many units float64 does not tell where a line crosses the window."""

Pair = tuple[np.ndarray, np.ndarray]


@dataclasses.dataclass(frozen=True, eq=False)
class Fan:
    """Runs at many positions of a slider.

    Attributes:
        control: which slider, as an address names it.
        values: the slider's values at the positions, in its order.
        paths: by the name that a board's :class:`~optviz.figures.board.Path` has, a path (T+1, 2) for each value; it
            ends where its run ends.
        window: what is looked at, x and y.
    """

    control: str
    values: Sequence[float]
    paths: Mapping[str, Sequence[np.ndarray]]
    window: Window

    def thinned(self) -> "Fan":
        """Return every other position, the ends among them."""
        paths = {name: rows[::2] for name, rows in self.paths.items()}
        return dataclasses.replace(self, values=self.values[::2], paths=paths)


def positions(steps: int) -> int:
    """Return at how many positions of a slider runs of so many steps in all are made; 0 where that takes too long."""
    return next((count for count, most in POSITIONS if steps <= most), 0)


def coded_window(window: Window) -> np.ndarray:
    """Return the window of the code, ((low, high), (low, high)): what is looked at, and as much again around it."""
    ends = np.array(window, dtype=float)
    middle, half = ends.mean(axis=1, keepdims=True), (ends[:, 1:] - ends[:, :1]) / 2
    return np.hstack([middle - WIDER * half, middle + WIDER * half])


def fan_message(fan: Fan) -> bytes:
    """Return a fan as a message."""
    window = coded_window(fan.window)
    paths = [finite(path) for rows in fan.paths.values() for path in rows]
    starts = np.cumsum([0, *map(len, paths)])
    points = in_code(np.concatenate(paths), window)
    coded, outside = code_of(points)
    step, ends = cuts_of(points, outside, starts)
    path_of_cut = np.searchsorted(starts, step, side="right") - 1
    kept, lengths = rests_cut_off(coded, starts)
    header = {
        "kind": "fan",
        "control": fan.control,
        "window": window.ravel().tolist(),
        "values": [float(value) for value in fan.values],
        "runs": list(fan.paths),
        "lengths": lengths.tolist(),
        "cuts": np.bincount(path_of_cut, minlength=len(paths)).tolist(),
    }
    return message(header, words_of([*(column[kept] for column in coded), step - starts[path_of_cut], *ends]))


def finite(path: np.ndarray) -> np.ndarray:
    """Return a path without its last point where that is no number: a diverged run's last row."""
    return path if np.isfinite(path[-1]).all() else path[:-1]


def in_code(points: np.ndarray, window: np.ndarray) -> Pair:
    """Return the columns of points (n, 2) in units of the code, not yet rounded; huge ones nearer, in their direction.

    Differences of numbers beyond 1e150 may be none.
    """
    columns = points.T.copy()
    reach = np.maximum(*np.abs(columns))
    huge = np.flatnonzero(reach > 1e150)
    columns[:, huge] *= 1e150 / reach[huge]
    x, y = ((column - low) * (TOP / (high - low)) for column, (low, high) in zip(columns, window, strict=True))
    return x, y


def code_of(points: Pair) -> tuple[Pair, np.ndarray]:
    """Return points as whole numbers, and which of them lie outside, (n,): those are moved to the border."""
    x, y = points
    reach = np.maximum(np.abs(x - MIDDLE), np.abs(y - MIDDLE))
    outside = reach > MIDDLE - 1
    beyond = np.flatnonzero(outside)
    scale = MIDDLE / reach[beyond]
    coded = []
    for column in points:
        whole = column.copy()
        whole[beyond] = MIDDLE + (column[beyond] - MIDDLE) * scale
        coded.append(np.rint(whole).astype(np.int32))
    return (coded[0], coded[1]), outside


def cuts_of(points: Pair, outside: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return which steps, (m,) places of points, cross the code's window from or to outside, and where: x, y, x, y.

    Liang and Barsky (1984): the line from one point to the next is cut at the four borders in turn.
    """
    across = outside[:-1] | outside[1:]
    across[starts[1:-1] - 1] = False  # from one path's end to the next one's start
    place = np.flatnonzero(across)
    begin = np.stack([column[place] for column in points])
    end = np.stack([column[place + 1] for column in points])
    near = np.maximum(np.abs(begin), np.abs(end)).max(axis=0) < _FAR
    place, begin, end = place[near], begin[:, near], end[:, near]
    way = end - begin
    with np.errstate(divide="ignore", invalid="ignore"):
        at_low, at_high = -begin / way, (TOP - begin) / way
    within = (begin > 0) & (begin < TOP)
    enter = np.where(way == 0, np.where(within, -np.inf, np.inf), np.minimum(at_low, at_high)).max(axis=0)
    leave = np.where(way == 0, np.where(within, np.inf, -np.inf), np.maximum(at_low, at_high)).min(axis=0)
    first, last = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    seen = first < last
    begin, way = begin[:, seen], way[:, seen]
    ends = [*(begin + first[seen] * way), *(begin + last[seen] * way)]
    return place[seen], [np.rint(np.clip(column, 0, TOP)).astype(np.int32) for column in ends]


def rests_cut_off(coded: Pair, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which points are kept, (n,), and how many of each path: none of those that repeat a path's last one."""
    x, y = coded
    moved = np.append(True, (x[1:] != x[:-1]) | (y[1:] != y[:-1]))
    moved[starts[:-1]] = True
    places = np.flatnonzero(moved)
    last = places[np.searchsorted(places, starts[1:]) - 1]
    lengths = last + 1 - starts[:-1]
    kept = np.zeros(len(x) + 1, dtype=np.int32)
    np.add.at(kept, starts[:-1], 1)
    np.add.at(kept, last + 1, -1)
    return np.cumsum(kept[:-1]).astype(bool), lengths


def words_of(columns: Sequence[np.ndarray]) -> bytes:
    """Return columns of whole numbers as differences in 16 bits, the sign lowest; all lower bytes, then all upper."""
    steps = np.concatenate([np.diff(column.astype(np.int32), prepend=0) for column in columns])
    words = ((steps << 1) ^ (steps >> 31)).astype(np.uint16)
    return np.ascontiguousarray(words.view(np.uint8).reshape(-1, 2).T).tobytes()
