"""Forms whose answer is drawn on a picture: a point, or a path."""

import dataclasses
import math
from typing import Any, ClassVar

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions.form import Form, Verdict, falling

MAX_POINTS = 40
SAMPLES = 64
Coordinates = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Place:
    """A wrong place that a misconception leads to, and what is said to who chose one near it."""

    x: float
    y: float
    sentence: str


@dataclasses.dataclass(frozen=True)
class Trap:
    """A wrong path that a misconception leads to, (n, 2), and what is said to whose path is nearest to it."""

    path: np.ndarray
    sentence: str


def point_of(text: str) -> Coordinates | None:
    """Return the point written ``x,y``, or None."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) <= 1e9 else None


def point_text(x: float, y: float) -> str:
    """Return a point as an answer has it: four significant digits."""
    return f"{x:.4g},{y:.4g}"


@dataclasses.dataclass(frozen=True)
class Target(Form):
    """A click on the panel called ``panel``: right within ``tolerance`` of ``x``, ``y``, in the axes' units.

    ``only_x``: on a curve, only x counts. ``places``: wrong places that betray how they came about; ``right``,
    ``otherwise``: what is said in the other cases.
    """

    panel: str
    x: float
    y: float
    tolerance: float
    right: str
    otherwise: str
    places: tuple[Place, ...] = ()
    only_x: bool = False

    kind: ClassVar[str] = "target"

    def spec(self) -> dict[str, Any]:
        """Return which panel is to be clicked."""
        return {"kind": self.kind, "panel": self.panel, "only_x": self.only_x}

    def read(self, text: str) -> str | None:
        """Return a point as ``x,y``."""
        found = point_of(text)
        return point_text(*found) if found else None

    def _far(self, x: float, y: float, other_x: float, other_y: float) -> float:
        return abs(x - other_x) if self.only_x else math.hypot(x - other_x, y - other_y)

    def verdict(self, text: str) -> Verdict:
        """Tell how far a point is from the right one."""
        x, y = point_of(text) or (math.nan, math.nan)
        off = self._far(x, y, self.x, self.y)
        right = off <= self.tolerance * (1 + 1e-9)
        near = [place for place in self.places if self._far(x, y, place.x, place.y) <= self.tolerance]
        sentence = self.right if right else near[0].sentence if near else self.otherwise
        truth = f"x = {label(self.x, 3)}" if self.only_x else point((self.x, self.y))
        return Verdict(right, falling(off, self.tolerance), "" if right else f"{label(off, 2)} away", sentence, truth)

    def unclear(self) -> str:
        """The right point must be finite, and no wrong place near it."""
        if not (math.isfinite(self.x) and math.isfinite(self.y)):
            return "the right point is not finite"
        if any(self._far(p.x, p.y, self.x, self.y) < 2 * self.tolerance for p in self.places):
            return "a wrong place is nearly right"
        return ""

    @property
    def right_answer(self) -> str:
        """The right point."""
        return point_text(self.x, self.y)


def along(path: np.ndarray, count: int = SAMPLES) -> np.ndarray:
    """Return ``count`` points of a path (n, 2), evenly spread over its length."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    if lengths[-1] == 0:
        return np.repeat(path[:1], count, axis=0)
    wanted = np.linspace(0, lengths[-1], count)
    return np.stack([np.interp(wanted, lengths, path[:, axis]) for axis in (0, 1)], axis=1)


def distance(a: np.ndarray, b: np.ndarray) -> float:
    """Return how far two paths are apart: the mean distance of the points of each from the other path.

    This is the symmetric mean of the distances whose largest is the Hausdorff distance: it asks for the same places,
    not for the same speed.
    """
    between = np.linalg.norm(along(a)[:, None] - along(b)[None], axis=2)
    return float(between.min(axis=1).mean() + between.min(axis=0).mean()) / 2


@dataclasses.dataclass(frozen=True)
class Route(Form):
    """A path drawn on the panel called ``panel``, compared with the run's: ``path`` (n, 2), at least two points.

    It is right if the mean distance is at most ``tolerance``, in the axes' units, which must be equal. ``traps``: wrong
    paths; ``right``, ``otherwise``: what is said in the other cases. An answer is ``x,y;x,y;…``.
    """

    panel: str
    path: np.ndarray
    tolerance: float
    right: str
    otherwise: str
    traps: tuple[Trap, ...] = ()

    kind: ClassVar[str] = "route"

    def spec(self) -> dict[str, Any]:
        """Return the panel to draw on, and where the path starts."""
        x, y = (float(c) for c in self.path[0])
        return {"kind": self.kind, "panel": self.panel, "start": [x, y]}

    def read(self, text: str) -> str | None:
        """Return the points of a path."""
        points = [point_of(part) for part in text.split(";")]
        if not 2 <= len(points) <= MAX_POINTS or None in points:
            return None
        return ";".join(point_text(*each) for each in points if each)

    def verdict(self, text: str) -> Verdict:
        """Tell how far the drawn path is from the run's on average, and which wrong path it resembles."""
        drawn = np.array([point_of(part) for part in text.split(";")], dtype=float)
        off = distance(drawn, self.path)
        right = off <= self.tolerance
        nearest = min(self.traps, key=lambda trap: distance(drawn, trap.path), default=None)
        sentence = self.right if right else self.otherwise
        if not right and nearest and distance(drawn, nearest.path) < off:
            sentence = nearest.sentence
        measure = f"on average {label(off, 2)} from the run's path"
        end = point([float(c) for c in self.path[-1]])
        return Verdict(right, falling(off, self.tolerance), measure, sentence, f"the run's path, to {end}")

    def unclear(self) -> str:
        """The path must be finite and move, and wrong paths must be clearly others."""
        if not np.isfinite(self.path).all() or len(self.path) < 2 or not np.ptp(self.path, axis=0).any():
            return "there is no finite path"
        near = any(distance(trap.path, self.path) < 2 * self.tolerance for trap in self.traps)
        return "a wrong path is nearly right" if near else ""

    @property
    def right_answer(self) -> str:
        """The run's own path."""
        return ";".join(point_text(*map(float, each)) for each in along(self.path, MAX_POINTS))
