"""The cost of a step: GD's first step, waited for in real time, while SGD walks."""

import dataclasses
from itertools import pairwise

import numpy as np

from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Background, Board, Chart, Metric, Metrics, Path, Series, Waffle
from optviz.lecture.controls import Choice
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    DRAG_THETA,
    GD,
    SMALL,
    batch_slider,
    loss_background,
    lr_slider,
    sample_regression,
    seed_controls,
    theta_axes,
    theta_of,
    theta_sliders,
)
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_theta

GRADIENTS_PER_SECOND = 1000
"""How quick the machine is that the section imagines."""
SECONDS, FRAMES_PER_SECOND = 30, 10
UNITS = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))
NUMBERS = (8, 100, 1000, 10_000, 100_000, 1_000_000)
COST = GRADIENTS_PER_SECOND // FRAMES_PER_SECOND * np.arange(SECONDS * FRAMES_PER_SECOND + 1)
"""The gradients computed at each frame, (T+1,)."""


@dataclasses.dataclass(frozen=True)
class Walker:
    """A run on the imagined machine: the examples a step takes, and at each frame the steps done, θ (T+1, 2) and L."""

    batch: int
    steps_done: np.ndarray
    theta: np.ndarray
    loss: np.ndarray

    @property
    def seconds_per_step(self) -> float:
        """How long a step takes."""
        return self.batch / GRADIENTS_PER_SECOND


def walker(problem: Regression, values: Values, batch: int) -> Walker:
    """Return a run with batches of ``batch``; of all n points, it is GD."""
    batch = min(batch, problem.n)
    per_epoch = -(-problem.n // batch)
    last = int(COST[-1])
    # Only the last batch of an epoch may be smaller, and then quicker.
    ends = np.minimum(np.arange(1, per_epoch + 1) * batch, problem.n)
    epochs, rest = np.divmod(COST, problem.n)
    steps_done = epochs * per_epoch + np.searchsorted(ends, rest, side="right")
    theta = np.array([theta_of(values)])
    if batch <= last:
        run = descend(problem, theta_of(values), batch, int(steps_done[-1]), lr=values["lr"], seed=int(values["seed"]))
        theta = run.theta
    theta = theta[np.minimum(steps_done, len(theta) - 1)]
    return Walker(batch, steps_done, theta, problem.loss(theta))


def walkers(values: Values) -> tuple[Walker, Walker]:
    """Return GD and SGD."""
    problem = sample_regression("line", int(values["n"]))
    return walker(problem, values, problem.n), walker(problem, values, int(values["batch"]))


def duration(seconds: float) -> str:
    """Return a time in words: ``8 ms``, ``1.5 s``, ``16 min 40 s``, ``11 d 14 h``."""
    if seconds < 0.9995:
        return f"{1000 * seconds:.3g} ms"
    if seconds < 59.95:
        return f"{seconds:.3g} s"
    (large, size), (small, part) = next(pair for pair in pairwise(UNITS) if seconds > 0.999 * pair[0][1])
    whole, rest = divmod(round(seconds / part), size // part)
    return f"{whole} {large}" + f" {rest} {small}" * (rest > 0)


def cost_board(values: Values) -> Board:
    """Return GD and SGD in real time: who has made a step while the machine computes 1,000 gradients a second."""
    problem = sample_regression("line", int(values["n"]))
    gd, sgd = walkers(values)
    seconds = COST / GRADIENTS_PER_SECOND
    paths = tuple(_path(each, look, name) for each, look, name in ((gd, GD, "GD"), (sgd, SMALL, "SGD")))
    loss = tuple(
        Series(path.name, each.loss - problem.floor, path.look, seconds)
        for path, each in zip(paths, (gd, sgd), strict=True)
    )
    title = f"A step of GD takes {duration(gd.seconds_per_step)}"
    return Board(
        (
            Waffle("wall", problem.n, COST.astype(float), "gradients", GD, title),
            theta_axes(problem, paths, drag=DRAG_THETA),
            Chart("loss", "L(θ) − L(θ*)", loss, log=True, x_label="seconds"),
            _readings(gd, sgd),
        ),
        (("wall", "theta"), ("loss", "theta"), ("readings",) * 2),
        steps=len(COST) - 1,
        heights=(1.2, 1.0, 0.0),
        unit="seconds",
        per=FRAMES_PER_SECOND,
        pace=float(FRAMES_PER_SECOND),
        status=("moving", "moving"),
        notices=(
            *about_batch(problem, [int(values["batch"])]),
            *about_rate(problem, values),
            *about_theta(problem, values),
        ),
        summary=(
            f"{problem.n:,} points. In {SECONDS} seconds GD makes {gd.steps_done[-1]:,} steps, "
            f"SGD {sgd.steps_done[-1]:,}."
        ),
    )


def cost_background(values: Values) -> Background:
    """Return the loss of the n points."""
    return loss_background(sample_regression("line", int(values["n"])))


def _path(walker: Walker, look: int, name: str) -> Path:
    return Path(walker.theta[:, 0], walker.theta[:, 1], look, name, value=walker.loss)


def _readings(gd: Walker, sgd: Walker) -> Metrics:
    return Metrics(
        "readings",
        (
            Metric("gradients computed, each", _counts(COST)),
            Metric("steps of GD", _counts(gd.steps_done), GD),
            Metric("steps of SGD", _counts(sgd.steps_done), SMALL),
            Metric("a step of SGD takes", duration(sgd.seconds_per_step), SMALL),
            Metric("1,000 steps of GD take", duration(1000 * gd.seconds_per_step), GD),
        ),
    )


def _counts(numbers: np.ndarray) -> tuple[str, ...]:
    return tuple(f"{int(number):,}" for number in numbers)


COST_OF_A_STEP = Section(
    "cost",
    "Cost of a step",
    controls=(
        Choice("n", "Data points n", tuple((str(n), f"{n:,}") for n in NUMBERS), "1000000"),
        batch_slider(32, 1000),
        lr_slider(0.1),
        *theta_sliders(),
        *seed_controls(),
    ),
    presets=(
        Preset("cost_eight", "n = 8: 8 ms a step", {"n": "8"}, 0),
        Preset("cost_thousand", "n = 1,000: a second", {"n": "1000"}, 0),
        Preset("cost_many", "n = 100,000: wait 100 seconds", {"n": "100000"}, 0),
        Preset("cost_million", "n = 1,000,000: 16 min 40 s", {}, 0),
    ),
    draw=cost_board,
    background=cost_background,
)
