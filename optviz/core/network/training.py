"""Training a net by any rule of the registry on mini-batches, in pieces that can be stopped between."""

import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from optviz.core.compiled.rule_switch import entry
from optviz.core.matrices.layered import on_layers
from optviz.core.network.data import Split, toy
from optviz.core.network.mlp import Net
from optviz.core.network.program import BLOCK_SIZE, MAX_EXAMPLES, STEPS_PER_CALL, noise_size, program
from optviz.core.network.scored import Averages, Scored, Scores, is_averaged
from optviz.core.optimizers import OPTIMIZERS, Modified, Optimizer
from optviz.core.simulation.status import Status
from optviz.core.stochastic.batches import BatchSchedule, batch_schedule

MAX_CHECKPOINTS = 160
"""About how many steps of a run are checkpoints, where its weights and the losses of all the data are kept."""

MAX_STEPS = 20_000
EXPLODED = 10.0
"""A run has exploded when a mini-batch's loss is this many times log K, the loss of a blind guess."""


@dataclasses.dataclass(frozen=True, eq=False)
class Task:
    """What several optimizers are to do alike: the net, the data, the same initial weights, the same mini-batches.

    ``init``, ``seed``: of the initial weights (see :meth:`Net.start`); ``seed`` also orders the mini-batches of
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
    def batches(self) -> BatchSchedule:
        """Which examples are in the mini-batch of each step."""
        return batch_schedule(self.data.train.n, self.batch, self.steps, self.seed)

    @functools.cached_property
    def start(self) -> np.ndarray:
        """The initial weights θ, (d,)."""
        return self.net.start(self.init, self.seed)

    @functools.cached_property
    def checkpoints(self) -> np.ndarray:
        """The steps at which θ is kept, ascending, (S,): evenly spread, the first and last, and each epoch's end."""
        every = -(-self.steps // MAX_CHECKPOINTS)
        ends = np.arange(0, self.steps + 1, self.per_epoch) if self.epochs <= MAX_CHECKPOINTS else [self.steps]
        return np.union1d(np.arange(0, self.steps + 1, every), ends).astype(int)


@dataclasses.dataclass(frozen=True, eq=False, kw_only=True)
class History(Scored):
    """A training so far, NumPy float64. A diverged one ends with its first step that is not finite.

    Attributes:
        task, optimizer: who learned what.
        checkpoints: (S,) the steps at which the weights and their scores are known.
        batch_loss: (T,) the mini-batch's average loss before each step.
        grad_norm: (T, layers) the norm of the mini-batch gradient's part in each layer.
        status: moving, or diverged at a step.
        average: the weights by which the rule is to be judged, where they are not those of its path: averages, or the
            rule's own second point.
    """

    task: Task
    optimizer: Optimizer
    checkpoints: np.ndarray
    batch_loss: np.ndarray
    grad_norm: np.ndarray
    status: Status
    average: Scored | None = None

    @property
    def judged(self) -> Scored:
        """The weights by which the training is to be judged, with their scores."""
        return self.average or self

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
        """The norm of each layer's weights and biases at the checkpoints, (S, layers)."""
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
    training = _Training(task, optimizer)
    history = training.history()
    yield history
    while not history.done:
        training.advance()
        history = training.history()
        yield history


def train_all(task: Task, optimizers: Sequence[Optimizer]) -> Iterator[tuple[History, ...]]:
    """Yield the trainings of several optimizers from the same weights on the same batches, piece by piece."""
    runs = [train(task, optimizer) for optimizer in optimizers]
    histories = tuple(next(run) for run in runs)
    yield histories
    while not all(history.done for history in histories):
        histories = tuple(past if past.done else next(run) for past, run in zip(histories, runs, strict=True))
        yield histories


def trained(task: Task, optimizer: Optimizer) -> History:
    """Return the whole training."""
    *_, last = train(task, optimizer)
    return last


class _Training:
    """A training under way: its weights, the rule's state, and what was recorded."""

    def __init__(self, task: Task, optimizer: Optimizer) -> None:
        optimizer = optimizer.for_steps(task.steps)
        self.task, self.optimizer = task, optimizer
        net, data = task.net, task.data.train
        placed = on_layers(optimizer, net.padded_shape.shapes, net.padded_sides)
        rule = entry(placed, net.padded_shape.size)
        self.place, self.knobs = rule.place, np.array(rule.numbers[1:])
        self.program = program(rule.switch, net.padded_shape, placed is not optimizer)
        self.theta, self.state = net.padded(task.start), np.zeros(rule.switch.state_size)
        self.noise = _Noise(task, optimizer, noise_size(rule.switch, net.padded_shape))
        self.order = task.batches.order.astype(np.int32)
        self.x, self.y = data.x, data.y
        self.steps_done, self.diverged = 0, False
        self.rows = {"batch": [np.zeros(0)], "grad": [np.zeros((0, len(net.shapes)))]}
        self.checkpoints: list[int] = []
        self.path = Scores(net, task.data)
        self.averaged = Scores(net, task.data) if is_averaged(optimizer) else None
        self.averages = Averages(optimizer, task.start)
        self.record(task.start[None], task.start[None], 0, 0)

    def record(self, thetas: np.ndarray, averages: np.ndarray, first: int, last: int) -> None:
        """Keep the checkpoints up to step ``last``; the tables have a row for each step from ``first`` on."""
        planned, latest = self.task.checkpoints, self.checkpoints[-1] if self.checkpoints else -1
        steps = planned[(planned > latest) & (planned <= last)].tolist()
        if self.diverged and last not in (latest, *steps[-1:]):
            steps.append(last)
        rows = np.array(steps, dtype=int) - first
        self.checkpoints += steps
        self.path.add(thetas[rows])
        if self.averaged is not None:
            self.averaged.add(averages[rows])

    def advance(self) -> None:
        """Take up to 64 steps."""
        task, first = self.task, self.steps_done
        ends = task.batches.ends
        last = int(np.searchsorted(ends, ends[first] + MAX_EXAMPLES, side="right")) - 1
        last = min(last, first + STEPS_PER_CALL, task.steps)
        spare = MAX_EXAMPLES + BLOCK_SIZE
        examples = np.zeros((spare, task.net.inputs)), np.zeros(spare, np.int32)
        members = self.order[ends[first] : ends[last]]
        for table, column in zip(examples, (self.x, self.y), strict=True):
            table[: len(members)] = column[members]
        bounds = np.zeros(STEPS_PER_CALL + 1, np.int32)
        bounds[: last - first + 1] = ends[first : last + 1] - ends[first]
        call = np.array([self.place, first > 0, last - first, *task.net.config], np.int32)
        draws = self.noise.draw(last - first)
        outputs = self.program(self.knobs, call, self.theta, self.state, *examples, bounds, draws)
        *tables, self.state = (np.asarray(output) for output in outputs)
        self.theta = tables[0][last - first]
        self._append(*tables, first, last)

    def _append(self, thetas: np.ndarray, seconds: np.ndarray, metrics: np.ndarray, first: int, last: int) -> None:
        net, steps = self.task.net, last - first
        thetas, metrics = thetas[: steps + 1, net.positions], metrics[:steps]
        averages = thetas
        if self.averaged is not None:
            averages = self.averages.of(thetas, seconds[: steps + 1, net.positions] if seconds.size else thetas)
        finite = np.isfinite(thetas).all(axis=1) & np.append(np.isfinite(metrics).all(axis=1), True)
        if not finite.all():
            self.diverged = True
            last = first + int((~finite).argmax())
            thetas, metrics = thetas[: last - first + 1], metrics[: last - first]
        columns = [*range(1, net.hidden + 1), len(net.padded_shape.shapes)]
        self.rows["batch"].append(metrics[:, 0])
        self.rows["grad"].append(metrics[:, columns])
        self.steps_done = last
        self.record(thetas, averages, first, last)

    def history(self) -> History:
        """Return what is known so far."""
        steps = self.steps_done
        status = Status("moving", steps)
        if self.diverged:
            reason = f"At step {steps}, the loss, its gradient or a weight is too large for float64 or not a number."
            status = Status("diverged", steps, reason=reason)
        return History(
            task=self.task,
            optimizer=self.optimizer,
            checkpoints=np.array(self.checkpoints),
            batch_loss=np.concatenate(self.rows["batch"]),
            grad_norm=np.concatenate(self.rows["grad"]),
            status=status,
            average=None if self.averaged is None else Scored(**self.averaged.columns()),
            **self.path.columns(),
        )


class _Noise:
    """The normal numbers of a training's noise, from the task's seed: every optimizer meets the same."""

    def __init__(self, task: Task, optimizer: Optimizer, size: int) -> None:
        self.net, self.size = task.net, size
        self.rng = None
        if isinstance(optimizer, Modified) and optimizer.modifiers.noise:
            self.rng = np.random.default_rng((task.seed, 1))

    def draw(self, steps: int) -> np.ndarray:
        """Return those of the next steps, at most STEPS_PER_CALL, padded to it; zeros where there is no noise."""
        table = np.zeros((STEPS_PER_CALL, self.size))
        if self.rng is not None:
            table[:steps, self.net.positions] = self.rng.standard_normal((steps, self.net.size))
        return table


def warm_up() -> None:
    """Compile the program of the lecture's rules for small nets on the toy sets."""
    trained(Task(Net(2, 1, 8, 2), toy("moons", 0.1), 16, 1), OPTIMIZERS["adam"]())
