"""Running optimizers: one point, one seed, any number of racers, thousands of steps in well under a millisecond."""

import dataclasses
import math
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import numpy as np

from optviz.core.array_cache import array_cache
from optviz.core.compiled.flatten import DIM, Packing, pack, state_layout, state_names
from optviz.core.compiled.program import CHUNK, Program, program
from optviz.core.compiled.rule_switch import entry
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Modified, Optimizer
from optviz.core.simulation.arguments import (
    MAX_STEPS,
    Start,
    checked_box,
    checked_noise,
    checked_start,
    checked_steps,
    checked_surface,
    racers_of,
)
from optviz.core.simulation.run import Run
from optviz.core.simulation.status import Rows, Status, hessians, statuses_of, zero_over_zero
from optviz.core.surfaces import SURFACES, Field, FieldAsData, Point, StepField, Surface, Window, as_field, grid

# Starting a thread on its way costs as much as a racer or two.
_WORTH_A_THREAD = 4
_HELPER = ThreadPoolExecutor(1, "optviz-walk")
_NOISE_BYTES = 16_000_000


def simulate(
    surface: Surface,
    optimizer: Optimizer,
    start: Start | None = None,
    steps: int = 500,
    noise: float = 0.0,
    seed: int = 0,
    box: Window | None = None,
) -> Run:
    """Walk ``optimizer`` down ``surface`` and return everything that happened; see :class:`Run`.

    ``start`` is (x, y), or as many numbers as f has variables, by default the surface's first start; it may lie outside
    the window or not be finite.
    ``noise`` is the standard deviation σ of normal noise on each coordinate of the gradient, drawn
    from ``seed``. ``box``, ((x_low, x_high), (y_low, y_high)): after each step x is brought back into it.
    Raises ``TypeError`` or ``ValueError``, in a sentence, for what is no surface, optimizer, start,
    number of steps, noise or seed; whatever the numbers then do, the result is a run with a status.
    """
    return simulate_all(surface, (optimizer,), start, steps, noise, seed, box)[0]


def simulate_all(
    surface: Surface,
    optimizers: Iterable[Optimizer] | Optimizer,
    start: Start | None = None,
    steps: int = 500,
    noise: float = 0.0,
    seed: int = 0,
    box: Window | None = None,
) -> tuple[Run, ...]:
    """Race ``optimizers`` from one start; all meet the same noise. Otherwise as :func:`simulate`."""
    checked_surface(surface, any_dim=True)
    racers = racers_of(optimizers)
    for racer in racers:
        racer.check_size(surface.dim)
    point = checked_start(start, surface)
    steps = checked_steps(steps)
    racers = [racer.for_steps(steps) for racer in racers]
    noise, seed = checked_noise(noise, seed)
    sigmas = [_sigma(noise, racer) for racer in racers]
    field = as_field(surface)
    packed = _packed(surface, field)
    place = _Place(point, *checked_box(box, surface.dim))
    walks = [_walk(packed, racer, place, steps, sigma, seed) for racer, sigma in zip(racers, sigmas, strict=True)]
    tables = _tables(walks)
    runs = [_path(walk, rows) for walk, rows in zip(walks, tables, strict=True)]
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
        optimizer = optimizer.for_steps(steps)
        place = _Place(list(map(float, point)), *checked_box(box, surface.dim))
        walk = _walk(packed, optimizer, place, steps, _sigma(noise, optimizer), seed)
        paths.append(walk.rows()[:, walk.program.columns["x"]].copy())
    return paths


def _path(walk: "_Walk", rows: np.ndarray) -> Rows:
    """Return x, f and ∇f of a program's table."""
    x, value, slope = (rows[:, walk.program.columns[name]] for name in ("x", "value", "slope"))
    return x, value[:, 0], slope


@array_cache(_NOISE_BYTES)
def normal_draws(seed: int, dim: int) -> np.ndarray:
    """Return normal numbers for the longest run, (MAX_STEPS + 1, d): short runs see the beginning of long ones."""
    draws = np.random.default_rng(seed).standard_normal((MAX_STEPS + 1, dim))
    draws.flags.writeable = False
    return draws


