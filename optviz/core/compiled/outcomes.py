"""The compiled loop behind every map: what becomes of very many runs, each with its own start and its own knobs.

Nothing is recorded on the way but the first step at which a run came to its goal. Points go through in blocks that
stay in the processor's nearest cache.
"""

import contextlib
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import Ahead, ahead
from optviz.core.compiled import vectorized
from optviz.core.compiled.flatten import layout_of, pack
from optviz.core.compiled.modified_switch import modified
from optviz.core.compiled.once import once
from optviz.core.compiled.rule_switch import looks_ahead
from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.modifiers import NAMES
from optviz.core.registry import knobs_of
from optviz.core.surfaces import Field

BLOCK = 1000
"""Points that go through the loop together: 40 kB of x and memory."""
BLOCKS = 20
BATCH = BLOCK * BLOCKS
"""Points that one call of a program takes, at most: all maps of one kind share a program, whatever their size."""
ROWS = ("x", "y", "value", "move", "reached")
"""What comes back for each point: where it ends, f there, the length of the step that would come next, and the first
step that met the goal, −1 where none did."""

_LOOK = 25
_HELPER = ThreadPoolExecutor(1, "optviz-outcomes")


class Limits(NamedTuple):
    """The goal of a run: f ≤ ``level`` or ‖∇f‖ ≤ ``slope``; −inf and −1 are never met."""

    level: Any
    slope: Any


class Points(NamedTuple):
    """N starts ``x``, (N, 2), and the rule's numbers: each one number, or one for each point, (N,)."""

    x: np.ndarray
    knobs: tuple[Any, ...]


class Entry(NamedTuple):
    """How a rule enters: the ``switch`` that holds it, its ``place`` there, its knobs' keys and all its numbers."""

    switch: Any
    place: int
    keys: tuple[str, ...]
    numbers: tuple[Any, ...]


def entry(optimizer: Optimizer, single: bool = False, alone: bool = False) -> Entry:
    """Return how ``optimizer`` enters: the textbook's rules share a program, any other has its own.

    ``alone``: one of the textbook has its own too, compiled in a second when it is first asked for, and then faster by
    a third to a half, for XLA makes one piece of the step where there is no choice of rules in it.
    """
    if isinstance(optimizer, Modified):
        return _modified(optimizer, entry(optimizer.inner, single, alone))
    numbers = tuple(jax.tree.leaves(optimizer))
    keys = tuple(k.key for k in knobs_of(optimizer))
    # Numbers that are no knobs: none of them can be told by a key, but where the knobs are known to come first.
    if len(keys) != len(numbers) and not optimizer.knobs_first:
        keys = ()
    for switch in _alone(type(optimizer), single) if alone else _shared(single):
        if type(optimizer) in switch.kinds:
            padding = (0.0,) * (switch.knob_count - len(numbers))
            return Entry(switch, switch.kinds.index(type(optimizer)), keys, numbers + padding)
    return Entry(vectorized.LonePoints(layout_of(optimizer)), 0, keys, numbers)


def _modified(optimizer: Modified, inner: Entry) -> Entry:
    modifiers = optimizer.modifiers
    switch = modified(inner.switch)
    unnamed = ("",) * (inner.switch.knob_count - len(inner.keys))
    numbers = (*inner.numbers, *jax.tree.leaves(modifiers))
    return Entry(switch, inner.place, (*inner.keys, *unnamed, *NAMES), numbers)


@once
def _shared(fast: bool) -> tuple[vectorized.PointsSwitch, ...]:
    """Return the textbook's rules; one that looks ahead stands alone, for it needs a second gradient each step."""
    here = tuple(kind for kind in vectorized.RULES if not looks_ahead(kind))
    ahead_of = [(kind,) for kind in vectorized.RULES if looks_ahead(kind)]
    layouts = [tuple(pack(kind())[0] for kind in kinds) for kinds in (here, *ahead_of)]
    return tuple(vectorized.PointsSwitch(own, fast=fast) for own in layouts)


