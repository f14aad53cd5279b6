"""Mini-batches: which examples each step sees, counted in steps, batches, epochs and gradients computed."""

import dataclasses
from typing import Literal

import numpy as np

from optviz.core.array_cache import array_cache

Sampling = Literal["epochs", "independent"]

MAX_EXAMPLES = 6_000_000
"""The most per-example gradients one run may compute."""


@dataclasses.dataclass(frozen=True, eq=False)
class BatchSchedule:
    """The mini-batches of a run of T steps over n examples.

    Attributes:
        n, batch: number of examples, and the batch size B; an epoch's last batch may be smaller.
        order: the examples in the order they are used, all batches one after the other.
        ends: (T+1,) where each batch begins in ``order``, and the last one ends; also the cost so far:
            the number of per-example gradients computed before step t.
        sampling: ``epochs``, without replacement and reshuffled when all have been used (the lecture's),
            or ``independent``, where each step draws B different examples whatever came before.
    """

    n: int
    batch: int
    order: np.ndarray
    ends: np.ndarray
    sampling: Sampling

    @property
    def steps(self) -> int:
        """T, the number of batches."""
        return len(self.ends) - 1

    @property
    def per_epoch(self) -> int:
        """The number of batches in an epoch, n/B rounded up."""
        return -(-self.n // self.batch)

    def members(self, t: int) -> np.ndarray:
        """Return the indices of the examples in the batch of step ``t``."""
        return self.order[self.ends[t] : self.ends[t + 1]]

    def place(self, t: int) -> tuple[int, int]:
        """Return the epoch of step ``t`` and the number of its batch in that epoch, both from 0."""
        return divmod(t, self.per_epoch)


def batch_schedule(n: int, batch: int, steps: int, seed: int = 0, sampling: Sampling = "epochs") -> BatchSchedule:
    """Return the mini-batches of ``steps`` steps; a batch larger than n is all n.

    The order of an epoch depends on n and ``seed`` alone, not on the batch size, so that runs with different batch
    sizes meet the examples in the same order; and a short run sees the beginning of a long one's.
    A batch of all n keeps the data's own order. Raises ``ValueError`` for counts below 1 or a run that is too long.
    """
    if min(n, batch, steps) < 1:
        raise ValueError(f"n, batch size and steps are at least 1, not {n}, {batch}, {steps}")
    batch = min(batch, n)
    ends = _ends(n, batch, steps, sampling)
    if ends[-1] > MAX_EXAMPLES:
        raise ValueError(f"a run computes at most {MAX_EXAMPLES} gradients, not {ends[-1]}")
    if batch == n:
        order = np.tile(np.arange(n), steps)
    elif sampling == "epochs":
        order = _epochs(n, -(-int(ends[-1]) // n), seed).reshape(-1)[: ends[-1]]
    else:
        order = _epochs(n, steps, seed)[:, :batch].reshape(-1)
    return BatchSchedule(n, batch, order, ends, sampling)


def _ends(n: int, batch: int, steps: int, sampling: Sampling) -> np.ndarray:
    if sampling == "independent":
        return np.arange(steps + 1) * batch
    per_epoch = -(-n // batch)
    epoch, place = np.divmod(np.arange(steps + 1), per_epoch)
    return epoch * n + np.minimum(place * batch, n)


@array_cache(4 * 2**20)
def _epochs(n: int, count: int, seed: int) -> np.ndarray:
    """``count`` random orders of n examples, (count, n)."""
    orders = np.broadcast_to(np.arange(n, dtype=np.int32), (count, n))
    shuffled = np.random.default_rng(seed).permuted(orders, axis=1)
    shuffled.flags.writeable = False
    return shuffled
