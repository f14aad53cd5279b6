"""Training a net by any rule of the registry on mini-batches, in pieces that can be stopped between."""

import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from optviz.core.compiled.rule_switch import entry
from optviz.core.network.data import Examples, Split, toy
from optviz.core.network.mlp import Net, losses
from optviz.core.network.program import BLOCK, MAX_EXAMPLES, PIECE, program
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.simulation.status import Status
from optviz.core.stochastic.batches import BatchSchedule, draw

MOST_MARKS = 160
"""About how many of a run's weights are kept; the losses of all the data are known there."""

MAX_STEPS = 20_000
EXPLODED = 10.0
"""A run has exploded when a mini-batch's loss is this many times log K, the loss of a blind guess."""


@dataclasses.dataclass(frozen=True, eq=False)
class Task:
    """What several optimizers are to do alike: the net, the data, the same first weights, the same mini-batches.

    ``init``, ``seed``: of the first weights (see :meth:`Net.start`); ``seed`` also orders the mini-batches of
    ``batch`` examples, drawn without replacement, reshuffled each of ``epochs`` epochs (see :mod:`.batches`).
    Raises ``ValueError`` where the net does not fit the data, or for a run of more than MAX_STEPS steps.
    """

    net: Net
    data: Split
    batch: int
    epochs: int
    seed: int = 0
    init: str = "he"

    def __post_init__(self) -> None:
        if (self.net.inputs, self.net.classes) != (self.data.inputs, self.data.classes):
            raise ValueError(f"a net for {self.data.key} has {self.data.inputs} inputs and {self.data.classes} classes")
        if self.epochs < 1 or self.batch < 1:
            raise ValueError(f"epochs and batch size are at least 1, not {self.epochs} and {self.batch}")
        if self.steps > MAX_STEPS:
            raise ValueError(f"{self.steps} steps are too many: a run takes at most {MAX_STEPS}")

    @property
    def per_epoch(self) -> int:
        """Steps in an epoch, n/B rounded up."""
        return -(-self.data.train.n // self.batch)

    @property
    def steps(self) -> int:
        """T, all steps of all epochs."""
        return self.epochs * self.per_epoch

    @functools.cached_property
    def draws(self) -> BatchSchedule:
        """The mini-batches."""
        return draw(self.data.train.n, self.batch, self.steps, self.seed)

    @functools.cached_property
    def start(self) -> np.ndarray:
        """The first weights θ, (d,)."""
        return self.net.start(self.init, self.seed)

    @functools.cached_property
    def marks(self) -> np.ndarray:
        """The steps at which θ is kept, ascending, (S,): evenly spread, the first and last, and each epoch's end."""
        every = -(-self.steps // MOST_MARKS)
        ends = np.arange(0, self.steps + 1, self.per_epoch) if self.epochs <= MOST_MARKS else [self.steps]
        return np.union1d(np.arange(0, self.steps + 1, every), ends).astype(int)


@dataclasses.dataclass(frozen=True, eq=False)
class History:
    """A training so far, NumPy float64. A diverged one ends with its first step that is not finite.

    Attributes:
        task, optimizer: who learned what.
        marks: (S,) the steps at which the following are known.
        theta: (S, d) the weights.
        train_loss, valid_loss: (S,) the average loss over each set; NaN where the set is empty.
        train_accuracy, valid_accuracy: (S,) the share of each set classified rightly.
        batch_loss: (T,) the mini-batch's average loss before each step.
        grad_norm: (T, layers) the norm of the mini-batch gradient's part in each layer.
        status: moving, or diverged at a step.
    """

    task: Task
    optimizer: Optimizer
    marks: np.ndarray
    theta: np.ndarray
    train_loss: np.ndarray
    valid_loss: np.ndarray
    train_accuracy: np.ndarray
    valid_accuracy: np.ndarray
    batch_loss: np.ndarray
    grad_norm: np.ndarray
    status: Status

    @property
    def steps(self) -> int:
        """T, the number of steps taken so far."""
        return len(self.batch_loss)

    @property
    def done(self) -> bool:
        """Whether all steps were taken, or the run diverged."""
        return self.status.kind == "diverged" or self.steps == self.task.steps

    @property
    def weight_norm(self) -> np.ndarray:
        """The norm of each layer's weights and biases at the marks, (S, layers)."""
        with np.errstate(all="ignore"):
            parts = self.task.net.layers(self.theta)
            return np.stack([np.sqrt((w**2).sum(axis=(-2, -1)) + (b**2).sum(axis=-1)) for w, b in parts], axis=-1)

    @property
    def exploded(self) -> int | None:
        """The first step whose mini-batch loss was over EXPLODED · log K, or None."""
        over = np.flatnonzero(self.batch_loss > EXPLODED * math.log(self.task.net.classes))
        return int(over[0]) if len(over) else None


def train(task: Task, optimizer: Optimizer) -> Iterator[History]:
    """Yield the training so far: at once with no step taken, then after every piece of at most 64 steps.

    One piece takes a few milliseconds to some tens; a caller may stop between two. The last history is ``done``.
    """
    walk = _Walk(task, optimizer)
    found = walk.history()
    yield found
    while not found.done:
        walk.piece()
        found = walk.history()
        yield found


def train_all(task: Task, optimizers: Sequence[Optimizer]) -> Iterator[tuple[History, ...]]:
    """Yield the trainings of several optimizers from the same weights on the same batches, piece by piece."""
    runs = [train(task, one) for one in optimizers]
    found = tuple(next(run) for run in runs)
    yield found
    while not all(one.done for one in found):
        found = tuple(one if one.done else next(run) for one, run in zip(found, runs, strict=True))
        yield found


def trained(task: Task, optimizer: Optimizer) -> History:
    """Return the whole training."""
    *_, last = train(task, optimizer)
    return last


def scores(net: Net, theta: np.ndarray, data: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Return the average loss and the share classified rightly, (S,) each, for weights θ, (S, d); NaN without data."""
    if not data.n:
        return np.full(len(theta), np.nan), np.full(len(theta), np.nan)
    found = [_score(net, one, data) for one in theta]
    return np.array([loss for loss, _ in found]), np.array([right for _, right in found])


def _score(net: Net, theta: np.ndarray, data: Examples) -> tuple[float, float]:
    z = net.logits(theta, data.x)
    return float(losses(z, data.y).mean()), float((z.argmax(axis=-1) == data.y).mean())


class _Walk:
    """A training under way."""

    def __init__(self, task: Task, optimizer: Optimizer) -> None:
        self.task, self.optimizer = task, optimizer
        net, data = task.net, task.data.train
        rule = entry(optimizer, net.room.size)
        self.place, self.knobs = rule.place, np.array(rule.numbers[1:])
        self.program = program(rule.switch, net.room)
        self.theta, self.state = net.padded(task.start), np.zeros(rule.switch.state_size)
        self.order = task.draws.order.astype(np.int32)
        self.x, self.y = data.x, data.y
        self.taken, self.broken = 0, False
        layers = len(net.shapes)
        self.rows: dict[str, list[np.ndarray]] = {"theta": [], "batch": [np.zeros(0)], "grad": [np.zeros((0, layers))]}
        self.kept: list[int] = [-1]
        self.keep(task.start[None], 0, 0)

    def keep(self, thetas: np.ndarray, first: int, last: int) -> None:
        """Keep the weights of the marks up to step ``last``; ``thetas`` has a row for each step from ``first`` on."""
        marks = self.task.marks
        chosen = marks[(marks > self.kept[-1]) & (marks <= last)].tolist()
        if self.broken and last not in (self.kept[-1], *chosen[-1:]):
            chosen.append(last)
        fresh = thetas[np.array(chosen, dtype=int) - first]
        self.kept += chosen
        self.rows["theta"].append(fresh)
        for name, data in (("train", self.task.data.train), ("valid", self.task.data.valid)):
            for what, numbers in zip(("loss", "accuracy"), scores(self.task.net, fresh, data), strict=True):
                self.rows.setdefault(f"{name}_{what}", []).append(numbers)

    def piece(self) -> None:
        """Take up to 64 steps."""
        task, first = self.task, self.taken
        ends = task.draws.ends
        last = int(np.searchsorted(ends, ends[first] + MAX_EXAMPLES, side="right")) - 1
        last = min(last, first + PIECE, task.steps)
        examples = np.zeros((MAX_EXAMPLES + BLOCK, task.net.inputs)), np.zeros(MAX_EXAMPLES + BLOCK, np.int32)
        which = self.order[ends[first] : ends[last]]
        for table, column in zip(examples, (self.x, self.y), strict=True):
            table[: len(which)] = column[which]
        bounds = np.zeros(PIECE + 1, np.int32)
        bounds[: last - first + 1] = ends[first : last + 1] - ends[first]
        going = np.array([self.place, first > 0, last - first, *task.net.facts], np.int32)
        found = self.program(self.knobs, going, self.theta, self.state, *examples, bounds)
        thetas, told, self.theta, self.state = (np.asarray(one) for one in found)
        self._took(thetas[: last - first], told[: last - first], first, last)

    def _took(self, thetas: np.ndarray, told: np.ndarray, first: int, last: int) -> None:
        net = self.task.net
        rows = np.concatenate([thetas, self.theta[None]])[:, net.places]
        fine = np.isfinite(rows).all(axis=1) & np.append(np.isfinite(told).all(axis=1), True)
        if not fine.all():
            self.broken = True
            last = first + int((~fine).argmax())
            rows, told = rows[: last - first + 1], told[: last - first]
        columns = [*range(1, net.hidden + 1), len(net.room.shapes)]
        self.rows["batch"].append(told[:, 0])
        self.rows["grad"].append(told[:, columns])
        self.taken = last
        self.keep(rows, first, last)

    def history(self) -> History:
        """Return what is known so far."""
        joined = {name: np.concatenate(parts) for name, parts in self.rows.items()}
        steps = self.taken
        status = Status("moving", steps)
        if self.broken:
            reason = f"At step {steps}, the loss, its gradient or a weight is too large for float64 or not a number."
            status = Status("diverged", steps, reason=reason)
        curves = {name: joined[name] for name in joined if name.startswith(("train", "valid"))}
        return History(
            self.task,
            self.optimizer,
            np.array(self.kept[1:]),
            joined["theta"],
            batch_loss=joined["batch"],
            grad_norm=joined["grad"],
            status=status,
            **curves,
        )


def warm_up() -> None:
    """Compile the program of the lecture's rules for small nets on the toy sets."""
    trained(Task(Net(2, 1, 8, 2), toy("moons", 0.1), 16, 1), OPTIMIZERS["adam"]())
