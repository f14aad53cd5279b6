"""Running optimizers: one point, one seed, any number of racers, thousands of steps in well under a millisecond."""

import dataclasses
import functools
import math
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import numpy as np

from optviz.core.compiled.flatten import DIM, Packing, pack, state_layout, state_names
from optviz.core.compiled.program import CHUNK, Program, program
from optviz.core.compiled.rule_switch import entry
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.simulation.arguments import (
    MAX_STEPS,
    checked_box,
    checked_noise,
    checked_start,
    checked_steps,
    checked_surface,
    racers_of,
)
from optviz.core.simulation.run import Run
from optviz.core.simulation.status import Status, hessians, statuses_of, zero_over_zero
from optviz.core.surfaces import SURFACES, Field, Point, StepField, Surface, Window, as_field, grid

_X, _SLOPE = slice(0, DIM), slice(DIM + 1, 2 * DIM + 1)
# Starting a thread on its way costs as much as a racer or two.
_WORTH_A_THREAD = 4
_HELPER = ThreadPoolExecutor(1, "optviz-walk")
_NO_NOISE = np.broadcast_to(0.0, (MAX_STEPS, DIM))


def simulate(
    surface: Surface,
    optimizer: Optimizer,
    start: Point | None = None,
    steps: int = 500,
    noise: float = 0.0,
    seed: int = 0,
    box: Window | None = None,
) -> Run:
    """Walk ``optimizer`` down ``surface`` and return everything that happened; see :class:`Run`.

    ``start`` is (x, y), by default the surface's first; it may lie outside the window or not be finite.
    ``noise`` is the standard deviation σ of normal noise on each coordinate of the gradient, drawn
    from ``seed``. ``box``, ((x_low, x_high), (y_low, y_high)): after each step x is brought back into it.
    Raises ``TypeError`` or ``ValueError``, in a sentence, for what is no surface, optimizer, start,
    number of steps, noise or seed; whatever the numbers then do, the result is a run with a status.
    """
    return simulate_all(surface, (optimizer,), start, steps, noise, seed, box)[0]


def simulate_all(
    surface: Surface,
    optimizers: Iterable[Optimizer] | Optimizer,
    start: Point | None = None,
    steps: int = 500,
    noise: float = 0.0,
    seed: int = 0,
    box: Window | None = None,
) -> tuple[Run, ...]:
    """Race ``optimizers`` from one start; all meet the same noise. Otherwise as :func:`simulate`."""
    checked_surface(surface)
    racers = racers_of(optimizers)
    point = checked_start(start, surface)
    steps = checked_steps(steps)
    racers = [racer.for_steps(steps) for racer in racers]
    noise, seed = checked_noise(noise, seed)
    sigmas = [_sigma(noise, racer) for racer in racers]
    field = as_field(surface)
    packed = _packed(surface, field)
    place = _Place(point, *checked_box(box))
    walks = [_walk(packed, racer, place, steps, sigma, seed) for racer, sigma in zip(racers, sigmas, strict=True)]
    tables = _tables(walks)
    runs = [(rows[:, _X], rows[:, DIM], rows[:, _SLOPE]) for rows in tables]
    statuses = statuses_of(field, runs, getattr(surface, "domain", ()))
    return tuple(
        _run(surface, racer, walk, rows, status, sigma)
        for racer, walk, rows, status, sigma in zip(racers, walks, tables, statuses, sigmas, strict=True)
    )


class Case(NamedTuple):
    """One run to make, as :func:`simulate` takes it; ``point`` is its start."""

    surface: Surface
    optimizer: Optimizer
    point: Point
    steps: int
    noise: float = 0.0
    seed: int = 0
    box: Window | None = None


def paths_of(cases: Iterable[Case]) -> list[np.ndarray]:
    """Return the path of each case, x (T+1, 2), bit for bit that of :func:`simulate`, at a tenth of its cost.

    Without statuses, memories and gradients: for what is drawn as lines alone. What the cases hold is not checked.
    """
    last, packed = None, None
    paths = []
    for surface, optimizer, point, steps, noise, seed, box in cases:
        if packed is None or surface is not last:
            last, packed = surface, _packed(surface, as_field(surface))
        optimizer, place = optimizer.for_steps(steps), _Place(list(map(float, point)), *checked_box(box))
        walk = _walk(packed, optimizer, place, steps, _sigma(noise, optimizer), seed)
        paths.append(walk.rows()[:, _X].copy())
    return paths


@functools.lru_cache(maxsize=32)
def _normal(seed: int) -> np.ndarray:
    """Standard normal noise for the longest run, (MAX_STEPS + 1, d): short runs see the beginning of long ones."""
    draws = np.random.default_rng(seed).standard_normal((MAX_STEPS + 1, DIM))
    draws.flags.writeable = False
    return draws


@functools.lru_cache(maxsize=64)
def _chunk_of_noise(seed: int | None, first: int) -> jax.Array:
    """The noise of steps first … first+CHUNK as a device array; zeros where ``seed`` is None."""
    if seed is None:
        return jax.device_put(np.zeros((CHUNK + 1, DIM)))
    return jax.device_put(_normal(seed)[first : first + CHUNK + 1])


