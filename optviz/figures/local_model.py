"""The local quadratic model of a surface at each point of a path: f + g·d + ½ dᵀHd, as layers over its level lines."""

import dataclasses

import numpy as np

from optviz.core.simulation.status import hessians
from optviz.core.surfaces import Surface, Window, as_field
from optviz.figures.board import Arrows, Conics, Fog, Layer, Points

SHARES = np.array([0.25, 0.5, 0.75, 1.5, 2.0])
"""The lines of the model, as shares of the way from its level point to the head; 1, the head's own, is always there."""

_LEAST = 0.05
_AXIS = 0.14
_SEEN = 0.07
_NEAR = 0.2
"""The side of a square, in radii of what is seen from a point, of which one point is enough."""
_FAR = 1e6
_LEVEL = 1e-12


@dataclasses.dataclass(frozen=True, eq=False)
class LocalModel:
    """What f, ∇f and H say at each point of a path: x, slope (T+1, 2), value (T+1,), hessian (T+1, 2, 2)."""

    x: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    hessian: np.ndarray

    @property
    def curvatures(self) -> np.ndarray:
        """The Hessian's eigenvalues, ascending, (T+1, 2); NaN where it is not finite."""
        return self._eigen[0]

    @property
    def axes(self) -> np.ndarray:
        """The eigenvectors, (T+1, 2, 2): ``axes[t, i]`` belongs to ``curvatures[t, i]``."""
        return self._eigen[1]

    @property
    def _eigen(self) -> tuple[np.ndarray, np.ndarray]:
        finite = np.isfinite(self.hessian.reshape(-1, 4)).all(axis=-1).reshape(-1)
        curvatures, axes = np.linalg.eigh(np.where(finite.reshape(-1, 1, 1), self.hessian, 0.0))
        return np.where(finite.reshape(-1, 1), curvatures, np.nan), axes.transpose(0, 2, 1)

    @property
    def newton(self) -> np.ndarray:
        """Newton's step −H⁻¹g at each point, (T+1, 2); NaN where H is singular or not finite."""
        (a, b), (c, d) = self.hessian.transpose(1, 2, 0)
        gx, gy = self.slope.T
        with np.errstate(all="ignore"):
            bottom = a * d - b * c
            step = np.stack([b * gy - d * gx, c * gx - a * gy]) / bottom
            flat = np.abs(bottom) <= _LEVEL * (a * a + d * d + b * c + b * c)
        return np.where(flat | ~np.isfinite(step).all(axis=0), np.nan, step).T

    def foretold(self, steps: np.ndarray) -> np.ndarray:
        """Return by how much the model says f changes over each step, (T, 2) → (T,)."""
        with np.errstate(all="ignore"):
            bend = np.einsum("ti,tij,tj->t", steps, self.hessian[: len(steps)], steps)
            return (self.slope[: len(steps)] * steps).sum(axis=1) + bend / 2


def local_model(surface: Surface, x: np.ndarray, value: np.ndarray, slope: np.ndarray) -> LocalModel:
    """Return the model at the points of a run on ``surface``; all arrays as those of a run, a row a step."""
    return LocalModel(x, value, slope, hessians(as_field(surface), x))


def held(rows: np.ndarray, steps: int) -> np.ndarray:
    """Return a row for each of the steps 0 … T: after its last one a run stands still."""
    return rows[np.minimum(np.arange(steps + 1), len(rows) - 1)]


def model_lines(model: LocalModel, window: Window, steps: int, name: str = "model") -> Conics:
    """Return the model's level lines at the playhead: that of the head, and lines inside and outside of it."""
    size = min(high - low for low, high in window)
    with np.errstate(all="ignore"):
        depth = 0.5 * (model.slope * model.newton).sum(axis=1)
        least = 0.5 * np.abs(model.curvatures).max(axis=1) * (_LEAST * size) ** 2
        steep = np.hypot(*model.slope.T)
        depth = np.where(np.isfinite(depth), depth, -steep * size / 4)
        scale = np.maximum(np.abs(depth), least)
        up = (model.curvatures > 0).all(axis=1), (model.curvatures < 0).all(axis=1)
        sided = np.where(up[0], 1.0, np.where(up[1], -1.0, 0.0))[:, None]
        rings = scale[:, None] * SHARES**2
        both = np.concatenate([rings, -rings], axis=1)
        one = np.concatenate([sided * rings, np.full_like(rings, np.nan)], axis=1)
        levels = depth[:, None] + np.where(sided == 0, both, one)
    levels = np.concatenate([np.zeros((len(levels), 1)), levels], axis=1)
    return conics(model.x, model.slope, model.hessian, levels, steps, name=name, width=0.6)


