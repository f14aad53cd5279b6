"""A fair race: each rule tuned over a stated grid, with a stated budget, for a stated goal, and then at its best."""

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import numpy as np

from optviz.core.maps.outcomes import Goal, Outcomes, outcomes
from optviz.core.maps.sensitivity import RATES, Sensitivity, starts_from
from optviz.core.optimizers import Optimizer
from optviz.core.registry import Knob, knobs_of, short_repr, with_settings
from optviz.core.surfaces import Point, Surface

SETTINGS = 256
"""Settings that each rule may try where nothing is said: the same number, whether they are of one knob or of three."""
MAX_SETTINGS = 65_536
Score = Literal["steps", "loss"]

PIECE = 4000
"""Runs between two answers of :func:`tuning`: some 20 ms, after which others may have the processor."""

_TWICE = 2
_MOST = 0.999


@dataclasses.dataclass(frozen=True, eq=False)
class Tuned:
    """The best setting of one rule, and what it cost to find it.

    Attributes:
        optimizer: the rule at its best.
        settings: the values of the knobs that were tuned, by key.
        grid: the values that were tried, by key.
        runs: how many runs that took: settings times starts.
        steps: of each run; ``runs * steps`` is the whole budget.
        score: of the best, what :func:`tune` minimises.
        reached: the share of the starts from which the best setting reaches the goal.
        width: decades of η that reach the goal from every start within twice the best's steps, the other knobs at
            their best; NaN where η was not tuned, or not in rising equal ratios.
        scores: of all settings, in the grid's shape, the knobs in the order of ``grid``.
    """

    optimizer: Optimizer
    settings: dict[str, float]
    grid: dict[str, np.ndarray]
    runs: int
    steps: int
    score: float
    reached: float
    width: float
    scores: np.ndarray


def grid_of(optimizer: Optimizer, settings: int = SETTINGS, keys: Iterable[str] = ("lr",)) -> dict[str, np.ndarray]:
    """Return values to try for each of the knobs ``keys``: at most ``settings`` combinations, as many for each knob.

    η runs in equal ratios from 10⁻⁴ to 10; a knob such as β in equal ratios of 1 − β, from its lowest value to 0.999;
    others as their sliders do. Raises ``ValueError`` for a knob the rule does not have.
    """
    keys = tuple(keys)
    known = {k.key: k for k in knobs_of(optimizer)}
    for key in keys:
        if key not in known:
            raise ValueError(f"{optimizer.name} has no knob {short_repr(key)}; it has {', '.join(known) or 'none'}")
    if not 1 <= settings <= MAX_SETTINGS:
        raise ValueError(f"a rule may try 1 to {MAX_SETTINGS} settings, not {settings}")
    each = max(1, math.floor(settings ** (1 / max(1, len(keys))) + 1e-9))
    return {key: _spread(known[key], each) for key in keys}


def _spread(knob: Knob, count: int) -> np.ndarray:
    low, high = RATES if knob.key == "lr" else (knob.low, knob.high)
    if count == 1:
        return np.array([knob.default])
    if knob.scale == "log":
        return np.geomspace(low, high, count)
    if knob.scale == "one_minus":
        return 1 - np.geomspace(1 - low, 1 - min(high, _MOST), count)
    if knob.scale == "square":
        return low + (high - low) * np.linspace(0, 1, count) ** 2
    return np.linspace(low, high, count)


def tune(
    surface: Surface,
    optimizer: Optimizer,
    grid: Mapping[str, np.ndarray] | None = None,
    start: Point | None = None,
    steps: int = 500,
    goal: Goal | None = None,
    starts: np.ndarray | None = None,
    score: Score = "steps",
    seed: int = 0,
) -> Tuned:
    """Try every combination of ``grid`` and return the best; by default 256 learning rates.

    The score of a setting is its mean over the starts: the one ``start``, or ``starts``, (s, 2), as
    :func:`.starts_in` draws them. ``score="steps"``: steps to the goal, where a run that does not reach it counts
    twice the steps it had (Hutter et al. 2009, ParamILS, call it PAR2); ``score="loss"``: f at the end, infinity
    where a run diverged. The lowest wins. Of equal ones the lower f at the end wins, of these the larger η, since it
    is the one that gets further where nothing else tells them apart, and then the first of the grid. So the same
    arguments give the same answer; ``seed`` is that of :func:`.outcomes`. Raises ``ValueError``, in a sentence, as
    that does.
    """
    *_, (_, tuned) = tuning(surface, optimizer, grid, start, steps, goal, starts, score, seed)
    assert tuned is not None
    return tuned


def tuning(
    surface: Surface,
    optimizer: Optimizer,
    grid: Mapping[str, np.ndarray] | None = None,
    start: Point | None = None,
    steps: int = 500,
    goal: Goal | None = None,
    starts: np.ndarray | None = None,
    score: Score = "steps",
    seed: int = 0,
) -> Iterator[tuple[int, Tuned | None]]:
    """Tune as :func:`tune` does, piece by piece: yield how many settings are tried and, with the last, the best one."""
    if score not in ("steps", "loss"):
        raise ValueError(f"a score is 'steps' or 'loss', not {short_repr(score)}")
    given = grid_of(optimizer) if grid is None else grid
    tried = {key: np.asarray(values, float).ravel() for key, values in given.items()}
    points = starts_from(surface, start, starts)
    pieces: list[Outcomes] = []
    for done in _trials(surface, optimizer, tried, points, steps, goal, seed):
        if pieces:
            yield sum(len(piece.steps) for piece in pieces), None
        pieces.append(done)
    whole = _joined(pieces, (*map(len, tried.values()), len(points)))
    yield whole.steps.size // len(points), _tuned(optimizer, tried, whole, steps, score)


