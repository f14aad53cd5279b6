"""A Python function of any number of variables, to run optimizers on."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.surfaces import Surface
from optviz.core.typed.surface import named

MAX_DIM = 1000
"""A run keeps some ten vectors a step: 5,000 steps of 1,000 variables are 400 MB."""


@jax.tree_util.register_static
class VectorSurface(Surface):
    """A function f(x) of a vector x of D ≠ 2 numbers, compiled for itself: a run needs a start.

    It has no window, no start of its own, and no minimum of it is known.
    """

    key = "vector"
    source = "typed"
    note = "Your own function, of which no minimum is known."
    starts = ()

    def __init__(self, function: Callable[[Any], Any], dim: int) -> None:
        name = named(function)
        facts = {"function": function, "dim": dim, "name": f"{name}(x)"}
        facts["latex"] = rf"\mathrm{{{name}}}(x)".replace("_", r"\_")
        for key, fact in facts.items():
            object.__setattr__(self, key, fact)

    def __call__(self, x: jax.Array) -> jax.Array:
        return jnp.asarray(self.function(x), float)  # type: ignore[attr-defined]

    def heights(self, points: np.ndarray) -> np.ndarray:
        """Return f at many points, (n, D) → (n,)."""
        return np.asarray(jax.lax.map(self, jnp.asarray(points, dtype=float)))

    @property
    def minima(self) -> np.ndarray:
        """No minimum is known, shape (0, D)."""
        return np.zeros((0, self.dim))

    def value_at(self, point: Any) -> float:
        """Return f at one point, shape (D,), as a plain number."""
        return float(self(jnp.asarray(point, dtype=float)))
