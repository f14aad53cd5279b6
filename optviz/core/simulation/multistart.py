"""Many starts at once: a swarm of balls to watch, or 40,000 end points for a map of basins."""

import dataclasses
import functools
import math
import operator

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.compiled import outcomes, vectorized
from optviz.core.compiled.flatten import DIM
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import settings_of
from optviz.core.simulation.simulate import MAX_STEPS
from optviz.core.surfaces import SURFACES, Field, Surface, Window, as_field

MAX_BALLS = 400
MAX_ROWS = 200
MAP_SIZE = 200
_NO_GOAL = outcomes.Limits(-math.inf, -1.0)


@dataclasses.dataclass(frozen=True, eq=False)
class Swarm:
    """Balls that roll down at once, NumPy float64.

    Attributes:
        x: (R, n, 2) where each ball is; after an overflow its row holds inf or NaN.
        steps: (R,) the step each row belongs to: 0, then every k-th, and the last.
    """

    x: np.ndarray
    steps: np.ndarray


def swarm(surface: Surface, optimizer: Optimizer, starts: np.ndarray, steps: int = 200) -> Swarm:
    """Let a ball roll from each of ``starts``, (n, 2) with n ≤ 400, for ``steps`` steps of a textbook rule.

    The record is thinned to at most 201 rows. Nothing is clipped, and the gradient is exact: SGD rolls as
    GD does. Raises ``ValueError`` for a rule outside the textbook nine, too many balls or bad steps.
    """
    place, knobs = _rule(optimizer)
    balls = np.asarray(starts, dtype=float).reshape(-1, DIM)
    if len(balls) > MAX_BALLS:
        raise ValueError(f"{len(balls)} balls are too many: at most {MAX_BALLS} are drawn")
    count = _count(steps)
    every = -(-count // MAX_ROWS)
    full = np.zeros((DIM, MAX_BALLS))
    full[:, : len(balls)] = balls.T
    rows = count // every
    record, last = _record(as_field(surface), place, knobs, np.array([every, rows, count - every * rows]), full)
    x = np.asarray(record)[: rows + 1]
    marks = np.arange(rows + 1) * every
    if count > marks[-1]:
        x, marks = np.concatenate([x, np.asarray(last)[None]]), np.append(marks, count)
    return Swarm(np.ascontiguousarray(x[:, :, : len(balls)].transpose(0, 2, 1)), marks)


@ahead
def _record(
    field: Field, place: jax.Array, knobs: jax.Array, counts: jax.Array, x: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Return x after every ``counts[0]`` steps, ``counts[1]`` times, and x after ``counts[2]`` steps more."""
    step = functools.partial(vectorized.step, place, knobs, vectorized.slope_of(field))

    def walk(balls: vectorized.Particles, n: jax.Array) -> vectorized.Particles:
        return jax.lax.fori_loop(0, n, lambda _, b: step(b), balls)

    def row(i: jax.Array, carry: tuple) -> tuple:
        table, balls = carry
        balls = walk(balls, counts[0])
        return jax.lax.dynamic_update_index_in_dim(table, balls.x, i + 1, 0), balls

    table = jnp.zeros((MAX_ROWS + 1, *x.shape)).at[0].set(x)
    table, balls = jax.lax.fori_loop(0, counts[1], row, (table, vectorized.start(place, knobs, x)))
    return table, walk(balls, counts[2]).x


def slopes(surface: Surface, points: np.ndarray) -> np.ndarray:
    """Return ∇f at each of ``points``, (n, 2) → (n, 2); each n is compiled once, for all built-in surfaces."""
    return np.asarray(_slopes(as_field(surface), np.asarray(points, dtype=float).T)).T


@ahead
def _slopes(field: Field, x: jax.Array) -> jax.Array:
    return vectorized.slope_of(field)(x)


@dataclasses.dataclass(frozen=True, eq=False)
class Ends:
    """Where 200 × 200 starts end, NumPy float32: row j, column i started at (x[i], y[j]).

    Attributes:
        x, y: (200,) the starts: the middles of the map's cells.
        ends: (200, 200, 2) the last point; inf or NaN after an overflow.
        moves: (200, 200) length of the step that would come next.
    """

    x: np.ndarray
    y: np.ndarray
    ends: np.ndarray
    moves: np.ndarray


def middles(window: Window, size: int = MAP_SIZE) -> tuple[np.ndarray, np.ndarray]:
    """Return x (size,) and y (size,) of the middles of size × size cells that fill ``window``."""
    cells = (np.arange(size) + 0.5) / size
    x, y = (low + cells * (high - low) for low, high in window)
    return x, y


def ends(surface: Surface, optimizer: Optimizer, steps: int = 500, window: Window | None = None) -> Ends:
    """Run a textbook rule from 200 × 200 starts in ``window``, by default the surface's, and return where each ends.

    For pictures: float32, with sines and cosines good to 10⁻⁶, so that a map takes a few dozen ms on two
    cores. A start on the very border of two basins may fall on the other side than in float64. The gradient
    is exact: SGD maps as GD does. Raises ``ValueError`` as :func:`swarm` does.
    """
    _rule(optimizer)
    count = _count(steps)
    x, y = middles(surface.domain if window is None else window)
    starts = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    entry = outcomes.entry(optimizer, single=True)
    rates = np.full(len(starts), entry.numbers[0])
    points = outcomes.Points(starts, (rates, *entry.numbers[1:]))
    table = outcomes.run(entry, as_field(surface), points, _NO_GOAL, count, single=True)
    table = table.reshape(-1, MAP_SIZE, MAP_SIZE)
    return Ends(x, y, np.stack([table[0], table[1]], axis=-1), table[3])


def _rule(optimizer: Optimizer) -> tuple[np.int32, np.ndarray]:
    """Return the rule's place among the textbook nine and its knobs, padded."""
    if type(optimizer) not in vectorized.RULES:
        known = ", ".join(kind.name for kind in vectorized.RULES)
        raise ValueError(f"{optimizer.name} does not run on many starts at once, these do: {known}")
    knobs = np.zeros(vectorized.SWITCH.knob_count)
    for i, value in enumerate(settings_of(optimizer).values()):
        knobs[i] = value
    return np.int32(vectorized.RULES.index(type(optimizer))), knobs


def _count(steps: int) -> int:
    count = operator.index(steps)
    if not 1 <= count <= MAX_STEPS:
        raise ValueError(f"a run takes 1 to {MAX_STEPS} steps, not {count}")
    return count


def warm_up() -> None:
    """Compile the programs of :func:`swarm` and :func:`ends`, about a second each, before anybody waits for them."""
    surface, rule = SURFACES["himmelblau"](), vectorized.RULES[0]()
    swarm(surface, rule, np.zeros((1, DIM)), 1)
    ends(surface, rule, 1)
    ends(surface, OPTIMIZERS["nag"](), 1)  # which looks ahead, and so has a program of its own
