"""The data points of a small data set in the colours of their mini-batches, lighting up as they are used."""

import numpy as np

from optviz.core.stochastic.batches import batch_schedule
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Points
from optviz.lecture.stochastic.common import GD

MOST_POINTS = 8
"""The most points that are numbered and coloured: as many as there are colours."""
LOOKS = (3, 7, 5, 4, 2, 6, 1, 0)
MARKS = ("dot", "square", "triangle", "diamond")


def in_epoch(cost: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the epoch of each frame, (T+1,), from 0, and how many of its gradients are computed by then, (T+1,).

    ``cost``: the gradients computed at each frame. A full epoch is shown as full until the next one begins.
    """
    epoch = np.maximum(cost - 1, 0) // n
    return epoch, cost - epoch * n


def epoch_points(
    problem: Regression, batch: int, seed: int, cost: np.ndarray, named: bool = True
) -> tuple[Points, ...]:
    """Return a layer for each mini-batch of an epoch: its points in its colour, lit once their gradient is computed.

    The points have their numbers, 1 … n, n at most 8. ``cost`` (T+1,): how many gradients are computed at each frame;
    which points make a batch of ``batch`` changes with the epoch. ``named``: the key tells the batches' colours.
    """
    n = problem.n
    epoch, used = in_epoch(cost, n)
    per_epoch = -(-n // batch)
    batches = batch_schedule(n, batch, per_epoch * (int(epoch[-1]) + 1), seed)
    order = batches.order.reshape(-1, n)
    place = np.argsort(order, axis=1)[epoch]  # of each point in its epoch's order, (T+1, n)
    lit = (place < used[:, None]).astype(float)
    numbers = tuple(str(i + 1) for i in range(n))
    layers = []
    for k in range(per_epoch):
        mine = place // batches.batch == k
        x, y = (np.where(mine, column, np.nan) for column in problem.data.points.T)
        name = f"batch {k + 1}" if named and per_epoch > 1 else ""
        look, mark = (LOOKS[k], MARKS[k % len(MARKS)]) if per_epoch > 1 else (GD, "dot")
        layers.append(Points(x, y, look, mark, name, numbers, lit=lit, size=1.3))
    return tuple(layers)
