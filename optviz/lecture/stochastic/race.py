"""What the sections on stochastic gradients compute: fits, runs and clouds from the values of their controls."""

import dataclasses
import functools

import numpy as np

from optviz.core.stochastic.batches import Sampling
from optviz.core.stochastic.datasets import Data, drawn, eight
from optviz.core.stochastic.descent import BatchRun, descend
from optviz.core.stochastic.noise_ball import measured_radius, radius, tail
from optviz.core.stochastic.regression import Regression
from optviz.lecture.section import Values
from optviz.lecture.stochastic.sections import START, start_of

BALL_POINTS = 64
BALL_STEPS = 10_000
DECAY_STEPS = 960
PER_EPOCH = 24
MOST_SHOWN_STEPS = 120
RATES = tuple(float(r) for r in np.geomspace(0.002, 1.0, 10))
BATCHES = (1, 2, 4, 8, 16, 32)
THIRD = 10.0


@functools.lru_cache(maxsize=12)
def drawn_fit(model: str, n: int) -> Regression:
    """Return a model fitted to the slide's eight points, or to ``n`` random ones."""
    return Regression.of(model, eight(model) if n == 8 else drawn(model, n))


def own_fit(values: Values) -> Regression:
    """Return the model fitted to the points that a person may move."""
    return Regression.of(values["model"], Data.of(values[f"{values['model']}_points"]))


def stepping(values: Values) -> BatchRun:
    """Return three epochs of SGD, at most 120 steps, and one step more: the batch at the last playhead."""
    problem = drawn_fit(values["model"], int(values["n"]))
    size = min(int(values["batch"]), problem.n)
    steps = min(3 * -(-problem.n // size), MOST_SHOWN_STEPS)
    return descend(problem, start_of(values), size, steps + 1, lr=values["lr"], seed=int(values["seed"]))


@dataclasses.dataclass(frozen=True)
class Racer:
    """A run at the frames of a race: its name, the run, and at each frame (T+1,) the steps finished, θ (T+1, 2) and L.

    θ and L are NaN after the run diverged.
    """

    name: str
    run: BatchRun
    at: np.ndarray
    theta: np.ndarray
    loss: np.ndarray


@dataclasses.dataclass(frozen=True)
class Race:
    """Runs that have computed equally many gradients, ``cost`` (T+1,), at each frame."""

    problem: Regression
    cost: np.ndarray
    racers: tuple[Racer, ...]

    @property
    def runs(self) -> tuple[tuple[str, BatchRun], ...]:
        """The runs by name."""
        return tuple((one.name, one.run) for one in self.racers)


def race_of(cost: np.ndarray, runs: dict[str, BatchRun]) -> Race:
    """Return ``runs`` at the frames at which ``cost`` gradients have been computed."""
    racers = []
    for name, run in runs.items():
        at = np.searchsorted(run.batches.ends, cost, side="right") - 1
        theta = np.where((at > run.steps)[:, None], np.nan, run.theta[np.minimum(at, run.steps)])
        racers.append(Racer(name, run, at, theta, run.problem.loss(theta)))
    return Race(racers[0].run.problem, cost, tuple(racers))


def epochs_of(problem: Regression, values: Values, size: int) -> BatchRun:
    """Return SGD over the epochs that ``values`` ask for, with batches of ``size``; of n, it is GD."""
    size = min(size, problem.n)
    steps = int(values["epochs"]) * -(-problem.n // size)
    return descend(problem, start_of(values), size, steps, lr=values["lr"], seed=int(values["seed"]))


def gd_and_sgd(values: Values) -> Race:
    """Return GD and SGD on the slide's eight points, a frame for each gradient computed."""
    problem = drawn_fit("line", 8)
    runs = {"GD": epochs_of(problem, values, 8), "SGD": epochs_of(problem, values, int(values["batch"]))}
    return race_of(np.arange(8 * int(values["epochs"]) + 1), runs)


def three_sizes(values: Values) -> Race:
    """Return GD, SGD with the large batch and SGD with the small one, 24 frames an epoch."""
    problem = drawn_fit(values["model"], int(values["n"]))
    sizes = {"GD": problem.n, "large batch": int(values["large"]), "small batch": int(values["small"])}
    frames = PER_EPOCH * int(values["epochs"])
    cost = np.floor(np.arange(frames + 1) * problem.n / PER_EPOCH).astype(int)
    return race_of(cost, {name: epochs_of(problem, values, size) for name, size in sizes.items()})


@dataclasses.dataclass(frozen=True)
class Ball:
    """The noise ball now, and its radius against η and against B, measured and by theory.

    ``cloud`` (m, 2): where SGD was. ``by_rate``, ``by_batch``: (abscissa, measured, theory) each (k,); ∞ for no ball.
    """

    problem: Regression
    cloud: np.ndarray
    measured: float
    theory: float
    by_rate: tuple[np.ndarray, np.ndarray, np.ndarray]
    by_batch: tuple[np.ndarray, np.ndarray, np.ndarray]


@functools.lru_cache(maxsize=256)
def measured(lr: float, batch: int, seed: int, sampling: Sampling) -> float:
    """Return the measured radius of the noise ball."""
    return measured_radius(drawn_fit("line", BALL_POINTS), lr, batch, BALL_STEPS, seed, sampling)


def ball(values: Values) -> Ball:
    """Return the noise ball of these values."""
    problem, lr, size = drawn_fit("line", BALL_POINTS), float(values["lr"]), int(values["batch"])
    seed, sampling = int(values["seed"]), values["sampling"]
    rates = np.array(RATES)
    by_rate = (
        rates,
        np.array([measured(r, size, seed, sampling) if size < problem.n else 0.0 for r in RATES]),
        np.array([radius(problem, r, size) for r in RATES]),
    )
    by_batch = (
        np.array(BATCHES, dtype=float),
        np.array([measured(lr, b, seed, sampling) for b in BATCHES]),
        np.array([radius(problem, lr, b) for b in BATCHES]),
    )
    return Ball(
        problem,
        tail(problem, lr, size, BALL_STEPS, seed, sampling),
        measured(lr, size, seed, sampling),
        radius(problem, lr, size),
        by_rate,
        by_batch,
    )


def decaying(values: Values) -> dict[str, BatchRun]:
    """Return SGD with constant η, with a tenth of it, and with the schedule; all meet the same batches."""
    problem, size = drawn_fit("line", BALL_POINTS), int(values["batch"])
    lr, seed, start = float(values["lr"]), int(values["seed"]), start_of(values)
    slow = descend(problem, start, size, DECAY_STEPS, lr=lr / THIRD, seed=seed)
    falling = descend(
        problem, start, size, DECAY_STEPS, lr=lr, seed=seed, schedule=values["schedule"], decay_steps=values["pace"]
    )
    constant = descend(problem, start, size, DECAY_STEPS, lr=lr, seed=seed)
    return {"constant η": constant, "η/10": slow, "decay": falling}


__all__ = [
    "BALL_POINTS",
    "START",
    "Ball",
    "Race",
    "ball",
    "decaying",
    "drawn_fit",
    "epochs_of",
    "gd_and_sgd",
    "measured",
    "own_fit",
    "race_of",
    "stepping",
    "three_sizes",
]
