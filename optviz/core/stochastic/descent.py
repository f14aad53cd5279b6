"""Stochastic gradient descent on data: any rule of the registry steps on the gradients of mini-batches."""

import dataclasses
import functools
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.compiled.flatten import DIM
from optviz.core.compiled.once import once
from optviz.core.compiled.rule_switch import Switch, alone
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.descent import GradientDescent
from optviz.core.simulation.status import Status
from optviz.core.stochastic.batches import BatchSchedule, Sampling, batch_schedule
from optviz.core.stochastic.regression import Regression
from optviz.core.stochastic.schedules import factors

ROWS = 2048
MAX_BATCH = 2**17
"""The most examples one mini-batch may have."""
_CAPACITIES = (4096, MAX_BATCH)
# A call that the small capacity would end after fewer steps takes the large one, whose tables cost more to fill.
_ENOUGH = 64


@dataclasses.dataclass(frozen=True, eq=False)
class BatchRun:
    """The path of one optimizer over mini-batches, NumPy float64. A diverged run ends with its first non-finite row.

    Attributes:
        problem: the regression whose loss is walked down.
        batches: the mini-batches; the first ``steps`` of them were used.
        theta: (T+1, 2) parameters, the start first.
        grad: (T, 2) the mini-batch's mean gradient that each step used.
        rate: (T,) the factor η_t/η of each step.
        status: moving, or diverged at a step.
    """

    problem: Regression
    batches: BatchSchedule
    theta: np.ndarray
    grad: np.ndarray
    rate: np.ndarray
    status: Status

    @property
    def steps(self) -> int:
        """T, the number of steps taken; fewer than asked for where the run diverged."""
        return len(self.grad)

    @property
    def cost(self) -> np.ndarray:
        """The number of per-example gradients computed before each step, and at the end, (T+1,)."""
        return self.batches.ends[: self.steps + 1]

    @functools.cached_property
    def loss(self) -> np.ndarray:
        """L(θ_t) over all n examples, (T+1,): known to us, not to SGD."""
        return self.problem.loss(self.theta)


def descend(
    problem: Regression,
    start: tuple[float, float],
    batch: int,
    steps: int,
    optimizer: Optimizer | None = None,
    *,
    lr: float = 0.1,
    seed: int = 0,
    schedule: str = "constant",
    decay_steps: float = 100.0,
    sampling: Sampling = "epochs",
) -> BatchRun:
    """Take ``steps`` steps θ ← θ − η_t · mean of ∇L_i(θ) over the mini-batch; with ``batch`` n this is GD.

    ``optimizer`` replaces that rule with another one of the registry, which the schedule then slows down
    alike, or one with modifiers, whose T is ``steps``; without it, ``lr`` is η. ``decay_steps`` is the schedule's τ.
    Of modifiers, averages and annealed noise have no effect here. Raises ``ValueError`` for a batch of more than
    ``MAX_BATCH`` examples, and as :func:`.batch_schedule` and :func:`.factors` do; whatever the numbers then do, the
    result is a run.
    """
    if min(batch, problem.n) > MAX_BATCH:
        raise ValueError(f"a batch has at most {MAX_BATCH} examples, not {min(batch, problem.n)}")
    batches = batch_schedule(problem.n, batch, steps, seed, sampling)
    rate = factors(schedule, steps, decay_steps)
    rule = GradientDescent(lr=float(lr)) if optimizer is None else optimizer.for_steps(steps)
    rows, end = _walk(problem, rule, [float(c) for c in start], batches, rate)
    theta, grad = np.concatenate([rows[:, :DIM], end[None]]), rows[:, DIM:]
    broken = ~np.isfinite(theta).all(axis=1)
    done = int(broken.argmax()) if broken.any() else steps
    status = _diverged(done) if broken.any() else Status("moving", steps)
    return BatchRun(problem, batches, theta[: done + 1], grad[:done], rate[:done], status)


def _diverged(step: int) -> Status:
    return Status("diverged", step, reason=f"At step {step}, θ is too large for float64 (over 1.8e308).")


def _walk(problem: Regression, rule: Optimizer, start: list[float], batches: BatchSchedule, rate: np.ndarray) -> tuple:
    """Return a row (θ, gradient) per step, (T, 4), and the last θ, (2,); rows stop early once θ is not finite."""
    entry = alone(rule)
    knobs = np.array(entry.numbers, dtype=float)
    theta, state, resume = np.array(start), np.zeros(entry.switch.state_size), 0.0
    points = problem.data.points
    chunks: list[np.ndarray] = []
    first = 0
    while first < batches.steps and np.isfinite(theta).all():
        last, capacity = _reach(batches, first)
        table = np.zeros((capacity, DIM))
        ends = batches.ends[first : last + 1]
        table[: ends[-1] - ends[0]] = points[batches.order[ends[0] : ends[-1]]]
        bounds = np.full(ROWS + 1, ends[-1] - ends[0])
        bounds[: len(ends)] = ends - ends[0]
        rates = np.ones(ROWS)
        rates[: last - first] = rate[first:last]
        program = _program(entry.switch, problem.model, capacity)
        piece = program(knobs, theta, state, resume, table, bounds, rates, last - first)
        rows, theta, state = map(np.asarray, piece)
        chunks.append(rows[: last - first])
        first, resume = last, 1.0
    return np.concatenate(chunks), theta


def _reach(batches: BatchSchedule, first: int) -> tuple[int, int]:
    """Return how far one call of the program gets from step ``first``, and the capacity for examples it needs."""

    def reach(capacity: int) -> int:
        last = int(np.searchsorted(batches.ends, batches.ends[first] + capacity, side="right")) - 1
        return min(last, first + ROWS, batches.steps)

    small, large = _CAPACITIES
    capacity = small if reach(small) >= min(first + _ENOUGH, batches.steps) else large
    return reach(capacity), capacity


@once
def _program(switch: Switch, model: str, capacity: int) -> Callable[..., tuple[jax.Array, jax.Array, jax.Array]]:
    """Return the compiled walk over up to ROWS mini-batches of up to ``capacity`` examples in all."""

    def walk(knobs, theta, state, resume, table, bounds, rates, steps):
        rule = knobs[0], knobs[1:]

        def step(t: jax.Array, carry: tuple) -> tuple:
            rows, theta, state = carry
            slope = functools.partial(_mean_gradient, model, table=table, begin=bounds[t], end=bounds[t + 1])
            grad = slope(switch.probe(*rule, state, theta, slope))
            move, after = switch.update(*rule, grad, state, theta)
            rows = jax.lax.dynamic_update_index_in_dim(rows, jnp.concatenate([theta, grad]), t, 0)
            return rows, theta + rates[t] * move, after

        begun = jnp.where(resume > 0, state, switch.init(*rule, theta))
        return jax.lax.fori_loop(0, steps, step, (jnp.zeros((ROWS, 2 * DIM)), theta, begun))

    return ahead(walk)


def _mean_gradient(model: str, theta: jax.Array, table: jax.Array, begin: jax.Array, end: jax.Array) -> jax.Array:
    """Return the mean of ∇L_i over rows begin … end−1 of ``table``, added up in their order as a loop would."""
    a, b = theta[0], theta[1]

    def add(i: jax.Array, sums: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        x, y = table[i, 0], table[i, 1]
        z = a * x + b
        residual = (z if model == "line" else jax.nn.sigmoid(z)) - y
        return sums[0] + residual * x, sums[1] + residual

    sums = jax.lax.fori_loop(begin, end, add, (0.0, 0.0))
    return jnp.stack(sums) / (end - begin)
