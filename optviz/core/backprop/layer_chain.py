"""The lecture's network with one hidden layer as a chain of functions, forward and backward, in its own notation.

u₀ = −yᵀ log(softmax(W₁ a(W₀ x))) with u₆ = W₀ x, u₅ = a(u₆), u₄ = W₁ u₅, u₃ = softmax(u₄), u₂ = log(u₃),
u₁ = −yᵀ u₂ and u₀ = u₁. By the chain rule (Rumelhart, Hinton and Williams, 1986, with the matrices written out)

    du₀/dW₀ = du₀/du₁ · du₁/du₂ · du₂/du₃ · du₃/du₄ · du₄/du₅ · du₅/du₆ · du₆/dW₀.

A vector has n numbers; the Jacobian du_k/du_j has a row for each number of u_k and a column for each of u_j.
"""

import dataclasses
from typing import Any

import numpy as np

from optviz.core.elementary import ACTIVATIONS, log_softmax, softmax

Array = np.ndarray


@dataclasses.dataclass(frozen=True)
class Network:
    """A network and one example: x (D,), its class ``label`` 0 … K−1, W₀ (h, D), W₁ (K, h), the activation's key."""

    x: Array
    label: int
    w0: Array
    w1: Array
    activation: str = "relu"

    @property
    def y(self) -> Array:
        """The label as a vector (K,): 1 at the true class, 0 elsewhere."""
        return np.eye(len(self.w1))[self.label]

    def replace(self, **changes: Any) -> "Network":
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)


@dataclasses.dataclass(frozen=True)
class Forward:
    """The values u₀ … u₆: u₆, u₅ (h,), u₄, u₃, u₂ (K,), u₁, u₀ one number each; u_k = ``u[k]``, ŷ = ``u[3]``."""

    u: tuple[Array, ...]

    @property
    def loss(self) -> float:
        """The loss u₀."""
        return float(self.u[0])


def forward(net: Network) -> Forward:
    """Return every value of the chain, from u₆ to u₀."""
    with np.errstate(all="ignore"):
        u6 = net.w0 @ net.x
        u5 = ACTIVATIONS[net.activation].value(u6)
        u4 = net.w1 @ u5
        u2 = log_softmax(u4)
        u1 = np.asarray(-(net.y @ u2))
    return Forward((u1, u1, u2, softmax(u4), u4, u5, u6))


@dataclasses.dataclass(frozen=True)
class Factor:
    """One factor du_k/du_j, j = k + 1, of the product: its ``jacobian`` and the ``product`` so far, du₀/du_j (1, n)."""

    k: int
    jacobian: Array
    product: Array

    @property
    def j(self) -> int:
        """The number of the inner function."""
        return self.k + 1


def softmax_jacobian(s: Array) -> Array:
    """Return ∂s_k/∂z_j = s_k (δ_kj − s_j) of s = softmax(z), (K, K)."""
    return np.diag(s) - np.outer(s, s)


def jacobians(net: Network, at: Forward) -> tuple[Array, ...]:
    """Return du₀/du₁, du₁/du₂ … du₅/du₆ as matrices."""
    with np.errstate(all="ignore"):
        return (
            np.eye(1),
            -net.y[None, :],
            np.diag(1 / at.u[3]),
            softmax_jacobian(at.u[3]),
            net.w1,
            np.diag(ACTIVATIONS[net.activation].slope(at.u[6])),
        )


def weight_jacobian(net: Network) -> Array:
    """Return du₆/dW₀ as a matrix (h, h·D), a column for each entry of W₀, row by row: I ⊗ xᵀ, since u₆ = W₀ x."""
    return np.kron(np.eye(len(net.w0)), net.x)


def backward(net: Network, at: Forward) -> tuple[Factor, ...]:
    """Return the six factors from du₀/du₁ to du₅/du₆ with the product so far after each, multiplied literally.

    Where ŷ is 0 in float64, 1/ŷ is ∞ and the product is not finite from there on: see :func:`gradients`.
    """
    product, factors = np.eye(1), []
    with np.errstate(all="ignore"):
        for k, jacobian in enumerate(jacobians(net, at)):
            product = product @ jacobian
            factors.append(Factor(k, jacobian, product))
    return tuple(factors)


@dataclasses.dataclass(frozen=True)
class Gradients:
    """The gradients of the loss, in the shapes of what they belong to: ``w0`` (h, D), ``w1`` (K, h).

    ``delta4`` = du₀/du₄ = ŷ − y (K,) and ``delta6`` = du₀/du₆ (h,) are what they are made of.
    """

    w0: Array
    w1: Array
    delta4: Array
    delta6: Array

    @property
    def square(self) -> float:
        """‖∇‖² over both matrices."""
        return float((self.w0**2).sum() + (self.w1**2).sum())


def gradients(net: Network, at: Forward) -> Gradients:
    """Return du₀/dW₀ = δ₆ xᵀ and du₀/dW₁ = δ₄ u₅ᵀ, with δ₄ = ŷ − y and δ₆ = a′(u₆) ⊙ W₁ᵀ δ₄: never divides by ŷ."""
    with np.errstate(all="ignore"):
        delta4 = at.u[3] - net.y
        delta6 = ACTIVATIONS[net.activation].slope(at.u[6]) * (net.w1.T @ delta4)
        return Gradients(np.outer(delta6, net.x), np.outer(delta4, at.u[5]), delta4, delta6)


def step(net: Network, grads: Gradients, lr: float, *, w0: bool = True, w1: bool = True) -> Network:
    """Return the network after one step of gradient descent, W ← W − η du₀/dW, on the matrices that are asked for."""
    return net.replace(
        w0=net.w0 - lr * grads.w0 if w0 else net.w0,
        w1=net.w1 - lr * grads.w1 if w1 else net.w1,
    )
