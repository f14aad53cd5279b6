"""A surface that is asked point by point, and what is asked counted: the cost of a method that decides on its way."""

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.surfaces import Field, Surface, as_field
from optviz.core.surfaces.base import ArrayField
from optviz.core.surfaces.fields import value_and_slope


class Counts(NamedTuple):
    """What a method has asked for: f, ∇f, products of the Hessian with a vector, and linear systems solved."""

    value: int = 0
    slope: int = 0
    product: int = 0
    solve: int = 0


class Jet(NamedTuple):
    """f, ∇f (d,) and the Hessian (d, d) at a point."""

    value: float
    slope: np.ndarray
    hessian: np.ndarray

    @property
    def finite(self) -> bool:
        """Whether f and ∇f are numbers; what a method goes on from."""
        return bool(np.isfinite(self.value) and np.isfinite(self.slope).all())


@ahead
def _jet(field: Field, x: jax.Array) -> jax.Array:
    """Return f, ∇f and the Hessian at one point, (2,) → (7,): a tenth of what the program for many points takes."""
    along = functools.partial(jax.jvp, value_and_slope(field), (x,))
    (values, slopes), (_, hessian) = jax.lax.map(lambda axis: along((axis,)), jnp.eye(2))
    return jnp.concatenate([values[:1], slopes[0], hessian.reshape(-1)])


class Evaluations:
    """A surface as a method meets it: asked for one thing at one point, and every question counted.

    ``counts``: what has been asked so far; ``tried``: the points at which f was asked for since the list was emptied.
    A Hessian counts as d products, one for each of its columns. What is asked twice at a point counts once: a method
    remembers. :meth:`jet` is not counted: it is for who watches.
    """

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.field = as_field(surface)
        self._arrays = self.field if isinstance(self.field, ArrayField) else None
        self._jets: dict[bytes, Jet] = {}
        self._asked: set[tuple[str, bytes]] = set()
        self.tried: list[np.ndarray] = []
        self._counts = dict.fromkeys(Counts._fields, 0)

    @property
    def counts(self) -> Counts:
        """What has been asked for so far."""
        return Counts(**self._counts)

    def jet(self, x: np.ndarray) -> Jet:
        """Return all there is at ``x``, uncounted."""
        key = x.tobytes()
        if key not in self._jets:
            self._jets[key] = self._computed(x)
        return self._jets[key]

    def _computed(self, x: np.ndarray) -> Jet:
        if not np.isfinite(x).all():
            return Jet(np.nan, np.full(2, np.nan), np.full((2, 2), np.nan))
        if self._arrays is not None:
            value, slope, hessian = self._arrays.jets(x[None])
            return Jet(float(value[0]), slope[0], hessian[0])
        row = np.asarray(_jet(self.field, x))
        return Jet(float(row[0]), row[1:3], row[3:].reshape(2, 2))

    def _count(self, what: str, x: np.ndarray, number: int = 1) -> bool:
        key = (what, x.tobytes())
        new = key not in self._asked
        self._asked.add(key)
        self._counts[what] += number * new
        return new

    def value(self, x: np.ndarray) -> float:
        """Return f(x); infinity where it is no number, so that no search takes it for low."""
        if self._count("value", x):
            self.tried.append(x)
        value = self.jet(x).value
        return value if value == value else np.inf

    def slope(self, x: np.ndarray) -> np.ndarray:
        """Return ∇f(x), (d,)."""
        self._count("slope", x)
        return self.jet(x).slope

    def hessian(self, x: np.ndarray) -> np.ndarray:
        """Return the Hessian at ``x``, (d, d): d products with a vector."""
        self._count("product", x, len(x))
        return self.jet(x).hessian

    def solved(self) -> None:
        """Count a linear system, or a decomposition that takes its place."""
        self._counts["solve"] += 1
