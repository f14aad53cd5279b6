"""CMA-ES: a cloud of points whose best ones shape the next cloud, by its mean, its size and its ellipse."""

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np

from optviz.core.curvature.descent import POSITIVE
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.method import METHODS, Method, State, Stopped
from optviz.core.registry import Domain, Scalar, knob

_SMALL, _LARGE = 1e-10, 1e10


@dataclasses.dataclass(frozen=True)
class Strategy:
    """The numbers of CMA-ES for d variables: table 1 of Hansen's tutorial (2016), positive weights alone."""

    size: int
    weights: np.ndarray
    mueff: float
    c_sigma: float
    d_sigma: float
    c_c: float
    c_1: float
    c_mu: float
    expected: float


def strategy(d: int, size: int) -> Strategy:
    """Return the defaults for d variables and a cloud of ``size`` points."""
    best = size // 2
    weights = np.log((size + 1) / 2) - np.log(np.arange(1, best + 1))
    weights = weights / weights.sum()
    mueff = 1 / float(weights @ weights)
    c_sigma = (mueff + 2) / (d + mueff + 5)
    d_sigma = 1 + 2 * max(0.0, np.sqrt((mueff - 1) / (d + 1)) - 1) + c_sigma
    c_c = (4 + mueff / d) / (d + 4 + 2 * mueff / d)
    c_1 = 2 / ((d + 1.3) ** 2 + mueff)
    c_mu = min(1 - c_1, 2 * (mueff - 2 + 1 / mueff) / ((d + 2) ** 2 + mueff))
    expected = np.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d**2))
    return Strategy(size, weights, mueff, c_sigma, float(d_sigma), c_c, c_1, c_mu, float(expected))


@dataclasses.dataclass(frozen=True)
class Cloud:
    """The search distribution N(mean, σ²C), and the two evolution paths; ``shape`` is C."""

    mean: np.ndarray
    sigma: float
    shape: np.ndarray
    path_sigma: np.ndarray
    path_shape: np.ndarray

    @functools.cached_property
    def parts(self) -> tuple[np.ndarray, np.ndarray]:
        """The square roots of C's eigenvalues, ascending, and its eigenvectors as columns."""
        squares, axes = np.linalg.eigh(self.shape)
        return np.sqrt(np.maximum(squares, 1e-300)), axes

    def power(self, exponent: int) -> np.ndarray:
        """Return C^½ for 1, C^−½ for −1."""
        lengths, axes = self.parts
        return (axes * lengths**exponent) @ axes.T


@METHODS.register
class CMAES(Method):
    """CMA-ES: points are drawn from a normal distribution, and the better half moves, widens and turns it.

    x is the mean of the distribution; the extra ``ellipse`` is its covariance σ²C.
    """

    key = "cma_es"
    name = "CMA-ES"
    source = "Hansen (2016), The CMA evolution strategy: a tutorial, arXiv:1604.00772"
    latex = r"x_i \sim \mathcal{N}(m, \sigma^2 C),\quad m \leftarrow \sum_{i \le \mu} w_i\, x_{i:\lambda}"
    note = "Only the order of the points by f counts; C comes to be like H⁻¹, without a single slope."
    sloped = False

    sigma: Scalar = knob(0.5, symbol=r"\sigma_0", label="first spread", low=0.01, high=3.0, domain=POSITIVE)
    size: Scalar = knob(6.0, symbol=r"\lambda", label="points a generation", low=4.0, high=40.0, domain=Domain(4.0))
    seed: Scalar = knob(0.0, symbol="", label="seed", low=0.0, high=1000.0, domain=Domain(0.0))

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        d, rng = len(x), np.random.default_rng(int(self.seed))
        numbers = strategy(d, int(self.size))
        cloud = Cloud(x, float(self.sigma), np.eye(d), np.zeros(d), np.zeros(d))
        generation = 0
        yield State(x, extras={"ellipse": cloud.sigma**2 * cloud.shape})
        while _SMALL < cloud.sigma * float(cloud.parts[0][-1]) < _LARGE:
            generation += 1
            steps = rng.standard_normal((numbers.size, d)) @ cloud.power(1)
            heights = [ground.value(cloud.mean + cloud.sigma * step) for step in steps]
            ground.solved()
            before, cloud = cloud, after(cloud, steps[np.argsort(heights, kind="stable")], numbers, generation)
            moved = cloud.mean - before.mean
            yield State(cloud.mean, moved, 1.0, {"ellipse": cloud.sigma**2 * cloud.shape})
        raise Stopped("The cloud has shrunk to a point." if cloud.sigma < 1 else "The cloud has grown without end.")


def after(cloud: Cloud, steps: np.ndarray, numbers: Strategy, generation: int) -> Cloud:
    """Return the distribution after a generation whose steps y, x = m + σy, are given best first."""
    d, s = len(cloud.mean), numbers
    best = steps[: len(s.weights)]
    mean_step = s.weights @ best
    turned = cloud.power(-1) @ mean_step
    path_sigma = (1 - s.c_sigma) * cloud.path_sigma + np.sqrt(s.c_sigma * (2 - s.c_sigma) * s.mueff) * turned
    length = float(np.linalg.norm(path_sigma))
    bound = (1.4 + 2 / (d + 1)) * s.expected
    slow = float(length / np.sqrt(1 - (1 - s.c_sigma) ** (2 * generation)) < bound)
    path_shape = (1 - s.c_c) * cloud.path_shape + slow * np.sqrt(s.c_c * (2 - s.c_c) * s.mueff) * mean_step
    missing = (1 - slow) * s.c_c * (2 - s.c_c)
    shape = (1 + s.c_1 * missing - s.c_1 - s.c_mu) * cloud.shape
    shape = shape + s.c_1 * np.outer(path_shape, path_shape) + s.c_mu * (best.T * s.weights) @ best
    sigma = cloud.sigma * float(np.exp(s.c_sigma / s.d_sigma * (length / s.expected - 1)))
    return Cloud(cloud.mean + cloud.sigma * mean_step, sigma, (shape + shape.T) / 2, path_sigma, path_shape)
