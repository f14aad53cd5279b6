"""Nelder and Mead's method: a triangle that walks by comparing f at its corners, and nothing else."""

from collections.abc import Iterator

import numpy as np

from optviz.core.curvature.descent import POSITIVE
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.method import METHODS, Method, State, Stopped
from optviz.core.registry import Scalar, knob

_SMALL = 1e-10


@METHODS.register
class NelderMead(Method):
    """Nelder–Mead: the worst corner is mirrored in the middle of the others; the triangle stretches, bends or shrinks.

    With the coefficients of Lagarias et al. (1998): 1, 2, ½, ½. x is the best corner.
    """

    key = "nelder_mead"
    name = "Nelder–Mead"
    source = "Nelder and Mead (1965), A simplex method for function minimization; Lagarias et al. (1998)"
    latex = r"x_r = 2 \bar x - x_{\text{worst}}"
    note = "Only comparisons of f: it needs no slope, and no smooth f either."
    sloped = False

    size: Scalar = knob(0.5, symbol="s", label="size of the first triangle", low=0.01, high=3.0, domain=POSITIVE)

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        corners = np.vstack([x, x + float(self.size) * np.eye(len(x))])
        values = np.array([ground.value(corner) for corner in corners])
        corners, values = _sorted(corners, values)
        yield State(x, extras={"simplex": corners})
        while np.ptp(corners, axis=0).max() > _SMALL:
            before = corners[0]
            corners, values = _sorted(*moved(ground, corners, values))
            yield State(corners[0], corners[0] - before, 1.0, {"simplex": corners})
        raise Stopped("The triangle has shrunk to a point.")


def _sorted(corners: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(values, kind="stable")
    return corners[order], values[order]


def moved(ground: Evaluations, corners: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the simplex after a move; the corners come best first."""
    middle, worst = corners[:-1].mean(axis=0), corners[-1]

    def replaced(corner: np.ndarray, value: float) -> tuple[np.ndarray, np.ndarray]:
        return np.vstack([corners[:-1], corner]), np.append(values[:-1], value)

    mirrored = 2 * middle - worst
    height = ground.value(mirrored)
    if height < values[0]:
        further = 3 * middle - 2 * worst
        if (lower := ground.value(further)) < height:
            return replaced(further, lower)
        return replaced(mirrored, height)
    if height < values[-2]:
        return replaced(mirrored, height)
    outside = height < values[-1]
    nearer = 1.5 * middle - 0.5 * worst if outside else 0.5 * middle + 0.5 * worst
    if (lower := ground.value(nearer)) < min(height, values[-1]) or (outside and lower <= height):
        return replaced(nearer, lower)
    shrunk = np.vstack([corners[0], corners[0] + 0.5 * (corners[1:] - corners[0])])
    return shrunk, np.array([values[0], *(ground.value(corner) for corner in shrunk[1:])])