@once
def _alone(kind: type[Optimizer], fast: bool) -> tuple[vectorized.PointsSwitch, ...]:
    return (vectorized.PointsSwitch((pack(kind())[0],), fast=fast),) if kind in vectorized.RULES else ()


@once
def program(switch: Any, single: bool, device: Any = None) -> Ahead:
    """Return the program of these rules on one device, in float64 or, ``single``, in float32 with fast functions.

    ``program(field, place, knobs, limits, steps, used, x, draws)`` takes BLOCKS blocks of points x, (BLOCKS, 2, BLOCK),
    of which the first ``used`` are run; a knob is one number or has one for each point, (BLOCKS, BLOCK). ``draws`` are
    normal numbers for each step, (T, 2), the same for all points, where the rules have modifiers; else None. It
    returns :data:`ROWS` for each, (BLOCKS, 5, BLOCK).
    """
    return ahead(functools.partial(_outcomes, switch, single))


def _outcomes(
    switch: Any,
    single: bool,
    field: Field,
    place: jax.Array,
    knobs: tuple[jax.Array, ...],
    limits: Limits,
    steps: jax.Array,
    used: jax.Array,
    x: jax.Array,
    draws: jax.Array | None,
) -> jax.Array:
    both = vectorized.both_of(field, single)

    def block(i: jax.Array, out: jax.Array) -> jax.Array:
        own = tuple(_row(knob, i) if knob.ndim > _own_ndim(switch, j) else knob for j, knob in enumerate(knobs))
        rows = _run(switch, both, place, own, limits, steps, x[i], single, draws)
        return jax.lax.dynamic_update_index_in_dim(out, rows, i, 0)

    return jax.lax.fori_loop(0, used, block, jnp.zeros((x.shape[0], len(ROWS), x.shape[2]), x.dtype))


def _own_ndim(switch: Any, j: int) -> int:
    return len(switch.shapes[j])


def _row(knob: jax.Array, i: jax.Array) -> jax.Array:
    return jax.lax.dynamic_index_in_dim(knob, i, 0, keepdims=False)


class _Now(NamedTuple):
    balls: vectorized.Particles
    value: jax.Array
    reached: jax.Array


def _run(
    switch: Any, both: Any, place: Any, knobs: Any, limits: Limits, steps: Any, x: jax.Array, single: bool, draws: Any
) -> jax.Array:
    """Return the rows of one block of points, (2, n) → (5, n)."""
    none = jnp.zeros_like(x[0])
    square = limits.slope * jnp.abs(limits.slope)

    def step(t: jax.Array, now: _Now) -> _Now:
        point, rows = now.balls
        value, slope = both(point)
        met = (value <= limits.level) | (slope[0] ** 2 + slope[1] ** 2 <= square)
        reached = jnp.where(met & (now.reached < 0), t.astype(x.dtype), now.reached)
        grad = _gradient(switch, both, place, knobs, now.balls, slope, None if draws is None else draws[t])
        change, rows = switch.update(place, knobs, grad, rows, point)
        if not single:
            # 0, or NaN where f or its slope is not finite: as in a run alone, nothing comes back from there.
            change = change + value * 0 + slope[0] * 0 + slope[1] * 0  # each alone: their sum may overflow
        return _Now(vectorized.Particles(point + change, rows), value, reached)

    def going(carry: tuple) -> jax.Array:
        return (carry[0] <= steps) & carry[1]

    def stretch(carry: tuple) -> tuple:
        t, _, _, now = carry
        # The last stretch is the step after the last alone: what was before it is where the run ends.
        n = jnp.where(t < steps, jnp.minimum(_LOOK, steps - t), 1)
        after = jax.lax.fori_loop(t, t + n, step, now)
        return t + n, ~_settled(now.balls, after.balls), now.balls.x, after

    first = _Now(vectorized.Particles(x, switch.init(place, knobs, x)), none, none - 1)
    _, _, end, now = jax.lax.while_loop(going, stretch, (jnp.int32(0), True, x, first))
    change = now.balls.x - end
    return jnp.stack([*end, now.value, jnp.hypot(*change), now.reached])


