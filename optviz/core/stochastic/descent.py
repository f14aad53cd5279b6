"""Stochastic gradient descent on data: any rule of the registry steps on the gradients of mini-batches."""

import dataclasses
import functools
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.compiled.flatten import DIM, Packing, pack, pack_traced, state_layout
from optviz.core.compiled.once import once
from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.descent import GradientDescent
from optviz.core.simulation.status import Status
from optviz.core.stochastic.batches import BatchSchedule, Sampling, draw
from optviz.core.stochastic.datasets import MAX_POINTS
from optviz.core.stochastic.regression import Regression
from optviz.core.stochastic.schedules import factors

ROWS = 2048
_CAPACITIES = (4096, 2**17)
assert _CAPACITIES[-1] >= MAX_POINTS
# A call that would take fewer steps than this in the small room goes to the large one, whose tables cost more to fill.
_ENOUGH = 64


@dataclasses.dataclass(frozen=True, eq=False)
class BatchRun:
    """The path of one optimizer over mini-batches, NumPy float64. A diverged run ends with its first non-finite row.

    Attributes:
        problem: the fit whose loss is walked down.
        draws: the mini-batches; the first ``steps`` of them were used.
        theta: (T+1, 2) parameters, the start first.
        grad: (T, 2) the mini-batch's mean gradient that each step used.
        rate: (T,) the factor η_t/η of each step.
        status: moving, or diverged at a step.
    """

    problem: Regression
    draws: BatchSchedule
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
        return self.draws.ends[: self.steps + 1]

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
    pace: float = 100.0,
    sampling: Sampling = "epochs",
) -> BatchRun:
    """Take ``steps`` steps θ ← θ − η_t · mean of ∇L_i(θ) over the mini-batch; with ``batch`` n this is GD.

    ``optimizer`` replaces that rule with another one of the registry, which the schedule then slows down
    alike; without it, ``lr`` is η. Raises ``ValueError`` as :func:`draw` and
    :func:`optviz.core.stochastic.schedules.factors` do; whatever the numbers then do, the result is a run.
    """
    draws = draw(problem.n, batch, steps, seed, sampling)
    rate = factors(schedule, steps, pace)
    rule = GradientDescent(lr=float(lr)) if optimizer is None else optimizer
    rows, end = _walk(problem, rule, [float(c) for c in start], draws, rate)
    theta, grad = np.concatenate([rows[:, :DIM], end[None]]), rows[:, DIM:]
    broken = ~np.isfinite(theta).all(axis=1)
    taken = int(broken.argmax()) if broken.any() else steps
    status = Status("moving", steps) if taken == steps and not broken.any() else _diverged(taken)
    return BatchRun(problem, draws, theta[: taken + 1], grad[:taken], rate[:taken], status)


def _diverged(step: int) -> Status:
    return Status("diverged", step, reason=f"At step {step}, θ is too large for float64 (over 1.8e308).")


def _walk(problem: Regression, rule: Optimizer, start: list[float], draws: BatchSchedule, rate: np.ndarray) -> tuple:
    """Return a row (θ, gradient) per step, (T, 4), and the last θ, (2,); rows stop early once θ is not finite."""
    layout, numbers = pack(rule)
    knobs = np.array(numbers, dtype=float)
    theta, state, going = np.array(start), np.zeros(state_layout(layout).size), 0.0
    points = problem.data.points
    chunks: list[np.ndarray] = []
    first = 0
    while first < draws.steps and np.isfinite(theta).all():
        last, room = _reach(draws, first)
        table = np.zeros((room, DIM))
        ends = draws.ends[first : last + 1]
        table[: ends[-1] - ends[0]] = points[draws.order[ends[0] : ends[-1]]]
        bounds = np.full(ROWS + 1, ends[-1] - ends[0])
        bounds[: len(ends)] = ends - ends[0]
        pace = np.ones(ROWS)
        pace[: last - first] = rate[first:last]
        program = _program(layout, problem.model, room)
        found, theta, state = map(np.asarray, program(knobs, theta, state, going, table, bounds, pace, last - first))
        chunks.append(found[: last - first])
        first, going = last, 1.0
    return np.concatenate(chunks), theta


def _reach(draws: BatchSchedule, first: int) -> tuple[int, int]:
    """Return how far one call of the program gets from step ``first``, and the room it needs for examples."""
    begin = draws.ends[first]
    for room in _CAPACITIES:
        last = int(np.searchsorted(draws.ends, begin + room, side="right")) - 1
        last = min(last, first + ROWS, draws.steps)
        if last >= min(first + _ENOUGH, draws.steps):
            break
    return last, room


@once
def _program(rule: Packing, model: str, room: int) -> Callable[..., tuple[jax.Array, jax.Array, jax.Array]]:
    """Return the compiled walk over up to ROWS mini-batches of up to ``room`` examples in all."""
    memory = state_layout(rule)

    def walk(knobs, theta, state, going, table, bounds, pace, steps):
        racer = rule.unpack(knobs)

        def step(t: jax.Array, carry: tuple) -> tuple:
            rows, theta, state = carry
            inside = memory.unpack(state)
            grad = _mean_gradient(model, racer.probe(theta, inside), table, bounds[t], bounds[t + 1])
            move, after = racer.update(grad, inside, theta)
            rows = jax.lax.dynamic_update_index_in_dim(rows, jnp.concatenate([theta, grad]), t, 0)
            return rows, theta + pace[t] * move, pack_traced(after)

        begun = jnp.where(going > 0, state, pack_traced(racer.init(theta)))
        return jax.lax.fori_loop(0, steps, step, (jnp.zeros((ROWS, 2 * DIM)), theta, begun))

    return jax.jit(walk)


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
