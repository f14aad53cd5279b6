"""How sharply the loss of a net curves: the largest eigenvalue of its Hessian, by Lanczos' method."""

from collections.abc import Callable, Iterator

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.once import once
from optviz.core.network.data import Examples
from optviz.core.network.mlp import Net, PaddedShape, total_loss

ITERATIONS = 24
_SEED = 0


def sharpest(net: Net, thetas: np.ndarray, data: Examples, iterations: int = ITERATIONS) -> Iterator[float]:
    """Yield λ_max of ∇²L at each row θ of ``thetas``, (S, d): L is the average loss over all of ``data``.

    λ_max is the largest (most positive) eigenvalue. Lanczos (1950) finds it from ``iterations`` products of the Hessian
    with a vector, each as cheap as a few gradients, so the d × d matrix itself is never formed; the value is from below
    and its first four digits are right in tests. NaN where θ or the Hessian is not finite.
    """
    room, live = net.room, net.padded(np.ones(net.size))
    begun = np.random.default_rng(_SEED).standard_normal(room.size) * live
    program = _program(room, data.n, min(iterations, net.size))
    x, y = jnp.asarray(data.x), jnp.asarray(data.y)
    for theta in thetas:
        small = np.asarray(program(net.padded(theta), begun, net.facts, x, y))
        yield float(np.linalg.eigvalsh(small)[-1]) if np.isfinite(small).all() else float("nan")


@once
def _program(room: PaddedShape, n: int, iterations: int) -> Callable[..., jax.Array]:
    """Return the compiled map from padded θ and a first vector to Lanczos' tridiagonal matrix."""

    def small(theta, begun, facts, x, y):
        def product(v: jax.Array) -> jax.Array:
            slope = jax.grad(lambda at: total_loss(room, facts, at, x, y, jnp.full(n, 1.0 / n)))
            return jax.jvp(slope, (theta,), (v,))[1]

        def step(k: jax.Array, carry: tuple) -> tuple:
            basis, matrix = carry
            w = product(basis[k])
            matrix = matrix.at[k, k].set(basis[k] @ w)
            # Twice is enough (Kahan and Parlett): without it rounding brings copies of the same eigenvalue.
            for _ in range(2):
                w = w - basis.T @ (basis @ w)
            length = jnp.linalg.norm(w)
            # At the end of all directions what is left is rounding: no further row then.
            fresh = jnp.where(length > 1e-10 * jnp.abs(matrix).max(), w / jnp.where(length > 0, length, 1.0), 0.0)
            link = jnp.where(jnp.any(fresh != 0), length, 0.0)
            matrix = matrix.at[k, k + 1].set(link, mode="drop").at[k + 1, k].set(link, mode="drop")
            return basis.at[k + 1].set(fresh, mode="drop"), matrix

        basis = jnp.zeros((iterations, room.size)).at[0].set(begun / jnp.linalg.norm(begun))
        return jax.lax.fori_loop(0, iterations, step, (basis, jnp.zeros((iterations, iterations))))[1]

    return jax.jit(small)