def _packed(surface: Surface, field: Field) -> tuple[Packing, list[float]]:
    """Return what a run meets as numbers: the surface, or one that is another in each step."""
    steps = surface.in_steps()
    return pack(steps if isinstance(steps, StepField) else field)


class _Place(NamedTuple):
    """Where a run starts, and the corners of the box in which it is kept."""

    point: list[float]
    low: list[float]
    high: list[float]


@dataclasses.dataclass(frozen=True)
class _Walk:
    """One racer, packed and ready to go."""

    rule: Packing
    program: Program
    numbers: list[float]
    point: list[float]
    steps: int
    seed: int | None

    def rows(self) -> np.ndarray:
        """Take all steps, a chunk at a time, and return the program's table, (steps+1, width).

        It ends early, with the first row in which x, f(x) or ∇f(x) is not finite.
        """
        state, alive = self.program.columns["state"], self.program.columns["alive"].start
        tail = [0.0, *self.point] + [0.0] * self.program.memory
        chunks: list[np.ndarray] = []
        for first in range(0, self.steps, CHUNK):
            n = min(CHUNK, self.steps - first)
            vector = np.array([*self.numbers, n, first, *tail])
            rows = np.asarray(self.program.table(vector, _chunk_of_noise(self.seed, first)))[: n + 1]
            tail = [1.0, *rows[-1, _X], *rows[-1, state]]
            if not rows[-1, alive]:
                chunks.append(rows[: int(rows[:, alive].sum()) + 1])
                break
            # A chunk's last row is the next one's first, where its step is taken.
            chunks.append(rows if first + n == self.steps else rows[:-1])
        table = chunks[0] if len(chunks) == 1 else np.concatenate(chunks)
        if len(table) <= CHUNK // 2:
            table = table.copy()  # a view of few rows would keep all 1001 of the program's
        table.flags.writeable = False
        return table


def _tables(walks: list[_Walk]) -> list[np.ndarray]:
    """Return each walk's rows. Many walks go two abreast, for compiled code does not hold Python's lock."""
    if len(walks) < _WORTH_A_THREAD or os.cpu_count() == 1:
        return [walk.rows() for walk in walks]
    odd = _HELPER.submit(lambda: [walk.rows() for walk in walks[1::2]])
    even = [walk.rows() for walk in walks[::2]]
    tables = [even[0]] * len(walks)
    tables[::2], tables[1::2] = even, odd.result()
    return tables


def _sigma(noise: float, optimizer: Optimizer) -> float:
    """Return the standard deviation of a run's noise: the race's and the rule's own."""
    return math.hypot(noise, float(getattr(optimizer, "sigma", 0.0)))


def _walk(
    field: tuple[Packing, list[float]],
    racer: Optimizer,
    place: _Place,
    steps: int,
    sigma: float,
    seed: int,
) -> _Walk:
    layout, surface = field
    rule = entry(racer, second_gradient=True)
    numbers = [*rule.numbers, *surface, sigma, *place.low, *place.high]
    return _Walk(rule.layout, program(rule.switch, layout), numbers, place.point, steps, int(seed) if sigma else None)


def _run(surface: Surface, racer: Optimizer, walk: _Walk, rows: np.ndarray, status: Status, sigma: float) -> Run:
    """Cut a program's table into the arrays of a run."""
    program, steps = walk.program, len(rows) - 1
    column = program.columns
    x = rows[:, _X]
    memory = state_layout(walk.rule).leaves(rows[:, column["state"]])
    grad = rows[:-1, column["grad"]]
    return Run(
        surface=surface,
        optimizer=racer,
        x=x,
        value=rows[:, DIM],
        slope=rows[:, _SLOPE],
        probe=rows[:-1, column["probe"]] if program.looks_ahead else x[:-1],
        noise=_NO_NOISE[:steps] if walk.seed is None else sigma * _normal(walk.seed)[:steps],
        grad=grad,
        step=rows[:-1, column["step"]],
        state=racer.named_state(dict(zip(state_names(walk.rule), memory, strict=True))),
        status=zero_over_zero(status, x, grad, getattr(racer, "eps", None)),
        noise_sigma=sigma,
    )


def warm_surface() -> None:
    """Compile what a first visitor needs beside the textbook rules' common program: the surface, and NAG's own."""
    surface = SURFACES[next(iter(SURFACES))]()
    grid(surface)
    _ = surface.floor
    simulate(surface, OPTIMIZERS["nag"](), None, 1)


def warm_up(optimizers: Iterable[str] = TEXTBOOK) -> None:
    """Compile what the playground needs, so that the first picture of any built-in surface is quick."""
    warm_surface()
    surface = SURFACES[next(iter(SURFACES))]()
    for key in optimizers:
        simulate(surface, OPTIMIZERS[key](), None, 1)
    hessians(as_field(surface), np.zeros((1, DIM)))
