"""How much the learning rate matters: steps to the goal and final loss against η, and how wide the good range is."""

import dataclasses
from typing import Any

import numpy as np

from optviz.core.maps.outcomes import Goal, Outcomes, outcomes
from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of, short_repr
from optviz.core.simulation.arguments import checked_start
from optviz.core.simulation.status import hessians
from optviz.core.surfaces import Point, Surface, Window, as_field

RATES = (1e-4, 1e1)
"""The range of η that is tried where none is given."""
COUNT = 128
MIN_COUNT = 64
STARTS = 64
_TWICE = 2


@dataclasses.dataclass(frozen=True, eq=False)
class Sensitivity:
    """A rule's runs at n learning rates, the rest unchanged, from s starts.

    Attributes:
        lrs: (n,) η, rising, equal ratios apart.
        outcomes: what became of each run, (n, s).
        budget: steps of each run.
    """

    lrs: np.ndarray
    outcomes: Outcomes
    budget: int

    @property
    def steps(self) -> np.ndarray:
        """Mean number of steps to the goal over the starts, (n,); NaN where a start does not reach it."""
        return np.where(self.outcomes.reached.all(axis=1), self.outcomes.steps.mean(axis=1), np.nan)

    @property
    def losses(self) -> np.ndarray:
        """Mean of f at the end over the starts, (n,); infinity where a run diverged."""
        return _losses(self.outcomes)

    @property
    def good(self) -> np.ndarray:
        """Which η are good, (n,): the goal is reached, within twice the steps that the best η needs."""
        steps = self.steps
        return steps <= _TWICE * np.nanmin(steps) if np.isfinite(steps).any() else np.zeros(len(steps), bool)

    @property
    def width(self) -> float:
        """How many decades of η are good: their number, times the decades between two neighbours.

        A gap among the good ones is not counted. 0 where no η reaches the goal; a whole range that is good counts
        half a spacing more on each side.
        """
        return width_of(self.lrs, self.good)


def width_of(lrs: np.ndarray, good: np.ndarray) -> float:
    """Return how many decades of ``lrs``, (n,) equal ratios apart, are ``good``, (n,); one alone counts as nothing."""
    return float(good.sum() * np.log10(lrs[-1] / lrs[0]) / (len(lrs) - 1)) if len(lrs) > 1 else 0.0


def _losses(done: Outcomes) -> np.ndarray:
    with np.errstate(over="ignore"):
        return np.where(done.diverged, np.inf, done.value).mean(axis=-1, dtype=float)


def sensitivity(
    surface: Surface,
    optimizer: Optimizer,
    start: Point | None = None,
    steps: int = 500,
    goal: Goal | None = None,
    lrs: tuple[float, float] = RATES,
    count: int = COUNT,
    starts: np.ndarray | None = None,
    seed: int = 0,
) -> Sensitivity:
    """Run ``optimizer`` at ``count`` learning rates from ``lrs[0]`` to ``lrs[1]``, both included, in equal ratios.

    ``starts``, (s, 2), as :func:`starts_in` draws them, takes the place of ``start``, by default the surface's first.
    ``seed`` is that of :func:`.outcomes`. Raises ``ValueError`` for fewer than 64 rates, limits that do not rise above
    0, and a rule without η.
    """
    if "lr" not in (k.key for k in knobs_of(optimizer)):
        raise ValueError(f"{optimizer.name} has no learning rate to vary")
    if count < MIN_COUNT:
        raise ValueError(f"a curve over η takes at least {MIN_COUNT} learning rates, not {count}")
    if not (np.isfinite(lrs).all() and 0 < lrs[0] < lrs[1]):
        raise ValueError(f"learning rates go from a number above 0 to a larger one, not {short_repr(lrs)}")
    points = starts_from(surface, start, starts)
    rates = np.geomspace(*lrs, count)
    done = outcomes(surface, optimizer, points[None], {"lr": rates[:, None]}, steps, goal, seed=seed)
    return Sensitivity(rates, done, steps)


def starts_in(window: Window, count: int = STARTS, seed: int = 0) -> np.ndarray:
    """Return ``count`` starts drawn uniformly in ``window`` by ``seed``, (count, 2)."""
    (x_low, x_high), (y_low, y_high) = window
    return np.random.default_rng(seed).uniform((x_low, y_low), (x_high, y_high), (count, 2))


def starts_from(surface: Surface, start: Point | None, starts: np.ndarray | None) -> np.ndarray:
    """Return the starts as (s, 2): ``starts`` if there are any, else the one ``start``, by default the surface's."""
    points: Any = [checked_start(start, surface)] if starts is None else starts
    return np.asarray(points, float).reshape(-1, 2)


def stable_rate(surface: Surface, point: Point | None = None) -> float:
    """Return 2/λmax, the η beyond which gradient descent leaves ``point``, by default the lowest known minimum.

    λmax is the largest eigenvalue of the Hessian there; infinity where it is not positive. Raises ``ValueError``
    where no minimum is known and no point is given.
    """
    if point is None:
        if not len(surface.minima):
            raise ValueError(f"{surface.name} has no known minimum: give the point")
        point = tuple(map(float, surface.minima[0]))  # type: ignore[assignment]
    largest = float(np.linalg.eigvalsh(hessians(as_field(surface), np.array([point]))[0])[-1])
    return 2 / largest if largest > 0 else float("inf")
