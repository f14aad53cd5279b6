"""Gentle surfaces with few minima, and Goldstein–Price, which is anything but gentle."""

import math
from typing import Any

import jax
import jax.numpy as jnp

from optviz.core.surfaces.base import SURFACES, Surface


@SURFACES.register
class Booth(Surface):
    """Booth's function: a slanted quadratic bowl.

    f = (x + 2 y − 7)² + (2 x + y − 5)². Eigenvalues 2 and 18, so GD converges iff 0 < η < 1/9;
    one minimum, f(1, 3) = 0. The window is centred on it.
    """

    key = "booth"
    name = "Booth"
    latex = r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2"
    domain = ((-5.0, 7.0), (-3.0, 9.0))
    source = "named after Booth; collected by Jamil and Yang (2013), A literature survey of benchmark functions"
    note = "Two linear equations solved by descent: the axes of the bowl lie at 45° to the coordinates."
    starts = ((-4.0, 5.0), (6.0, 8.0), (-3.0, -2.0))
    facts = (((1.0, 3.0), 0.0), ((0.0, 0.0), 74.0))
    optima = ((1.0, 3.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        return (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2

    def residuals(self, x: Any) -> tuple[Any, ...]:
        """Return the residuals: f is the sum of their squares."""
        return x[0] + 2 * x[1] - 7, 2 * x[0] + x[1] - 5


@SURFACES.register
class Matyas(Surface):
    """Matyas's function: a long flat trough at 45°.

    f = 0.26 (x² + y²) − 0.48 x y. Eigenvalues 0.04 along x = y and 1 across it (κ = 25); f(0, 0) = 0.
    """

    key = "matyas"
    name = "Matyas"
    latex = r"f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,xy"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    source = "named after Matyas; collected by Jamil and Yang (2013), A literature survey of benchmark functions"
    note = "Quick into the trough, slow along it: what remains after the first steps is the flat direction."
    starts = ((-9.0, -4.0), (8.0, 2.0), (-6.0, 7.0))
    facts = (((0.0, 0.0), 0.0), ((1.0, 1.0), 0.04), ((10.0, -10.0), 100.0))
    optima = ((0.0, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        return 0.26 * (x[0] ** 2 + x[1] ** 2) - 0.48 * x[0] * x[1]


@SURFACES.register
class McCormick(Surface):
    """McCormick's function: a parabolic trough with a wave running down along it.

    f = sin(x + y) + (x − y)² − 1.5 x + 2.5 y + 1. The slope vanishes where x − y = 1 and
    cos(x + y) = −½, so the minima are exact: (½ − π/3, −½ − π/3) with f = −√3/2 − π/3 = −1.913223,
    and the same point shifted by (π, π), f = 1.228370.
    """

    key = "mccormick"
    name = "McCormick"
    latex = r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\,x + 2.5\,y + 1"
    domain = ((-1.5, 4.0), (-3.0, 4.0))
    source = "McCormick (1976), Computability of global solutions to factorable nonconvex programs"
    note = "The wave holds a second, worse minimum that a start on the right falls into."
    starts = ((3.5, 3.5), (-1.0, 3.0), (2.0, 0.0))
    facts = (((0.0, 0.0), 1.0), ((-0.5471976, -1.5471976), -1.9132230), ((2.5943951, 1.5943951), 1.2283697))
    optima = (
        (0.5 - math.pi / 3, -0.5 - math.pi / 3),
        (0.5 + 2 * math.pi / 3, -0.5 + 2 * math.pi / 3),
    )

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return jnp.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


@SURFACES.register
class GoldsteinPrice(Surface):
    """Goldstein–Price: four minima on a surface whose heights span six orders of magnitude.

    f = [1 + (x + y + 1)² (19 − 14 x + 3 x² − 14 y + 6 x y + 3 y²)]
    · [30 + (2 x − 3 y)² (18 − 32 x + 12 x² + 48 y − 36 x y + 27 y²)]. Minima f = 3, 30, 84 and 840.
    """

    key = "goldstein_price"
    name = "Goldstein–Price"
    latex = (
        r"\begin{aligned} f(x, y) ={}& \left[1 + (x+y+1)^2(19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\right] \\"
        r" &\cdot \left[30 + (2x-3y)^2(18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\right] \end{aligned}"
    )
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    source = "Goldstein and Price (1971), On descent from local minima"
    note = "Heights from 3 to a million: plain gradient descent needs a tiny step, adaptive methods do not care."
    starts = ((-0.5, 0.5), (0.5, -0.5), (1.5, 1.2), (-1.5, -1.0))
    facts = (((0.0, -1.0), 3.0), ((-0.6, -0.4), 30.0), ((1.8, 0.2), 84.0), ((1.2, 0.8), 840.0), ((0.0, 0.0), 600.0))
    optima = ((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8))

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        first = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
        second = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
        return (1 + (x + y + 1) ** 2 * first) * (30 + (2 * x - 3 * y) ** 2 * second)