def _tuned(optimizer: Optimizer, tried: dict[str, np.ndarray], done: Outcomes, steps: int, score: Score) -> Tuned:
    by_steps, by_loss = scores_of(done, steps)
    place = _best(tried, by_steps, by_loss, score)
    settings = {key: float(values[i]) for (key, values), i in zip(tried.items(), place, strict=True)}
    return Tuned(
        optimizer=with_settings(optimizer, settings),
        settings=settings,
        grid=tried,
        runs=done.steps.size,
        steps=steps,
        score=float((by_steps if score == "steps" else by_loss)[place]),
        reached=float(done.reached[place].mean()),
        width=_width(tried, done, place, steps),
        scores=by_steps if score == "steps" else by_loss,
    )


def _trials(
    surface: Surface,
    optimizer: Optimizer,
    tried: dict[str, np.ndarray],
    points: np.ndarray,
    steps: int,
    goal: Goal | None,
    seed: int,
) -> Iterator[Outcomes]:
    """Yield what becomes of every combination of settings from every one of ``points``, some settings at a time."""
    mesh = np.meshgrid(*tried.values(), indexing="ij")
    knobs = {key: values.reshape(-1, 1) for key, values in zip(tried, mesh, strict=True)}
    count = math.prod(map(len, tried.values()))
    each = max(1, PIECE // max(1, len(points)))
    for first in range(0, max(1, count), each):
        here = {key: values[first : first + each] for key, values in knobs.items()}
        many = np.broadcast_to(points, (min(each, count - first), *points.shape))
        yield outcomes(surface, optimizer, many, here, steps, goal, seed=seed)


def _joined(pieces: list[Outcomes], shape: tuple[int, ...]) -> Outcomes:
    """Return the outcomes of all pieces in the grid's shape and, last, the starts'."""
    x, *rows = (np.concatenate([getattr(each, name) for each in pieces]) for name in ("x", "value", "move", "steps"))
    return Outcomes(x.reshape(*shape, 2), *(row.reshape(shape) for row in rows))


def _best(tried: dict[str, np.ndarray], by_steps: np.ndarray, by_loss: np.ndarray, score: Score) -> tuple:
    """Return the place of the lowest score; of equals the lower loss, the larger η, the first."""
    keys = [np.zeros(by_steps.size), by_loss.ravel(), by_steps.ravel()]
    if "lr" in tried:
        axis = list(tried).index("lr")
        lrs = np.expand_dims(tried["lr"], tuple(i for i in range(by_steps.ndim) if i != axis))
        keys[0] = np.broadcast_to(-lrs, by_steps.shape).ravel()
    if score == "loss":
        keys[1:] = keys[:0:-1]
    return np.unravel_index(int(np.lexsort(keys)[0]), by_steps.shape)


def scores_of(done: Outcomes, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean steps to the goal and the mean f at the end over the starts, the last axis: (…, s) → (…), (…)."""
    by_steps = np.where(done.reached, done.steps, _TWICE * steps).mean(axis=-1)
    by_loss = np.where(done.diverged, np.inf, done.value).mean(axis=-1)
    return by_steps, by_loss


def _width(tried: dict[str, np.ndarray], done: Outcomes, place: tuple, steps: int) -> float:
    if "lr" not in tried or not _even(tried["lr"]):
        return math.nan
    along = tuple(slice(None) if key == "lr" else i for key, i in zip(tried, place, strict=True))
    parts = (getattr(done, name)[along] for name in ("x", "value", "move", "steps"))
    return Sensitivity(tried["lr"], Outcomes(*parts), steps).width


def _even(lrs: np.ndarray) -> bool:
    """Return whether learning rates rise in equal ratios, so that their number is a width."""
    if len(lrs) < 3:
        return len(lrs) < 2 or bool(lrs[1] > lrs[0] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.diff(np.log(lrs))
    return bool((ratios > 0).all() and np.ptp(ratios) < 1e-6 * ratios.mean())


def fair_race(
    surface: Surface,
    optimizers: Iterable[Optimizer],
    settings: int = SETTINGS,
    keys: Iterable[str] = ("lr",),
    start: Point | None = None,
    steps: int = 500,
    goal: Goal | None = None,
    starts: np.ndarray | None = None,
    score: Score = "steps",
    seed: int = 0,
) -> tuple[Tuned, ...]:
    """Tune each of ``optimizers`` with the same budget and return them in order; see :func:`tune`.

    Of ``keys`` each rule tunes those it has: one that has only η tries ``settings`` learning rates, one that has two
    tries √``settings`` values of each. Any rule without one of them is run as it is, once.
    """
    wanted = tuple(keys)
    tuned = []
    for optimizer in optimizers:
        own = [key for key in wanted if key in {k.key for k in knobs_of(optimizer)}]
        grid = grid_of(optimizer, settings, own)
        tuned.append(tune(surface, optimizer, grid, start, steps, goal, starts, score, seed))
    return tuple(tuned)
