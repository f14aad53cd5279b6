"""Runs that are compared at equal cost: what GD and SGD reach with equally many gradients."""

import dataclasses

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, Modified, Optimizer
from optviz.core.optimizers.modified import modifier_words
from optviz.core.stochastic.descent import BatchRun, descend
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Path, Text
from optviz.lecture.around import around
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import GD, LARGE, SMALL, theta_of
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_runs, about_shape, about_theta

LOOKS = {"GD": GD, "large batch": LARGE, "small batch": SMALL, "SGD": SMALL}


@dataclasses.dataclass(frozen=True)
class Racer:
    """A run at the frames of a race: its name, the run, and at each frame (T+1,) the steps done, θ (T+1, 2) and L.

    θ and L are NaN after the run diverged.
    """

    name: str
    run: BatchRun
    steps_done: np.ndarray
    theta: np.ndarray
    loss: np.ndarray

    @property
    def look(self) -> int:
        """How it is drawn."""
        return LOOKS[self.name]

    @property
    def mean_above(self) -> np.ndarray:
        """How far L is above its least value, a mean over the steps of the last epoch, (T+1,)."""
        steps, frames = np.unique(self.steps_done, return_index=True)
        above = self.loss[frames] - self.run.problem.floor
        return epoch_mean(steps, above, self.run.batches.per_epoch)[np.searchsorted(steps, self.steps_done)]

    def path(self, name: str = "") -> Path:
        """Return its path on the θ-plane."""
        gone = np.flatnonzero(~np.isfinite(self.theta).all(axis=1))
        status = (self.run.status.kind, int(gone[0]) if len(gone) else len(self.theta) - 1)
        return Path(self.theta[:, 0], self.theta[:, 1], self.look, name, status, self.loss)


@dataclasses.dataclass(frozen=True)
class Race:
    """Runs that have computed equally many gradients, ``cost`` (T+1,), at each frame."""

    problem: Regression
    cost: np.ndarray
    racers: tuple[Racer, ...]

    @property
    def runs(self) -> tuple[tuple[str, BatchRun], ...]:
        """The runs by name."""
        return tuple((racer.name, racer.run) for racer in self.racers)

    @property
    def status(self) -> tuple[str, ...]:
        """How each run ended, in a word."""
        return tuple(run.status.kind for _, run in self.runs)


def race_of(cost: np.ndarray, runs: dict[str, BatchRun]) -> Race:
    """Return ``runs`` at the frames at which ``cost`` gradients have been computed."""
    racers = []
    for name, run in runs.items():
        steps_done = np.searchsorted(run.batches.ends, cost, side="right") - 1
        theta = np.where((steps_done > run.steps)[:, None], np.nan, run.theta[np.minimum(steps_done, run.steps)])
        racers.append(Racer(name, run, steps_done, theta, run.problem.loss(theta)))
    return Race(racers[0].run.problem, cost, tuple(racers))


def rule_of(values: Values) -> Optimizer:
    """Return the rule of every racer: θ ← θ − η g, and what the controls put around it."""
    return around(values, OPTIMIZERS["gd"](lr=float(values["lr"])))


def told(name: str, values: Values) -> str:
    """Return a racer's name with what is around its rule, for a legend."""
    return ", ".join([name, *modifier_words(rule_of(values))])


def sgd_run(problem: Regression, values: Values, size: int) -> BatchRun:
    """Return SGD over the epochs that ``values`` ask for, with batches of ``size``; of n, it is GD.

    A schedule is over its own steps, of which a small batch has more.
    """
    size = min(size, problem.n)
    steps = int(values["epochs"]) * -(-problem.n // size)
    return descend(problem, theta_of(values), size, steps, rule_of(values), seed=int(values["seed"]))


def race_notices(race: Race, values: Values, sizes: tuple[str, ...]) -> tuple[Text, ...]:
    """Return what is worth knowing about a race; ``sizes`` are the keys of its batch sizes.

    What is said of η and of the minimum holds for the plain rule alone.
    """
    last = len(race.cost) - 1
    modified = isinstance(rule_of(values), Modified)
    return (
        *about_shape(race.problem),
        *about_batch(race.problem, [int(values[key]) for key in sizes]),
        *(() if modified and values["lr"] else about_rate(race.problem, values, last)),
        *(() if modified else about_theta(race.problem, values)),
        *about_runs(race.runs, last),
    )


def epoch_mean(steps: np.ndarray, values: np.ndarray, per_epoch: int) -> np.ndarray:
    """Return at each of ``steps`` (k,) the mean of ``values`` (k,) over the last ``per_epoch`` steps, or all so far.

    ``steps`` rise, from 0; one that stands for those since the one before it counts for as many.
    """
    weight = np.diff(steps, prepend=steps[0] - 1)
    ends, begins = np.arange(1, len(steps) + 1), np.searchsorted(steps, steps - per_epoch, side="right")
    # A run that diverges adds up to ∞ on its way; what is not a number is left out of a chart.
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.concatenate([[0.0], np.cumsum(weight * values)])
        counts = np.concatenate([[0], np.cumsum(weight)])
        return (sums[ends] - sums[begins]) / (counts[ends] - counts[begins])


def increasing(x: np.ndarray) -> np.ndarray:
    """Return ``x`` (T+1,) as abscissas that rise, if only a little: while it rests, so does a curve's dot."""
    return x + 1e-9 * np.arange(len(x))
