"""Nicknames, so that nobody types a name: two friendly words, the second one from optimization or mathematics."""

import secrets
from collections.abc import Container

_ADJECTIVES = """
Bold Brave Bright Calm Cheerful Clever Convex Cosmic Curious Eager Gentle Golden Happy Honest Humble Jolly Keen Kind
Lively Lucky Merry Mighty Nimble Noble Patient Plucky Quick Quiet Radiant Silver Smooth Sparse Steady Sunny Swift
Tidy Vivid Warm Wise Witty
"""
_TERMS = """
Axis Basin Batch Bowl Contour Cosine Curve Descent Eigenvalue Ellipse Epoch Euler Gauss Gradient Hessian Integral
Lagrange Lemma Limit Matrix Minimum Momentum Neuron Newton Norm Parabola Plateau Prime Ridge Saddle Series Simplex
Slope Spiral Step Tangent Tensor Theorem Valley Vector
"""
ADJECTIVES, TERMS = _ADJECTIVES.split(), _TERMS.split()
_TRIES = 20


def draw(taken: Container[str]) -> str:
    """Return a nickname at random, one that is not taken if a few tries find it."""
    name = ""
    for _ in range(_TRIES):
        name = f"{secrets.choice(ADJECTIVES)} {secrets.choice(TERMS)}"
        if name not in taken:
            break
    return name


def unique(name: str, taken: Container[str]) -> str:
    """Return ``name``, with the smallest number from 2 on that makes it unique if it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found