def conics(
    x: np.ndarray, slope: np.ndarray, hessian: np.ndarray, levels: np.ndarray, steps: int, **look: str | float | bool
) -> Conics:
    """Return a layer of conics: x, slope (n, 2), hessian (n, 2, 2), levels (n, k), held to the last step."""
    columns = (*held(x, steps).T, *held(slope, steps).T, *held(hessian.reshape(-1, 4)[:, [0, 1, 3]], steps).T)
    return Conics(*(np.ascontiguousarray(c) for c in columns), held(levels, steps), **look)  # type: ignore[arg-type]


def circle(centre: np.ndarray, radius: np.ndarray, steps: int, **look: str | float | bool) -> Conics:
    """Return a circle at the playhead, centre (n, 2) and radius (n,)."""
    with np.errstate(all="ignore"):
        shape = np.eye(2) * (2 / radius**2)[:, None, None]
    return conics(centre, np.zeros_like(centre), shape, np.ones((len(centre), 1)), steps, **look)


def arrow(tail: np.ndarray, way: np.ndarray, look: int | str, name: str, **more: str | float | bool) -> Arrows:
    """Return one arrow a step, tail and way (n, 2)."""
    x, y, dx, dy = (np.ascontiguousarray(c)[:, None] for c in (*tail.T, *way.T))
    return Arrows(x, y, dx, dy, look, name, **more)  # type: ignore[arg-type]


def curvature_axes(model: LocalModel, window: Window) -> tuple[Arrows, Arrows, Points]:
    """Return the Hessian's eigenvectors through the head: those of λ above 0, those below; and λ₁, λ₂ at their ends."""
    reach = _AXIS * min(high - low for low, high in window)
    ways = reach * model.axes
    x, y = (np.ascontiguousarray(model.x[:, None, i] - ways[..., i]) for i in (0, 1))

    def of(sign: int, look: str, name: str) -> Arrows:
        shown = np.where((model.curvatures * sign > 0)[..., None], 2 * ways, np.nan)
        dx, dy = (np.ascontiguousarray(shown[..., i]) for i in (0, 1))
        return Arrows(x, y, dx, dy, look, name, head=False, width=1.3)

    bent = model.curvatures != 0
    end_x, end_y = (np.ascontiguousarray(np.where(bent, model.x[:, None, i] + ways[..., i], np.nan)) for i in (0, 1))
    names = Points(end_x, end_y, "faint", labels=("λ₁", "λ₂"), size=0.3)
    return of(1, "good", "λ > 0"), of(-1, "bad", "λ < 0"), names


def model_layers(
    model: LocalModel, window: Window, steps: int, lr: float | np.ndarray | None = None
) -> tuple[Layer, ...]:
    """Return the whole overlay for a path's head: the model's lines, the eigenvectors, Newton's step and −η∇f.

    ``lr``: η, one number or one of each point, (T+1, 1).
    """
    gradient = ()
    if lr is not None:
        with np.errstate(all="ignore"):
            gradient = (arrow(model.x, -lr * model.slope, "ink", "−η∇f", width=2.2),)
    return model_lines(model, window, steps), *curvature_axes(model, window), newton_arrow(model), *gradient


def newton_arrow(model: LocalModel) -> Arrows:
    """Return Newton's step at the head."""
    return arrow(model.x, model.newton, "accent", "Newton's step", width=2.2)


def seen_only(seen: tuple[np.ndarray, ...], best: np.ndarray, window: Window, steps: int) -> tuple[Fog, Points]:
    """Return the fog over all but what a run has seen, and a mark at its best point.

    ``seen``: for each step 0 … T the points that became known, (k, 2); ``best``: (T+1, 2).
    """
    places = np.concatenate(seen)
    step = np.repeat(np.arange(len(seen)), [len(points) for points in seen])
    radius = _SEEN * max(high - low for low, high in window)
    first = _first_of_each(places / (_NEAR * radius))
    x, y = (np.ascontiguousarray(c)[:, None] for c in held(best, steps).T)
    px, py = (np.ascontiguousarray(c) for c in places[first].T)
    return Fog(px, py, step[first].astype(float), radius), Points(x, y, "good", "diamond", "best seen")


def _first_of_each(places: np.ndarray) -> np.ndarray:
    """Return which of the finite places, (n, 2), is the first in its square of side 1, in their order."""
    known = np.flatnonzero((np.abs(places) < _FAR).all(axis=1))
    _, first = np.unique(np.floor(places[known]), axis=0, return_index=True)
    return known[np.sort(first)]


def best_of(x: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return the lowest point so far of a path, (T+1, 2)."""
    known = np.where(np.isfinite(value), value, np.inf)
    lowest = np.minimum.accumulate(known)
    place = np.maximum.accumulate(np.where(known == lowest, np.arange(len(known)), 0))
    return x[place]
