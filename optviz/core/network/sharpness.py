"""How sharply the loss of a net curves: the largest eigenvalue of its Hessian, by Lanczos' method."""

import threading
from collections.abc import Callable, Iterator

import cachetools
import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.network.data import Examples
from optviz.core.network.mlp import Net, PaddedShape, total_loss

ITERATIONS = 24
_SEED = 0


def largest_eigenvalues(net: Net, thetas: np.ndarray, data: Examples, iterations: int = ITERATIONS) -> Iterator[float]:
    """Yield λ_max of ∇²L at each row θ of ``thetas``, (S, d): L is the average loss over all of ``data``.

    λ_max is the largest (most positive) eigenvalue. Lanczos (1950) finds it from ``iterations`` products of the Hessian
    with a vector, each as cheap as a few gradients, so the d × d matrix itself is never formed; the value is from below
    and its first four digits are exact in tests. NaN where θ or the Hessian is not finite.
    """
    first = net.padded(np.ones(net.size)) * np.random.default_rng(_SEED).standard_normal(net.padded_shape.size)
    lanczos = _lanczos(net.padded_shape, data.n, min(iterations, net.size))
    x, y = (jax.device_put(a) for a in (data.x, data.y))
    for theta in thetas:
        matrix = np.asarray(lanczos(net.padded(theta), first, net.config, x, y))
        yield float(np.linalg.eigvalsh(matrix)[-1]) if np.isfinite(matrix).all() else float("nan")


@cachetools.cached(cachetools.LRUCache(4), condition=threading.Condition())  # 12 MB each
def _lanczos(shape: PaddedShape, n: int, iterations: int) -> Callable[..., jax.Array]:
    """Return the compiled map from padded θ and a first vector to Lanczos' tridiagonal matrix."""

    def tridiagonal(theta, first, config, x, y):
        def hessian_times(v: jax.Array) -> jax.Array:
            gradient = jax.grad(lambda at: total_loss(shape, config, at, x, y, jnp.full(n, 1.0 / n)))
            return jax.jvp(gradient, (theta,), (v,))[1]

        def step(k: jax.Array, carry: tuple) -> tuple:
            basis, matrix = carry
            w = hessian_times(basis[k])
            matrix = matrix.at[k, k].set(basis[k] @ w)
            # Twice is enough (Kahan and Parlett): without it rounding brings copies of the same eigenvalue.
            for _ in range(2):
                w = w - basis.T @ (basis @ w)
            length = jnp.linalg.norm(w)
            # At the end of all directions what is left is rounding: no further row then.
            following = jnp.where(length > 1e-10 * jnp.abs(matrix).max(), w / jnp.where(length > 0, length, 1.0), 0.0)
            beside = jnp.where(jnp.any(following != 0), length, 0.0)
            matrix = matrix.at[k, k + 1].set(beside, mode="drop").at[k + 1, k].set(beside, mode="drop")
            return basis.at[k + 1].set(following, mode="drop"), matrix

        basis = jnp.zeros((iterations, shape.size)).at[0].set(first / jnp.linalg.norm(first))
        return jax.lax.fori_loop(0, iterations, step, (basis, jnp.zeros((iterations, iterations))))[1]

    return ahead(tridiagonal)
