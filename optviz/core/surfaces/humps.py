"""Surfaces with several minima, all of them known: where you end depends on where you start."""

import math
from typing import Any

import jax

from optviz.core.surfaces.base import SURFACES, Surface


@SURFACES.register
class Beale(Surface):
    """Beale's function: a flat cross-shaped valley between steep corners.

    f = (1.5 − x + x y)² + (2.25 − x + x y²)² + (2.625 − x + x y³)². One minimum, f(3, 0.5) = 0,
    and a saddle at (0, 1); far left along y = 1 the function falls forever without a minimum.
    """

    key = "beale"
    name = "Beale"
    latex = r"f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    source = "Beale (1958), On an iterative method for finding a local minimum of a function of more than one variable"
    note = (
        "Gradients differ a million-fold between the corners and the valley floor: one learning rate cannot fit both."
    )
    starts = ((1.0, 1.5), (1.0, 1.0), (-2.0, 2.0), (3.0, 3.0))
    facts = (((3.0, 0.5), 0.0), ((0.0, 1.0), 14.203125), ((1.0, 1.0), 14.203125))
    optima = ((3.0, 0.5),)

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2

    def residuals(self, x: Any) -> tuple[Any, ...]:
        """Return the residuals: f is the sum of their squares."""
        return tuple(b - x[0] * (1 - x[1] ** k) for k, b in enumerate((1.5, 2.25, 2.625), 1))


@SURFACES.register
class Himmelblau(Surface):
    """Himmelblau's function: four equally deep minima round one hill.

    f = (x² + y − 11)² + (x + y² − 7)². Four minima with f = 0, four saddles between them, and a
    maximum at (−0.270845, −0.923039).
    """

    key = "himmelblau"
    name = "Himmelblau"
    latex = r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    source = "Himmelblau (1972), Applied Nonlinear Programming"
    note = "Four minima, all as good: the start and the optimizer's inertia decide which one you get."
    starts = ((0.0, 0.0), (-0.5, -1.0), (-1.0, 4.0), (4.0, -4.0))
    facts = (((3.0, 2.0), 0.0), ((0.0, 0.0), 170.0), ((-0.270845, -0.923039), 181.616522))
    optima = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    )

    def __call__(self, x: jax.Array) -> jax.Array:
        return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2

    def residuals(self, x: Any) -> tuple[Any, ...]:
        """Return the residuals: f is the sum of their squares."""
        return x[0] ** 2 + x[1] - 11, x[0] + x[1] ** 2 - 7


@SURFACES.register
class SixHumpCamel(Surface):
    """Six-hump camel: six minima at three depths, in pairs mirrored through the origin.

    f = (4 − 2.1 x² + x⁴/3) x² + x y + (4 y² − 4) y². Two global minima (f = −1.031628) and four local
    ones (f = −0.215464 and f = 2.104250). The window is cut to where the humps can be seen.
    """

    key = "six_hump_camel"
    name = "Six-hump camel"
    latex = r"f(x, y) = \left(4 - 2.1\,x^2 + \tfrac{1}{3}x^4\right) x^2 + xy + \left(4\,y^2 - 4\right) y^2"
    domain = ((-2.1, 2.1), (-1.2, 1.2))
    source = "Branin (1972), as collected by Dixon and Szegő (1978), Towards Global Optimisation 2"
    note = "A converged run need not have found the best minimum: two of the six are global."
    starts = ((-1.1, 1.0), (0.5, 1.0), (-1.9, -1.0), (0.0, 0.05))
    facts = (
        ((0.0, 0.0), 0.0),
        ((0.0898420, -0.7126564), -1.0316285),
        ((1.7036067, -0.7960836), -0.2154638),
        ((1.6071048, 0.5686515), 2.1042503),
    )
    optima = (
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
        (1.703606714969981, -0.7960835686726251),
        (-1.703606714969981, 0.7960835686726251),
        (1.6071047529201972, 0.5686514548841314),
        (-1.6071047529201972, -0.5686514548841314),
    )

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


@SURFACES.register
class ThreeHumpCamel(Surface):
    """Three-hump camel: the best minimum in the middle, a worse one on either side.

    f = 2 x² − 1.05 x⁴ + x⁶/6 + x y + y². On y = −x/2 the slope vanishes where x⁴ − 4.2 x² + 3.5 = 0,
    so the outer minima are at x = ±√(2.1 + √0.91), with f = 0.298638; f(0, 0) = 0 is the global one.
    """

    key = "three_hump_camel"
    name = "Three-hump camel"
    latex = r"f(x, y) = 2\,x^2 - 1.05\,x^4 + \tfrac{1}{6}x^6 + xy + y^2"
    domain = ((-2.5, 2.5), (-2.0, 2.0))
    source = "Branin (1972), as collected by Jamil and Yang (2013), A literature survey of benchmark functions"
    note = "Plain gradient descent settles in the first hollow; enough momentum carries over the hump."
    starts = ((-2.2, 1.5), (2.0, 1.5), (1.2, -1.8))
    facts = (((0.0, 0.0), 0.0), ((1.7475524, -0.8737762), 0.2986384))
    optima = (
        (0.0, 0.0),
        (math.sqrt(2.1 + math.sqrt(0.91)), -math.sqrt(2.1 + math.sqrt(0.91)) / 2),
        (-math.sqrt(2.1 + math.sqrt(0.91)), math.sqrt(2.1 + math.sqrt(0.91)) / 2),
    )

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


_DEEP, _SHALLOW = -2.903534027771177, 2.746802770990837


@SURFACES.register
class StyblinskiTang(Surface):
    """Styblinski–Tang: two valleys in each coordinate, four minima, one of them the best.

    f = ½ Σ (x⁴ − 16 x² + 5 x). Each coordinate solves 4 x³ − 32 x + 5 = 0 on its own: −2.903534 (deep)
    or 2.746803 (shallow), so f = −78.332331, −64.195612 (twice) and −50.058893.
    """

    key = "styblinski_tang"
    name = "Styblinski–Tang"
    latex = r"f(x, y) = \tfrac12\left(x^4 - 16\,x^2 + 5\,x + y^4 - 16\,y^2 + 5\,y\right)"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    source = "Styblinski and Tang (1990), Experiments in nonconvex optimization"
    note = "The coordinates do not interact, so each one falls into its own valley: four outcomes from four quadrants."
    starts = ((0.5, 3.8), (0.0, 0.0), (4.0, 4.0), (0.2, 0.3))
    facts = (((0.0, 0.0), 0.0), ((-2.903534, -2.903534), -78.332331), ((2.746803, 2.746803), -50.058893))
    optima = ((_DEEP, _DEEP), (_DEEP, _SHALLOW), (_SHALLOW, _DEEP), (_SHALLOW, _SHALLOW))

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return 0.5 * (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y)
