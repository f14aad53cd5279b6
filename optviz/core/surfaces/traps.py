"""Surfaces that break one assumption each: a plateau, a cliff, a kink."""

import math

import jax
import jax.numpy as jnp

from optviz.core.surfaces.base import SURFACES, Surface


@SURFACES.register
class Easom(Surface):
    """Easom's function: a needle's hole in a plain that is flat to the last digit.

    f = −cos x cos y exp(−(x − π)² − (y − π)²). One minimum that matters, f(π, π) = −1; ``minima`` leaves
    out the faint dimples around it (all above −0.01).
    """

    key = "easom"
    name = "Easom"
    latex = r"f(x, y) = -\cos x\,\cos y\; e^{-(x-\pi)^2 - (y-\pi)^2}"
    domain = ((-2.0, 8.0), (-2.0, 8.0))
    source = "Easom (1990), A survey of global optimization techniques (M. Eng. thesis, Louisville)"
    note = "On the plateau the gradient vanishes without a minimum: no slope, no information, no motion."
    starts = ((2.0, 4.1), (1.0, 1.2), (-1.0, -1.0))
    facts = (((math.pi, math.pi), -1.0), ((math.pi / 2, math.pi), 0.0))
    optima = ((math.pi, math.pi),)

    def __call__(self, x: jax.Array) -> jax.Array:
        x, y = x[0], x[1]
        return -jnp.cos(x) * jnp.cos(y) * jnp.exp(-((x - jnp.pi) ** 2) - (y - jnp.pi) ** 2)


@SURFACES.register
class Cliff(Surface):
    """Cliff: a gentle valley at the foot of a steep wall, where one gradient undoes a hundred steps.

    f = (x² + 4 y²)/20 + 2 (1 + tanh 8(x − 1)). The wall at x = 1 is 4 high, with slope up to 16; the
    valley's floor has 0.4 at most. The formula is ours, after the picture of exploding gradients in Pascanu,
    Mikolov and Bengio (2013). The wall's foot moves the minimum from 0 to x = −7.2 × 10⁻⁵ (found by
    Newton's method, to the last digit), y = 0.
    """

    key = "cliff"
    name = "Cliff"
    latex = r"f(x, y) = \tfrac{1}{20}\left(x^2 + 4\,y^2\right) + 2\left(1 + \tanh 8(x - 1)\right)"
    domain = ((-4.0, 2.5), (-2.5, 2.5))
    source = "ours, after Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks"
    note = "A step that suits the valley is thrown far away by the wall: the exploding gradient."
    starts = ((2.2, 1.5), (-3.5, 2.0), (1.0, -1.0))
    facts = (((1.0, 0.0), 2.05), ((-4.0, 0.0), 0.8), ((0.0, 2.0), 0.80000045))
    optima = ((-7.19396429591945e-05, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        return (x[0] ** 2 + 4 * x[1] ** 2) / 20 + 2 * (1 + jnp.tanh(8 * (x[0] - 1)))


@SURFACES.register
class Absolute(Surface):
    """Sum of absolute values: a pyramid standing on its tip, with a kink along both axes.

    f = |x| + |y|. Every slope is ±1 however near the minimum f(0, 0) = 0; on a kink the slope of that
    coordinate is taken as 0, one of its subgradients.
    """

    key = "absolute"
    name = "Absolute value"
    latex = r"f(x, y) = |x| + |y|"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    source = "the ℓ₁ norm; Shor (1962) for descent by subgradients"
    note = "The slope does not shrink near the minimum: with a fixed learning rate the iterate hops about it for ever."
    starts = ((-1.53, 1.17), (1.8, 0.35), (0.0, 1.5))
    facts = (((0.0, 0.0), 0.0), ((1.0, -2.0), 3.0))
    optima = ((0.0, 0.0),)

    def __call__(self, x: jax.Array) -> jax.Array:
        # Not jnp.abs: JAX gives it the slope 1 at 0.
        return x[0] * jnp.sign(x[0]) + x[1] * jnp.sign(x[1])
