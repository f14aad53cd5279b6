"""Functions that many modules need, in NumPy and safe in float64: sigmoid, softmax, activations, 2×2 eigenvalues.

None of them overflows, and none warns, whatever the size of a finite argument.
"""

import dataclasses
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike


def sigmoid(z: ArrayLike) -> np.ndarray:
    """Return σ(z) = 1 / (1 + e^{−z}) of each number; the exponential is only taken where it is at most 1."""
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def softmax(z: ArrayLike) -> np.ndarray:
    """Return e^{z_k} / Σ_j e^{z_j} along the last axis, (…, K) → (…, K); logits that are not finite give NaN."""
    with np.errstate(all="ignore"):
        parts = np.exp(_below_top(z))
        return parts / parts.sum(axis=-1, keepdims=True)


def log_softmax(z: ArrayLike) -> np.ndarray:
    """Return log(softmax(z)) along the last axis, (…, K) → (…, K), finite even where softmax(z) is 0 in float64."""
    with np.errstate(all="ignore"):
        below = _below_top(z)
        return below - np.log(np.exp(below).sum(axis=-1, keepdims=True))


def _below_top(z: ArrayLike) -> np.ndarray:
    """Return z less its largest number: the shift changes no softmax, and no exponential is then above 1."""
    z = np.asarray(z, dtype=float)
    return z - z.max(axis=-1, keepdims=True)


@dataclasses.dataclass(frozen=True)
class Activation:
    """An activation a(z) with its derivative, each number by itself."""

    key: str
    name: str
    value: Callable[[ArrayLike], np.ndarray]
    slope: Callable[[ArrayLike], np.ndarray]


def _tanh_slope(z: ArrayLike) -> np.ndarray:
    return 1 - np.tanh(z) ** 2


def _sigmoid_slope(z: ArrayLike) -> np.ndarray:
    # σ(−z) is 1 − σ(z) without the loss of digits where σ(z) is near 1.
    return sigmoid(z) * sigmoid(np.negative(z))


ACTIVATIONS = {
    activation.key: activation
    for activation in (
        Activation("relu", "ReLU", lambda z: np.maximum(z, 0.0), lambda z: np.where(np.greater(z, 0), 1.0, 0.0)),
        Activation("tanh", "tanh", np.tanh, _tanh_slope),
        Activation("sigmoid", "sigmoid", sigmoid, _sigmoid_slope),
    )
}
"""The activations by key; ReLU's derivative at its kink is taken as 0."""


def symmetric_eigenvalues(matrix: np.ndarray) -> tuple[float, float]:
    """Return both eigenvalues of a symmetric 2×2 matrix, ascending; NaN where an entry is not finite."""
    a, b, d = float(matrix[0, 0]), float(matrix[0, 1]), float(matrix[1, 1])
    middle, half = (a + d) / 2, math.hypot((a - d) / 2, b)
    return middle - half, middle + half
