"""The chain's gradient against two others: JAX's automatic differentiation and central differences."""

import dataclasses

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.backprop.layer_chain import Gradients, Network, forward
from optviz.core.elementary import ACTIVATIONS

KEYS = tuple(ACTIVATIONS)
RULES = {"relu": jax.nn.relu, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid}


def _loss(w0: jax.Array, w1: jax.Array, x: jax.Array, y: jax.Array, activation: jax.Array) -> jax.Array:
    hidden = jax.lax.switch(activation, [RULES[key] for key in KEYS], w0 @ x)
    return -(y @ jax.nn.log_softmax(w1 @ hidden))


_grad = ahead(jax.grad(_loss, argnums=(0, 1)))


def by_jax(net: Network) -> tuple[np.ndarray, np.ndarray]:
    """Return du₀/dW₀ and du₀/dW₁ as ``jax.grad`` finds them."""
    w0, w1 = _grad(net.w0, net.w1, net.x, net.y, KEYS.index(net.activation))
    return np.asarray(w0), np.asarray(w1)


def by_differences(net: Network, h: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (L(w + h) − L(w − h)) / 2h for every weight w alone, in the shapes of W₀ and W₁: two losses a weight."""
    return _differences(net, "w0", h), _differences(net, "w1", h)


def _differences(net: Network, name: str, h: float) -> np.ndarray:
    weights = getattr(net, name)
    slopes = np.empty(weights.shape)
    for index in np.ndindex(*weights.shape):
        sides = []
        for move in (h, -h):
            changed = weights.copy()
            changed[index] += move
            sides.append(forward(net.replace(**{name: changed})).loss)
        slopes[index] = (sides[0] - sides[1]) / (2 * h)
    return slopes


def max_difference(grads: Gradients, other: tuple[np.ndarray, np.ndarray]) -> float:
    """Return the largest difference between two gradients, over every weight of both matrices."""
    return float(max(np.max(np.abs(grads.w0 - other[0])), np.max(np.abs(grads.w1 - other[1]))))


@dataclasses.dataclass(frozen=True)
class Sweep:
    """The error of central differences for many h: ``h`` (n,), ``error`` (n,), and the h with the smallest error."""

    h: np.ndarray
    error: np.ndarray

    @property
    def best(self) -> float:
        """The h with the smallest error."""
        return float(self.h[np.argmin(self.error)])


def sweep(net: Network, grads: Gradients, h: np.ndarray) -> Sweep:
    """Return how far central differences are from ``grads``, for each h."""
    return Sweep(h, np.array([max_difference(grads, by_differences(net, float(step))) for step in h]))
