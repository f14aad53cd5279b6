"""Batch size: GD, SGD with a large batch and SGD with a small one, at equal cost."""

import numpy as np

from optviz.figures.board import Board, Chart, Metric, Metrics, Series
from optviz.lecture.around import KEYS, around_controls
from optviz.lecture.controls import Choice
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    DRAG_THETA,
    MODEL,
    batch_slider,
    chosen_background,
    chosen_regression,
    epochs_slider,
    lr_slider,
    seed_controls,
    theta_axes,
    theta_sliders,
)
from optviz.lecture.stochastic.messages import summary
from optviz.lecture.stochastic.race import Race, Racer, increasing, race_notices, race_of, sgd_run, told

FIRST_FRAMES, LATER_FRAMES = 250, 25
"""The most frames of the first epoch; the frames of a later one that has more than twice as many steps."""


def batch_size_race(values: Values) -> Race:
    """Return GD, SGD with the large batch and SGD with the small one; the first epoch step by step if it can be."""
    problem = chosen_regression(values)
    sizes = {"GD": problem.n, "large batch": int(values["large"]), "small batch": int(values["small"])}
    runs = {name: sgd_run(problem, values, size) for name, size in sizes.items()}
    return race_of(race_cost(problem.n, min(sizes.values()), int(values["epochs"])), runs)


def race_cost(n: int, batch: int, epochs: int) -> np.ndarray:
    """Return the gradients computed at each frame, (T+1,): of the first epoch, at every step with ``batch``."""
    steps = -(-n // min(batch, n))
    if steps <= FIRST_FRAMES:
        first = np.minimum(np.arange(steps + 1) * batch, n)
    else:
        first = np.arange(FIRST_FRAMES + 1) * n // FIRST_FRAMES
    frames = steps if steps <= 2 * LATER_FRAMES else LATER_FRAMES
    return np.concatenate([first, n + np.arange(1, frames * (epochs - 1) + 1) * n // frames])


def batch_size_board(values: Values) -> Board:
    """Return the slide's three pictures, GD, large and small batch, with their losses against gradients computed."""
    race = batch_size_race(values)
    planes = tuple(
        theta_axes(race.problem, [racer.path()], f"size{i}", _title(racer) + _drawn(race, racer), drag=DRAG_THETA)
        for i, racer in enumerate(race.racers)
    )
    return Board(
        (*planes, _chart(race, values), _readings(race)),
        (tuple(plane.key for plane in planes), ("cost",) * 3, ("readings",) * 3),
        steps=len(race.cost) - 1,
        heights=(1.5, 1.0, 0.0),
        unit="epoch",
        counts=race.cost // race.problem.n,
        status=race.status,
        notices=race_notices(race, values, ("large", "small")),
        summary=summary(f"{race.problem.n} points.", race.runs),
    )


def _title(racer: Racer) -> str:
    size = f"B = {racer.run.batches.batch:,}"
    return f"GD: {size} = n" if racer.name == "GD" else f"SGD: {size}"


def _drawn(race: Race, racer: Racer) -> str:
    """Return which of a racer's steps are drawn, for its picture's title; nothing where all are."""
    per_epoch, n = racer.run.batches.per_epoch, race.problem.n
    first, second = np.searchsorted(race.cost, (n, 2 * n))
    later = int(second - first) if race.cost[-1] > n else per_epoch
    if per_epoch <= min(first, later):
        return ""
    early = f"1 step in {round(per_epoch / first)}, later" if per_epoch > first else "later 1 step in"
    return f" ({early} {round(per_epoch / later)})"


def _chart(race: Race, values: Values) -> Chart:
    above = []
    for racer in race.racers:
        epochs = racer.run.batches.ends[racer.steps_done] / race.problem.n
        above.append(Series(told(_title(racer), values), racer.mean_above, racer.look, increasing(epochs)))
    title, x_label = "L(θ) − L(θ*), mean of the last epoch", "gradients computed, in epochs of n"
    return Chart("cost", title, tuple(above), log=True, x_label=x_label)


def _readings(race: Race) -> Metrics:
    steps = (
        Metric(f"steps with B = {racer.run.batches.batch:,}", _counts(racer.steps_done), racer.look)
        for racer in race.racers
    )
    return Metrics("readings", (Metric("gradients computed, each", _counts(race.cost)), *steps))


def _counts(numbers: np.ndarray) -> tuple[str, ...]:
    return tuple(f"{int(number):,}" for number in numbers)


BATCH_SIZE = Section(
    "batch_size",
    "Batch size",
    controls=(
        MODEL,
        Choice(
            "n", "Data points n", tuple((n, f"{int(n):,}") for n in ("8", "100", "1000", "10000", "100000")), "1000"
        ),
        batch_slider(100, 100_000, "large", r"B_\text{large}", "large batch"),
        batch_slider(4, 100_000, "small", r"B_\text{small}", "small batch"),
        lr_slider(0.3),
        epochs_slider(10, 10, "linear"),
        *theta_sliders(),
        *seed_controls(),
        *around_controls(),
    ),
    presets=(
        Preset("size_thousand", "The slide's three pictures", {}),
        Preset("size_eight", "n = 8", {"n": "8", "large": 4, "small": 1}),
        Preset("size_many", "n = 100,000", {"n": "100000", "large": 1000, "small": 10, "epochs": 5}),
        Preset("size_erratic", "B = 1: too erratic", {"small": 1}),
        Preset("size_smaller", "B = 1 with a smaller η", {"small": 1, "lr": 0.02}),
        Preset("size_classes", "The logistic curve", {"model": "logistic", "lr": 1.0}),
    ),
    draw=batch_size_board,
    background=chosen_background,
    more=KEYS,
)