@array_cache(_NOISE_BYTES)
def _chunk_of_noise(seed: int | None, first: int, dim: int) -> jax.Array:
    """The noise of steps first … first+CHUNK as a device array; zeros where ``seed`` is None."""
    if seed is None:
        return jax.device_put(np.zeros((CHUNK + 1, dim)))
    return jax.device_put(normal_draws(seed, dim)[first : first + CHUNK + 1])


class _Packed(NamedTuple):
    """A surface as numbers. Where it is data, the loop is mostly the surface, and all rules share one program."""

    layout: Packing
    numbers: list[float]
    dim: int
    is_data: bool


def _packed(surface: Surface, field: Field) -> _Packed:
    """Return what a run meets: the surface, or one that is another in each step."""
    steps = surface.in_steps()
    if isinstance(steps, StepField):
        return _Packed(*pack(steps), surface.dim, is_data=False)
    return _Packed(*pack(field), surface.dim, isinstance(field, FieldAsData))


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
        columns, dim = self.program.columns, self.program.dim
        x, state, alive = columns["x"], columns["state"], columns["alive"].start
        tail = [0.0, *self.point] + [0.0] * self.program.memory
        chunks: list[np.ndarray] = []
        for first in range(0, self.steps, CHUNK):
            n = min(CHUNK, self.steps - first)
            vector = np.array([*self.numbers, n, first, *tail])
            rows = np.asarray(self.program.table(vector, _chunk_of_noise(self.seed, first, dim)))[: n + 1]
            tail = [1.0, *rows[-1, x], *rows[-1, state]]
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
    field: _Packed,
    racer: Optimizer,
    place: _Place,
    steps: int,
    sigma: float,
    seed: int,
) -> _Walk:
    rule = entry(racer, field.dim, second_gradient=True, together=field.is_data)
    numbers = [*rule.numbers, *field.numbers, sigma, *place.low, *place.high]
    switch = program(rule.switch, field.layout)
    noisy = sigma or _annealed(racer, 1).any()
    return _Walk(rule.layout, switch, numbers, place.point, steps, int(seed) if noisy else None)


def _annealed(racer: Optimizer, steps: int) -> np.ndarray:
    """Return the variance of the noise that a rule's modifiers add to its gradients, (T,)."""
    t = np.arange(float(steps))
    return racer.modifiers.noise_variance(t) if isinstance(racer, Modified) else 0.0 * t


def _run(surface: Surface, racer: Optimizer, walk: _Walk, rows: np.ndarray, status: Status, sigma: float) -> Run:
    """Cut a program's table into the arrays of a run."""
    program, steps = walk.program, len(rows) - 1
    column = program.columns
    x, value, slope = _path(walk, rows)
    memory = state_layout(walk.rule, program.dim).leaves(rows[:, column["state"]])
    grad = rows[:-1, column["grad"]]
    return Run(
        surface=surface,
        optimizer=racer,
        x=x,
        value=value,
        slope=slope,
        probe=rows[:-1, column["probe"]] if program.looks_ahead else x[:-1],
        noise=_noise(walk, racer, steps, sigma),
        grad=grad,
        step=rows[:-1, column["step"]],
        state=racer.named_state(dict(zip(state_names(walk.rule, program.dim), memory, strict=True))),
        status=zero_over_zero(status, x, grad, getattr(racer, "eps", None)),
        noise_sigma=sigma,
    )


def _noise(walk: _Walk, racer: Optimizer, steps: int, sigma: float) -> np.ndarray:
    """Return what was added to the gradients of a run, (T, d); without noise no memory is taken."""
    dim = walk.program.dim
    if walk.seed is None:
        return np.broadcast_to(0.0, (steps, dim))
    deviation = np.sqrt(sigma**2 + _annealed(racer, steps))[:, None] if isinstance(racer, Modified) else sigma
    return deviation * normal_draws(walk.seed, dim)[:steps]


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
