"""The learning rate of each optimizer in the race, tuned: the same rates for all, each tried with the same budget."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from optviz.core.network.training import Task, train
from optviz.core.number_text import label
from optviz.core.optimizers import Optimizer
from optviz.figures.board import Axes, Axis, Board, Layer, Line, Progress, Table
from optviz.lecture.network.common import RULE_NAMES, look_of, rule_of

RATES = np.geomspace(1e-3, 1.0, 13)
"""The learning rates that each optimizer tries, four a decade."""
BUDGET = 300
"""Steps of one trial, at most."""
WORST = 10.0
_LEAST = 1e-4


class Tuning(NamedTuple):
    """A tuning so far: of each rule the training losses at the end of its trials, in the order of ``RATES``."""

    losses: dict[str, tuple[float, ...]]
    rules: tuple[str, ...]
    steps: int

    @property
    def trials(self) -> int:
        """How many trials are made."""
        return sum(map(len, self.losses.values()))

    def best(self, rule: str) -> float:
        """Return the η of the lowest loss of those tried; of equals the lower η."""
        return float(RATES[int(np.argmin(self.losses[rule]))])


def trial_task(task: Task) -> Task:
    """Return the task of one trial: the race's own, cut to whole epochs of at most ``BUDGET`` steps, one at least."""
    return dataclasses.replace(task, epochs=max(1, min(task.epochs, BUDGET // task.per_epoch)))


def tune_rates(
    task: Task, rules: tuple[str, ...], made: Callable[[str, float], Optimizer] = rule_of
) -> Iterator[Tuning]:
    """Try all ``RATES`` for each rule and yield the losses so far after every trial; infinity where it diverged.

    ``made`` makes the optimizer of a rule and a learning rate.
    """
    cut = trial_task(task)
    losses: dict[str, tuple[float, ...]] = {}
    yield Tuning({}, rules, cut.steps)
    for rule in rules:
        for lr in RATES:
            *_, history = train(cut, made(rule, float(lr)))
            end = history.judged.train_loss[-1] if history.status.kind != "diverged" else np.inf
            losses[rule] = (*losses.get(rule, ()), float(np.nan_to_num(end, nan=np.inf)))
            yield Tuning(dict(losses), rules, cut.steps)


def tuning_board(tuning: Tuning) -> Board:
    """The trials so far: the training loss at the end of each against its η."""
    layers: list[Layer] = []
    for rule, losses in tuning.losses.items():
        heights = np.clip(losses, _LEAST, WORST)
        layers.append(Line(RATES[: len(losses)], heights, look_of(rule), RULE_NAMES[rule]))
    x, y = Axis("η", float(RATES[0]), float(RATES[-1]), log=True), Axis("", _LEAST, WORST, log=True)
    title = f"training loss after {tuning.steps} steps, for each η that is tried"
    rows = tuple((RULE_NAMES[rule], label(tuning.best(rule), 3)) for rule in tuning.losses)
    total = len(tuning.rules) * len(RATES)
    now = next((RULE_NAMES[rule] for rule in tuning.rules if len(tuning.losses.get(rule, ())) < len(RATES)), "")
    return Board(
        (
            Axes("tried", tuple(layers), x, y, title),
            Table("out", ("optimizer", "best η so far"), rows, follow=False, mono=False),
        ),
        (("tried",), ("out",)),
        heights=(1.0, 0.0),
        progress=Progress(tuning.trials / total, f"Tuning {now}: {tuning.trials} of {total} trials"),
        summary=f"Tuning: {tuning.trials} of {total} trials are made.",
    )
