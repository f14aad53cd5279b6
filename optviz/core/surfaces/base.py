"""What a test surface is: a formula of two variables, its window, and what is known about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.registry import Registry, Scalar, check_knobs

Point = tuple[float, float]
Window = tuple[tuple[float, float], tuple[float, float]]
Field = Callable[[jax.Array], jax.Array]


@runtime_checkable
class FieldAsData(Protocol):
    """A surface that enters compiled programs as numbers, so that one program serves a whole family of them."""

    def __call__(self, x: jax.Array, /) -> jax.Array:
        """Return f at ``x``, shape (2,) → ()."""
        ...

    def value_and_slope(self, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Return f and ∇f at ``x``, (2,) → (), (2,), or at many points, (2, n) → (n,), (2, n)."""
        ...

    def values(self, x: jax.Array) -> jax.Array:
        """Return f at many points, (2, n) → (n,)."""
        ...

    def slopes(self, x: jax.Array) -> jax.Array:
        """Return ∇f at many points, (2, n) → (2, n), in the precision of ``x``."""
        ...


@runtime_checkable
class ArrayField(Protocol):
    """A surface that is computed in NumPy where many points are asked for at once: there nothing is compiled for it."""

    def heights(self, points: np.ndarray) -> np.ndarray:
        """Return f at many points, (n, 2) → (n,)."""
        ...

    def jets(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return f (n,), ∇f (n, 2) and the Hessian (n, 2, 2) at many points, (n, 2)."""
        ...


@runtime_checkable
class SumOfSquares(Protocol):
    """A surface that is f = Σᵢ rᵢ², as a fit is: Gauss–Newton and Levenberg–Marquardt need the residuals r.

    ``residuals`` is written with +, −, ×, ÷ and whole powers alone, so that it takes complex numbers too.
    """

    name: str

    def residuals(self, x: Any) -> tuple[Any, ...]:
        """Return the residuals at ``x``, shape (2,)."""
        ...


SQUARES_NOTE = "f is a sum of squares: Gauss–Newton and Levenberg–Marquardt apply."
"""What is said of a surface that declares its residuals."""


@runtime_checkable
class StepField(Protocol):
    """A surface that is another one in each step: what runs on it meets fₜ in its step t, from 1 on."""

    def at_step(self, t: jax.Array) -> Field:
        """Return fₜ; ``t`` is one number."""
        ...


class Surface:
    """A function f(x, y) to walk down, with its picture window and its known minima.

    A subclass is decorated with ``@SURFACES.register``; its fields are its knobs, and one outside its domain is
    refused; ``__call__`` is written in ``jax.numpy`` so that gradients are exact.

    Class attributes:
        key: public name, as in ``optviz.surfaces["rosenbrock"]``.
        name: name for the screen.
        latex: the formula, with the knobs' symbols in it.
        domain: ((x_low, x_high), (y_low, y_high)), the window that is shown; f is defined beyond it.
        source: who published it, and when.
        note: one sentence, what it teaches.
        starts: good places to start from, all inside the window; the first is the default.
        facts: ((x, y), f(x, y)) pairs, published or derived by hand, at the default knobs.
        optima: the known minima at the default knobs, see :attr:`minima`.
        dim: how many variables f has: 2, but for functions made in a notebook.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    latex: ClassVar[str]
    domain: ClassVar[Window]
    source: ClassVar[str]
    note: ClassVar[str]
    starts: ClassVar[tuple[Point, ...]]
    facts: ClassVar[tuple[tuple[Point, float], ...]] = ()
    optima: ClassVar[tuple[Point, ...]] = ()
    dim: ClassVar[int] = 2

    if TYPE_CHECKING:  # what a subclass has as a dataclass: its knobs, by keyword

        def __init__(self, **knobs: Scalar) -> None: ...

    def __post_init__(self) -> None:
        check_knobs(self)

    def __call__(self, x: jax.Array) -> jax.Array:
        """Return f at ``x``, shape (2,) → (), float64."""
        raise NotImplementedError(f"{type(self).__name__} has no formula")

    def as_data(self) -> Field:
        """Return what compiled programs take in its place; by default the surface itself, compiled for itself."""
        return self

    def in_steps(self) -> "Field | StepField":
        """Return what a run meets step by step; by default what :meth:`as_data` returns, in every step."""
        return self.as_data()

    @classmethod
    def about(cls) -> str:
        """Return the note, and that least squares applies where the surface declares its residuals."""
        return f"{cls.note} {SQUARES_NOTE}" if callable(getattr(cls, "residuals", None)) else cls.note

    @property
    def minima(self) -> np.ndarray:
        """The known minima, shape (k, 2), the lowest first; (0, 2) where f has none.

        All minima inside the window, local ones too, except where the class's docstring says
        that it lists the global one alone. Override it where the minima depend on a knob.
        """
        return np.array(self.optima, dtype=float).reshape(-1, 2)

    @property
    def floor(self) -> float | None:
        """f at the lowest known minimum, for plots of f − f*; None where f has no minimum."""
        known = self.minima
        return self.value_at(known[0]) if len(known) else None

    def value_at(self, point: np.ndarray | Point) -> float:
        """Return f at one point, shape (2,), as a plain number."""
        # fields.py, which needs this file, puts the program of all built-in surfaces in its place.
        return float(self(jnp.asarray(point, dtype=float)))


SURFACES: Registry[Surface] = Registry("surface")
