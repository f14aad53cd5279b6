"""Losses that are averages over data: a line and a logistic curve, each with two parameters θ = (a, b)."""

import dataclasses
import functools
import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from optviz.core.elementary import sigmoid, symmetric_eigenvalues
from optviz.core.stochastic.datasets import MODELS, Data, classes

Shape = Literal["bowl", "valley", "endless"]

_FLAT = 1e-12
_NEWTON_STEPS = 100
_BLOCK = 64


@dataclasses.dataclass(frozen=True, eq=False)
class Regression:
    """A model and the data it is to fit: L(θ) = (1/n) Σ L_i(θ), with z_i = a x_i + b.

    ``line``: L_i = ½ (z_i − y_i)². ``logistic``: L_i = log(1 + e^{z_i}) − y_i z_i, the cross-entropy of
    σ(z_i) with the class y_i. In both, ∇L_i = (prediction_i − y_i) · (x_i, 1).
    Raises ``ValueError`` for another model, or for classes other than 0 and 1.
    """

    model: str
    data: Data

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ValueError(f"a model is one of {', '.join(MODELS)}, not {self.model!r}")
        if self.model == "logistic" and not np.isin(self.data.y, (0.0, 1.0)).all():
            raise ValueError("a class is 0 or 1")

    @classmethod
    def of(cls, model: str, data: Data) -> "Regression":
        """Return the regression of ``model`` on ``data``; for the logistic curve each y becomes the nearer class."""
        return cls(model, classes(data) if model == "logistic" else data)

    @property
    def n(self) -> int:
        """The number of data points."""
        return self.data.n

    def predict(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Return what the model says at ``x``, (m,) → (m,): a x + b, or the probability σ(a x + b) of class 1."""
        z = theta[0] * np.asarray(x) + theta[1]
        return z if self.model == "line" else sigmoid(z)

    def losses(self, theta: ArrayLike) -> np.ndarray:
        """Return L_i(θ) of each point, (n,)."""
        return self._each(np.asarray(theta, dtype=float), self.data.x, self.data.y)

    def gradients(self, theta: ArrayLike) -> np.ndarray:
        """Return ∇L_i(θ) of each point, (n, 2)."""
        residual = self.predict(np.asarray(theta, dtype=float), self.data.x) - self.data.y
        return np.stack([residual * self.data.x, residual], axis=1)

    def gradient(self, theta: ArrayLike) -> np.ndarray:
        """Return ∇L(θ), the mean of all ∇L_i(θ), (2,)."""
        return self.gradients(theta).mean(axis=0)

    def loss(self, theta: ArrayLike) -> np.ndarray:
        """Return L at each θ, (…, 2) → (…). The cost does not grow with n: equal points are counted once.

        For the line, L(θ) = L(θ*) + ½ (θ − θ*)ᵀ H (θ − θ*), which is exact and loses no digits near θ*.
        """
        theta = np.asarray(theta, dtype=float)
        with np.errstate(all="ignore"):
            if self.model == "line":
                along = theta - self._nearest
                return self._least + 0.5 * np.einsum("...i,ij,...j", along, self.curvature, along)
            signed, weight = self._signed
            # In blocks, so that a long path over much data fits into the cache, let alone into memory.
            rows = theta.reshape(-1, 2)
            blocks = (rows[i : i + _BLOCK] for i in range(0, max(len(rows), 1), _BLOCK))
            heights = [np.logaddexp(0.0, block @ signed) @ weight for block in blocks]
            return np.concatenate(heights).reshape(theta.shape[:-1])[()]

    def hessian(self, theta: ArrayLike) -> np.ndarray:
        """Return ∇²L(θ), (2, 2): the mean of p(1 − p) (x, 1)(x, 1)ᵀ, without that factor for the line."""
        if self.model == "line":
            return self.curvature
        x, _, weight = self._distinct
        p = self.predict(np.asarray(theta, dtype=float), x)
        return _moments(x, weight * p * (1 - p))

    @functools.cached_property
    def curvature(self) -> np.ndarray:
        """The mean of (x, 1)(x, 1)ᵀ, (2, 2): the line's Hessian H, and four times a bound on the logistic one."""
        return _moments(self.data.x, np.full(self.n, 1 / self.n))

    @functools.cached_property
    def shape(self) -> Shape:
        """What L looks like: a bowl with one minimum, a valley of equal minima, or endless, falling towards infinity.

        Line: a valley where all x are equal. Logistic: endless where one class is missing, or where a
        threshold on x parts the classes.
        """
        x, y = self.data.x, self.data.y
        least, largest = symmetric_eigenvalues(self.curvature)
        one_place = least <= _FLAT * largest
        if self.model == "line":
            return "valley" if one_place else "bowl"
        off, on = x[y == 0], x[y == 1]
        if not len(off) or not len(on):
            return "endless"
        if one_place:
            return "valley"
        overlap = off.max() > on.min() and on.max() > off.min()
        return "bowl" if overlap else "endless"

    @functools.cached_property
    def minimum(self) -> np.ndarray | None:
        """θ*, (2,), where L is least; in a valley the point nearest to 0; None where L has no minimum."""
        if self.model == "line":
            return self._nearest
        if self.shape == "endless":
            return None
        return _newton(self)

    @property
    def floor(self) -> float:
        """L(θ*), the least value; where there is no minimum, the value that L falls towards."""
        if self.model == "line":
            return self._least
        if self.minimum is not None:
            return float(self.loss(self.minimum))
        # Only points of both classes on the threshold itself keep a loss: the entropy of their mixture.
        x, y = self.data.x, self.data.y
        mixed = np.isin(x, np.intersect1d(x[y == 0], x[y == 1]))
        if not mixed.any():
            return 0.0
        p = float(y[mixed].mean())
        return float(mixed.mean()) * -(p * math.log(p) + (1 - p) * math.log(1 - p))

    @property
    def sharpest(self) -> float:
        """λ_max of the Hessian, its largest value anywhere: GD stays calm below η = 2/λ_max."""
        top = symmetric_eigenvalues(self.curvature)[1]
        return top if self.model == "line" else top / 4

    @functools.cached_property
    def _distinct(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x, y and share of each distinct point."""
        # Complex numbers sort in pairs, twenty times as fast as unique rows.
        seen, counts = np.unique(self.data.x + 1j * self.data.y, return_counts=True)
        return seen.real, seen.imag, counts / self.n

    @functools.cached_property
    def _signed(self) -> tuple[np.ndarray, np.ndarray]:
        """The matrix that turns θ into ∓z of each distinct point, (2, m), and the points' shares."""
        x, y, weight = self._distinct
        sign = np.where(y == 1, -1.0, 1.0)
        return np.stack([sign * x, sign]), weight

    @functools.cached_property
    def _nearest(self) -> np.ndarray:
        design = np.stack([self.data.x, np.ones(self.n)], axis=1)
        return np.linalg.lstsq(design, self.data.y, rcond=_FLAT)[0]

    @functools.cached_property
    def _least(self) -> float:
        return float(self.losses(self._nearest).mean())

    def _each(self, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        z = theta[..., 0] * x + theta[..., 1]
        if self.model == "line":
            return 0.5 * (z - y) ** 2
        return np.logaddexp(0.0, np.where(y == 1, -z, z))


def loss_grid(problem: Regression, window: tuple[tuple[float, float], tuple[float, float]], size: int = 81) -> tuple:
    """Return a (size,), b (size,) and L (size, size), L[j, i] at (a[i], b[j]), over ``window`` for the picture."""
    a, b = (np.linspace(low, high, size) for low, high in window)
    return a, b, problem.loss(np.stack(np.meshgrid(a, b), axis=-1))


def _moments(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    first, second = float(weight @ x), float(weight @ (x * x))
    return np.array([[second, first], [first, float(weight.sum())]])


def _newton(problem: Regression) -> np.ndarray:
    """Return the minimum of a logistic loss that has one, by Newton's method with halved steps; least norm if many."""
    theta = np.zeros(2)
    x, y, weight = problem._distinct
    for _ in range(_NEWTON_STEPS):
        residual = (problem.predict(theta, x) - y) * weight
        slope = np.array([residual @ x, residual.sum()])
        step = np.linalg.pinv(problem.hessian(theta), rcond=_FLAT, hermitian=True) @ slope
        size = 1.0
        while problem.loss(theta - size * step) > problem.loss(theta) and size > 1e-9:
            size /= 2
        if size <= 1e-9 or not np.abs(step).max() > 1e-14:
            break
        theta = theta - size * step
    return theta
