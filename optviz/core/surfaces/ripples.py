"""Surfaces with a great many minima: a wide bowl covered with ripples."""

import math

import jax
import jax.numpy as jnp

from optviz.core.surfaces.base import SURFACES, Surface


@SURFACES.register
class Rastrigin(Surface):
    """Rastrigin's function: a bowl covered with deep, regular dimples, one near every whole number.

    f = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy. ``minima`` lists the global one alone, f(0, 0) = 0,
    of the 121 in the window.
    """

    key = "rastrigin"
    name = "Rastrigin"
    latex = r"f(x, y) = 20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y"
    domain = ((-5.12, 5.12), (-5.12, 5.12))
    source = "Rastrigin (1974), Systems of Extremal Control"
    note = "Every dimple is a trap: a converged run has found a minimum, hardly ever the minimum."
    starts = ((3.3, -2.4), (-4.4, 3.6), (1.4, 1.6), (0.4, 0.3))
    facts = (((0.0, 0.0), 0.0), ((1.0, 1.0), 2.0), ((0.5, 0.5), 40.5))
    optima = ((0.0, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        waves = 10 * jnp.cos(2 * jnp.pi * x) + 10 * jnp.cos(2 * jnp.pi * y)
        return 20 - waves + (x**2 + y**2)


@SURFACES.register
class Ackley(Surface):
    """Ackley's function: a nearly flat outer plain with dimples, and a sharp funnel in the middle.

    f = −20 exp(−0.2 √(½(x² + y²))) − exp(½(cos 2πx + cos 2πy)) + e + 20. ``minima`` lists the global
    one alone, f(0, 0) = 0. It is the tip of a cone: the slope there is defined to be zero, while close
    to it ‖∇f‖ tends to 2√2 and not to 0.
    """

    key = "ackley"
    name = "Ackley"
    latex = (
        r"f(x, y) = -20\, e^{-0.2\sqrt{\frac12 (x^2 + y^2)}}"
        r" - e^{\frac12(\cos 2\pi x + \cos 2\pi y)} + e + 20"
    )
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    source = "Ackley (1987), A Connectionist Machine for Genetic Hillclimbing"
    note = "Far out the ripples hide the funnel; at its tip the slope jumps, so a fixed step never settles."
    starts = ((2.6, -1.7), (-3.4, 3.4), (0.6, 0.4))
    facts = (((0.0, 0.0), 0.0), ((1.0, 1.0), 3.6253849), ((1.0, 0.0), 2.6375311))
    optima = ((0.0, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        square = 0.5 * (x[0] ** 2 + x[1] ** 2)
        # √ has no slope at 0: take the root of 1 there instead, so that the gradient is 0 and not NaN.
        root = jnp.where(square > 0, jnp.sqrt(jnp.where(square > 0, square, 1.0)), 0.0)
        waves = 0.5 * (jnp.cos(2 * jnp.pi * x[0]) + jnp.cos(2 * jnp.pi * x[1]))
        # The same terms paired as 20 − 20eᵃ and e − eᵇ: near the tip nothing is lost to cancellation.
        return -20 * jnp.expm1(-0.2 * root) - math.e * jnp.expm1(waves - 1)


@SURFACES.register
class Griewank(Surface):
    """Griewank's function: shallow ripples on a very wide bowl.

    f = (x² + y²)/4000 − cos x cos(y/√2) + 1. It is usually shown on ±600, where the ripples cannot be
    seen; our window is ±10. ``minima`` lists the global one alone, f(0, 0) = 0.
    """

    key = "griewank"
    name = "Griewank"
    latex = r"f(x, y) = \frac{x^2 + y^2}{4000} - \cos x\,\cos\frac{y}{\sqrt 2} + 1"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    source = "Griewank (1981), Generalized descent for global optimization"
    note = "Seen closely it is an egg box; the bowl underneath is felt only by those who take large steps."
    starts = ((4.2, -2.6), (-8.0, 7.0), (1.2, 1.6))
    facts = (((0.0, 0.0), 0.0), ((math.pi, 0.0), 2.0 + math.pi**2 / 4000))
    optima = ((0.0, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        waves = jnp.cos(x[0]) * jnp.cos(x[1] / math.sqrt(2))
        return (x[0] ** 2 + x[1] ** 2) / 4000 + (1 - waves)
