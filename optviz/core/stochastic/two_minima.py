"""A valley with a sharp minimum on its way to a flat one, and what rules make of many starts on it."""

import dataclasses
import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead

WINDOW = ((-3.2, 3.2), (-2.0, 2.0))
FLAT, SHARP, NEITHER = 0, 1, 2
"""Where a point is, see :meth:`TwoMinima.place`."""

RULES = ("gd", "noise", "batches", "sam", "average")
"""GD; with Gaussian noise on its gradient; on mini-batches; SAM; the mean of the second half of ``noise``'s path."""

STARTS, STEPS = 200, 400

_WIDE, _WIDE_AT = (0.4, 2.0), -1.5
_PIT_AT = 1.0
_SOFT = 0.05


def _bowls(x: Any, sharp: Any, depth: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Return both bowls and their slopes in x at points (2, …), and the curvatures of the pit."""
    pit = (sharp, sharp / 2)
    wide = 0.5 * (_WIDE[0] * (x[0] - _WIDE_AT) ** 2 + _WIDE[1] * x[1] ** 2)
    narrow = 0.5 * (pit[0] * (x[0] - _PIT_AT) ** 2 + pit[1] * x[1] ** 2) - depth
    wide_slope = (_WIDE[0] * (x[0] - _WIDE_AT), _WIDE[1] * x[1])
    return wide, narrow, wide_slope, (pit[0] * (x[0] - _PIT_AT), pit[1] * x[1]), pit


def _value_and_slope(x: Any, sharp: Any, depth: Any, xp: Any) -> tuple[Any, Any]:
    """Return f (…) and ∇f (2, …) at points (2, …)."""
    wide, narrow, (wide_x, wide_y), (pit_x, pit_y), _ = _bowls(x, sharp, depth)
    gap = (narrow - wide) / _SOFT
    less = xp.exp(-xp.abs(gap))
    share = xp.where(gap < 0, 1.0, less) / (1 + less)
    value = xp.minimum(wide, narrow) - _SOFT * xp.log1p(less)
    return value, xp.stack([share * pit_x + (1 - share) * wide_x, share * pit_y + (1 - share) * wide_y])


class Settings(NamedTuple):
    """The numbers of the rules.

    ``noise`` is the standard deviation of the first gradient's noise, whose variance falls as 1/(1+t)^``noise_decay``
    (Langevin); ``shift`` that of how far a mini-batch's surface is shifted; ``radius`` is SAM's.
    """

    lr: float
    noise: float
    noise_decay: float
    shift: float
    radius: float


@dataclasses.dataclass(frozen=True)
class TwoMinima:
    """The smooth minimum of two bowls: f = −τ ln(exp(−w/τ) + exp(−p/τ)), τ = 0.05.

    w = 0.2 (x + 1.5)² + y² is wide; p = ½ s (x − 1)² + ¼ s y² − d is a pit, ``sharp`` = s and ``depth`` = d.
    """

    sharp: float
    depth: float = 0.0

    def value_and_slope(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return f (…) and ∇f (…, 2) at points (…, 2)."""
        with np.errstate(all="ignore"):
            value, slope = _value_and_slope(np.moveaxis(points, -1, 0), self.sharp, self.depth, np)
        return value, np.moveaxis(slope, 0, -1)

    def hessian(self, point: np.ndarray) -> np.ndarray:
        """Return the Hessian at one point, (2, 2)."""
        wide, narrow, wide_slope, pit_slope, pit = _bowls(point, self.sharp, self.depth)
        share = 1 / (1 + np.exp(np.clip((narrow - wide) / _SOFT, -700.0, 700.0)))
        gap = np.subtract(pit_slope, wide_slope)
        bowls = np.diag(share * np.array(pit) + (1 - share) * np.array(_WIDE))
        return bowls - share * (1 - share) / _SOFT * np.outer(gap, gap)

    @functools.cached_property
    def minima(self) -> np.ndarray:
        """The flat and the sharp minimum, (2, 2)."""
        points = np.array([[_WIDE_AT, 0.0], [_PIT_AT, 0.0]])
        for _ in range(20):
            slopes = self.value_and_slope(points)[1]
            points = points - np.array(
                [np.linalg.solve(self.hessian(p), g) for p, g in zip(points, slopes, strict=True)]
            )
        return points

    @functools.cached_property
    def sharpness(self) -> tuple[float, float]:
        """The largest eigenvalue of the Hessian at the flat and at the sharp minimum."""
        flat, sharp = (float(np.linalg.eigvalsh(self.hessian(point))[-1]) for point in self.minima)
        return flat, sharp

    @functools.cached_property
    def saddle(self) -> tuple[float, float]:
        """Where on the x-axis the pass between the minima is, and how high: (x, f)."""
        low, high = self.minima[:, 0]
        grid = np.linspace(low, high, 1001)[1:-1]
        rises = self.value_and_slope(np.stack([grid, 0 * grid], axis=1))[1][:, 0] > 0
        low, high = grid[rises][-1], grid[~rises][0]
        for _ in range(50):
            x = 0.5 * (low + high)
            low, high = (x, high) if self.value_and_slope(np.array([x, 0.0]))[1][0] > 0 else (low, x)
        return float(low), float(self.value_and_slope(np.array([low, 0.0]))[0])

    def place(self, points: np.ndarray) -> np.ndarray:
        """Return for points (…, 2) at which minimum each is: FLAT, SHARP or NEITHER.

        A point is at a minimum if it is on its side of the pass and lower than it. On x = (the pass's x) f is nowhere
        lower than the pass, so that GD with small steps goes from there to just this minimum.
        """
        x, height = self.saddle
        value = self.value_and_slope(points)[0]
        return np.where(value < height, np.where(points[..., 0] > x, SHARP, FLAT), NEITHER)

    def rise(self, radius: float) -> tuple[float, float]:
        """Return by how much f is at most higher ``radius`` away from the flat and the sharp minimum."""
        angle = np.linspace(0, 2 * np.pi, 721)
        ring = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        flat, sharp = (
            float((self.value_and_slope(m + ring)[0] - self.value_and_slope(m)[0]).max()) for m in self.minima
        )
        return flat, sharp


@dataclasses.dataclass(frozen=True, eq=False)
class Crowd:
    """Many starts under each of :data:`RULES`: paths ``x`` (T+1, rules, starts, 2) and, as place, (T+1, rules, starts).

    Up to the middle of the run the average is the run itself.
    """

    x: np.ndarray
    place: np.ndarray

    def counts(self, place: int) -> np.ndarray:
        """Return how many starts are at a minimum, or at neither, in each step, (T+1, rules)."""
        return (self.place == place).sum(axis=2)


@functools.lru_cache(maxsize=2)
def _drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return starts all over the window, (2, n), and normal numbers for each step, (T, 2, n)."""
    rng = np.random.default_rng(seed)
    starts = np.stack([rng.uniform(*side, STARTS) for side in WINDOW])
    noise = rng.standard_normal((STEPS, 2, STARTS))
    return starts, noise


def crowd(surface: TwoMinima, settings: Settings, seed: int) -> Crowd:
    """Run each of :data:`RULES` from 200 starts drawn evenly over the window, for 400 steps; all meet the same noise.

    A mini-batch sees the surface shifted by normal numbers: its gradient is ∇f(x + shift · ξ), whose noise is as large
    as the curvature makes it (Zhu et al. 2019, The anisotropic noise in stochastic gradient descent).
    """
    starts, noise = _drawn(seed)
    x_pass, height = surface.saddle
    numbers = np.array([surface.sharp, surface.depth, x_pass, height, *settings], dtype=float)
    x, place = _crowd(numbers, starts, noise)
    return Crowd(np.moveaxis(np.asarray(x), 1, -1), np.asarray(place))


@ahead
def _crowd(numbers: jax.Array, starts: jax.Array, noise: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return x (T+1, 2, rules, n), float32, and places (T+1, rules, n)."""
    sharp, depth, x_pass, height, lr, sigma, noise_decay, shift, radius = numbers
    half = STEPS // 2

    def step(carry: tuple, now: tuple) -> tuple:
        x, mean = carry
        t, drawn = now
        shown = jnp.concatenate([x, jnp.where(t <= half, x[:, 1], mean)[:, None]], axis=1)
        value, slope = _value_and_slope(shown, sharp, depth, jnp)
        place = jnp.where(value < height, jnp.where(shown[0] > x_pass, SHARP, FLAT), NEITHER)
        climb = slope[:, 3]
        norm = jnp.sqrt((climb**2).sum(axis=0))
        ascent = radius * climb / jnp.where(norm > 0, norm, 1.0)
        probe = x + jnp.stack([0 * drawn, 0 * drawn, shift * drawn, ascent], axis=1)
        grad = _value_and_slope(probe, sharp, depth, jnp)[1]
        grad = grad.at[:, 1].add(sigma / (1 + t) ** (noise_decay / 2) * drawn)
        after = x - lr * grad
        count = jnp.maximum(t + 1 - half, 0)
        mean = jnp.where(count > 0, mean + (after[:, 1] - mean) / (count + 1), after[:, 1])
        return (after, mean), (shown.astype(jnp.float32), place.astype(jnp.int8))

    x = jnp.repeat(starts[:, None], len(RULES) - 1, axis=1)
    steps = (jnp.arange(STEPS + 1.0), jnp.concatenate([noise, noise[:1]]))
    return jax.lax.scan(step, (x, starts), steps)[1]
