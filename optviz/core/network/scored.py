"""Weights at the checkpoints of a training, and how they do on both sets."""

import dataclasses

import numpy as np

from optviz.core.compiled.rule_switch import has_second_point
from optviz.core.network.data import Examples, Split
from optviz.core.network.mlp import Net, losses
from optviz.core.optimizers import Modified, Optimizer


@dataclasses.dataclass(frozen=True, eq=False)
class Scored:
    """Weights at S checkpoints, NumPy float64, and how they do.

    Attributes:
        theta: (S, d) the weights.
        train_loss, valid_loss: (S,) the average loss over each set; NaN where the set is empty.
        train_accuracy, valid_accuracy: (S,) the share of each set whose class is predicted.
    """

    theta: np.ndarray
    train_loss: np.ndarray
    valid_loss: np.ndarray
    train_accuracy: np.ndarray
    valid_accuracy: np.ndarray


class Scores:
    """Weights that are scored as they come."""

    def __init__(self, net: Net, data: Split) -> None:
        self.net, self.data = net, data
        self.rows: dict[str, list[np.ndarray]] = {field.name: [] for field in dataclasses.fields(Scored)}

    def add(self, theta: np.ndarray) -> None:
        """Score the weights of further checkpoints, (n, d)."""
        self.rows["theta"].append(theta)
        for name, data in (("train", self.data.train), ("valid", self.data.valid)):
            for metric, numbers in zip(("loss", "accuracy"), evaluate(self.net, theta, data), strict=True):
                self.rows[f"{name}_{metric}"].append(numbers)

    def columns(self) -> dict[str, np.ndarray]:
        """Return what is known so far, by the names of :class:`Scored`."""
        return {name: np.concatenate(parts) for name, parts in self.rows.items()}


class Averages:
    """The points by which a training is to be judged, where they are not those of its path.

    They are averages of the path, which the modifiers ``ema`` and ``tail`` ask for, or come with the path, where the
    rule has a second point.
    """

    def __init__(self, optimizer: Optimizer, start: np.ndarray) -> None:
        self.modifiers = optimizer.modifiers if isinstance(optimizer, Modified) else None
        self.last, self.step = start, 0

    def of(self, path: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Return the points that belong to the next piece of the path, (n+1, d), which begins where the last ended.

        ``second``: the rule's own second points, (n+1, d).
        """
        if self.modifiers is None or not self.modifiers.averages:
            return second
        with np.errstate(all="ignore"):
            points = self.modifiers.average(path, self.step, self.last)
        self.last, self.step = points[-1], self.step + len(path) - 1
        return points


def is_averaged(optimizer: Optimizer) -> bool:
    """Return whether a training is to be judged by other points than those of its path."""
    if isinstance(optimizer, Modified):
        return optimizer.modifiers.averages or is_averaged(optimizer.inner)
    return has_second_point(type(optimizer))


def evaluate(net: Net, theta: np.ndarray, data: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Return the average loss and the accuracy, (S,) each, for weights θ, (S, d); NaN without data."""
    if not data.n:
        return np.full(len(theta), np.nan), np.full(len(theta), np.nan)
    scores = [_evaluate(net, weights, data) for weights in theta]
    return np.array([loss for loss, _ in scores]), np.array([accuracy for _, accuracy in scores])


def _evaluate(net: Net, theta: np.ndarray, data: Examples) -> tuple[float, float]:
    z = net.logits(theta, data.x)
    return float(losses(z, data.y).mean()), float((z.argmax(axis=-1) == data.y).mean())