def _gradient(
    switch: Any, both: Any, place: Any, knobs: Any, balls: vectorized.Particles, slope: jax.Array, draw: Any
) -> jax.Array:
    """Return the gradient that a rule is given, with the noise that is made of ``draw``, (2,), where there is one."""
    point, rows = balls

    def noisy(grad: jax.Array) -> jax.Array:
        if draw is None:
            return grad
        return grad + switch.deviation(jnp.zeros((), grad.dtype), knobs, rows) * draw[:, None]

    here = noisy(slope)
    if not switch.looks_ahead:
        return here
    return noisy(both(switch.probe(place, knobs, rows, point, lambda _: here))[1])


def _settled(before: vectorized.Particles, after: vectorized.Particles) -> jax.Array:
    """Return whether every point is where it was, with the memory it had, or is no number: so it will stay for ever."""
    over = jnp.isnan(before.x).any(axis=0)
    same = [((a == b) | over).all() for a, b in zip(jax.tree.leaves(after), jax.tree.leaves(before), strict=True)]
    return jnp.stack(same).all()


def run(
    entry: Entry,
    field: Field,
    points: Points,
    limits: Limits,
    steps: int,
    single: bool = False,
    device: Any = None,
    draws: np.ndarray | None = None,
) -> np.ndarray:
    """Return :data:`ROWS` of N points, (5, N): on two threads, or on the ``device`` that is named, in this thread.

    ``draws``: the normal numbers of annealed noise, (T, 2), for rules with modifiers.
    """
    blocks = -(-len(points.x) // BLOCK)
    pieces = max(-(-blocks // BLOCKS), min(2, blocks) if device is None else 1)
    cuts = [min(len(points.x), BLOCK * (blocks * i // pieces)) for i in range(pieces + 1)]

    def work(i: int) -> np.ndarray:
        part = slice(cuts[i], cuts[i + 1])
        own = (k[part] if _each(entry, j, k) else k for j, k in enumerate(points.knobs))
        some = Points(points.x[part], tuple(own))
        return _call(entry, field, some, limits, steps, single, device, draws)

    if device is not None or pieces == 1:
        return np.concatenate([work(i) for i in range(pieces)], axis=1)
    odd = _HELPER.submit(lambda: [work(i) for i in range(1, pieces, 2)])
    rows: list[Any] = [None] * pieces
    rows[::2] = [work(i) for i in range(0, pieces, 2)]
    rows[1::2] = odd.result()
    return np.concatenate(rows, axis=1)


def _each(entry: Entry, j: int, knob: Any) -> bool:
    """Return whether number ``j`` of a rule has a value for each point."""
    return np.ndim(knob) > _own_ndim(entry.switch, j)


def _call(
    entry: Entry,
    field: Field,
    points: Points,
    limits: Limits,
    steps: int,
    single: bool,
    device: Any,
    draws: np.ndarray | None,
) -> np.ndarray:
    """Return the rows of up to BATCH points, (5, N): one call of a program."""
    count = len(points.x)
    kind = np.float32 if single else np.float64
    used = -(-count // BLOCK)

    def blocks(numbers: np.ndarray) -> np.ndarray:
        full = np.empty((BATCH, *numbers.shape[1:]), kind)
        full[:count], full[count:] = numbers, numbers[-1]
        return full.reshape(BLOCKS, BLOCK, *numbers.shape[1:])

    with np.errstate(over="ignore"):  # beyond float32 is infinity there
        x = np.ascontiguousarray(blocks(points.x).transpose(0, 2, 1))
        knobs = tuple(
            blocks(knob) if _each(entry, j, knob) else np.asarray(knob, kind) for j, knob in enumerate(points.knobs)
        )
        bounds = Limits(kind(limits.level), kind(limits.slope))
        drawn = None if draws is None else np.asarray(draws, kind)
    with jax.default_device(device) if device is not None else contextlib.nullcontext():
        work = program(entry.switch, single, device)
        given = np.int32(entry.place), knobs, bounds, np.int32(steps), np.int32(used)
        rows = np.asarray(work(field, *given, x, drawn))
    return rows[:used].transpose(1, 0, 2).reshape(len(ROWS), -1)[:, :count]
