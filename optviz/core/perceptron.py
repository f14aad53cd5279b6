"""The perceptron and its algorithm: a line between two classes, turned by one misclassified point after the other."""

import dataclasses
from collections.abc import Sequence
from typing import Literal

import numpy as np

Ending = Literal["separated", "cycling", "unfinished"]


@dataclasses.dataclass(frozen=True, eq=False)
class Learning:
    """What the perceptron algorithm did, one row a correction.

    Attributes:
        points: x, (n, 2); labels: y, (n,), 0 or 1.
        weights: (w₁, w₂, b) before each correction and after the last, (T+1, 3).
        corrected: the index of the point that each correction is for, (T,).
        looks: how many points had been looked at when the weights of each row came about, (T+1,).
        ending: "separated" after a pass without a mistake; else the corrections allowed were made: "cycling" when
            the same weights met the same point again, so that it goes on for ever; "unfinished" when they did not.
    """

    points: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    corrected: np.ndarray
    looks: np.ndarray
    ending: Ending

    @property
    def wrong(self) -> np.ndarray:
        """Which points are misclassified before each correction and at the end, (T+1, n) of bool."""
        return predicted(self.weights, self.points) != self.labels


def predicted(weights: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return ŷ = 1 where w·x + b > 0, else 0, for each row of ``weights`` (…, 3) and of ``points`` (n, 2): (…, n)."""
    return (weights[..., :2] @ points.T + weights[..., 2:] > 0).astype(int)


def learn(
    points: Sequence[Sequence[float]] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    start: Sequence[float] = (0.0, 0.0, 0.0),
    longest: int = 200,
) -> Learning:
    """Run the perceptron algorithm: look at the points in turn; where ŷ ≠ y, (w, b) ← (w, b) + (y − ŷ)(x, 1).

    It ends after a whole pass without a mistake. If a line separates the classes it does end, after at most
    (R ‖u‖)² corrections from w = 0, with R the longest (x, 1) and u any weights that leave every point a margin of
    at least 1 (Novikoff, 1962); if none does, it never ends. Rosenblatt, The perceptron, 1958.
    """
    x = np.column_stack([np.asarray(points, dtype=float).reshape(-1, 2), np.ones(len(points))])
    y = np.asarray(labels, dtype=int)
    w = np.array(start, dtype=float)
    weights, corrected, looks = [w], [], [0]
    seen: set[tuple[object, int]] = set()
    ending: Ending = "separated"
    cycling, count, since = False, 0, 0
    while since < len(y):
        i = count % len(y)
        error = y[i] - int(x[i] @ w > 0)
        count, since = count + 1, since + 1
        if not error:
            continue
        state = (tuple(w.tolist()), i)
        cycling = cycling or state in seen
        if len(corrected) == longest:
            ending = "cycling" if cycling else "unfinished"
            break
        seen.add(state)
        w, since = w + error * x[i], 0
        weights.append(w)
        corrected.append(i)
        looks.append(count)
    return Learning(x[:, :2], y, np.stack(weights), np.array(corrected, dtype=int), np.array(looks), ending)
