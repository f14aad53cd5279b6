"""Trainings on the digits, for the sections with a network: the curves alone are kept, within a bound of bytes."""

import dataclasses
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import cachetools
import numpy as np

from optviz.core.network.data import digits
from optviz.core.network.mlp import Net
from optviz.core.network.training import History, Task, train
from optviz.core.optimizers import OPTIMIZERS, Optimizer

BATCH, WIDTH = 32, 32
PER_EPOCH = 45
"""1,438 images in mini-batches of 32."""

_MAX_BYTES = 2_000_000
_SMOOTH = 15
SMOOTHED = f"mini-batch loss, mean of {_SMOOTH}"


@dataclasses.dataclass(frozen=True)
class Setting:
    """All that a training depends on; ``modifiers``: their numbers by the keys of :data:`.modifiers.KNOBS`."""

    rule: str
    lr: float
    hidden: int
    epochs: int
    seed: int
    schedule: str = "constant"
    modifiers: tuple[tuple[str, float], ...] = ()

    @property
    def optimizer(self) -> Optimizer:
        """The rule, with modifiers in any case: so that one compiled program serves whichever are on."""
        return OPTIMIZERS[self.rule](lr=self.lr).with_(self.schedule, **dict(self.modifiers))

    @property
    def task(self) -> Task:
        """What is to be learned."""
        data = digits()
        net = Net(data.inputs, self.hidden, WIDTH, data.classes, "relu")
        return Task(net, data, BATCH, self.epochs, self.seed)


@dataclasses.dataclass(frozen=True, eq=False)
class Curves:
    """What is drawn of a training so far.

    Attributes:
        checkpoints: (S,) the steps at which the following are known.
        loss: (S,) the mean of the losses of the last 15 mini-batches.
        train_loss: (S,) the average loss over all training images.
        accuracy: (S,) the share of the validation images that are read correctly.
        weight_norm: (S,) the length of the vector of all weights and biases.
        grad_norm: (S,) the length of the mini-batch's gradient, before it is clipped; NaN where no step follows.
        steps, total: how many steps were taken, of how many.
        diverged: whether a number was too large for float64.
    """

    checkpoints: np.ndarray
    loss: np.ndarray
    train_loss: np.ndarray
    accuracy: np.ndarray
    weight_norm: np.ndarray
    grad_norm: np.ndarray
    steps: int
    total: int
    diverged: bool

    @property
    def nbytes(self) -> int:
        """The bytes of all curves."""
        return sum(array.nbytes for array in vars(self).values() if isinstance(array, np.ndarray))

    @property
    def error(self) -> np.ndarray:
        """The share of the validation images that are misread, (S,)."""
        return 1 - self.accuracy


_FINISHED: cachetools.LRUCache[Setting, Curves] = cachetools.LRUCache(_MAX_BYTES, getsizeof=lambda c: c.nbytes)
_GUARD = threading.Lock()


def training(setting: Setting) -> Iterator[Curves]:
    """Yield a training so far, piece by piece; at once the whole where it was done before."""
    with _GUARD:
        finished = _FINISHED.get(setting)
    if finished is not None:
        yield finished
        return
    curves = None
    for history in train(setting.task, setting.optimizer):
        curves = curves_of(history)
        yield curves
    assert curves is not None
    with _GUARD:
        _FINISHED[setting] = curves


class Trainee(Protocol):
    """What is trained: a dataclass with its setting, and its curves so far."""

    @property
    def setting(self) -> Setting:
        """All that its training depends on."""
        ...


T = TypeVar("T", bound=Trainee)


def in_turn(trainees: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Train one after another; yield all of them, with their ``curves`` so far, after each piece."""
    done = list(trainees)
    for i, trainee in enumerate(trainees):
        for curves in training(trainee.setting):
            done[i] = dataclasses.replace(trainee, curves=curves)  # type: ignore[type-var]
            yield tuple(done)


def trained(setting: Setting) -> Curves:
    """Return the whole training."""
    *_, last = training(setting)
    return last


def curves_of(history: History) -> Curves:
    """Return what is drawn of a training so far."""
    steps, checkpoints = history.steps, history.checkpoints
    with np.errstate(all="ignore"):
        grads = np.append(np.sqrt((history.grad_norm**2).sum(axis=1)), np.nan)
        norms = np.sqrt((history.theta**2).sum(axis=1))
        sums = np.concatenate([[0.0], np.cumsum(history.batch_loss)])
        ends = np.minimum(checkpoints + 1, steps)
        begins = np.maximum(checkpoints + 1 - _SMOOTH, 0)
        loss = (sums[ends] - sums[begins]) / (ends - begins)
    return Curves(
        checkpoints,
        loss,
        history.train_loss,
        history.valid_accuracy,
        norms,
        grads[checkpoints],
        steps,
        history.task.steps,
        history.status.kind == "diverged",
    )
