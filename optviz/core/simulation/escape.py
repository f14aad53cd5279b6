"""How long gradient noise needs to push gradient descent off the ridge of the saddle x² − y².

On the ridge y = 0 the gradient of f = x² − y² has no y-part, so GD stays there and converges to the saddle. With
normal noise σ on the gradient, y_{t+1} = (1 + 2η) y_t − η σ ξ_t: what the noise puts in, the slope multiplies
by 1 + 2η every step.
"""

import math
import operator
from statistics import NormalDist

import numpy as np

from optviz.core.array_cache import array_cache
from optviz.core.simulation.simulate import MAX_STEPS

SEEDS = 256
EDGE = 1.0


def growth(lr: float) -> float:
    """Return 1 + 2η, by which |y| grows each step once off the ridge."""
    return 1 + 2 * lr


def escape_times(
    lr: float, sigmas: np.ndarray, seeds: int = SEEDS, steps: int = 2000, edge: float = EDGE
) -> np.ndarray:
    """Return the first step at which |y| > ``edge`` for each σ and each seed 0, 1, …, shape (len(sigmas), seeds).

    It is NaN where a run has not escaped within ``steps``. Seed s meets the noise that
    ``simulate(…, seed=s)`` draws. All start on the ridge; x does not matter, for it enters neither y nor its
    noise. Raises ``ValueError`` for η or σ below 0 or not finite, and for steps that no run takes.
    """
    sigmas = np.asarray(sigmas, dtype=float)
    if not (math.isfinite(lr) and lr >= 0):
        raise ValueError(f"a learning rate is finite and not negative, so not {lr}")
    if not (np.isfinite(sigmas) & (sigmas >= 0)).all():
        raise ValueError("every σ is finite and not negative")
    if not 1 <= operator.index(steps) <= MAX_STEPS:
        raise ValueError(f"a run takes 1 to {MAX_STEPS} steps, not {steps}")
    highest = _highest(float(lr), int(seeds), int(steps))
    with np.errstate(divide="ignore"):
        needed = edge / sigmas
    # y is σ times its path for σ = 1; the highest |y| so far only grows, so the first passage can be looked up.
    first = np.array([[np.searchsorted(path, level, side="right") for path in highest] for level in needed])
    return np.where(first <= steps, first, np.nan).reshape(len(sigmas), seeds)


@array_cache(12 * 2**20)
def _highest(lr: float, seeds: int, steps: int) -> np.ndarray:
    """Return the largest |y| up to each step for σ = 1, (seeds, steps + 1); inf from where it overflows."""
    noise = _noise(seeds, MAX_STEPS if steps > 2000 else 2000)
    y = np.zeros(seeds)
    path = np.zeros((steps + 1, seeds))
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(steps):
            y = growth(lr) * y - lr * noise[t]
            path[t + 1] = np.abs(y)
    path[np.isnan(path)] = np.inf
    return np.ascontiguousarray(np.maximum.accumulate(path).T)


@array_cache(12 * 2**20)
def _noise(seeds: int, steps: int) -> np.ndarray:
    """Return the noise on y that a run of each seed meets, (steps, seeds): as ``simulate`` draws it."""
    return np.stack([np.random.default_rng(seed).standard_normal((steps, 2))[:, 1] for seed in range(seeds)], axis=1)


def spread(lr: float, sigma: float, steps: np.ndarray) -> np.ndarray:
    """Return the standard deviation of y_t for each t: √V_t, V_t = η²σ² (a^{2t} − 1)/(a² − 1), a = 1 + 2η."""
    with np.errstate(over="ignore", under="ignore"):
        powers = np.expm1(2 * math.log1p(2 * lr) * np.asarray(steps, dtype=float))
        # a² − 1 = 4η(1 + η): for tiny η the difference itself would be 0.
        return sigma * np.sqrt(lr * powers / (4 * (1 + lr)))


def escape_quantile(lr: float, sigma: float, share: float = 0.5, edge: float = EDGE) -> float:
    """Return after how many steps a ``share`` of all runs has |y| > ``edge``, by theory; inf for σ = 0 or η = 0.

    y_t is normal with mean 0 and variance V_t, see :func:`spread`. |y_t| exceeds the edge with probability
    ``share`` where √V_t z = edge, z the (1 − share/2)-quantile of N(0, 1) (0.6745 for the median), so
    t = ½ log_a(1 + (a² − 1) edge²/(η²σ²z²)). For small σ each tenfold smaller σ adds ln 10 / ln a steps.
    What is left out: a |y| that passes the edge and comes back, which only large σ does.
    """
    if not (lr > 0 and sigma > 0):
        return math.inf
    z = NormalDist().inv_cdf(1 - share / 2)
    # In logarithms, for the quotient may be too large for a float.
    size = math.log(4) + math.log1p(lr) - math.log(lr) + 2 * (math.log(edge) - math.log(sigma) - math.log(z))
    return 0.5 * float(np.logaddexp(0.0, size)) / math.log1p(2 * lr)
