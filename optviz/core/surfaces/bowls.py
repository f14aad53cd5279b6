"""Bowls and saddles: the surfaces where everything can be computed by hand."""

from typing import Any

import jax
import jax.numpy as jnp

from optviz.core.registry import Domain, Scalar, knob
from optviz.core.surfaces.base import SURFACES, Surface


@SURFACES.register
class Quadratic(Surface):
    """Quadratic bowl: the one surface where theory says exactly what every step does.

    f = ½ (u² + κ v²), with (u, v) the point turned back by the rotation: u = x cos φ + y sin φ,
    v = −x sin φ + y cos φ. The Hessian's eigenvalues are 1 and κ, so GD converges iff 0 < η < 2/κ.
    """

    key = "quadratic"
    name = "Quadratic bowl"
    latex = (
        r"f(x, y) = \tfrac12\left(u^2 + \kappa\, v^2\right),\quad"
        r" u = x\cos\varphi + y\sin\varphi,\ v = -x\sin\varphi + y\cos\varphi"
    )
    domain = ((-3.0, 3.0), (-2.0, 2.0))
    source = "textbook example; its zigzag: Akaike (1959), in the analysis of the optimum gradient method"
    note = "The narrower the bowl (large κ), the more gradient descent zigzags; rotation defeats per-coordinate steps."
    starts = ((-2.5, 1.5), (2.0, 0.5), (0.0, 1.8))
    facts = (((0.0, 0.0), 0.0), ((1.0, 0.0), 0.5), ((0.0, 1.0), 5.0), ((2.0, -1.0), 7.0))
    optima = ((0.0, 0.0),)

    kappa: Scalar = knob(
        10.0,
        symbol=r"\kappa",
        label="condition number",
        low=1.0,
        high=1000.0,
        scale="log",
        help="Ratio of the largest to the smallest curvature: 1 is a round bowl.",
        domain=Domain(0.0, open_low=True),
    )
    rotation: Scalar = knob(
        0.0,
        symbol=r"\varphi",
        label="rotation (degrees)",
        low=-90.0,
        high=90.0,
        help="Turns the bowl's axes away from the coordinate axes.",
    )

    def __call__(self, x: jax.Array) -> jax.Array:
        angle = self.rotation * (jnp.pi / 180.0)
        c, s = jnp.cos(angle), jnp.sin(angle)
        u = c * x[0] + s * x[1]
        v = c * x[1] - s * x[0]
        return 0.5 * (u**2 + self.kappa * v**2)


@SURFACES.register
class Rosenbrock(Surface):
    """Rosenbrock's banana: easy to fall into the curved valley, hard to walk along it.

    f = (1 − x)² + 100 (y − x²)². One minimum, f(1, 1) = 0, where the condition number is about 2,508.
    """

    key = "rosenbrock"
    name = "Rosenbrock"
    latex = r"f(x, y) = (1 - x)^2 + 100\,(y - x^2)^2"
    domain = ((-2.0, 2.0), (-1.0, 3.0))
    source = "Rosenbrock (1960), An automatic method for finding the greatest or least value of a function"
    note = "A curved, almost flat valley: the gradient points across it, hardly along it."
    starts = ((-1.2, 1.0), (-1.5, 2.5), (0.0, 2.5))
    facts = (((1.0, 1.0), 0.0), ((0.0, 0.0), 1.0), ((-1.2, 1.0), 24.2))
    optima = ((1.0, 1.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2

    def residuals(self, x: Any) -> tuple[Any, ...]:
        """Return the residuals: f is the sum of their squares."""
        return 1 - x[0], 10 * (x[1] - x[0] ** 2)


@SURFACES.register
class Saddle(Surface):
    """Saddle: down along y, up along x, and no minimum at all.

    f = x² − y². The only critical point is (0, 0), eigenvalues 2 and −2; f is unbounded below.
    """

    key = "saddle"
    name = "Saddle"
    latex = r"f(x, y) = x^2 - y^2"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    source = "the standard form near any non-degenerate saddle: Morse (1925)"
    note = "From a point of the ridge y = 0, gradient descent walks to the saddle and stays; beside it, it escapes."
    starts = ((-1.5, 0.01), (-1.5, 0.0), (1.2, -0.001))
    facts = (((0.0, 0.0), 0.0), ((1.0, 0.0), 1.0), ((0.0, 1.0), -1.0))

    def __call__(self, x: jax.Array) -> jax.Array:
        return x[0] ** 2 - x[1] ** 2


@SURFACES.register
class MonkeySaddle(Surface):
    """Monkey saddle: three ways down and three ways up, so there is a place for the tail.

    f = x³ − 3 x y². At (0, 0) the gradient and the whole Hessian are zero, so the second
    derivative cannot tell that it is a saddle; f is unbounded below.
    """

    key = "monkey_saddle"
    name = "Monkey saddle"
    latex = r"f(x, y) = x^3 - 3\,x\,y^2"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    source = "Hilbert and Cohn-Vossen (1932), Anschauliche Geometrie"
    note = "At the centre slope and curvature both vanish: steps become tiny long before they stop."
    starts = ((1.5, 0.01), (1.5, 0.0), (1.0, 1.2))
    facts = (((0.0, 0.0), 0.0), ((1.0, 0.0), 1.0), ((1.0, 1.0), -2.0))

    def __call__(self, x: jax.Array) -> jax.Array:
        return x[0] ** 3 - 3 * x[0] * x[1] ** 2
