"""Sharpness: the loss's largest curvature along a training by gradient descent, against the limit 2/η."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from optviz.core.network.data import toy
from optviz.core.network.sharpness import largest_eigenvalues
from optviz.core.network.training import History, Task, train
from optviz.core.number_text import label
from optviz.figures.board import Board, Chart, Metric, Metrics, Progress, Series, from_step
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.network.common import (
    NOISE,
    TRAIN,
    VALID,
    hidden,
    net_for,
    prediction_axes,
    rule_of,
    seed,
    width,
    work,
)
from optviz.lecture.network.messages import percents, problem_metrics, status_of
from optviz.lecture.section import Preset, Section, Values

SETS = {"overlapping": ("moons", 0.35), **{key: (key, NOISE[key]) for key in ("circles", "moons", "blobs")}}
"""The toy sets with their noise. In the first the classes overlap: no net separates them, so the loss stays well above
0, and with it the curvature; where the loss goes to 0, the curvature does too."""

MEASUREMENTS = 60
"""At about how many checkpoints λ_max is measured."""

BATCH = 8
"""How many measurements come at once."""


@dataclasses.dataclass(frozen=True, eq=False)
class Sharpness:
    """A training by gradient descent, and λ_max, ``largest`` (n,), so far, at the checkpoints of indices ``at``."""

    history: History
    at: np.ndarray
    largest: np.ndarray

    @property
    def progress(self) -> Progress:
        """How far it is: the measurements go along with the training, and are one half of the work."""
        run, measured, planned = self.history, len(self.largest), len(self.at)
        done = run.done and measured >= (self.at < len(run.checkpoints)).sum()
        share = 1.0 if done else 0.5 * run.steps / run.task.steps + 0.5 * measured / planned
        return Progress(share, f"Training: step {run.steps:,} of {run.task.steps:,}, {measured} of {planned} measured")

    def crossing(self, limit: float) -> int | None:
        """Return the index of the first measured checkpoint, after the start, at which λ_max rises over the limit."""
        over = self.largest > limit
        rises = np.flatnonzero(over[1:] & ~over[:-1]) + 1
        return int(self.at[rises[0]]) if len(rises) else None


def measure_sharpness(values: Values) -> Iterator[Sharpness]:
    """Train one net by gradient descent on all points at once, and measure on the way how sharply the loss curves."""
    key, noise = SETS[values["data"]]
    data = toy(key, noise)
    task = Task(net_for(data, values), data, data.train.n, int(values["steps"]), int(values["seed"]), "glorot")
    at = np.unique(np.linspace(0, len(task.checkpoints) - 1, MEASUREMENTS).round().astype(int))
    largest = np.zeros(0)
    for history in train(task, rule_of("gd", values["lr"])):
        yield Sharpness(history, at, largest)
        new = at[len(largest) :]
        thetas = history.theta[new[new < len(history.checkpoints)]]
        for k, value in enumerate(largest_eigenvalues(task.net, thetas, data.train), 1):
            largest = np.append(largest, value)
            if k % BATCH == 0 or k == len(thetas):
                yield Sharpness(history, at, largest)


def sharpness_board(values: Values, sharpness: Sharpness) -> Board:
    """λ_max and 2/η, the loss, and the regions of the net, on one playhead."""
    run = sharpness.history
    x = run.checkpoints.astype(float)
    limit = 2 / values["lr"]
    measured = np.full(len(x), np.nan)
    measured[sharpness.at[: len(sharpness.largest)]] = sharpness.largest
    curvature = Chart(
        "sharp",
        "largest curvature",
        (Series("λₘₐₓ", measured, VALID, x), Series("2/η", np.full(len(x), limit), "ink", x, dashed=True, known=True)),
        x_label="step",
        low=0.0,
        empty="training …",
    )
    loss = Chart("loss", "training loss", (Series("GD", run.train_loss, TRAIN, x),), log=values["log"], x_label="step")
    known = len(sharpness.largest) > 0
    largest = f"at most {label(np.nanmax(sharpness.largest), 3)}" if known else "not measured yet"
    return Board(
        (curvature, loss, prediction_axes(run), numbers(values["lr"], sharpness)),
        (("sharp", "plane"), ("loss", "plane"), ("numbers", "numbers")),
        len(x) - 1,
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        unit="step",
        counts=run.checkpoints,
        progress=sharpness.progress,
        status=(status_of(run),),
        summary=f"Gradient descent with η = {label(values['lr'], 3)}: the limit 2/η is {label(limit, 3)}, "
        f"the largest curvature {largest}.",
    )


def numbers(lr: float, sharpness: Sharpness) -> Metrics:
    """Return the curvature against the limit in numbers; between the measured steps it is read off the curve."""
    run, limit = sharpness.history, 2 / lr
    indices, measured = np.arange(len(run.checkpoints)), len(sharpness.largest)
    curvature = np.full(len(indices), np.nan)
    if measured:
        curvature = np.interp(indices, sharpness.at[:measured], sharpness.largest)
    crossing, last = sharpness.crossing(limit), len(indices) - 1
    never = from_step(last, "—" if last else "")
    first = never if crossing is None else from_step(crossing, f"step {run.checkpoints[crossing]}")
    metrics = (
        Metric(r"$\lambda_{\max}$", curvature, VALID),
        Metric(r"$2/\eta$", limit),
        Metric(r"$\eta\,\lambda_{\max}$ (limit 2)", lr * curvature),
        Metric("first over the limit", first),
        Metric("training accuracy", percents(run.train_accuracy)),
        *problem_metrics(run),
    )
    return Metrics("numbers", metrics)


SHARPNESS = Section(
    "sharpness",
    "Sharpness",
    controls=(
        Choice(
            "data",
            "data",
            (("overlapping", "overlapping moons"), ("circles", "circles"), ("moons", "moons"), ("blobs", "blobs")),
            "overlapping",
        ),
        Slider("lr", r"\eta", "learning rate", 0.5, 0.01, 10.0, "log"),
        Slider("steps", "T", "steps", 2000.0, 50.0, 3000.0, "log", whole=True),
        hidden("2"),
        width(32.0),
        Switch("log", "loss on a logarithmic axis", True),
        *seed(),
    ),
    presets=(
        Preset("edge", "η = 0.5: edge at 4"),
        Preset("calm", "η = 0.1: below it", {"lr": 0.1}),
        Preset("half", "η = 0.25: edge at 8", {"lr": 0.25, "steps": 3000.0}),
        Preset("over", "Circles: one jump", {"data": "circles", "width": 16.0, "steps": 1200.0}),
        Preset("too_sharp", "η = 3: too sharp", {"lr": 3.0, "steps": 300.0}),
    ),
    draw=sharpness_board,
    work=work("sharpness", measure_sharpness, display=("log",)),
    more=("hidden", "width", "log", "seed"),
)
