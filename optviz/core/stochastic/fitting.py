"""A rule's walk down a loss over data, whatever the loss and however many rows: gradients by NumPy, steps by the rule.

One small program for all rules, losses and sizes of data: it knows neither.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Protocol

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.compiled.once import once
from optviz.core.compiled.rule_switch import Switch, entry
from optviz.core.elementary import sigmoid
from optviz.core.optimizers import Optimizer
from optviz.core.simulation.status import Status
from optviz.core.stochastic.batches import batch_schedule
from optviz.core.stochastic.regression import Regression
from optviz.core.typed.derivative import gradient
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.evaluate import node_values
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.vocabulary import Names

NAMES = Names(variables=(), parameters=2, data=True, columns=("x", "y", "x_i", "y_i"))
"""What a typed loss is made of: the data, and two letters of which it is a function."""

_BLOCK = 16  # places of θ side by side, beside 10,000 rows
Rows = np.ndarray | slice
ALL = slice(None)


class Loss(Protocol):
    """A loss over data, of two parameters: what it is, and its gradient over some of the rows."""

    @property
    def n(self) -> int:
        """The number of rows."""
        ...

    def heights(self, theta: np.ndarray) -> np.ndarray:
        """Return L over all rows at each θ, (m, 2) → (m,)."""
        ...

    def slope(self, theta: np.ndarray, rows: Rows) -> np.ndarray:
        """Return the gradient of the mean over ``rows`` at one θ, (2,)."""
        ...


@dataclasses.dataclass(frozen=True, eq=False)
class CurveLoss:
    """The line's or the logistic curve's loss: see :class:`.Regression`."""

    problem: Regression

    @property
    def n(self) -> int:
        """The number of rows."""
        return self.problem.n

    def heights(self, theta: np.ndarray) -> np.ndarray:
        """Return L at each θ, in blocks that fit into the cache."""
        return np.concatenate([self.problem.loss(block) for block in _blocks(theta)])

    def slope(self, theta: np.ndarray, rows: Rows) -> np.ndarray:
        """Return the mean of (prediction − y) · (x, 1) over rows."""
        x, y = self.problem.data.x[rows], self.problem.data.y[rows]
        z = theta[0] * x + theta[1]
        residual = (z if self.problem.model == "line" else sigmoid(z)) - y
        return np.array([residual @ x, residual.sum()]) / len(x)


@dataclasses.dataclass(frozen=True, eq=False)
class TypedLoss:
    """A loss that was typed: a formula of the columns x and y and of two parameters; its gradient is exact."""

    formula: Formula
    points: np.ndarray

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.points)

    def heights(self, theta: np.ndarray) -> np.ndarray:
        """Return L at each θ, in blocks that fit into the cache."""
        return np.concatenate([self._value(self.formula, block, ALL) for block in _blocks(theta)])

    def slope(self, theta: np.ndarray, rows: Rows) -> np.ndarray:
        """Return the gradient by both parameters."""
        slopes = gradient_of(self.formula)
        return np.array([float(self._value(slope, theta, rows)) for slope in slopes])

    def _value(self, formula: Formula, theta: np.ndarray, rows: Rows) -> np.ndarray:
        x, y = self.points[rows].T
        at = dict(zip(self.formula.parameters, np.moveaxis(theta, -1, 0), strict=True))
        value = node_values(formula.tape, at | {"x": x, "y": y, "x_i": x, "y_i": y}, NAMES.columns)[-1]
        return np.broadcast_to(value, theta.shape[:-1])


def _blocks(theta: np.ndarray) -> Iterator[np.ndarray]:
    return (theta[i : i + _BLOCK] for i in range(0, len(theta), _BLOCK))


def read_loss(text: str) -> Formula:
    """Return a typed loss; raises :class:`FormulaError` where it cannot be read or has not two parameters."""
    formula = read(text, NAMES)
    if len(formula.parameters) != 2:
        letters = "there is one" if formula.parameters else "there are none"
        raise FormulaError(f"A loss has two parameters, such as a and b, to be drawn: {letters}.", 0, len(text))
    return formula


@once
def gradient_of(formula: Formula) -> tuple[Formula, Formula]:
    """Return the derivatives of a typed loss by its two parameters."""
    a, b = gradient(formula, formula.parameters)
    return a, b


@dataclasses.dataclass(frozen=True, eq=False)
class FitRun:
    """A rule's path over a loss, NumPy float64; a diverged run ends with its first row, after the start, not finite.

    ``theta``: (T+1, 2), the start first; ``loss``: (T+1,) over all rows; ``batch``: rows a step; ``status``: how it
    ended.
    """

    theta: np.ndarray
    loss: np.ndarray
    batch: int
    status: Status

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.theta) - 1


def fit(loss: Loss, start: tuple[float, float], rule: Optimizer, steps: int, batch: int = 0, seed: int = 0) -> FitRun:
    """Take ``steps`` steps of ``rule``, each on the gradient over ``batch`` rows, by default over all of them."""
    batch = min(batch, loss.n) or loss.n
    batches = batch_schedule(loss.n, batch, steps, seed) if batch < loss.n else None
    known = entry(rule.for_steps(steps))
    begin, advance = _programs(known.switch)
    numbers = np.array(known.numbers, dtype=float)
    theta = np.array(start, dtype=float)
    state, probe = map(np.asarray, begin(numbers, theta))
    path = [theta]
    for t in range(steps):
        with np.errstate(all="ignore"):
            slope = loss.slope(probe, batches.members(t) if batches else ALL)
        theta, state, probe = map(np.asarray, advance(numbers, theta, state, slope))
        path.append(theta)
        if not np.isfinite(theta).all():
            break
    whole = np.array(path)
    with np.errstate(all="ignore"):
        heights = loss.heights(whole)
    return _judged(whole, heights, batch)


def _judged(theta: np.ndarray, heights: np.ndarray, batch: int) -> FitRun:
    """Return a run up to the first row, after the start, in which a parameter or the loss is not finite."""
    fine = np.array(np.isfinite(theta).all(axis=1))
    broken = np.flatnonzero(~(fine & np.isfinite(heights)))
    if not len(broken):
        return FitRun(theta, heights, batch, Status("moving", len(theta) - 1))
    step = max(int(broken[0]), 1)
    what = "the loss" if fine[step] else "a parameter"
    status = Status("diverged", step, reason=f"At step {step}, {what} is not a finite number.")
    return FitRun(theta[: step + 1], heights[: step + 1], batch, status)


@once
def _programs(switch: Switch) -> tuple[Callable[..., tuple], Callable[..., tuple]]:
    """Return two programs: the state and probe before the first step; and θ, state and probe after a step."""

    # Gradients come from outside, so that none can be had ahead of a step: no rule that ascends fits data.
    def nowhere(theta: jax.Array) -> jax.Array:
        raise TypeError("a rule that takes a gradient to choose where it takes its gradient cannot fit data")

    def begin(numbers: jax.Array, theta: jax.Array) -> tuple[jax.Array, jax.Array]:
        state = switch.init(numbers[0], numbers[1:], theta)
        return state, switch.probe(numbers[0], numbers[1:], state, theta, nowhere)

    def advance(numbers: jax.Array, theta: jax.Array, state: jax.Array, slope: jax.Array) -> tuple:
        move, after = switch.update(numbers[0], numbers[1:], jnp.asarray(slope), state, theta)
        there = theta + move
        return there, after, switch.probe(numbers[0], numbers[1:], after, there, nowhere)

    return ahead(begin), ahead(advance)
